"""The text of a post in LinkedIn's own format, "little text", as people read it."""

import re

_TAG = r"\{hashtag\|\\?[#＃]\|(?P<tag>[^}]*)\}"
_MENTION = r"@\[(?P<name>(?:\\.|[^\]])*)\]\([^)]*\)"
_PART = re.compile(rf"{_TAG}|{_MENTION}|\\(?P<sign>.)", re.DOTALL)


def plain(commentary: str) -> str:
    """The text without escapes; hashtags and mentions as they are shown."""
    return _PART.sub(_shown, commentary)


def _shown(match: re.Match[str]) -> str:
    if match["tag"] is not None:
        return f"#{plain(match['tag'])}"
    return f"@{plain(match['name'])}" if match["name"] is not None else match["sign"]
