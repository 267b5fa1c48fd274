"""The shape of a business's phrases, which `golf_phrases.py` and `pottery_phrases.py` hold one a line."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Phrases:
    """What a business posts, what people ask of it (by type) and how they heard of it (by source)."""

    openings: tuple[str, ...]
    bodies: tuple[str, ...]
    closings: tuple[str, ...]
    asks: Mapping[str, tuple[str, ...]]
    how_heard: Mapping[str, tuple[str, ...]]


def lines(text: str) -> tuple[str, ...]:
    """The lines of a text, one phrase each, without the empty ones."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def words(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())
