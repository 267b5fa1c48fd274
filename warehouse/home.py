"""Where everything lives: the folders and files below ALMANAC_HOME, and nothing about what is in them."""

import os
from dataclasses import dataclass
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[1]
DBT_PROJECT = REPOSITORY / "dbt_project"


@dataclass(frozen=True)
class Home:
    """The home folder of one installation; every path below it has a name here."""

    root: Path

    @classmethod
    def from_environment(cls) -> "Home":
        """The home that ALMANAC_HOME names, `./data` where it is not set; always absolute."""
        return cls(Path(os.environ.get("ALMANAC_HOME") or "data").expanduser().resolve())

    @property
    def config_file(self) -> Path:
        return self.root / "almanac.yaml"

    @property
    def key_file(self) -> Path:
        return self.root / ".key"

    @property
    def credentials(self) -> Path:
        return self.root / "credentials"

    @property
    def sync(self) -> Path:
        return self.root / "sync"

    @property
    def inbox(self) -> Path:
        return self.root / "inbox"

    @property
    def archive(self) -> Path:
        return self.root / "archive"

    @property
    def quarantine(self) -> Path:
        return self.root / "quarantine"

    @property
    def raw(self) -> Path:
        return self.root / "raw"

    @property
    def warehouse(self) -> Path:
        return self.root / "warehouse"

    @property
    def build_database(self) -> Path:
        return self.warehouse / "build.duckdb"

    @property
    def marts(self) -> Path:
        return self.root / "marts"

    @property
    def published(self) -> Path:
        return self.marts / "marts.duckdb"

    @property
    def insights(self) -> Path:
        return self.root / "insights"

    @property
    def charts(self) -> Path:
        return self.root / "charts"

    @property
    def dashboard(self) -> Path:
        return self.root / "dashboard"

    @property
    def exports(self) -> Path:
        return self.root / "exports"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    @property
    def dagster(self) -> Path:
        return self.root / "dagster"

    @property
    def logs(self) -> Path:
        return self.root / "logs"

    def create(self) -> None:
        """Makes the folders that are missing; touches nothing that is there."""
        for folder in (
            self.inbox,
            self.archive,
            self.quarantine,
            self.raw,
            self.warehouse,
            self.marts,
            self.insights,
            self.reports,
            self.dagster,
            self.logs,
        ):
            folder.mkdir(parents=True, exist_ok=True)
