"""Writes what a business's inbox would have received: one function for each kind of file."""

from pathlib import Path
from zoneinfo import ZoneInfo

from twin import crm, flaws, opportunity_files, post_files, product_files, x_export
from twin.files import Record, write_lines, write_list, write_pretty
from twin.randomness import generator
from twin.simulation import Simulation

SECOND_EXPORT = 0.7


def write(folder: Path, simulation: Simulation) -> None:
    """Writes all files of the simulation into one inbox folder."""
    _write_opportunities(folder, simulation)
    _write_conversions(folder, simulation)
    if simulation.leads:
        _write_crm(folder, simulation)
    _write_x_exports(folder, simulation)
    _write_plans(folder, simulation)
    if simulation.product is not None:
        bad = {kind: _flaws(simulation, kind) for kind in (flaws.EVENTS, flaws.PAYMENTS)}
        product_files.write(folder, simulation.product, simulation.as_of, bad)


def _write_opportunities(folder: Path, simulation: Simulation) -> None:
    """Two exports: what was known at the first, then what is new since or has moved on."""
    period = simulation.period
    earlier = (period.start + SECOND_EXPORT * (period.end - period.start)).replace(microsecond=0)
    known = [
        opportunity_files.as_exported(each, earlier)
        for each in simulation.listed
        if each.created_at <= earlier
    ]
    later = opportunity_files.changed(simulation.listed, earlier, period.end)
    write_pretty(folder / f"opportunities_{earlier:%Y-%m-%d}.json", known)
    bad = _flaws(simulation, flaws.OPPORTUNITIES)
    write_pretty(folder / f"opportunities_{period.end:%Y-%m-%d}.json", {"opportunities": [*later, *bad]})


def _write_conversions(folder: Path, simulation: Simulation) -> None:
    noted = opportunity_files.noted_conversions(simulation.opportunities, simulation.as_of)
    write_lines(folder / "conversions.ndjson", [*noted, *_flaws(simulation, flaws.CONVERSIONS)])


def _write_crm(folder: Path, simulation: Simulation) -> None:
    path = folder / f"crm_leads_{simulation.as_of:%Y-%m-%d}.csv"
    zone = ZoneInfo(simulation.business.timezone)
    bad = _flaws(simulation, flaws.CRM)
    crm.write(path, simulation.leads, simulation.as_of, zone, bad)


def _write_x_exports(folder: Path, simulation: Simulation) -> None:
    """What was downloaded when the account was connected: the posts of the whole months before."""
    until = x_export.handover(simulation.period)
    for account in simulation.accounts:
        if account.profile.platform == "x":
            early = [life for life in simulation.posts(account) if life.first.posted_at < until]
            rng = generator(simulation.seed, simulation.business.id, "x export")
            x_export.write(folder, account.profile, early, simulation.as_of, rng)


def _write_plans(folder: Path, simulation: Simulation) -> None:
    """What the publishing tool holds and no platform knows: planned and failed posts, and the bad records."""
    rng = generator(simulation.seed, simulation.business.id, "unpublished")
    records = post_files.unpublished(simulation.business, simulation.accounts, simulation.period, rng)
    moment = simulation.as_of - post_files.EXPORTING
    bad = _flaws(simulation, flaws.POSTS)
    write_list(folder / f"social-posts_{moment:%Y-%m-%dT%H%M}.json", [*records, *bad])


def _flaws(simulation: Simulation, file: str) -> list[Record]:
    return [flaw.record for flaw in simulation.flaws if flaw.file == file]
