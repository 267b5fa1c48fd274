"""The weekly report: a page and its text twin with the same figures, honest about days, version and gaps."""

import html as entities
import re
import xml.etree.ElementTree as ElementTree
from datetime import datetime, timedelta
from pathlib import Path

import dagster as dg
import duckdb
import pytest

from assets.insights.document import Build
from assets.insights.marts import UnknownBusiness, businesses
from assets.reports.composing import composed
from assets.reports.figures import gathered
from assets.reports.page import Table
from assets.reports.rendering import html, text
from assets.reports.text_tables import drawn
from assets.reports.weekly import weekly, write
from warehouse.build import BuildState, record
from warehouse.pseudonyms import InstallKey
from warehouse.resources import Warehouse

AS_OF = datetime(2026, 11, 15, 23)  # Sunday, 18:00 in New York
HERE = Path(__file__).parent
GREEN = Build(ok=True)


def filled():
    """The small business of marts_example.sql."""
    connection = duckdb.connect()
    for name in ("marts_contract.sql", "marts_example.sql"):
        connection.execute((HERE / name).read_text(encoding="utf-8"))
    return connection


@pytest.fixture
def marts():
    with filled() as connection:
        yield connection


@pytest.fixture
def published(home):
    """A home with two businesses published, in New York and in Berlin."""
    with filled() as connection:
        connection.execute(
            "insert into marts.dim_businesses select * replace ('berlin' as business_id, 'Berlin AG' as "
            "name, "
            "'Europe/Berlin' as timezone) from marts.dim_businesses"
        )
        connection.execute(f"attach '{home.published}' as published")
        connection.execute("create schema published.almanac")
        connection.execute("create table published.almanac.version as from almanac.version")
        marts = connection.execute(
            "select table_name from information_schema.tables where table_schema = 'marts'"
        )
        for (mart,) in marts.fetchall():
            connection.execute(f"create table published.main.{mart} as from marts.{mart}")
    return home


@pytest.fixture(scope="module")
def page():
    """The report of that Sunday evening, for tests that change nothing."""
    with filled() as connection:
        return page_of(connection)


def page_of(marts, as_of=AS_OF, build=GREEN):
    return composed(gathered(marts, businesses(marts, as_of)[0], build))


def section(page, title):
    (found,) = [section for section in page.sections if section.title == title]
    return found


def rows(page, title):
    return {row[0]: row[1:] for row in section(page, title).table.rows}


def plain(page_html):
    """What a reader of the page sees, without drawings and style."""
    seen = re.sub(r"<(style|figure|title)\b.*?</\1>", " ", page_html, flags=re.S)
    return " ".join(entities.unescape(re.sub(r"<[^>]+>", " ", seen)).split())


def figures_in(said):
    return sorted(re.findall(r"\d[\d,.:]*\d|\d", said))


def test_the_page_and_the_text_carry_the_same_figures(page):
    in_text = re.sub(r"^ *\d\. ", "", text(page).replace("\N{EN DASH}", ""), flags=re.M)
    assert figures_in(plain(html(page))) == figures_in(in_text)
    assert len(figures_in(in_text)) > 100


def test_a_sunday_report_covers_monday_to_saturday_and_says_so(page):
    assert page.period == "Monday 9 to Saturday 14 November 2026 (6 complete days, America/New_York)"
    assert page.title == "Acme Golf: week of 9 November 2026"


def test_the_week_is_compared_like_for_like(page):
    # e3, e4 and w1 came from Monday to Saturday, t4 on the running Sunday; t3 came on the Sunday before.
    assert rows(page, "Week over week") == {
        "New opportunities": ("3", "2", "+1"),
        "Responses sent": ("3", "1", "+2"),
        "Median time to respond": ("4 hours", "3 hours", ""),
        "Conversions recorded": ("1", "0", "+1"),
        "Revenue recorded": ("$500", "$0", "+$500"),
        "Posts published": ("3", "1", "+2"),
    }


def test_headlines_carry_what_they_are_measured_against(page):
    assert [(card.label, card.value, card.detail) for card in page.cards] == [
        ("New opportunities", "3", "2 on the same days before"),
        ("Conversion to date", "11.1 %", "1 of 9; 95 % interval 2 % to 43.5 %"),
        ("Revenue recorded", "$500", "$0 on the same days before"),
        ("Posts published", "3", "engagement 61 so far"),
    ]


def test_sources_and_types_show_rates_with_counts_intervals_and_shares(page):
    assert rows(page, "Opportunities by source") == {
        "email": ("2", "25 % (1/4)\n4.6 % to 69.9 %", "$500\n100 % of $500", "3 hours"),
        "twitter": ("0", "0 % (0/4)\n0 % to 49 %", "$0\n0 % of $500", "5 days"),
        "website": ("1", "0 % (0/1)\n0 % to 79.3 %", "$0\n0 % of $500", "30 minutes"),
    }
    assert rows(page, "Opportunities by type")["(none)"] == (
        "1",
        "0 % (0/1)\n0 % to 79.3 %",
        "$0\n0 % of $500",
        "–",
    )


