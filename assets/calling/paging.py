"""Guards against pages without end: repeated cursors, empty pages that go on, more pages than can be."""

from assets.calling.failures import BrokenPaging


class Pages:
    """Watches one walk over pages. Ask `more` after each page, with the cursor of the next."""

    def __init__(self, what: str, most: int = 10_000, most_empty: int = 5) -> None:
        self._what, self._most, self._most_empty = what, most, most_empty
        self._seen: set[str] = set()
        self.number = 0
        self._empty = 0

    def more(self, cursor: object, found: int) -> bool:
        """Whether there is a next page: a cursor that is neither None nor an empty text.

        Raises BrokenPaging for a walk that cannot end. Its reason holds no cursor: some carry tokens.
        """
        self.number += 1
        self._empty = 0 if found else self._empty + 1
        if cursor is None or cursor == "":
            return False
        key = str(cursor)
        if key in self._seen:
            raise BrokenPaging(f"{self._what}: page {self.number} gives a cursor that came before")
        self._seen.add(key)
        if self._empty >= self._most_empty:
            raise BrokenPaging(f"{self._what}: {self._empty} empty pages in a row, and still a cursor")
        if self.number >= self._most:
            raise BrokenPaging(f"{self._what}: more than {self._most:,} pages")
        return True
