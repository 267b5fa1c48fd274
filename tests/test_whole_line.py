"""The whole line, as its user walks it: files in the inbox, `almanac run`, and what the marts, insights
and reports say."""

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest
from typer.testing import CliRunner

from orchestration.command_line.app import app
from warehouse.home import Home


class Almanac:
    """The command line on one home, in this process."""

    def __init__(self, root: Path, patch: pytest.MonkeyPatch) -> None:
        self.home = Home(root)
        patch.setenv("ALMANAC_HOME", str(root))
        patch.setenv("DAGSTER_HOME", str(root / "dagster"))

    def __call__(self, *arguments: str, code: int = 0) -> dict[str, Any]:
        result = CliRunner().invoke(app, [*arguments, "--json"], catch_exceptions=False)
        assert result.exit_code == code, result.output
        answer: dict[str, Any] = json.loads(result.stdout)
        return answer

    def sql(self, question: str) -> list[tuple[Any, ...]]:
        with duckdb.connect(str(self.home.published), read_only=True) as connection:
            return connection.execute(question).fetchall()

    def drop(self, name: str, content: str | bytes | list[Any]) -> None:
        path = self.home.inbox / "my_business" / name
        data = json.dumps(content) if isinstance(content, list) else content
        path.write_bytes(data.encode() if isinstance(data, str) else data)

    def marts(self) -> dict[str, list[tuple[Any, ...]]]:
        """All rows of all marts; builds for the same moment have the same."""
        names = self.sql("select view_name from duckdb_views() where not internal order by 1")
        return {name: self.sql(f"from {name} order by all") for (name,) in names}


@pytest.fixture
def almanac(tmp_path, monkeypatch) -> Callable[..., Any]:
    made = Almanac(tmp_path / "home", monkeypatch)
    made("init")
    return made


def opportunity(source: str, number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": f"{source}_2026-02-{number:02d}T10:00:00Z_person{number}@example.com",
        "source": source,
        "type": "golf coaching",
        "created_at": f"2026-02-{number:02d}T10:00:00Z",
        "contact": {"name": f"Person {number}", "email": f"person{number}@example.com"},
        "status": "new",
        **more,
    }


def post(identifier: str, status: str) -> dict[str, Any]:
    return {
        "id": identifier,
        "platform": "twitter",
        "text": "Fore! #golf",
        "status": status,
        "posted_at": "2026-11-01T10:00:00Z",
        "scheduled_for": "2026-11-01T10:00:00Z",
        "metrics": {"likes": 3, "replies": 1, "retweets": 1, "impressions": 100},
    }


WON = {"status": "won", "converted_at": "2026-02-12T09:00:00Z", "revenue": 500, "currency": "USD"}


def eight() -> list[dict[str, Any]]:
    """Four by email, of which one converted at $500, and four by twitter, of which none did."""
    return [
        *(opportunity("email", day, **(WON if day == 1 else {})) for day in range(1, 5)),
        *(opportunity("twitter", day) for day in range(5, 9)),
    ]


def by_source(almanac: Almanac) -> dict[str, tuple[Any, ...]]:
    rows = almanac.sql(
        "select value, conversions, opportunities, conversion_rate, revenue_minor, revenue_share "
        "from opportunity_conversion "
        "where dimension = 'source' and window_days is null"
    )
    return {row[0]: row[1:] for row in rows}


def test_one_of_four_by_email_against_none_of_four_by_twitter(almanac):
    almanac.drop("opportunities.json", eight())
    ran = almanac("run", "--as-of", "2026-11-20T09:00:00")
    assert (ran["files"], ran["rows"], ran["rejected"]) == (1, 8, 0)
    assert by_source(almanac) == {"email": (1, 4, 0.25, 50000, 1.0), "twitter": (0, 4, 0.0, 0, 0.0)}
    said = json.loads((almanac.home.insights / "my_business.json").read_text())["insights"]
    texts = " ".join(insight["text"] for insight in said)
    assert "25 % (1 of 4)" in texts and "too few to compare" in texts and "100 %" in texts
    for insight in said:
        almanac.sql(insight["sql"])


def test_one_more_source_makes_nine_and_one_ninth(almanac):
    almanac.drop("opportunities.json", [*eight(), opportunity("website", 9)])
    almanac("run", "--as-of", "2026-11-20T09:00:00")
    (row,) = almanac.sql(
        "select opportunities, conversions, conversion_rate from opportunity_conversion "
        "where dimension = 'all' and window_days is null"
    )
    assert row == (9, 1, pytest.approx(1 / 9, abs=1e-6))


