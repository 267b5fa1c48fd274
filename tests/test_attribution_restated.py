"""Attribution of thousands of random businesses: SQL and plain Python come to the same cents."""

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

import duckdb
import pyarrow as pa
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.bare_sql import Connection, statements
from tests.attribution_restatement import Conversion, Session, posts, shares, transitions

BUSINESSES = 250
NOON = datetime(2026, 3, 31, 12)
PEOPLE, CHANNELS = ("ann", "ben", "cleo"), ("direct", "direct", "email", "organic search", "paid social")
MODELS = (
    "int_conversions", "int_post_links", "int_session_posts", "attribution_touches", "channel_transitions",
    "content_roi",
)  # fmt: skip
TEXT, WHOLE, MOMENT, DAY, TRUTH = pa.string(), pa.int64(), pa.timestamp("us"), pa.date32(), pa.bool_()
TABLES: dict[str, dict[str, pa.DataType]] = {
    "staging.stg_config__businesses": {"business_id": TEXT, "timezone": TEXT, "currency": TEXT},
    "marts.dim_businesses": {"business_id": TEXT, "currency": TEXT},
    "intermediate.int_people": {"business_id": TEXT, "subject_key": TEXT, "person_key": TEXT},
    "marts.fct_payments": {
        "business_id": TEXT, "payment_id": TEXT, "entry_id": TEXT, "kind": TEXT, "person_key": TEXT,
        "occurred_at": MOMENT, "local_date": DAY, "reporting_minor": WHOLE, "reporting_currency": TEXT,
        "opportunity_id": TEXT,
    },
    "marts.fct_opportunities": {
        "business_id": TEXT, "opportunity_id": TEXT, "subject_key": TEXT, "is_converted": TRUTH,
        "converted_at": MOMENT, "revenue_minor": WHOLE, "currency": TEXT,
    },
    "marts.fct_sessions": {
        "business_id": TEXT, "session_key": TEXT, "person_key": TEXT, "started_at": MOMENT, "site": TEXT,
        "medium": TEXT, "campaign": TEXT, "channel": TEXT, "landing_page": TEXT, "is_bot": TRUTH,
    },
    "marts.dim_posts": {
        "business_id": TEXT, "platform": TEXT, "post_id": TEXT, "status": TEXT, "posted_at": MOMENT,
        "text": TEXT, "permalink": TEXT,
    },
    "marts.post_performance": {
        "business_id": TEXT, "platform": TEXT, "post_id": TEXT, "posted_at": MOMENT, "posted_date": DAY,
        "content_type": TEXT, "engagement": WHOLE, "views": WHOLE, "clicks": WHOLE,
    },
}  # fmt: skip
Row = dict[str, Any]
Text = str | None
Rows = dict[str, list[Row]]
# One link is used twice, one says where it was posted, one post is drawn by its id alone.
POSTS = (
    ("x", "1", timedelta(days=-60), "https://b.test/?utm_source=t.co&utm_campaign=spring"),
    ("linkedin", "2", timedelta(days=-60), "https://b.test/?utm_campaign=Spring&utm_source=linkedin (new)"),
    ("x", "3", timedelta(days=-40), "one https://b.test/a?utm_campaign=sale two"),
    ("x", "4", timedelta(days=-10), "again https://b.test/a?utm_campaign=sale#top"),
    ("linkedin", "5", timedelta(days=-60), "no link"),
)


def a_moment(draw: random.Random) -> datetime:
    """Often at the edge of a look-back, and often at the same instant as another."""
    edge = timedelta(days=draw.choice((0, 0, -30, -30, -60)), seconds=draw.choice((0, 0, 0, 1, -1)))
    anywhere = timedelta(seconds=draw.randrange(-70 * 86_400, 86_400), microseconds=draw.randrange(10**6))
    return NOON + draw.choice((edge, anywhere))


def brought_by(at: datetime, site: Text, campaign: Text, content: Text) -> tuple[str, str] | None:
    """The post of a visit, from the rule of the definition."""
    shown = {(platform, post): NOON + after for platform, post, after, _ in POSTS if NOON + after <= at}
    if content and ("linkedin", content) in shown:
        return "linkedin", content
    fitting = {
        "spring": [("x", "1")] if site == "x" else [("linkedin", "2")] if site == "linkedin" else [],
        "sale": [("x", "3"), ("x", "4")],
    }
    known = [post for post in fitting.get(campaign or "", []) if post in shown]
    return max(known, key=lambda post: shown[post]) if known else None


def a_session(draw: random.Random, business: str, number: int) -> tuple[Session, Row]:
    at, is_bot, key = a_moment(draw), draw.random() < 0.1, f"{business} {number}"
    site, content = draw.choice(("x", "linkedin", None)), draw.choice((None, None, None, "5", "9"))
    campaign = draw.choice((None, None, "spring", "sale", "other"))
    person, channel = draw.choice((*PEOPLE, "dora")), draw.choice(CHANNELS)
    session = Session(key, person, at, channel, brought_by(at, site, campaign, content), is_bot)
    row = {
        "session_key": key, "person_key": person, "started_at": at, "site": site, "campaign": campaign,
        "channel": channel, "is_bot": is_bot,
        "landing_page": f"/a?b=1&utm_content={content}" if content else "/a",
    }  # fmt: skip
    return session, row


