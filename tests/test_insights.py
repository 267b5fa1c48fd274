"""What is said about a business, kind by kind, in exact sentences."""

from datetime import datetime
from pathlib import Path

import duckdb
import pytest

from assets.insights import (
    actions,
    content,
    conversion,
    data_quality,
    hashtag,
    posting_time,
    quiet,
    revenue,
    trend,
)
from assets.insights.marts import businesses

AS_OF = datetime(2026, 11, 15, 23)
HERE = Path(__file__).parent


@pytest.fixture
def marts():
    """The small business of marts_example.sql."""
    connection = duckdb.connect()
    for name in ("marts_contract.sql", "marts_example.sql"):
        connection.execute((HERE / name).read_text(encoding="utf-8"))
    yield connection
    connection.close()


def said(marts, kind):
    """Subject -> insight of one kind, for the only business."""
    (business,) = businesses(marts, AS_OF)
    return {insight.id.split("/", 2)[2]: insight for insight in kind.insights(marts, business)}


def put(marts, mart, **values):
    marts.execute(
        f"insert into marts.{mart} (business_id, {', '.join(values)}) values ('acme'{', ?' * len(values)})",
        list(values.values()),
    )


def sources(marts, *counts):
    """Replaces the sources by (name, converted, matured, difference low and high, q, verdict)."""
    marts.execute("delete from marts.opportunity_conversion where dimension = 'source'")
    marts.execute("delete from marts.lead_sources")
    for name, k, n, low, high, q, verdict in counts:
        put(
            marts,
            "opportunity_conversion",
            dimension="source",
            value=name,
            opportunities=n,
            conversions=k,
            revenue_minor=0,
        )
        tested = {"difference_to_others": (low + high) / 2, "diff_low": low, "diff_high": high, "q_value": q}
        put(marts, "lead_sources", source=name, leads=n, matured=n, converted=k, verdict=verdict, **tested)


def test_nine_opportunities_and_one_conversion(marts):
    overall = said(marts, conversion)["all"]
    assert overall.text == (
        "11.1 % (1/9) of all opportunities converted to date, 95 % interval 2 % to 43.5 %, too few to "
        "call it a rate"
    )
    assert (overall.evidence.n, overall.evidence.effect) == (9, 0.111111)


def test_four_against_four_against_one_are_too_few_to_compare(marts):
    compared = said(marts, conversion)["source"]
    assert compared.text == (
        "email converts at 25 % (1 of 4), twitter at 0 % (0 of 4), website at 0 % (0 of 1): too few to "
        "compare"
    )
    assert (compared.verdict, compared.priority, compared.evidence.q) == ("nothing", "low", None)


def test_four_against_four_alone(marts):
    marts.execute("delete from marts.opportunity_conversion where value = 'website'")
    assert said(marts, conversion)["source"].text == (
        "email converts at 25 % (1 of 4), twitter at 0 % (0 of 4): too few to compare"
    )


def test_enough_leads_that_are_too_young_are_said_to_be_young(marts):
    for name in ("email", "twitter"):
        marts.execute("update marts.opportunity_conversion set opportunities = 40 where value = ?", [name])
    assert said(marts, conversion)["source"].text.endswith("too few of them are 30 days old to compare")


def test_a_source_that_stands_out_is_a_finding_with_counts_and_interval(marts):
    sources(
        marts,
        ("email", 40, 100, 0.18, 0.41, 0.0001, "finding"),
        ("web", 10, 100, -0.41, -0.18, 0.0001, "nothing"),
    )
    found = said(marts, conversion)["source/email"]
    assert found.text == (
        "conversion of source email is higher than that of all other sources: 40 % (40 of 100) against "
        "10 % (10 of 100), "
        "difference 18 to 41 points"
    )
    assert (found.verdict, found.priority) == ("finding", "high")
    assert found.action == "Look at what the leads of source email have in common"


def test_a_source_that_only_looks_better_is_a_hint_without_action(marts):
    sources(marts, ("email", 18, 60, -0.02, 0.28, 0.1, "hint"), ("web", 10, 60, -0.28, 0.02, 0.1, "nothing"))
    found = said(marts, conversion)["source/email"]
    assert found.text.startswith(
        "conversion of source email looks higher than that of all other sources, not yet certain"
    )
    assert (found.verdict, found.priority, found.action) == ("hint", "medium", None)


def test_sources_that_do_not_differ_are_said_not_to(marts):
    sources(marts, ("email", 12, 60, -0.1, 0.15, 0.8, "nothing"), ("web", 11, 60, -0.15, 0.1, 0.8, "nothing"))
    assert said(marts, conversion)["source"].text == (
        "email converts at 20 % (12 of 60), web at 18.3 % (11 of 60): no clear difference"
    )


