"""Checks on what platforms give, shown at their first stream: API weather, and streams that went silent."""

from collections.abc import Iterable, Sequence

import dagster as dg

from assets.sync.platforms import ALL_STREAMS
from assets.sync.volume import silences
from assets.sync.weather import INFO, weather
from warehouse.profiling import markdown
from warehouse.resources import Warehouse


def _weather_check(platform: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=_first(platform),
        name="api_weather",
        description="No token and no API version ends within 30 days. Lists what ends within 90.",
    )
    def api_weather(context: dg.AssetCheckExecutionContext, warehouse: Warehouse) -> dg.AssetCheckResult:
        moment = warehouse.as_of(context)
        found = weather(warehouse.configuration(), warehouse.home, moment, platform)
        near = [ending for ending in found if ending.level != INFO]
        return _result([(ending.level, ending.words) for ending in found], is_well=not near)

    return api_weather


def _volume_check(platform: str) -> dg.AssetChecksDefinition:
    @dg.asset_check(
        asset=_first(platform),
        name="expected_volume",
        description="No stream of the platform brings nothing where it brought rows before.",
    )
    def expected_volume(warehouse: Warehouse) -> dg.AssetCheckResult:
        found = [(each.stream, each.words) for each in silences(warehouse.home, platform)]
        return _result(found, is_well=not found)

    return expected_volume


def _first(platform: str) -> dg.AssetKey:
    """The asset that stands for a platform: its posts, or what it has instead."""
    names = [stream.name for stream in ALL_STREAMS.get(platform, ())]
    return dg.AssetKey([platform, names[0] if names else "posts"])


def _result(told: Sequence[tuple[str, str]], is_well: bool) -> dg.AssetCheckResult:
    """A warning, never an error: what has been read is right all the same."""
    table = markdown(["what", "words"], list(told)) if told else "nothing"
    return dg.AssetCheckResult(
        passed=is_well,
        severity=dg.AssetCheckSeverity.WARN,
        metadata={"found": len(told), "what": dg.MetadataValue.md(table)},
    )


def checks(platforms: Iterable[str] = ALL_STREAMS) -> list[dg.AssetChecksDefinition]:
    """Both checks of every platform."""
    return [make(platform) for platform in platforms for make in (_weather_check, _volume_check)]
