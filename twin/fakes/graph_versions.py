"""Which versions of the Graph API answer on which day."""

from datetime import date

from twin.fakes.graph_error import GraphError

# When each stops answering; None: not announced.
VERSIONS = {
    "v19.0": date(2026, 5, 21),
    "v20.0": date(2026, 9, 24),
    "v21.0": date(2027, 1, 21),
    "v22.0": date(2027, 5, 20),
    "v23.0": date(2027, 10, 8),
    "v24.0": date(2028, 2, 18),
    "v25.0": date(2028, 7, 29),
    "v26.0": None,
}
NEWEST = "v26.0"


def answering_version(asked: str | None, today: date) -> str:
    """The version that answers: for one that has ended, and for none, the oldest that is alive.

    Raises GraphError for one that never was.
    """
    alive = [version for version, ends in VERSIONS.items() if ends is None or today < ends]
    if asked is not None and asked not in VERSIONS:
        raise GraphError(f"(#2500) Unknown path components: /{asked}", 2500)
    return asked if asked in alive else alive[0]
