"""Who is one person: the SQL against a plain union of sets, and cases worked out by hand."""

from collections import defaultdict
from datetime import datetime
from typing import Any

import duckdb
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.events.identities import KIND
from benchmarks.bare_sql import statements
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.intake import taking
from warehouse.pseudonyms import InstallKey

MODELS = ("int_identity_pairs", "int_identity_components", "int_people", "identity_links")
KINDS = ("user", "customer", "email", "handle")
ONE_OF = [
    ("user", "email"),
    ("user", "customer"),
    ("customer", "email"),
    ("handle", "email"),
    ("handle", "user"),
    ("handle", "customer"),
]
Line = dict[str, str]
Told = tuple[str, str, str]  # kind (anonymous or session), its key, user


def people(lines: list[Line], told: list[Told]) -> tuple[dict[str, str], dict[tuple[str, ...], str | None]]:
    """By the models: the person of every key, and of every link the reason why it is not applied."""
    with duckdb.connect() as connection:
        for schema in ("staging", "intermediate", "marts"):
            connection.execute(f"create schema {schema}")
        _fill(connection, lines, told)
        for statement in statements():
            if statement.name in MODELS:
                connection.execute(f"create table {statement.schema}.{statement.name} as {statement.query}")
        persons = connection.execute("select subject_key, person_key from intermediate.int_people").fetchall()
        links = connection.execute(
            "select kind, subject_key, other_kind, other_key, reason from marts.identity_links"
        ).fetchall()
    return dict(persons), {link[:4]: link[4] for link in links}


def _fill(connection: duckdb.DuckDBPyConnection, lines: list[Line], told: list[Told]) -> None:
    keys = ", ".join(f"{kind}_key text" for kind in KINDS)
    for name in ("events__identities", "payments__payments", "imports__payments", "stripe__customers"):
        connection.execute(f"create table staging.stg_{name} (business_id text, {keys}, landed_at timestamp)")
    connection.execute(
        "create table intermediate.int_event_identities (business_id text, kind text, subject_key text, "
        "user_key text, first_seen_at timestamp)"
    )
    for line in lines:
        connection.execute(
            "insert into staging.stg_events__identities values ('acme', ?, ?, ?, ?, timestamp '2026-03-01')",
            [line.get(kind) for kind in KINDS],
        )
    for one in told:
        connection.execute(
            "insert into intermediate.int_event_identities values ('acme', ?, ?, ?, timestamp '2026-03-01')",
            one,
        )


def restated(lines: list[Line], told: list[Told]) -> dict[str, str]:
    """The same, the slow way: pairs, then sets that are united, then those with one address at most."""
    pairs = {
        (kind, line[kind], other, line[other])
        for line in lines
        for kind, other in ONE_OF
        if kind in line and other in line and line[kind] != line[other]
    } | {(kind, key, "user", user) for kind, key, user in told}
    others: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for kind, key, other_kind, other in pairs:
        others[kind, key, other_kind].add(other)
    sure = [pair for pair in pairs if len(others[pair[:3]]) == 1]
    united: dict[str, set[str]] = {}
    for _, key, _, other in sure:
        together = united.get(key, {key}) | united.get(other, {other})
        united |= dict.fromkeys(together, together)
    addresses = {other for _, _, kind, other in sure if kind == "email"}
    return {key: min(keys) for key, keys in united.items() if len(keys & addresses) < 2}