def test_the_calculator_is_compared_with_the_sources_of_opportunities(marts):
    sources(marts, ("email", 10, 100, -0.41, -0.18, 0.0001, "nothing"))
    tested = {"difference_to_others": 0.3, "diff_low": 0.18, "diff_high": 0.41, "q_value": 0.0001}
    figures = {"leads": 120, "conversions": 41, "matured": 100, "converted": 40, "verdict": "finding"}
    put(marts, "lead_sources", source="calculator", **figures, **tested)
    assert said(marts, conversion)["source/calculator"].text == (
        "conversion of source calculator is higher than that of all other sources: 40 % (40 of 100) against "
        "10 % (10 of 100), difference 18 to 41 points"
    )


def test_one_source_is_compared_with_nothing(marts):
    marts.execute("delete from marts.opportunity_conversion where value in ('twitter', 'website')")
    assert "source" not in said(marts, conversion)


def test_types_are_tested_over_leads_that_had_time_to_convert(marts):
    marts.execute("delete from marts.fct_opportunities")
    for kind, converted, count in (("coaching", 24, 40), ("press", 4, 40), ("young", 30, 30)):
        for index in range(count):
            won = index < converted
            days = {"is_matured": kind != "young", "days_to_convert": 5.0 if won else None}
            put(
                marts,
                "fct_opportunities",
                opportunity_id=f"{kind}{index}",
                type=kind,
                is_converted=won,
                **days,
            )
    found = said(marts, conversion)
    assert found["type/coaching"].text.startswith(
        "conversion of type coaching is higher than that of all other types: 60 % (24 of 40) against 10 "
        "% (4 of 40)"
    )
    # z = 0.5 / sqrt(0.35 * 0.65 * 2 / 40) = 4.688, beyond which lie 2.76e-06 of a normal.
    assert found["type/coaching"].p == pytest.approx(2.76e-06, rel=0.01)
    assert "type/young" not in found


def test_revenue_and_its_largest_source(marts):
    found = said(marts, revenue)["largest_source"]
    assert found.text == (
        "$500 of revenue to date, 100 % ($500 of $500) of it from email, on 1 conversion, too few to "
        "call it a pattern"
    )
    assert found.evidence.effect == 1


def test_without_revenue_nothing_is_said_of_it(marts):
    marts.execute("update marts.opportunity_conversion set revenue_minor = 0")
    assert said(marts, revenue) == {}


def test_leads_that_wait_are_counted_and_named_oldest_first(marts):
    found = said(marts, actions)["waiting"]
    assert found.text == "2 new opportunities have waited more than 2 days for a response, the oldest 7 days"
    assert found.action == "Respond to the oldest first: t3, e4"
    assert found.priority == "high"


def test_a_lead_that_was_answered_or_won_does_not_wait(marts):
    marts.execute("update marts.fct_opportunities set responded_at = created_at where opportunity_id = 't3'")
    marts.execute("update marts.fct_opportunities set is_converted = true where opportunity_id = 'e4'")
    assert "waiting" not in said(marts, actions)


def test_slow_responses_ask_for_faster_ones(marts):
    assert (
        said(marts, actions)["response_time"].text
        == "the median response took 3.5 hours: 4 responses to 6 opportunities"
    )
    assert said(marts, actions)["response_time"].action is None
    marts.execute("update marts.fct_opportunities set response_hours = 60 where response_hours is not null")
    assert said(marts, actions)["response_time"].action == "Answer new leads within a day"


def test_conversions_without_revenue_and_posts_that_did_not_go_out_are_to_dos(marts):
    assert set(said(marts, actions)) == {"waiting", "response_time"}
    marts.execute("update marts.fct_opportunities set revenue_minor = null")
    marts.execute("update marts.dim_posts set scheduled_for = '2026-11-15 21:59' where post_id = 's1'")
    put(marts, "dim_posts", post_id="f1", status="failed", scheduled_for="2026-11-14 15:00")
    put(marts, "dim_posts", post_id="f2", status="failed", scheduled_for="2026-01-14 15:00")
    found = said(marts, actions)
    assert found["without_revenue"].text == "1 conversion carries no revenue"
    assert found["without_revenue"].action == "Fill it in, one by one: `almanac convert e2 --revenue AMOUNT`"
    assert found["missed_posts"].text == "1 planned post is past its time and 1 post failed to go out"


