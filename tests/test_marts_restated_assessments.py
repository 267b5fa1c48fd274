"""Assessments of random businesses once more in plain Python: items, places, sectors, attributes."""

import random
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from statistics import mean
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.plain_figures import ratio, rounded, wilson
from tests.product_marts import ASSESSMENTS, Row, built, business, event

AS_OF, WINDOW, BUSINESSES = datetime(2027, 1, 1), timedelta(days=30), 40
TITLES = ("Nurse", " nurse", "NURSE ", "pilot", "", "(None)", None)
LEVELS = ("low", "Medium", "high", "unknown", 2, 7.5, None)
AGES = {17: "under 18", 18: "18-24", 44.5: "35-44", "55": "55-64", 65: "65+", "old": None, None: None}
PLACES = [("NZ", "Otago", "Dunedin"), ("nz", "otago", None), ("DE", None, "Berlin"), (None, None, None)]


def assessment(draw: random.Random, number: int, place: int) -> Row:
    country, region, city = draw.choice(PLACES)
    told = {
        "job_title": draw.choice(TITLES), "industry": draw.choice(TITLES), "risk_level": draw.choice(LEVELS),
        "concern_level": draw.choice(LEVELS), "gender": draw.choice(("F", None)),
        "age": draw.choice(list(AGES)),
    }  # fmt: skip
    moment = AS_OF - timedelta(hours=draw.randrange(24 * 50)) - draw.choice((WINDOW, timedelta()))
    made = event(
        "assessment_submitted",
        f"person {draw.randrange(5)}",
        moment,
        country=country,
        region=region,
        city=city,
        **told,
    )
    return made | {
        "business_id": f"business {number}",
        "event_id": str(place),
        "told": told,
        "is_bot": draw.random() < 0.1,
    }


def sale(draw: random.Random, number: int) -> Row:
    moment = AS_OF - timedelta(hours=draw.randrange(24 * 70))
    return {
        "business_id": f"business {number}", "person_key": f"person {draw.randrange(5)}",
        "occurred_at": moment, "kind": draw.choice(("payment", "payment", "failed", "refund")),
    }  # fmt: skip


def value(row: Row, dimension: str) -> str | None:
    """What the assessment tells, without outer spaces."""
    if dimension == "age_group":
        return AGES[row["told"]["age"]]
    given = row["told"][dimension] if dimension in row["told"] else row[dimension]
    text = "" if given is None else str(given).strip()
    return None if text.lower() in ("", "(none)") else text


def spelling(rows: list[Row], dimension: str) -> dict[str, str]:
    """How each value is spelled most often; the first in the alphabet of several."""
    counts = Counter(text for row in rows if (text := value(row, dimension)) is not None)
    best = sorted(counts, key=lambda text: (-counts[text], text))
    return {text.lower(): text for text in reversed(best)}


def figures(rows: list[Row], sales: list[Row]) -> tuple[Any, ...]:
    """Assessments, users, the three risks, matured, converted."""
    firsts = {
        row["person_key"]: row["occurred_at"]
        for row in sorted(rows, key=lambda row: row["occurred_at"], reverse=True)
    }
    mature = {person: first for person, first in firsts.items() if first + WINDOW <= AS_OF}
    bought = {
        sale["person_key"] for sale in sales
        if sale["kind"] == "payment" and sale["person_key"] in mature
        and mature[sale["person_key"]] <= sale["occurred_at"] <= mature[sale["person_key"]] + WINDOW
    }  # fmt: skip
    risks = Counter(str(value(row, "risk_level")).lower() for row in rows)
    return len(rows), len(firsts), risks["low"], risks["medium"], risks["high"], len(mature), len(bought)


def grouped(rows: list[Row], sales: list[Row], dimension: str) -> dict[str | None, tuple[Any, ...]]:
    names, groups = spelling(rows, dimension), defaultdict(list)
    for row in rows:
        text = value(row, dimension)
        groups[None if text is None else names[text.lower()]].append(row)
    return {name: figures(own, sales) for name, own in groups.items()}


def concern(rows: list[Row]) -> tuple[Any, ...]:
    """How many tell a level, their mean, and how many tell each word."""
    told = [str(value(row, "concern_level")).lower() for row in rows]
    words = {"low": 1.0, "medium": 2.0, "high": 3.0, "2": 2.0, "7.5": 7.5}
    levels = [words[each] for each in told if each in words]
    return (
        len(levels),
        rounded(mean(levels)) if levels else None,
        told.count("low"),
        told.count("medium"),
        told.count("high"),
    )


COLUMNS = "assessments, users, low_risk, medium_risk, high_risk, matured, converted"


@settings(max_examples=6, deadline=None)
@given(st.integers(0, 100_000))
def test_sql_and_plain_python_come_to_the_same_figures_of_assessments(seed: int) -> None:
    draw = random.Random(seed)
    numbers = range(BUSINESSES)
    rows = {
        number: [assessment(draw, number, place) for place in range(draw.randrange(14))] for number in numbers
    }
    sales = {number: [sale(draw, number) for _ in range(6)] for number in numbers}
    inputs = {
        "staging.stg_config__businesses": [
            business(as_of=AS_OF) | {"business_id": f"business {number}"} for number in numbers
        ],
        "marts.fct_events": [row for own in rows.values() for row in own],
        "marts.fct_payments": [row for own in sales.values() for row in own],
    }
    with built(ASSESSMENTS, inputs) as marts:

        def found(mart: str, key: str, columns: str, condition: str = "true") -> dict[Any, Any]:
            width = key.count(",") + 1
            query = f"select {key}, {columns} from marts.{mart} where {condition}"
            return {row[:width]: row[width:] for row in marts.execute(query).fetchall()}

        items = found("popular_items", "business_id, kind, item", COLUMNS)
        countries = found("geography", "business_id, country", COLUMNS, "level = 'country'")
        cities = found("geography", "business_id, city", COLUMNS, "level = 'city'")
        concerns = "concern_n, mean_concern, low_concern, medium_concern, high_concern"
        sectors = found("market_sectors", "business_id, industry", concerns)
        rates = "users, matured, converted, rate, rate_low, rate_high"
        attributes = found("attribute_conversion", "business_id, attribute, value", rates)
    wanted: dict[str, dict[Any, Any]] = defaultdict(dict)
    for number in numbers:
        key, own = f"business {number}", [row for row in rows[number] if not row["is_bot"]]
        for kind in ("job_title", "industry"):
            wanted["items"] |= {
                (key, kind, name): all_ for name, all_ in grouped(own, sales[number], kind).items() if name
            }
        wanted["countries"] |= {
            (key, name or "(none)"): all_ for name, all_ in grouped(own, sales[number], "country").items()
        }
        wanted["cities"] |= {
            (key, name): all_ for name, all_ in grouped(own, sales[number], "city").items() if name
        }
        for name in {name for name in grouped(own, sales[number], "industry") if name}:
            same = [row for row in own if str(value(row, "industry")).lower() == name.lower()]
            wanted["sectors"][key, name] = concern(same)
        for attribute in (
            "risk_level",
            "concern_level",
            "job_title",
            "industry",
            "age_group",
            "gender",
            "country",
            "device",
        ):
            for name, (_, users, *_, mature, bought) in grouped(own, sales[number], attribute).items():
                row = (users, mature, bought, ratio(bought, mature), *wilson(bought, mature))
                wanted["attributes"][key, attribute, name or "(none)"] = row
    assert items == wanted["items"]
    assert countries == wanted["countries"]
    assert cities == wanted["cities"]
    assert sectors == wanted["sectors"]
    assert attributes == wanted["attributes"]