NAMES = {kind: [f"{kind}{number}" for number in range(5)] for kind in KINDS}
NAMES["user"] += ["email0", "email1"]  # a user id that is an address has the address's key
lines_drawn = st.lists(
    st.fixed_dictionaries({}, optional={kind: st.sampled_from(names) for kind, names in NAMES.items()}),
    max_size=7,
)
told_drawn = st.lists(
    st.tuples(st.just("anonymous"), st.sampled_from(["d0", "d1", "d2"]), st.sampled_from(NAMES["user"])),
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(lines_drawn, told_drawn)
def test_the_models_find_the_people_that_uniting_sets_finds(lines: list[Line], told: list[Told]) -> None:
    found, links = people(lines, told)
    assert found == restated(lines, told)
    assert all({link[1], link[3]} <= found.keys() for link, reason in links.items() if reason is None)


def test_several_users_customers_and_handles_share_one_address() -> None:
    lines = [
        {"user": "u1", "email": "m1"},
        {"user": "u2", "email": "m1", "handle": "h1"},
        {"customer": "c1", "email": "m1"},
    ]
    found, links = people(lines, [("anonymous", "d1", "u2")])
    assert found == dict.fromkeys(("u1", "u2", "c1", "m1", "h1", "d1"), "c1")
    assert set(links.values()) == {None}


@pytest.mark.parametrize(
    ("lines", "told", "reason"),
    [
        (
            [{"user": "u1", "email": "m1"}, {"user": "u1", "email": "m2"}],
            [],
            "one user with more than one email",
        ),
        ([], [("anonymous", "d1", "u1"), ("anonymous", "d1", "u2")], "one anonymous with more than one user"),
        (
            [],
            [("session", "session:s", "u1"), ("session", "session:s", "u2")],
            "one session with more than one user",
        ),
        (
            [
                {"user": "u1", "email": "m1"},
                {"user": "u1", "customer": "c1"},
                {"customer": "c1", "email": "m2"},
            ],
            [],
            "a person with several e-mail addresses",
        ),
    ],
)
def test_what_contradicts_itself_is_reported_and_joins_nobody(
    lines: list[Line], told: list[Told], reason: str
) -> None:
    found, links = people(lines, told)
    assert found == {}
    assert set(links.values()) == {reason}


def test_the_same_number_of_a_user_a_customer_and_a_device_is_three_people(home: Home) -> None:
    home.config_file.write_text("businesses: [{id: acme, timezone: UTC, currency: USD}]")
    key = InstallKey.create(home)
    (home.inbox / "acme").mkdir()
    (home.inbox / "acme" / "identities.ndjson").write_text(
        '{"user_id": 42, "handle": "jo"}\n'
        '{"customer_id": "42", "handle": "bo"}\n'
        '{"user_id": 7, "handle": "al"}\n'
    )
    taking.take(home, load(home), KIND, datetime(2026, 3, 1, 12), 0)
    landed = (home.raw / "events/identities").rglob("*.parquet")
    rows = [row for path in landed for row in pq.ParquetFile(path).read().to_pylist()]
    lines = [{kind: row[f"{kind}_key"] for kind in KINDS if row[f"{kind}_key"]} for row in rows]
    device, seven = key.identifier_key("anonymous", "42"), key.identifier_key("user", "7")
    found, links = people(lines, [("anonymous", device, seven)])
    jo, bo, al = (key.subject_key(handle) for handle in ("jo", "bo", "al"))
    user, customer = key.identifier_key("user", "42"), key.identifier_key("customer", "42")
    together = ({user, jo}, {customer, bo}, {seven, al, device})
    assert found == {one: min(keys) for keys in together for one in keys}
    assert set(links.values()) == {None}


def test_a_shared_device_takes_nothing_from_what_else_is_known_of_its_users() -> None:
    lines = [{"user": "u1", "email": "m1"}, {"user": "u2", "email": "m2"}]
    found, _ = people(lines, [("anonymous", "d1", "u1"), ("anonymous", "d1", "u2")])
    assert found == {"u1": "m1", "m1": "m1", "u2": "m2", "m2": "m2"}


def chain(length: int) -> list[Line]:
    """Handles that lead from a customer to a user and on to the next customer."""
    steps: list[Line] = []
    for number in range(length):
        steps.append({"handle": f"h{number}", "user": f"u{number}"})
        steps.append({"handle": f"h{number}", "customer": f"c{number}"})
        steps.append({"user": f"u{number}", "customer": f"c{number + 1}"})
    return steps


def test_a_chain_that_is_too_long_to_be_one_person_is_reported_as_a_whole() -> None:
    short, _ = people(chain(3), [])
    assert set(short.values()) == {"c0"}
    long, links = people(chain(9), [])
    assert long == {}
    assert set(links.values()) == {"a chain of more than 10 links"}


def test_the_links_that_a_key_has_are_undone_with_their_evidence() -> None:
    both: list[Any] = [{"user": "u1", "email": "m1"}, {"user": "u2", "email": "m1"}]
    assert people(both, [])[0] == dict.fromkeys(("u1", "u2", "m1"), "m1")
    assert people(both[:1], [])[0] == dict.fromkeys(("u1", "m1"), "m1")