def test_too_few_posts_to_say_when_to_post(marts):
    assert said(marts, posting_time)["x"].text == (
        "X: too few posts to say when to post (6 posts of seven days or more, 30 needed)"
    )


def slots(marts, *verdicts, p):
    marts.execute("delete from marts.posting_times")
    for weekday, verdict in enumerate(verdicts, 1):
        counts = {"posts": 12, "dates": 11, "engagement_median": 34, "matured_posts": 140}
        effect = {"effect": 1.3, "effect_low": 1.1 + weekday / 100, "effect_high": 1.62, "overall_p": p}
        put(
            marts,
            "posting_times",
            platform="x",
            weekday=weekday,
            hour_block=3,
            verdict=verdict,
            **counts,
            **effect,
        )


def test_times_without_evidence_are_said_to_be_without(marts):
    slots(marts, "nothing", "nothing", p=0.4)
    found = said(marts, posting_time)["x"]
    assert found.text == "X: no evidence that the time of posting matters (140 posts of seven days or more)"
    assert (found.verdict, found.p, found.tested, found.evidence.n) == ("nothing", 0.4, 1, 140)


def test_a_promising_time_is_named_beside_the_missing_evidence(marts):
    slots(marts, "nothing", "hint", p=0.4)
    found = said(marts, posting_time)["x"]
    assert found.text == (
        "X: no evidence that the time of posting matters (140 posts of seven days or more); Tuesday "
        "09:00 to 12:00 looks "
        "higher than usual, not yet certain (median 34, 12 posts on 11 dates, 80 % interval 112 to 162 "
        "where 100 is usual)"
    )
    assert (found.verdict, found.action) == ("hint", None)


def test_recommended_times_are_a_finding_best_first(marts):
    slots(marts, "recommended", "recommended", "recommended", "nothing", p=0.001)
    found = said(marts, posting_time)["x"]
    assert found.text == (
        "engagement with X posts is higher than usual on "
        "Wednesday 09:00 to 12:00 (median 34, 12 posts on 11 dates, 80 % interval 113 to 162 where "
        "100 is usual) and on "
        "Tuesday 09:00 to 12:00 (median 34, 12 posts on 11 dates, 80 % interval 112 to 162 where 100 is "
        "usual)"
    )
    assert "chosen, not drawn by lot" in found.action


@pytest.mark.parametrize(
    ("kind", "mart", "column", "name", "phrase"),
    [
        (content, "content_types", "content_type", "video", "LinkedIn posts in the format video"),
        (hashtag, "hashtags", "hashtag", "golf + swing", "LinkedIn posts with the hashtag golf + swing"),
    ],
)
def test_formats_and_hashtags_in_three_tiers(marts, kind, mart, column, name, phrase):
    effect = {"effect": 0.8, "effect_low": 0.7, "effect_high": 0.9}
    values = {"platform": "linkedin", column: name, "posts": 40, "engagement_median": 28, **effect}
    grounds = "median 28, 40 posts, 80 % interval 70 to 90 where 100 is usual"
    put(marts, mart, **values, q_value=0.01, verdict="finding")
    assert said(marts, kind)[f"linkedin/{name.replace(' ', '%20').replace('+', '%2B')}"].text == (
        f"engagement with {phrase} is lower than usual: {grounds}"
    )
    marts.execute(f"update marts.{mart} set verdict = 'hint', q_value = 0.2 where platform = 'linkedin'")
    (found,) = [insight for key, insight in said(marts, kind).items() if key.startswith("linkedin")]
    assert found.text == f"engagement with {phrase} looks lower than usual, not yet certain: {grounds}"
    marts.execute(f"update marts.{mart} set verdict = 'nothing' where platform = 'linkedin'")
    put(marts, mart, **values | {column: "other", "verdict": "nothing", "q_value": 0.7})
    noun = {"content_types": "formats", "hashtags": "hashtags"}[mart]
    nothing = f"LinkedIn: no clear difference between 2 {noun} and the other posts"
    assert said(marts, kind)["linkedin"].text == nothing
    assert said(marts, kind)["x"].text.endswith("posts of seven days or more: nothing to compare")
    put(marts, mart, **{"platform": "x", column: "other", "posts": 2, "verdict": "too_few"})
    assert "too few to compare" in said(marts, kind)["x"].text


def opportunity_weeks(marts, *counts):
    marts.execute("delete from marts.opportunity_weeks")
    for weeks_ago, count in enumerate(reversed(counts)):
        marts.execute(
            "insert into marts.opportunity_weeks (business_id, source, week_start, opportunities, "
            "is_complete) "
            "values ('acme', 'all', date '2026-11-02' - ?::integer, ?, true)",
            [7 * weeks_ago, count],
        )


