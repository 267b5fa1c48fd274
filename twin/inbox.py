"""Writes what a business's inbox would have received: one function for each kind of file."""

from pathlib import Path
from zoneinfo import ZoneInfo

from twin import crm, flaws, opportunity_files, post_files, x_export
from twin.files import Record, write_lines, write_list, write_pretty
from twin.posts import Post
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
    _write_snapshots(folder, simulation)


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
    early = [post for post in simulation.posts if _is_early(post, simulation)]
    rng = generator(simulation.seed, simulation.business.id, "x export")
    x_export.write(folder, early, simulation.as_of, rng)


def _write_snapshots(folder: Path, simulation: Simulation) -> None:
    """One file an export evening; today's also has what is not published yet and the bad records."""
    business, period = simulation.business, simulation.period
    known = [post for post in simulation.posts if not _is_early(post, simulation)]
    moments = post_files.snapshots(period, ZoneInfo(business.timezone))
    for moment in moments:
        records = [post_files.as_exported(post, moment) for post in post_files.followed(known, moment)]
        if moment == moments[-1]:
            rng = generator(simulation.seed, business.id, "unpublished")
            records += post_files.unpublished(business, period, rng) + _flaws(simulation, flaws.POSTS)
        write_list(folder / f"social-posts_{moment:%Y-%m-%dT%H%M}.json", records)


def _is_early(post: Post, simulation: Simulation) -> bool:
    return post.platform == "x" and post.posted_at < x_export.handover(simulation.period)


def _flaws(simulation: Simulation, file: str) -> list[Record]:
    return [flaw.record for flaw in simulation.flaws if flaw.file == file]
