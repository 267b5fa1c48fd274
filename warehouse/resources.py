"""The one Dagster resource that assets and sensors get: the home folder, its configuration and the moment
of the run."""

from datetime import datetime
from pathlib import Path

import dagster as dg

from warehouse.configuration.loading import Configuration, load
from warehouse.home import Home
from warehouse.times import now

AS_OF_TAG = "almanac/as_of"


class Warehouse(dg.ConfigurableResource):
    """The installation that a run works on."""

    root: str

    @property
    def home(self) -> Home:
        """The home folder with names for all its paths."""
        return Home(Path(self.root))

    def configuration(self) -> Configuration:
        """almanac.yaml, validated; raises ConfigurationError with every problem in it."""
        return load(self.home)

    def as_of(self, context: dg.AssetExecutionContext | dg.AssetCheckExecutionContext) -> datetime:
        """The moment that the run's tag names, or now: the one place where the clock enters a run. Naive
        UTC."""
        tag = context.run.tags.get(AS_OF_TAG)
        return datetime.fromisoformat(tag) if tag else now()
