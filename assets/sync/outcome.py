"""What an attempt is told of its end: skipped, failed in a way that was foreseen, or in one that was not."""

import traceback
from pathlib import Path

from assets.sync.ledger import FAILED, SKIPPED, Attempt

REPOSITORY = Path(__file__).resolve().parents[2]


def skipped(attempt: Attempt, reason: str, failure: str) -> None:
    """It was not made, because of what another stream or another run met with."""
    attempt.status, attempt.reason, attempt.failure = SKIPPED, reason, failure


def failed(attempt: Attempt, reason: str, failure: str) -> None:
    """It came to nothing; it is due again at once."""
    attempt.status, attempt.reason, attempt.failure = FAILED, reason, failure
    attempt.due_at = attempt.started_at


def unforeseen(attempt: Attempt, error: Exception) -> None:
    """It broke: of the error only kind and place are told, its text may hold anything, tokens too."""
    if isinstance(error, OSError):
        told = error.strerror or type(error).__name__
        failed(attempt, f"this machine: {told} ({_place(error)})", "machine")
    else:
        failed(attempt, f"a fault of ours: {type(error).__name__} in {_place(error)}", "bug")


def _place(error: Exception) -> str:
    """File and line, the last one of ours that the error went through."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if REPOSITORY in Path(frame.filename).parents]
    # Packages may be installed below the repository.
    ours = [frame for frame in ours if "site-packages" not in frame.filename] or list(frames)
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "no place known"
