"""What became of the last build, told in one small file, so that reports can carry a banner and a killed
build is noticed."""

import json
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime

from warehouse.files import write_json
from warehouse.home import Home
from warehouse.locks import hold, release

BUILDING, BUILT, FAILED, RED, PUBLISHED = "building", "built", "failed", "red", "published"


@dataclass(frozen=True)
class BuildState:
    """The newest build: building, built (not yet shown), failed (an error), red (a check failed) or
    published."""

    outcome: str
    as_of: datetime
    fingerprint: str
    engine: str
    run_id: str
    version: int | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def needs_a_banner(self) -> bool:
        """Whether what is published is older than what was tried last."""
        return self.outcome in (FAILED, RED)

    def ended(
        self, outcome: str, reasons: list[str] | None = None, version: int | None = None
    ) -> "BuildState":
        """The same build with what became of it; what is not said anew stays."""
        return replace(
            self,
            outcome=outcome,
            reasons=self.reasons if reasons is None else reasons,
            version=self.version if version is None else version,
        )


def begin(home: Home, run_id: str) -> None:
    """Makes this run the only one that builds and publishes, until `end`; waits for the one that does.
    Raises Busy."""
    hold(home.warehouse / "build.lock", run_id)


def end(home: Home, run_id: str) -> None:
    """Lets the next run build."""
    release(home.warehouse / "build.lock", run_id)


def build_state(home: Home) -> BuildState | None:
    """The state of the newest build, None before the first."""
    path = home.warehouse / "build_state.json"
    if not path.is_file():
        return None
    said = json.loads(path.read_text(encoding="utf-8"))
    return BuildState(**{**said, "as_of": datetime.fromisoformat(said["as_of"])})


def record(home: Home, state: BuildState) -> BuildState:
    """Writes the state, atomically, and gives it back."""
    write_json(home.warehouse / "build_state.json", asdict(state))
    return state