def test_what_a_platform_does_not_give_is_a_dash_and_not_zero(page):
    found = rows(page, "Posts and engagement")
    assert found["LinkedIn"] == ("1\n0 before", "–", "13\n11 likes, 1 comment, 1 share", "–", "–")
    assert found["X"] == (
        "2\n1 before",
        "1,200",
        "48\n36 likes, 6 comments, 6 shares",
        "9",
        "4 %\n(48/1,200)",
    )


def test_posts_of_the_running_day_are_not_in_the_week(page):
    said = [point.text for point in section(page, "Posts and engagement").after]
    assert said == [
        "“Five drills”",
        "“Members' day”",
        "“Tempo & balance”",
        "1 post is planned for the next seven days.",
    ]


def test_the_running_week_is_marked_as_running(page):
    assert list(rows(page, "Opportunities by week")) == ["9 Nov 2026\nrunning", "2 Nov 2026"]


def test_every_to_do_is_tied_to_its_figure(page):
    points = section(page, "To do").points
    assert ("Respond to the oldest first: t3, e4.",
            "2 new opportunities have waited more than 2 days for a response, the oldest 7 days.") in [
        (point.text, point.detail) for point in points
    ]  # fmt: skip
    assert all(point.detail for point in points)


def test_a_red_build_puts_a_banner_above_everything(marts):
    page = page_of(marts, build=Build(ok=False, reasons=["fct_opportunities_grain: 2 rows share a key"]))
    for made in (plain(html(page)), " ".join(text(page).split())):
        notice = made.index(
            "The last build did not pass. All figures are those of version 12, as of 15 November 2026, 17:40."
        )
        assert (
            notice
            < made.index("fct_opportunities_grain: 2 rows share a key")
            < made.index("New opportunities")
        )


def test_without_a_red_build_there_is_no_banner(page):
    assert page.notices == []


def test_figures_of_days_ago_are_called_old(marts):
    (notice,) = page_of(marts, AS_OF + timedelta(days=3)).notices
    assert (notice.tag, notice.text) == ("Old figures", "The figures are 3 days old.")


def test_demonstration_data_is_marked_in_both_forms(marts):
    marts.execute("update marts.dim_businesses set is_demonstration = true")
    page = page_of(marts)
    assert "Demonstration data. All figures are simulated" in plain(html(page))
    assert "*** DEMONSTRATION DATA: All figures are simulated" in text(page)


def test_the_page_fetches_nothing_and_runs_nothing(page):
    page_html = html(page)
    links = set(re.findall(r"[a-z]+://[^\"' )<]+", page_html))
    assert links <= {"http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"}
    assert not re.search(
        r"<(script|link|img|iframe|object)\b|@import|url\((?!#)|\son\w+=|javascript:", page_html
    )


def test_what_people_wrote_is_text_and_never_markup(marts):
    evil = "<script>alert('&')</script>"
    marts.execute("update marts.dim_businesses set name = ?", [evil])
    marts.execute("update marts.post_performance set text = ?", [evil])
    marts.execute("update marts.opportunity_conversion set value = ? where value = 'email'", [evil])
    page_html = html(page_of(marts))
    assert "<script" not in page_html
    assert entities.escape(evil, quote=False) in page_html.replace("&#39;", "'")


def test_no_address_and_no_key_of_a_person_is_in_a_report(marts):
    marts.execute(
        "update marts.fct_opportunities set subject_key = 'f' || md5(opportunity_id), how_heard = "
        "'jo@example.com'"
    )
    page = page_of(marts)
    for made in (html(page), text(page)):
        assert not re.search(r"[\w.+-]+@[\w-]+\.\w+", made.replace("@media", "").replace("@page", ""))
        assert "how_heard" not in made
        assert not re.search(r"\b[0-9a-f]{32,}\b", made)


def test_drawings_are_well_formed_and_name_their_sources(page):
    drawings = section(page, "Opportunities by source").drawings
    assert [drawing.caption for drawing in drawings] == [
        "Converted to date, 95 % interval",
        "New by week, the running one paler",
    ]
    for drawing in drawings:
        labels = [
            element.text
            for element in ElementTree.fromstring(drawing.svg).iter()
            if element.tag.endswith("text")
        ]
        assert {"email", "twitter", "website"} <= set(labels)
    assert "1/4" in drawings[0].svg


def test_a_single_week_is_not_drawn_as_a_trend(marts):
    marts.execute("delete from marts.engagement_weeks where week_start > '2026-10-19'")
    assert section(page_of(marts), "Posts and engagement").drawings == []