def test_a_conversion_by_hand_shows_everywhere_after_the_next_run(almanac):
    almanac.drop("opportunities.json", eight())
    almanac("run")
    written = almanac("convert", "twitter_2026-02-05T10:00:00Z_person5@example.com", "--revenue", "250.50")
    assert "person5@example.com" not in Path(written["file"]).read_text()
    almanac("run")
    assert by_source(almanac)["twitter"] == (1, 4, 0.25, 25050, pytest.approx(25050 / 75050, abs=1e-6))
    assert almanac.sql("select sum(revenue_minor) from lead_sources") == [(75050,)]


def test_an_unknown_id_is_an_error_that_names_near_ones(almanac):
    almanac.drop("opportunities.json", eight())
    almanac("run")
    answer = almanac("convert", "twitter_2026-02-05T10:00:00Z_person@example.com", "--revenue", "1", code=1)
    assert "near it: twitter_2026-02-05" in answer["error"]
    assert "@example.com" not in answer["error"]


def test_the_same_file_again_under_another_name_changes_no_mart_row(almanac):
    almanac.drop("opportunities.json", eight())
    almanac("run", "--as-of", "2026-11-20T09:00:00")
    before = almanac.marts()
    almanac.drop("opportunities-copy.json", eight())
    ran = almanac("run", "--as-of", "2026-11-20T09:00:00")
    assert ran["rows"] == 0
    assert almanac.marts() == before


def test_the_real_exports_give_the_sums_of_their_files_and_again_renamed_nothing_new(almanac, x_exports):
    for number, path in enumerate(x_exports):
        almanac.drop(f"tweet_activity_metrics_{number}.csv", path.read_bytes())
    ran = almanac("run", "--as-of", "2026-11-20T09:00:00")
    assert (ran["files"], ran["rows"], ran["rejected"]) == (37, 1129, 0)
    texts = [path.read_text(encoding="utf-8-sig") for path in x_exports]
    rows = [row for text in texts for row in csv.DictReader(io.StringIO(text, newline=""))]
    expected = tuple(
        int(sum(float(row[name]) for row in rows)) for name in ("impressions", "likes", "retweets", "replies")
    )
    shown = almanac.sql(
        "select count(*), sum(impressions), sum(likes), sum(shares), sum(comments) from post_performance"
    )
    assert shown == [(1129, *expected)]
    assert almanac.sql("select count(*) from posting_times where verdict = 'recommended' and posts < 5") == [
        (0,)
    ]
    before = almanac.marts()
    for number, path in enumerate(x_exports):
        almanac.drop(f"tweet_activity_metrics_again_{number}.csv", path.read_bytes())
    assert almanac("run", "--as-of", "2026-11-20T09:00:00")["rows"] == 0
    assert almanac.marts() == before


