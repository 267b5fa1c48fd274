"""Typed records of mapped files: those of the sources they look like, and the import that read them."""

from assets.opportunities.records import Opportunity
from assets.posts_file.records import Post


class ImportedOpportunity(Opportunity):
    """A lead from a mapped file."""

    import_id: str


class ImportedPost(Post):
    """A post from a mapped file."""

    import_id: str