def test_more_sources_than_a_table_holds_are_counted(marts):
    for index in range(12):
        marts.execute(
            "insert into marts.opportunity_conversion (business_id, dimension, value, opportunities, "
            "conversions, rate_low, "
            "rate_high, revenue_minor) values ('acme', 'source', ?, 1, 0, 0, 0.79, 0)",
            [f"s{index:02}"],
        )
    found = section(page_of(marts), "Opportunities by source")
    assert len(found.table.rows) == 10
    assert [point.text for point in found.after] == ["And 5 more sources with fewer opportunities."]


def test_a_business_without_opportunities_gets_a_report_on_posts_alone(marts):
    for mart in ("fct_opportunities", "opportunity_conversion", "opportunity_weeks", "lead_sources"):
        marts.execute(f"delete from marts.{mart}")
    page = page_of(marts)
    assert [card.label for card in page.cards] == ["Posts published"]
    assert [section.title for section in page.sections] == [
        "Key insights", "To do", "Week over week", "Posts and engagement", "Data status"
    ]  # fmt: skip
    assert html(page)
    assert text(page)


def test_a_business_without_data_is_told_what_to_do_first(marts):
    tables = marts.execute("select table_name from information_schema.tables where table_schema = 'marts'")
    for (mart,) in tables.fetchall():
        if mart != "dim_businesses":
            marts.execute(f"delete from marts.{mart}")
    marts.execute("update marts.dim_businesses set first_data_on = null, newest_data_at = null")
    page = page_of(marts)
    assert [section.title for section in page.sections] == ["What to do first"]
    assert "Put opportunities.json, social-posts.json or exports of X analytics into inbox/acme/" in plain(
        html(page)
    )
    assert page.cards == []


def test_no_line_of_the_text_is_longer_than_72_characters(marts):
    marts.execute(
        "update marts.opportunity_conversion set value = 'a source with quite a long name' where value = "
        "'email'"
    )
    assert max(len(line) for line in text(page_of(marts)).splitlines()) <= 72


def test_a_wide_table_is_wrapped_and_loses_nothing():
    table = Table(("Name", "One", "Two"), [("a word " * 12, "1\n(of 2)", "x" * 30), ("short", "", "y")])
    shown = drawn(table)
    assert max(len(line) for line in shown.splitlines()) <= 72
    assert (shown.count("word"), shown.count("x"), shown.count("(of 2)")) == (12, 30, 1)


def test_reports_are_kept_by_local_date_and_as_latest(published):
    moment = datetime(2026, 11, 15, 23, 30)  # already Monday in Berlin
    assert [path.relative_to(published.reports).as_posix() for path in write(published, moment, [])] == [
        "acme/2026-11-15.html", "berlin/2026-11-16.html"
    ]  # fmt: skip
    folder = published.reports / "acme"
    assert {path.name for path in folder.iterdir()} == {
        "2026-11-15.html",
        "2026-11-15.txt",
        "latest.html",
        "latest.txt",
    }
    assert (folder / "latest.html").read_bytes() == (folder / "2026-11-15.html").read_bytes()


def test_a_rerun_writes_the_same_bytes_and_a_later_report_keeps_the_earlier_one(published):
    write(published, AS_OF, ["acme"])
    first = (published.reports / "acme" / "2026-11-15.html").read_bytes()
    write(published, AS_OF, ["acme"])
    assert (published.reports / "acme" / "2026-11-15.html").read_bytes() == first
    write(published, AS_OF + timedelta(days=7), ["acme"])
    assert (published.reports / "acme" / "2026-11-15.html").read_bytes() == first
    assert (published.reports / "acme" / "latest.html").read_bytes() != first


def test_only_the_businesses_asked_for_get_one_and_an_unknown_one_does_not_stop_the_others(published):
    with pytest.raises(UnknownBusiness, match=r"expected some of \['acme', 'berlin'\], got \['gone'\]"):
        write(published, AS_OF, ["gone", "berlin"])
    assert [path.name for path in published.reports.iterdir()] == ["berlin"]


def test_the_asset_takes_its_businesses_from_the_config_and_its_moment_from_the_tag(published):
    InstallKey.create(published)
    record(published, BuildState("failed", AS_OF, "f00d", "duckdb", "run", None, ["dbt: out of disk"]))
    run = dg.materialize(
        [weekly],
        resources={"warehouse": Warehouse(root=str(published.root))},
        run_config={"ops": {"reports__weekly": {"config": {"businesses": ["berlin"]}}}},
        tags={"almanac/as_of": AS_OF.isoformat()},
    )
    (made,) = run.asset_materializations_for_node("reports__weekly")
    assert made.metadata["dagster/row_count"].value == 1
    assert "dbt: out of disk" in (published.reports / "berlin" / "2026-11-16.txt").read_text(encoding="utf-8")
