"""What insights and reports say of accounts: followers, what could not be read, what is lost, what ends."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from assets.insights import audience, platform_health
from assets.insights.document import Build
from assets.insights.marts import businesses
from assets.reports.composing import composed
from assets.reports.figures import gathered
from assets.reports.rendering import text

AS_OF = datetime(2026, 11, 15, 23)  # Sunday, 18:00 in New York
HERE = Path(__file__).parent


@pytest.fixture
def marts():
    """The small business of marts_example.sql, with one account on X and one on LinkedIn."""
    with duckdb.connect() as connection:
        for name in ("marts_contract.sql", "marts_example.sql"):
            connection.execute((HERE / name).read_text(encoding="utf-8"))
        connection.execute("delete from marts.account_days; delete from marts.sync_status")
        days = "('acme', 'x', '22', date '2026-11-{day:02}', {followers}, {gained}, {views})"
        values = [
            days.format(day=day, followers=1000 + day, gained=1 if day > 2 else "null", views=10 * day)
            for day in range(2, 15)
        ]
        connection.execute(
            "insert into marts.account_days "
            "(business_id, platform, account_id, day, followers, gained, profile_views) "
            f"values {', '.join(values)}, ('acme', 'linkedin', '9', date '2026-11-14', 500, null, null)"
        )
        connection.execute(
            "insert into marts.dim_accounts (business_id, platform, account_id, handle) "
            "values ('acme', 'x', '22', 'acme_golf')"
        )
        yield connection


def acme(connection):
    return next(each for each in businesses(connection, AS_OF) if each.business_id == "acme")


def status(connection, **given):
    known = {"business_id": "acme", "source": "x", "account_id": "22", "last_status": "ok", **given}
    names, values = (
        ", ".join(known),
        ", ".join("null" if each is None else f"'{each}'" for each in known.values()),
    )
    connection.execute(f"insert into marts.sync_status ({names}) values ({values})")


def said(connection):
    return {insight.id: insight for insight in platform_health.insights(connection, acme(connection))}


def test_followers_are_told_with_how_they_moved(marts):
    told = [insight.text for insight in audience.insights(marts, acme(marts))]
    assert told == [
        "LinkedIn account 9 has 500 followers on 14 November 2026",
        "X account acme_golf has 1,014 followers on 14 November 2026, 12 more than 12 days before: "
        "+1 % (1,014 against 1,002)",
    ]


def test_every_insight_gives_its_figures_again(marts):
    for insight in audience.insights(marts, acme(marts)):
        assert insight.evidence.n in {row[5] for row in marts.execute(insight.sql).fetchall()}


def test_where_all_is_well_nothing_is_said(marts):
    status(marts, token_expires_on="2027-06-01")
    assert said(marts) == {}


def test_an_account_that_could_not_be_read_is_named_with_the_reason(marts):
    status(marts, last_status="failed", reason="the token is refused")
    status(
        marts, account_id="23", last_status="partial", reason="no calls left", lost="stories of 3 November"
    )
    found = said(marts)
    assert [insight.text for insight in found.values()] == [
        "X account acme_golf could not be read as a whole: the token is refused",
        "X account 23 could not be read as a whole: no calls left",
        "X account 23 has gaps that nothing can close: stories of 3 November",
    ]
    assert all(insight.action for name, insight in found.items() if "/sync/" in name)


@pytest.mark.parametrize(
    ("ends", "priority", "words"),
    [
        ("2026-11-14", "high", "ended on 14 November 2026"),
        ("2026-11-22", "high", "ends on 22 November 2026, in 7 days"),
        ("2026-11-23", "medium", "in 8 days"),
        ("2026-12-15", "medium", "in 30 days"),
        ("2026-12-16", "low", "in 31 days"),
        ("2027-02-13", "low", "in 90 days"),
    ],
)
def test_what_ends_is_the_more_urgent_the_nearer(marts, ends, priority, words):
    status(marts, api_version_ends_on=ends)
    (insight,) = said(marts).values()
    assert insight.priority == priority
    assert insight.text.startswith("the API version in use of X account acme_golf") and insight.text.endswith(
        words
    )
    assert "platforms.x.api_version" in insight.action


def test_what_ends_in_91_days_is_not_said_yet(marts):
    status(marts, refresh_expires_on="2027-02-14")
    assert said(marts) == {}


def test_the_report_shows_accounts_with_the_days_that_are_known(marts):
    shown = text(composed(gathered(marts, acme(marts), Build(ok=True))))
    section = shown.split("ACCOUNTS\n")[1].split("\n\n\n")[0]
    lines = [line.split() for line in section.splitlines()]
    # Monday 9 to Saturday 14: six days known; the six days before: from the 3rd on, five.
    assert ["X", "1,014", "+6", "+5", "690"] in lines and "acme_golf" in section
    assert "5 days known" in " ".join(section.split())
    assert ["LinkedIn", "500", "–", "–", "–"] in lines
