"""How a value is refused: what was expected, what came, and a near name. Knows nothing of files or rows."""

from collections.abc import Iterable
from difflib import get_close_matches


class Refusal(ValueError):
    """A value is not what was expected. `expected` never repeats the value; `came` does, shortened."""

    def __init__(self, expected: str, came: object, hint: str = "") -> None:
        self.expected = expected
        self.came = shortened(came)
        self.hint = hint
        super().__init__(f"expected {expected}, got {self.came}" + (f" ({hint})" if hint else ""))


def shortened(value: object, longest: int = 80) -> str:
    """The value as an error shows it: quoted text or a number, cut; of lists and mappings only the kind."""
    if value is None or isinstance(value, list | dict):
        return kind(value)
    text = repr(value)
    return text if len(text) <= longest else f"{text[:longest]}..."


def kind(value: object) -> str:
    """What sort of value it is, without saying the value: "a mapping", "a list", "text", "a number" ..."""
    for types, name in (
        (dict, "a mapping"),
        (list, "a list"),
        (str, "text"),
        (bool, "true or false"),
        (int | float, "a number"),
    ):
        if isinstance(value, types):
            return name
    return "nothing" if value is None else type(value).__name__


def near(name: str, known: Iterable[str]) -> str:
    """`did you mean X?`, or `... X or Y?`, for the known names nearest to `name`; empty without any."""
    by_folded = {one.casefold(): one for one in known}
    matches = get_close_matches(name.casefold(), by_folded, n=2, cutoff=0.75)
    if matches and matches[0] == name.casefold():
        matches = matches[:1]
    return f"did you mean {' or '.join(by_folded[match] for match in matches)}?" if matches else ""
