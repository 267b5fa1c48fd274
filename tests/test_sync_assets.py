"""The assets of syncs as runs of Dagster: what a run tells, when it fails, and what the ledger shows."""

import dagster as dg
import httpx
import pytest

from assets.sync import accounts, syncing
from assets.sync.attempts import READERS, attempts
from assets.sync.ledger import Attempt
from assets.sync.platforms import ALL_STREAMS
from assets.sync.records import PostObservation
from assets.sync.refusals import refusals
from assets.sync.stream import Stream
from tests.pond import DAYS, POSTS, TOKEN, Pond, Shore, contracts, manners
from warehouse import landing
from warehouse.resources import AS_OF_TAG, Warehouse

__all__ = ["contracts"]
pytestmark = pytest.mark.usefixtures("contracts")


@pytest.fixture
def pond(monkeypatch):
    """Every sync of a run goes to this pond."""
    made = Pond()
    whole = accounts.run

    def through(asked, streams):
        object.__setattr__(asked, "transport", made.transport)
        return whole(asked, streams)

    monkeypatch.setattr(accounts, "run", through)
    return made


def reader(stream: Stream):
    @dg.asset(name=stream.name, key_prefix="pond")
    def read(context: dg.AssetExecutionContext, warehouse: Warehouse, config: syncing.SyncConfig):
        yield from syncing.sync(context, warehouse, stream, config)

    return read


def run(home, *assets, as_of="2026-10-20T09:00:00", **config):
    """The result of a run, what each asset told, and what failed."""
    ops = {"pond__posts": {"config": config}} if config else {}
    with dg.DagsterInstance.ephemeral() as instance:
        result = dg.materialize(
            assets, instance=instance, tags={AS_OF_TAG: as_of}, raise_on_error=False,
            resources={"warehouse": Warehouse(root=str(home.root))}, run_config={"ops": ops},
        )  # fmt: skip
        said = {
            event.asset_key.to_user_string(): {
                name: value.value
                for name, value in event.step_materialization_data.materialization.metadata.items()
            }
            for event in result.get_asset_materialization_events()
            if event.step_materialization_data.materialization.partition is None
        }
        failed = [
            event.step_failure_data.user_failure_data.description
            for event in result.all_events
            if event.is_step_failure
        ]
        return result, said, failed


@pytest.fixture
def two(home, monkeypatch):
    return Shore(home, monkeypatch, accounts=2)


def test_a_run_tells_what_it_read(two, home, pond):
    result, said, _ = run(home, reader(POSTS))
    assert result.success
    told = said["pond/posts"]
    assert (told["accounts"], told["rows"], told["calls"], told["refused"]) == (2, 14, 6, 0)
    assert (told["usd"], told["partial"], told["newest_data"]) == (0.07, 0, "2026-10-16T08:00:00")
    assert told["dagster/row_count"] == 14 and told["problems"] == "nothing"
    assert "acme/pond 17 posts: ok, 7 rows in 3 calls" in (home.logs / "activity.log").read_text()


def test_a_run_that_finds_nothing_due_succeeds(two, home, pond):
    run(home, reader(POSTS))
    result, said, _ = run(home, reader(POSTS), as_of="2026-10-20T09:10:00", only_due=True)
    assert result.success
    assert (said["pond/posts"]["accounts"], said["pond/posts"]["dagster/row_count"]) == (0, 14)


def test_a_failing_account_fails_the_step_by_name_after_the_others_landed(two, home, pond):
    pond.script = [httpx.Response(403, json={"error": f"no, {TOKEN}"})]
    result, said, failed = run(home, reader(POSTS))
    assert not result.success
    assert (said["pond/posts"]["accounts"], said["pond/posts"]["rows"]) == (2, 7)
    (told,) = failed
    assert "1 of 2 accounts could not be read: acme/1" in told and "HTTP 403" in told
    assert TOKEN not in str(said) + told


def test_a_fault_of_ours_fails_the_step_after_the_others_landed(two, home, pond):
    async def faulty(pull):
        if pull.connection.account_id == "17":
            raise AttributeError(f"no such thing in {TOKEN}")
        await POSTS.read(pull)

    result, said, failed = run(home, reader(Stream("pond", "posts", PostObservation, faulty, manners)))
    assert not result.success
    assert said["pond/posts"]["rows"] == 7
    assert "acme/17: a fault of ours: AttributeError in test_sync_assets.py:" in failed[0]
    everything = [str(event) for event in result.all_events]
    assert not [line for line in everything if TOKEN in line]


def test_a_throttled_account_is_a_warning(two, home, pond):
    pond.script = [httpx.Response(429, headers={"wait": "7200"})]
    result, said, _ = run(home, reader(POSTS), reader(DAYS))
    assert result.success
    # Whichever stream came first met the limit; the other one left the account in peace.
    assert sorted(said[f"pond/{stream}"]["partial"] for stream in ("posts", "account_days")) == [0, 1]
    for told in said.values():
        assert told["accounts"] == 2 and "the platform gives nothing until" in told["problems"]


def test_the_ledger_shows_who_is_not_well(two, home, pond):
    pond.script = [httpx.Response(403, json={"error": "no"})]
    run(home, reader(POSTS))
    result, said, _ = run(home, attempts, refusals)
    assert result.success
    told = said["sync/attempts"]
    assert (told["dagster/row_count"], told["streams"], told["not_well"]) == (2, 2, 1)
    assert "permission" in told["why"] and "HTTP 403" in told["why"]
    assert said["sync/refusals"]["dagster/row_count"] == 0


def test_refused_items_are_counted_and_shown_without_their_values(two, home, pond):
    pond.posts[2] = {"id": {}, "at": "jo@example.com", "likes": 1}
    run(home, reader(POSTS))
    _, said, _ = run(home, refusals)
    assert said["sync/refusals"]["dagster/row_count"] == 2
    assert "an id as text or whole number" in said["sync/refusals"]["preview"]
    assert "jo@example.com" not in str(said)


def test_before_the_first_sync_both_can_be_read(home):
    _, said, _ = run(home, attempts, refusals)
    assert said["sync/attempts"]["why"] == "none"
    for stream in ("attempts", "refusals"):
        assert list(landing.folder(home, "sync", stream).glob("observed_on=1970-01-01/*.parquet"))


@pytest.mark.parametrize("asset", [attempts, refusals], ids=["attempts", "refusals"])
def test_the_ledger_comes_after_everybody_who_writes_it(asset):
    (spec,) = asset.specs
    keys = {dg.AssetKey([stream.source, stream.name]) for each in ALL_STREAMS.values() for stream in each}
    assert {dep.asset_key for dep in spec.deps} == keys == set(READERS)
    assert spec.description.startswith("One row per ") and spec.owners == ["team:growth"]
    assert spec.group_name == "sync" and spec.kinds


def test_an_attempt_knows_whether_a_person_is_needed():
    common = {"business_id": "a", "source": "x", "account_id": "1", "stream": "posts", "api_version": "2"}
    attempt = Attempt(
        **common, status="failed", failure="shape", sync_id="s", started_at="2026-10-20T09:00:00"
    )
    assert attempt.is_failure
