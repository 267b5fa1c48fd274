"""The assets that the inbox feeds, as runs of Dagster: what they say, and when they fail."""

import json

import dagster as dg
import pytest

from assets.events import events, identities
from assets.ga4 import events as exported_events
from assets.imports import events as imported_events
from assets.imports import opportunities as imported_opportunities
from assets.imports import payments as imported_payments
from assets.imports import posts as imported_posts
from assets.inbox.files import files
from assets.inbox.kinds import ALL_KINDS, streams
from assets.inbox.rejections import rejections
from assets.opportunities import conversions, opportunities
from assets.payments import payments, rates
from assets.posts_file import posts
from assets.x import activity_exports
from warehouse import landing
from warehouse.home import Home
from warehouse.intake import originals
from warehouse.intake import taking as intake
from warehouse.pseudonyms import InstallKey
from warehouse.resources import AS_OF_TAG, Warehouse

LEAD = {"id": "1", "source": "email", "created_at": "2026-02-08T10:00:00Z"}
CONFIGURATION = "businesses: [{id: acme, name: Acme, timezone: America/New_York, currency: USD}]"
TAKERS = [
    opportunities.opportunities,
    conversions.conversions,
    posts.posts,
    activity_exports.activity_exports,
    imported_opportunities.opportunities,
    imported_posts.posts,
    imported_events.events,
    imported_payments.payments,
    events.events,
    identities.identities,
    exported_events.events,
    payments.payments,
    rates.rates,
]


@pytest.fixture
def office(home: Home) -> Home:
    home.config_file.write_text(CONFIGURATION)
    InstallKey.create(home)
    (home.inbox / "acme").mkdir()
    return home


def drop(home: Home, name: str, content) -> None:
    text = content if isinstance(content, str) else json.dumps(content)
    (home.inbox / "acme" / name).write_text(text)


def run(home: Home, *assets, as_of: str = "2026-03-01T12:00:00"):
    """The result of a run of the assets, and the metadata of each by its key."""
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            assets,
            instance=instance,
            resources={"warehouse": Warehouse(root=str(home.root))},
            tags={AS_OF_TAG: as_of},
            raise_on_error=False,
        )
        said = {
            event.asset_key.to_user_string(): {
                name: value.value
                for name, value in event.step_materialization_data.materialization.metadata.items()
            }
            for event in result.get_asset_materialization_events()
        }
        return result, said


@pytest.fixture(autouse=True)
def settled_at_once(monkeypatch):
    """Nobody waits for files that were dropped just now."""
    monkeypatch.setattr(intake, "is_settled", lambda path, seconds: True)


def test_every_kind_has_its_asset_and_its_stream():
    keys = [asset.key.path for asset in TAKERS]
    assert keys == [[kind.source, kind.stream] for kind in ALL_KINDS]
    assert [[source, stream] for source, stream, _ in streams()] == [
        *keys,
        ["inbox", "files"],
        ["inbox", "rejections"],
    ]


@pytest.mark.parametrize("asset", [*TAKERS, files, rejections], ids=lambda asset: asset.key.to_user_string())
def test_an_asset_says_what_a_row_is_who_owns_it_and_where_it_belongs(asset):
    (spec,) = asset.specs
    assert spec.description.startswith("One row per ")
    assert spec.owners == ["team:growth"]
    assert spec.group_name == spec.key.path[0]
    assert spec.kinds


def test_a_run_tells_what_it_took(office):
    drop(office, "opportunities.json", [LEAD, {**LEAD, "id": 2, "status": "jo@example.com"}])
    drop(office, "opportunities-cut.json", "[{")
    result, said = run(office, opportunities.opportunities)
    assert result.success
    told = said["opportunities/opportunities"]
    assert (told["files"], told["rows"], told["rejected"], told["quarantined"]) == (1, 1, 1, 1)
    assert told["dagster/row_count"] == 1
    assert told["newest_data"] == "2026-02-08T10:00:00"
    assert any(
        "status: expected one of new, responded, won, lost (1 rejected)" in line for line in told["reasons"]
    )
    assert any(
        "opportunities-cut.json: file: line 1, column 3: not valid JSON" in line for line in told["reasons"]
    )
    assert "| rejected | status | expected one of" in told["refused"]
    assert "| acme | 1 | email |" in told["preview"]
    assert "jo@example.com" not in str(said)


def test_the_moment_of_the_run_is_the_moment_of_landing(office):
    drop(office, "opportunities.json", [LEAD])
    run(office, opportunities.opportunities, as_of="2026-03-04T05:06:07")
    (path,) = landing.folder(office, "opportunities", "opportunities").glob(
        "observed_on=2026-03-04/*.parquet"
    )
    assert path.name.startswith("acme-")


def test_a_run_with_nothing_to_do_succeeds_and_leaves_the_stream_readable(office):
    result, said = run(office, *TAKERS)
    assert result.success and len(said) == len(TAKERS)
    for told in said.values():
        assert (told["rows"], told["dagster/row_count"], told["preview"]) == (0, 0, "no data yet")


def test_a_second_run_changes_nothing(office):
    drop(office, "opportunities.json", [LEAD])
    run(office, opportunities.opportunities)
    before = landing.fingerprint(office)
    _, said = run(office, opportunities.opportunities)
    assert said["opportunities/opportunities"]["dagster/row_count"] == 1
    assert landing.fingerprint(office) == before


def test_a_failure_of_ours_fails_the_run_by_name_after_the_neighbours_landed(office, monkeypatch):
    drop(office, "opportunities-bad.json", [LEAD])
    drop(office, "opportunities-good.json", [{**LEAD, "id": "2"}])
    whole = originals.original

    def hashed(path):
        if "bad" in path.name:
            raise OSError(5, "Input/output error")
        return whole(path)

    monkeypatch.setattr(originals, "original", hashed)
    result, said = run(office, opportunities.opportunities)
    assert not result.success
    (failure,) = [event.step_failure_data for event in result.all_events if event.is_step_failure]
    assert (
        "acme/opportunities-bad.json: OSError: [Errno 5] Input/output error"
        in failure.user_failure_data.description
    )
    assert said["opportunities/opportunities"]["rows"] == 1


def test_the_ledger_is_shown_with_what_nobody_reads(office):
    drop(office, "opportunities.json", [LEAD, {**LEAD, "id": 2, "created_at": "?"}])
    drop(office, "holiday.jpg", "x")
    result, said = run(office, opportunities.opportunities, files, rejections)
    assert result.success
    assert said["inbox/files"]["dagster/row_count"] == 1
    assert said["inbox/files"]["files_that_nobody_reads"] == 1
    assert "acme/holiday.jpg" in said["inbox/files"]["why_not"]
    assert said["inbox/rejections"]["dagster/row_count"] == 1
    assert "landed" in said["inbox/files"]["preview"]


def test_the_ledger_comes_after_everybody_who_writes_it():
    takers = {asset.key for asset in TAKERS}
    for asset in (files, rejections):
        (spec,) = asset.specs
        assert {dep.asset_key for dep in spec.deps} == takers