def a_payment(draw: random.Random, number: int) -> tuple[Conversion | None, list[Row]]:
    """A payment with what was given back of it; or a failed one, which is no conversion."""
    revenue = draw.choice((None, 0, 1, 2, 100, draw.randrange(10**6), 10**16 + 7))
    back = draw.choice(((), (), (-1,), (-50, -7), (-50, 20), (None,)))
    kind = draw.choice(("payment", "payment", "payment", "failed"))
    at, person = a_moment(draw), draw.choice(PEOPLE)
    row = {
        "payment_id": str(number), "entry_id": str(number), "kind": kind, "person_key": person,
        "occurred_at": at, "local_date": at.date(), "reporting_minor": revenue, "reporting_currency": "USD",
        "opportunity_id": draw.choice((None, None, "0", "1")),
    }  # fmt: skip
    given_back = [
        row | {
            "entry_id": f"{number}:{part}", "kind": "dispute_reversal" if (amount or 0) > 0 else "refund",
            "reporting_minor": amount, "occurred_at": NOON,
        }
        for part, amount in enumerate(back)
    ]  # fmt: skip
    refunded = None if None in back else -sum(amount or 0 for amount in back)
    if kind == "failed":
        return None, [row]
    return Conversion("payment", str(number), person, at, revenue, refunded), [row, *given_back]


def an_opportunity(draw: random.Random, number: int, paid: set[str]) -> tuple[Conversion | None, Row]:
    at, is_own = draw.choice((None, a_moment(draw), a_moment(draw))), draw.random() < 0.7
    subject = draw.choice((None, "ann", "anna"))
    row = {
        "opportunity_id": str(number), "subject_key": subject, "is_converted": draw.random() < 0.7,
        "converted_at": at, "revenue_minor": draw.choice((None, 12_345)),
        "currency": "USD" if is_own else "EUR",
    }  # fmt: skip
    person = "ann" if subject == "anna" else subject
    known = row["revenue_minor"] if is_own else None
    is_counted = row["is_converted"] and str(number) not in paid
    return Conversion("opportunity", str(number), person, at, known) if is_counted else None, row


def a_business(seed: int, business: str) -> tuple[list[Conversion], list[Session], Rows]:
    draw = random.Random(seed)
    visits = [a_session(draw, business, number) for number in range(draw.choice((0, 1, 3, 12)))]
    payments = [a_payment(draw, number) for number in range(draw.randrange(5))]
    entries = [row for _, found in payments for row in found]
    paid = {row["opportunity_id"] for row in entries if row["kind"] == "payment"}
    leads = [an_opportunity(draw, number, paid) for number in range(draw.randrange(4))]
    conversions = [each for each, _ in [*payments, *leads] if each]
    shown = [
        {"platform": platform, "post_id": post, "status": "posted", "posted_at": NOON + after, "text": text}
        for platform, post, after, text in POSTS
    ]
    rows: Rows = {
        "staging.stg_config__businesses": [{"timezone": "UTC", "currency": "USD"}],
        "marts.dim_businesses": [{"currency": "USD"}],
        "intermediate.int_people": [{"subject_key": "anna", "person_key": "ann"}],
        "marts.fct_payments": entries,
        "marts.fct_opportunities": [row for _, row in leads],
        "marts.fct_sessions": [row for _, row in visits],
        "marts.dim_posts": shown,
    }
    of_business = {name: [{"business_id": business} | row for row in found] for name, found in rows.items()}
    return conversions, [session for session, _ in visits], of_business


def fill(connection: Connection, all_of: list[Rows]) -> None:
    for schema in ("staging", "intermediate", "marts"):
        connection.execute(f"create schema {schema}")
    for name, columns in TABLES.items():
        rows = [row for each in all_of for row in each.get(name, [])]
        connection.register("given", pa.Table.from_pylist(rows, schema=pa.schema(columns.items())))
        connection.execute(f"create table {name} as from given")
    known = {statement.name: statement for statement in statements()}
    for model in MODELS:
        connection.execute(known[model].sql(datetime(2026, 4, 1, tzinfo=UTC)))


def grouped(connection: Connection, query: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows by their first column."""
    found: dict[str, list[tuple[Any, ...]]] = {}
    for business, *row in connection.execute(query).fetchall():
        found.setdefault(business, []).append(tuple(row))
    return found


TOUCHES = """
    select business_id, kind, conversion_id, model, touch, session_key, channel, weight, revenue_minor,
        refunded_minor
    from marts.attribution_touches
"""
ROI = """
    select business_id, platform, post_id, sessions, people, conversions, linear_conversions, conversions_min,
        conversions_max, revenue_minor, linear_revenue_minor, revenue_min_minor, revenue_max_minor
    from marts.content_roi where sessions > 0
"""


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 10**6))
def test_sql_and_plain_python_come_to_the_same_shares(seed: int) -> None:
    worlds = {str(number): a_business(1000 * seed + number, str(number)) for number in range(BUSINESSES)}
    with duckdb.connect() as connection:
        fill(connection, [rows for _, _, rows in worlds.values()])
        touches, roi = grouped(connection, TOUCHES), grouped(connection, ROI)
        steps = grouped(connection, "from marts.channel_transitions")
    for business, (conversions, sessions, _) in worlds.items():
        assert sorted(touches.get(business, []), key=str) == sorted(shares(conversions, sessions), key=str)
        found = {(before, after): times for before, after, times in steps.get(business, [])}
        assert Counter(found) == transitions(conversions, sessions)
        assert {row[:2]: row[2:] for row in roi.get(business, [])} == posts(conversions, sessions)
