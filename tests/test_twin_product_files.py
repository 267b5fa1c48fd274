"""The product's files in a demonstration's inbox, read back with plain code."""

import csv
import gzip
import json
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta

import pytest

from twin import demo
from twin.product_files import PAYMENT_COLUMNS
from warehouse.configuration.loading import load
from warehouse.home import Home

AS_OF = datetime(2026, 11, 20, 9, 0)
PRODUCT_COLUMNS = ("date", "from", "to", "rate")


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    home = tmp_path_factory.mktemp("demo")
    return home, demo.write(home, AS_OF).of("compass").product


@pytest.fixture(scope="module")
def folder(demonstration):
    return demonstration[0] / "inbox" / "compass"


@pytest.fixture(scope="module")
def truth(demonstration):
    return demonstration[1]


@pytest.fixture(scope="module")
def told(folder):
    """The lines of the weekly files with the file's day, without those that are wrong on purpose."""
    lines = []
    for path in sorted(folder.glob("events_*.ndjson.gz")):
        day = date.fromisoformat(path.name.removeprefix("events_").removesuffix(".ndjson.gz"))
        lines += [(day, json.loads(line)) for line in gzip.decompress(path.read_bytes()).splitlines()]
    return [(day, event) for day, event in lines if "anonymous_id" in event]


@pytest.fixture(scope="module")
def payments(folder):
    """The newest record of each payment of the old provider."""
    (first,) = folder.glob("payments_2*.json")
    newest = {each["payment_id"]: each for each in json.loads(first.read_text()) if "customer_id" in each}
    for path in folder.glob("payments_changed_*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            newest |= {row["payment_id"]: row for row in csv.DictReader(file)}
    return newest


def test_the_events_add_up_to_the_answer_key(told, truth):
    newest = {event["event_id"]: event for _, event in told}
    people = [
        event for event in newest.values() if not event["anonymous_id"].startswith(("crawler", "script"))
    ]
    assert len(told) == truth.events.deliveries
    assert len(told) - len(newest) == truth.events.repeated
    assert len(newest) - len(people) == truth.events.bot_events
    assert Counter(event["event"] for event in people) == truth.events.events
    assert 30_000 < len(people) < 50_000


def test_events_are_told_in_weekly_files_and_some_of_them_days_late(told):
    late = Counter()
    for week, event in told:
        at = datetime.fromisoformat(event["timestamp"].removesuffix("Z"))
        assert at < datetime.combine(week + timedelta(days=7), time())
        late[(week - at.date()).days > 0] += 1
    assert 0.003 < late[True] / late.total() < 0.03


def test_a_mistake_is_told_first_and_put_right_later_and_nothing_else_differs(told, truth):
    versions = defaultdict(list)
    for _, event in told:
        versions[event["event_id"]].append(event)
    changed = [each for each in versions.values() if any(event != each[0] for event in each)]
    assert len(changed) == truth.events.corrected > 50
    for first, last in changed:
        assert first["properties"].pop("concern_level") == "unknown"
        assert last["properties"].pop("concern_level") in ("low", "medium", "high")
        assert first == last


def test_sessions_are_told_but_for_the_dashboards(told, truth):
    named = {event["session_id"] for _, event in told if "session_id" in event}
    unnamed = {event["event"] for _, event in told if "session_id" not in event}
    assert unnamed == {"dashboard_opened", "tip_read"}
    people = {name for name in named if name.startswith("s-")}
    visits = truth.events.sessions - len(people)
    assert truth.events.bot_sessions == len(named - people)
    assert 0.95 * truth.events.events["dashboard_opened"] < visits <= truth.events.events["dashboard_opened"]


def test_payments_are_what_was_paid_before_stripe_as_last_known(payments, truth):
    connected = AS_OF - timedelta(days=120)
    paid_at = [datetime.fromisoformat(each["paid_at"].removesuffix("Z")) for each in payments.values()]
    assert max(paid_at) < connected
    assert {each["status"] for each in payments.values()} == {"paid", "refunded", "failed", "disputed"}
    assert (
        0.15 < sum(each["status"] != "failed" for each in payments.values()) / truth.payments.payments < 0.5
    )
    for each in payments.values():
        assert set(each) <= set(PAYMENT_COLUMNS)
        assert ("." in each["amount"]) == (each["currency"] != "JPY")
        assert bool(each.get("refunded_amount")) == bool(each.get("refunded_at"))


def test_what_is_left_is_paid_less_refunded_less_disputed(truth):
    sums = truth.payments
    for currency, net in sums.net_minor.items():
        back = sums.refunded_minor[currency] + sums.disputed_minor[currency]
        assert net == sums.paid_minor[currency] - back > 0


def test_rates_are_of_working_days_and_near_the_true_ones(folder):
    (path,) = folder.glob("rates_*.csv")
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert tuple(rows[0]) == PRODUCT_COLUMNS
    assert {date.fromisoformat(row["date"]).isoweekday() for row in rows} == {1, 2, 3, 4, 5}
    assert max(row["date"] for row in rows) == "2026-11-20"
    per_pound = {row["from"]: 1 / float(row["rate"]) for row in rows}
    assert per_pound == pytest.approx({"USD": 1.27, "EUR": 1.17, "JPY": 190}, rel=0.02)


def test_funnels_and_cohorts_are_configured(demonstration, monkeypatch):
    for name, secret in demo.environment(demonstration[0]).items():
        monkeypatch.setenv(name, secret)
    compass = load(Home(demonstration[0])).business("compass")
    assert [(funnel.id, funnel.order) for funnel in compass.funnels] == [
        ("calculator", "ordered"), ("upgrade", "ordered"), ("undisturbed", "strict"),
        ("in_any_order", "unordered"),
    ]  # fmt: skip
    assert [(cohort.id, cohort.period) for cohort in compass.cohorts] == [
        ("weekly", "week"),
        ("monthly", "month"),
    ]