def test_every_hazard_lands_or_goes_to_quarantine_with_a_reason_and_is_counted(almanac):
    good = eight()
    almanac.drop("opportunities-half.json", json.dumps(good)[: len(json.dumps(good)) // 2])
    almanac.drop("opportunities-latin.json", '[{"id": "é"}]'.encode("latin-1"))
    almanac.drop("opportunities-empty.json", [])
    almanac.drop(
        "opportunities-rows.json",
        [
            opportunity("a", 1, created_at="2026-13-45"),
            opportunity("b", 2, status="won", revenue=-5),
            opportunity("c", 3, status="won", revenue=5, currency="XYZ"),
            opportunity("d", 4, summary="first"),
            opportunity("d", 4, summary="second"),
        ],
    )
    almanac.drop("conversions-long.ndjson", b'{"opportunity_id": "' + b"x" * 50_000_000 + b'"}\n')
    ran = almanac("run", code=3)
    assert (ran["quarantined_files"], ran["rejected"]) == (3, 4)
    assert almanac.sql("select count(*), min(source) from fct_opportunities") == [(1, "d")]
    reasons = "\n".join(ran["reasons"])
    for file, reason in (
        ("opportunities-rows.json", "created_at: expected a date and time"),
        ("opportunities-rows.json", "revenue: expected"),
        ("opportunities-rows.json", "currency: expected"),
        ("opportunities-rows.json", "the same id as an earlier line"),
        ("opportunities-latin.json", "UTF-8"),
        ("opportunities-half.json", "ends too early"),
        ("conversions-long.ndjson", "1,048,576 characters"),
    ):
        assert any(file in line and reason in line for line in ran["reasons"]), reasons
    kept = "".join(path.read_text(errors="replace") for path in almanac.home.quarantine.rglob("*rows.ndjson"))
    assert "2026-13-45" in kept and "XYZ" in kept
    summary = almanac.sql("select sum(rows) from quarantine_summary where severity = 'rejected'")
    assert summary == [(4,)]


def test_no_address_is_left_in_raw_marts_insights_reports_or_logs(almanac):
    almanac.drop("opportunities.json", eight())
    almanac("run")
    almanac("report")
    home = almanac.home
    for folder in (
        home.raw,
        home.marts,
        home.insights,
        home.reports,
        home.logs,
        home.warehouse,
        home.dagster,
    ):
        for path in folder.rglob("*"):
            if path.is_file():
                assert b"@example.com" not in path.read_bytes(), path


def test_a_red_build_keeps_the_last_good_version_and_the_report_says_so(almanac):
    almanac.drop("social-posts.json", [post("1", "posted"), post("2", "scheduled")])
    almanac("run")
    before = almanac.sql("select number from almanac.version")
    (good,) = (almanac.home.raw / "posts_file" / "posts").glob("observed_on=2*/*.parquet")
    broken = good.with_name("my_business-broken.parquet")
    duckdb.sql(
        f"copy (select * replace ('nonsense' as status, 'x' as post_id) from '{good}' limit 1) to '{broken}'"
    )
    ran = almanac("run", code=1)
    assert "a_post_is_draft_scheduled_posted_or_failed" in " ".join(ran["errors"])
    assert almanac.sql("select number from almanac.version") == before
    assert almanac.sql("select count(*) from post_performance") == [(1,)]
    almanac("report")
    for name in ("latest.txt", "latest.html"):
        text = (almanac.home.reports / "my_business" / name).read_text()
        assert "did not pass" in " ".join(text.lower().split())
    broken.unlink()
    almanac("run")
    assert almanac.sql("select number from almanac.version") > before


def test_status_says_what_is_published_and_what_waits(almanac):
    assert "nothing is published" in " ".join(almanac("status", code=1)["problems"])
    almanac.drop("opportunities.json", eight())
    almanac("run")
    almanac.drop("opportunities-2.json", [opportunity("email", 20)])
    said = almanac("status")
    assert said["waiting"] == ["my_business/opportunities-2.json"]
    assert said["published"]["version"] == 1
    assert said["unattended"] is False
    almanac.drop("holiday.jpg", b"...")
    assert "holiday.jpg" in " ".join(almanac("status", code=1)["problems"])


def test_sundays_at_18_in_two_zones_over_the_change_of_clocks_give_one_report_each(almanac):
    two = "\n  - {id: spreewerk, name: Spreewerk, timezone: Europe/Berlin, currency: EUR}\n"
    text = almanac.home.config_file.read_text().replace("timezone: UTC", "timezone: America/New_York")
    head, tail = text.split("businesses:", 1)
    almanac.home.config_file.write_text(f"{head}businesses:{two}{tail}")
    almanac("init")
    for business in ("my_business", "spreewerk"):
        rows = [opportunity("email", day, created_at=f"2026-03-{day:02d}T12:00:00Z") for day in range(1, 29)]
        (almanac.home.inbox / business / "opportunities.json").write_text(json.dumps(rows))
    almanac("run", "--as-of", "2026-03-29T15:00:00")
    for business, moment, name, days in (
        ("my_business", "2026-03-08T22:00:00", "2026-03-08", "Monday 2 to Saturday 7 March 2026"),
        ("my_business", "2026-03-15T22:00:00", "2026-03-15", "Monday 9 to Saturday 14 March 2026"),
        ("spreewerk", "2026-03-22T17:00:00", "2026-03-22", "Monday 16 to Saturday 21 March 2026"),
        ("spreewerk", "2026-03-29T16:00:00", "2026-03-29", "Monday 23 to Saturday 28 March 2026"),
    ):
        almanac("report", business, "--as-of", moment)
        folder = almanac.home.reports / business
        report = " ".join((folder / f"{name}.txt").read_text().split())
        assert f"{days} (6 complete days" in report
        assert "New opportunities: 6 " in report
        assert (folder / f"{name}.html").is_file()
    assert len(list(almanac.home.reports.glob("*/2026-*.html"))) == 4


def test_the_env_file_of_the_repository_names_the_home_where_the_environment_does_not(tmp_path, monkeypatch):
    from orchestration.command_line import app as command_line

    (tmp_path / ".env").write_text(f"ALMANAC_HOME={tmp_path / 'elsewhere'}\n")
    monkeypatch.setattr(command_line, "REPOSITORY", tmp_path)
    monkeypatch.setattr("sys.argv", ["almanac", "init", "--json"])
    monkeypatch.setenv("ALMANAC_HOME", "")
    monkeypatch.delenv("ALMANAC_HOME")
    monkeypatch.setenv("DAGSTER_HOME", "")
    with pytest.raises(SystemExit) as ended:
        command_line.main()
    assert not ended.value.code
    assert (tmp_path / "elsewhere" / "almanac.yaml").is_file()