@pytest.mark.parametrize(
    ("counts", "verdict", "text"),
    [
        (
            (20, 21, 19, 22, 20, 18, 20, 19, 60),
            "finding",
            "are higher than the week before: +216 % (60 against 19), 95 % interval ",
        ),
        (
            (20, 21, 19, 22, 20, 18, 19, 20, 31),
            "hint",
            "look higher than the week before, not yet certain: +55 % (31 against 20), ",
        ),
        (
            (20, 21, 19, 22, 20, 18, 19, 20, 22),
            "nothing",
            "+10 % (22 against 20) the week before, no clear difference",
        ),
        (
            (20, 20, 60),
            "nothing",
            "+200 % (60 against 20) the week before, too few weeks to know what is usual",
        ),
        ((2, 3, 2, 2, 3, 2, 3, 2, 8), "nothing", "8 against 2 the week before, too few to compare"),
    ],
)
def test_the_newest_complete_week_against_the_one_before(marts, counts, verdict, text):
    opportunity_weeks(marts, *counts)
    found = said(marts, trend)["opportunities"]
    assert text in found.text
    assert found.text.startswith("new opportunities of the week of 2 November 2026")
    assert found.verdict == verdict
    assert found.period == "2026-11-02 to 2026-11-08"


def test_the_running_week_is_compared_with_nothing(marts):
    marts.execute("update marts.opportunity_weeks set is_complete = false where week_start >= '2026-11-02'")
    assert "opportunities" not in said(marts, trend)


def test_weeks_of_long_ago_are_no_news(marts):
    marts.execute("update marts.engagement_weeks set week_start = week_start - 90, week_end = week_end - 90")
    marts.execute("update marts.opportunity_weeks set week_start = week_start - 90")
    assert said(marts, trend) == {}


def test_the_newest_settled_week_of_a_platform_is_unusual_or_not(marts):
    assert said(marts, trend)["engagement/x"].text == (
        "engagement on X in the week of 26 October 2026: +50 % (45 against 30) the week before, on 3 posts, "
        "too few weeks to know what is usual"
    )
    marts.execute("update marts.engagement_weeks set z = 0.7 where week_start = '2026-10-26'")
    assert said(marts, trend)["engagement/x"].text.endswith("on 3 posts, within the usual range")
    marts.execute("update marts.engagement_weeks set z = -4.1 where week_start = '2026-10-26'")
    found = said(marts, trend)["engagement/x"]
    assert found.text.startswith("engagement on X in the week of 26 October 2026 is lower than usual: ")
    assert found.verdict == "finding"


def test_what_is_wrong_with_the_data_is_said(marts):
    assert {key: insight.text for key, insight in said(marts, data_quality).items()} == {
        "quarantine": "2 rows in quarantine: opportunities: created_at: not a date and time (ISO 8601)",
        "without_zone": "1 opportunity names a time without a zone: read as time of America/New_York",
    }
    marts.execute(
        "update marts.opportunity_conversion set conversions_in_other_currencies = 2 where value = 'twitter'"
    )
    marts.execute("update marts.dim_businesses set is_demonstration = true")
    marts.execute("update marts.sync_status set due = '2026-11-15 16:59:59' where source = 'opportunities'")
    put(
        marts,
        "quarantine_summary",
        source="posts_file",
        severity="file",
        reason="not JSON",
        rows=None,
        files=1,
    )
    found = said(marts, data_quality)
    assert (
        found["other_currencies"].text
        == "revenue of 2 conversions is not in USD: it is left out, never exchanged"
    )
    assert found["demonstration"].text.startswith("demonstration data: ")
    assert found["late"].text == "1 source is late: opportunities"
    assert found["quarantine"].text.startswith(
        "2 rows and 1 whole file in quarantine: posts_file: not JSON; "
    )


def test_a_business_without_data_is_told_what_to_do(marts):
    marts.execute("update marts.dim_businesses set first_data_on = null")
    found = said(marts, data_quality)["no_data"]
    assert found.text == "no data yet: 0 records have arrived"
    assert found.action == (
        "Put opportunities.json, social-posts.json or exports of X analytics into inbox/acme/, then run "
        "`almanac run`"
    )


def test_nothing_notable_is_said_with_what_there_was(marts):
    (business,) = businesses(marts, AS_OF)
    assert quiet.insight(marts, business, 14).text == (
        "nothing notable this week: 4 new opportunities and 3 posts in the last 7 days, "
        "none of the 14 statements tested stands out"
    )
    assert quiet.insight(marts, business, 0).text.endswith("too little data to test anything")
