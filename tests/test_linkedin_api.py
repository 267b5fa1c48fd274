"""The connector of LinkedIn against the fake: what lands, what is asked for, what is remembered."""

import json
from datetime import date, datetime, timedelta

import pytest

from assets.linkedin.client import interval
from assets.linkedin.commentary import plain
from assets.linkedin.listing import OVERLAP
from assets.linkedin.records import LIFETIME
from assets.sync.contract import contract
from assets.sync.memory import remembered
from assets.sync.records import schema
from assets.sync.stream import Stream
from tests.linkedin_page import (
    ACTIVE,
    DAY,
    FAIRWAY,
    NOW,
    OTHER,
    STREAMS,
    CompanyPage,
    Office,
    edited,
    post,
    share,
    ugc,
)  # fmt: skip
from twin.fakes.linkedin_posts import little
from twin.fakes.linkedin_resources import Manners
from twin.social_world import social_world
from warehouse.configuration.loading import load
from warehouse.home import Home

TOMORROW = NOW + timedelta(days=1)


@pytest.fixture
def page() -> CompanyPage:
    return CompanyPage().with_posts(5)


@pytest.fixture
def office(home: Home, monkeypatch: pytest.MonkeyPatch, page: CompanyPage) -> Office:
    return Office(home, monkeypatch, page)


def newest(rows: list[dict], name: str = "post_id") -> dict:
    return {row[name]: row for row in rows}


# --- posts ----------------------------------------------------------------------------------------


def test_posts_land_with_their_counters(office, page):
    (attempt,) = office.sync("posts")
    assert (attempt.status, attempt.rows, attempt.reason) == ("ok", 5, None)
    assert attempt.newest_data == page.published[0].posted_at
    rows = office.rows("posts")
    assert set(newest(rows)) == {each.id for each in page.published}
    row = newest(rows)[share(4)]
    assert {name: row[name] for name in ACTIVE} == ACTIVE
    assert row["platform_engagement"] == pytest.approx(77 / 900)
    assert row["posted_at"] == page.find(share(4), NOW).posted_at
    assert (row["views"], row["saves"], row["is_missing"]) == (None, None, False)
    assert (row["business_id"], row["account_id"], row["api_version"]) == ("fairway", FAIRWAY, "202607")
    assert json.loads(row["payload"])["statistics"]["totalShareStatistics"]["likeCount"] == 30


def test_urns_keep_all_their_digits(office):
    office.sync("posts")
    assert ugc(5) == "urn:li:ugcPost:7391000000000000005"
    assert {row["post_id"].rpartition(":")[2] for row in office.rows("posts")} == {
        f"739100000000000000{number}" for number in range(1, 6)
    }


def test_the_kind_of_a_post_decides_which_list_it_is_asked_for_in(office, page):
    page.published.clear()
    page.with_posts(130)
    (attempt,) = office.sync("posts")
    assert attempt.rows == 130
    rows = office.rows("posts")
    assert all(row["impressions"] == 900 for row in rows)
    assert len(newest(rows)) == len(rows) == 130
    # Two pages that overlap; each has both kinds, in lists of twenty.
    assert office.calls("/rest/posts") == 2
    assert office.calls("/rest/organizationalEntityShareStatistics") == (2 + 4) + (1 + 1)


def test_a_post_without_activity_has_zeros_as_long_as_it_is_there(office, page):
    quiet = post(share(50), NOW - timedelta(hours=2))
    page.published.insert(0, quiet)
    office.sync("posts")
    row = newest(office.rows("posts"))[quiet.id]
    assert {name: row[name] for name in LIFETIME} == dict.fromkeys(LIFETIME, 0)
    assert row["platform_engagement"] == 0
    assert json.loads(row["payload"])["statistics"] is None


def test_reactions_may_be_below_zero(office, page):
    page.counts[share(4)] = {**ACTIVE, "likes": -3}
    office.sync("posts")
    assert newest(office.rows("posts"))[share(4)]["likes"] == -3


def test_a_deleted_post_is_missed_until_it_counts_as_gone(office, page):
    office.sync("posts")
    deleted = page.published.pop(1)
    for days in range(1, 5):
        office.sync("posts", at=NOW + timedelta(days=days))
    rows = [row for row in office.rows("posts") if row["post_id"] == deleted.id]
    assert [row["is_missing"] for row in rows] == [False, True, True, True]
    assert rows[1]["posted_at"] == deleted.posted_at
    assert all(rows[1][name] is None for name in LIFETIME)
    others = [row for row in office.rows("posts") if row["post_id"] != deleted.id]
    assert not any(row["is_missing"] for row in others)
    assert len(others) == 5 * 4


def test_a_post_that_comes_back_is_seen_again(office, page):
    office.sync("posts")
    away = page.published.pop(1)
    office.sync("posts", at=TOMORROW)
    page.published.insert(1, away)
    office.sync("posts", at=TOMORROW + timedelta(hours=3))
    rows = [row["is_missing"] for row in office.rows("posts") if row["post_id"] == away.id]
    assert rows == [False, True, False]


def test_text_is_read_from_littles(office, page):
    text = r"Back\slash (and) [brackets] {too} @someone *bold* _it_ ~ < > | #GolfTips and #2026plan"
    page.published[0] = post(share(60), NOW - timedelta(hours=1), text)
    office.sync("posts")
    row = newest(office.rows("posts"))[share(60)]
    assert row["text"] == text
    assert row["hashtags"] == ["golftips", "2026plan"]


def test_mentions_are_read_by_their_name():
    assert plain(r"Thanks @[Fairway \(Golf\)](urn:li:organization:10734521)\!") == "Thanks @Fairway (Golf)!"
    assert plain(little("a_b *c* #d")) == "a_b *c* #d"


@pytest.mark.parametrize(
    ("attached", "word"),
    [("text", "text"), ("image", "image"), ("video", "video"), ("document", "document"), ("link", "link"),
     ("carousel", "carousel"), ("poll", "poll")],
)  # fmt: skip
def test_what_is_attached_is_the_type(office, page, attached, word):
    page.published[0] = post(share(60), NOW - timedelta(hours=1), "News", attached)
    office.sync("posts")
    assert newest(office.rows("posts"))[share(60)]["content_type"] == word


def test_an_edit_is_noted_with_its_time(office, page):
    at = NOW - timedelta(minutes=10)
    page.published[0] = edited(page.published[0], at)
    office.sync("posts")
    rows = newest(office.rows("posts"))
    assert rows[page.published[0].id]["edited_at"] == at
    assert rows[page.published[1].id]["edited_at"] is None


def test_young_posts_are_read_daily_and_old_ones_weekly(office, page):
    ages = {1: 80, 2: 120, 3: 364, 4: 400}
    page.published = [post(share(number), NOW - timedelta(days=age)) for number, age in ages.items()]
    page.counts = {share(number): ACTIVE for number in ages}
    office.sync("posts")
    for days in range(1, 8):
        office.sync("posts", at=NOW + timedelta(days=days))
    seen = [row["post_id"] for row in office.rows("posts")]
    assert {number: seen.count(share(number)) for number in ages} == {1: 8, 2: 2, 3: 1, 4: 1}


def test_a_first_run_goes_as_far_back_as_is_asked_for(home, monkeypatch):
    page = CompanyPage().with_posts(40, timedelta(days=1))
    office = Office(home, monkeypatch, page, more="days_back: 14")
    assert office.sync("posts")[0].rows == 14


def test_a_second_run_reads_the_new_posts_and_no_page_more_than_it_must(office, page):
    page.published.clear()
    page.with_posts(250, timedelta(days=1))
    office.sync("posts")
    before = office.calls("/rest/posts")
    page.published.insert(0, post(share(900), NOW + timedelta(hours=2)))
    office.sync("posts", at=NOW + timedelta(hours=3))
    assert office.calls("/rest/posts") - before == 1
    assert [row["post_id"] for row in office.rows("posts")[250:]] == [share(900)]


class Moving(CompanyPage):
    """A page whose list changes after its first page has been read."""

    def __init__(self, change) -> None:
        super().__init__()
        self.change, self.looks = change, 0

    def posts(self, now):
        self.looks += 1
        if self.looks == 2:
            self.change(self)
        return super().posts(now)


def added(page: CompanyPage) -> None:
    fresh = [post(share(1000 + at), NOW - timedelta(seconds=60 - at)) for at in range(30)]
    page.published = [*fresh[::-1], *page.published]


def deleted(number: int):
    return lambda page: page.published.__delitem__(slice(0, number))


@pytest.mark.parametrize("change", [added, deleted(5), deleted(OVERLAP - 1), deleted(OVERLAP), deleted(40)])
def test_a_list_that_moves_while_it_is_walked_loses_and_doubles_nothing(home, monkeypatch, change):
    page = Moving(change).with_posts(230)
    there = {each.id for each in page.published[40:]}
    office = Office(home, monkeypatch, page)
    (attempt,) = office.sync("posts")
    landed = [row["post_id"] for row in office.rows("posts")]
    assert attempt.status == "ok"
    assert there <= set(landed)
    assert len(landed) == len(set(landed))


def test_a_new_page_has_no_posts_and_that_is_no_failure(home, monkeypatch):
    page = CompanyPage()
    office = Office(home, monkeypatch, page)
    (attempt,) = office.sync("posts")
    assert (attempt.status, attempt.rows, attempt.remarks) == ("ok", 0, "the page has no posts")
    page.with_posts(3)
    assert office.sync("posts", at=TOMORROW)[0].rows == 3


def test_a_strange_post_is_refused_and_its_neighbours_land(office, page):
    page.published[2] = post("urn:li:activity:7391000000000000077", page.published[2].posted_at)
    (attempt,) = office.sync("posts")
    assert (attempt.rows, attempt.refused) == (4, 1)
    (refusal,) = office.rows("refusals", source="sync")
    assert "urn:li:share or urn:li:ugcPost" in refusal["reason"]


# --- days -----------------------------------------------------------------------------------------


def test_a_year_of_days_comes_at_first(office):
    (attempt,) = office.sync("account_days")
    assert attempt.status == "ok"
    rows = office.rows("account_days")
    days = [row["day"] for row in rows]
    assert (min(days), max(days)) == (date(2025, 11, 20), date(2026, 11, 18))
    assert len(days) == len(set(days)) == 364
    assert {row["day_boundary"] for row in rows} == {"UTC"}
    row = rows[-1]
    assert {name: row[name] for name in ACTIVE} == ACTIVE
    assert row["followers_gained"] == DAY["follows"] - DAY["unfollows"]
    assert (row["followers"], row["profile_views"], row["interactions"]) == (None, None, None)
    assert any(each["reach"] is None for each in rows)


def test_a_day_is_a_day_of_utc():
    # 2026-11-01 and 2026-03-08 are days on which clocks change elsewhere.
    for day in (date(2026, 11, 1), date(2026, 3, 8)):
        start = int((datetime(day.year, day.month, day.day) - datetime(1970, 1, 1)).total_seconds() * 1000)
        asked = f"(start:{start},end:{start + 86_400_000})"
        assert interval(day, day) == f"timeIntervals=(timeRange:{asked},timeGranularityType:DAY)"


def test_the_last_seven_days_are_read_again_and_a_correction_lands(office, page):
    office.sync("account_days")
    page.days[date(2026, 11, 13)] = {**DAY, "likes": -4}
    office.sync("account_days", at=TOMORROW)
    again = office.rows("account_days")[364:]
    assert [row["day"].day for row in again] == [13, 14, 15, 16, 17, 18, 19]
    assert again[0]["likes"] == -4


def test_days_that_were_missed_are_read_by_the_next_run(office):
    office.sync("account_days")
    office.sync("account_days", at=NOW + timedelta(days=30))
    again = [row["day"] for row in office.rows("account_days")[364:]]
    assert (min(again), max(again)) == (date(2026, 11, 13), date(2026, 12, 18))
    assert len(set(again)) == len(again) == 36


def test_what_is_older_than_twelve_months_is_lost_and_said(home, monkeypatch, page):
    office = Office(home, monkeypatch, page)
    office.sync("account_days", at=NOW - timedelta(days=500), days_back=30)
    (attempt,) = office.sync("account_days")
    assert attempt.status == "ok"
    assert attempt.lost.startswith("days 2025-07-07 to 2025-11-19: ")
    assert min(row["day"] for row in office.rows("account_days")[-364:]) == date(2025, 11, 20)


def test_certain_days_can_be_asked_for_again(office):
    office.sync("account_days")
    office.sync("account_days", at=TOMORROW, days=(date(2026, 6, 1), date(2026, 6, 3)))
    again = [row["day"] for row in office.rows("account_days")[364:]]
    assert again == [date(2026, 6, 1), date(2026, 6, 2), date(2026, 6, 3)]


def test_days_before_the_page_had_figures_are_no_gap(home, monkeypatch):
    monkeypatch.setattr("tests.linkedin_page.BEGAN", date(2026, 9, 5))
    office = Office(home, monkeypatch, CompanyPage())
    (attempt,) = office.sync("account_days")
    assert (attempt.status, attempt.left) == ("ok", None)
    assert min(row["day"] for row in office.rows("account_days")) == date(2026, 9, 5)
    before = office.calls("/rest/organizationalEntityShareStatistics")
    office.sync("account_days", at=TOMORROW)
    assert office.calls("/rest/organizationalEntityShareStatistics") - before == 1


class Forgetful(CompanyPage):
    """A page of which one day is not told."""

    hole: date | None = date(2026, 10, 7)

    def day(self, day, zone, now):
        return None if day == self.hole else super().day(day, zone, now)


def test_a_day_that_does_not_come_is_left_and_read_when_it_does(home, monkeypatch):
    page = Forgetful()
    office = Office(home, monkeypatch, page)
    (attempt,) = office.sync("account_days")
    assert attempt.status == "partial"
    assert "2026-10-07" in attempt.left
    page.hole = None
    (attempt,) = office.sync("account_days", at=TOMORROW)
    assert attempt.status == "ok"
    days = [row["day"] for row in office.rows("account_days")]
    assert days.count(date(2026, 10, 7)) == 1
    assert set(days) == {date(2025, 11, 20) + timedelta(days=number) for number in range(365)}


def test_a_day_that_cannot_be_is_refused_once(office, page):
    page.days[date(2026, 3, 3)] = {**DAY, "impressions": -1}
    (attempt,) = office.sync("account_days")
    assert (attempt.status, attempt.rows, attempt.refused) == ("ok", 363, 1)
    (attempt,) = office.sync("account_days", at=TOMORROW)
    assert (attempt.rows, attempt.refused) == (7, 0)


@pytest.mark.parametrize("hours", [-20, 20])
def test_days_are_those_of_the_platforms_clock(home, monkeypatch, hours):
    page = CompanyPage()
    office = Office(home, monkeypatch, page, manners=Manners(refuses_late=True))
    office.fake.faults.switch_on("clock_skew", seconds=hours * 3600)
    (attempt,) = office.sync("account_days")
    assert attempt.status == "ok"
    days = [row["day"] for row in office.rows("account_days")]
    theirs = (NOW + timedelta(hours=hours)).date()
    assert max(days) == theirs - timedelta(days=2)
    assert len(days) == len(set(days))
    assert abs(attempt.skew_seconds - hours * 3600) < 2


def test_statistics_that_come_in_pages_come_whole(home, monkeypatch):
    page = CompanyPage().with_posts(45)
    office = Office(home, monkeypatch, page, manners=Manners(pages_statistics=True))
    office.sync("posts", "account_days")
    assert {row["impressions"] for row in office.rows("posts")} == {900}
    assert len(office.rows("account_days")) == 364


# --- audience and demographics --------------------------------------------------------------------


def test_the_audience_is_a_snapshot_of_now(office):
    (attempt,) = office.sync("audience")
    (row,) = office.rows("audience")
    assert attempt.status == "ok"
    assert (row["followers"], row["handle"], row["name"]) == (4420, "fairway-golf", "Fairway Golf")
    assert (row["following"], row["posts"]) == (None, None)


def test_a_page_that_had_followers_does_not_fall_to_zero(office):
    office.sync("audience")
    office.fake.manners = Manners(zero_sizes=frozenset({FAIRWAY}))
    (attempt,) = office.sync("audience", at=TOMORROW)
    assert (attempt.status, attempt.rows, attempt.refused) == ("failed", 0, 1)
    assert "4,420" in attempt.remarks
    assert len(list((office.home.quarantine / "fairway").glob("*audience.rows.ndjson"))) == 1
    office.fake.manners = Manners()
    office.sync("audience", at=TOMORROW + timedelta(hours=1))
    assert [row["followers"] for row in office.rows("audience")] == [4420, 4420]


def test_a_new_page_may_have_no_followers(office, page):
    page.size = 0
    (attempt,) = office.sync("audience")
    assert attempt.status == "ok"
    assert [row["followers"] for row in office.rows("audience")] == [0]


def test_the_name_is_not_worth_losing_the_followers(office):
    office.fake.faults.switch_on("missing_permission", FAIRWAY, resource="organizations")
    (attempt,) = office.sync("audience")
    (row,) = office.rows("audience")
    assert (attempt.status, row["followers"], row["name"]) == ("ok", 4420, None)
    assert "ADMINISTRATOR" in attempt.remarks


def test_facets_land_under_our_words_with_labels_where_they_are_known(office, page):
    page.facets = {
        "seniority": {"4": 812}, "industry": {"4": 501, "999": 7}, "function": {"8": 377},
        "geo_country": {"103644278": 900}, "geo": {"90000084": 120}, "staff_count": {"SIZE_51_TO_200": 210},
        "association": {"EMPLOYEE": 33},
    }  # fmt: skip
    office.sync("demographics")
    found = {
        (row["dimension"], row["value"]): (row["label"], row["followers"])
        for row in office.rows("demographics")
    }
    assert found == {
        ("seniority", "urn:li:seniority:4"): ("Senior", 812),
        ("industry", "urn:li:industry:4"): ("Software Development", 501),
        ("industry", "urn:li:industry:999"): (None, 7),
        ("function", "urn:li:function:8"): ("Engineering", 377),
        ("country", "urn:li:geo:103644278"): ("United States", 900),
        ("geo", "urn:li:geo:90000084"): (None, 120),
        ("staff_count", "SIZE_51_TO_200"): ("51-200", 210),
        ("association", "EMPLOYEE"): ("Employees", 33),
    }


def test_a_small_page_has_no_demographics_and_says_so(office):
    (attempt,) = office.sync("demographics")
    assert (attempt.status, attempt.rows) == ("ok", 0)
    assert "few followers" in attempt.remarks


# --- the whole ------------------------------------------------------------------------------------


def test_every_stream_has_its_contract_and_its_schema():
    rules = contract("linkedin")
    assert set(rules.streams) == set(STREAMS)
    assert "platform_engagement" in schema(STREAMS["posts"].record).names
    assert all(isinstance(stream, Stream) and stream.source == "linkedin" for stream in STREAMS.values())


def test_versions_end_where_the_platform_has_said_so():
    rules = contract("linkedin")
    assert rules.ends_on("202603") == date(2027, 3, 16)
    assert rules.ends_on(rules.api_version) == date(2027, 7, 15)


def test_what_is_not_due_is_not_asked_for(office):
    office.sync()
    before = len(office.fake.log)
    assert office.sync(at=NOW + timedelta(hours=23), only_due=True) == []
    assert len(office.fake.log) == before
    assert len(office.sync(at=TOMORROW + timedelta(minutes=1), only_due=True)) == 4


def test_two_pages_are_kept_apart(home, monkeypatch):
    first, second = CompanyPage().with_posts(3), CompanyPage(OTHER, "spreewerk").with_posts(2)
    second.size = 77
    office = Office(home, monkeypatch, first, second)
    attempts = office.sync()
    assert {attempt.status for attempt in attempts} == {"ok"}
    owners = [(row["business_id"], row["account_id"]) for row in office.rows("posts")]
    assert sorted(owners) == [("fairway", FAIRWAY)] * 3 + [("spreewerk", OTHER)] * 2
    followers = {row["account_id"]: row["followers"] for row in office.rows("audience")}
    assert followers == {FAIRWAY: 4420, OTHER: 77}


def test_a_page_may_be_configured_by_its_urn(office):
    text = office.home.config_file.read_text()
    office.home.config_file.write_text(text.replace(f'"{FAIRWAY}"', f'"urn:li:organization:{FAIRWAY}"'))
    office.configuration = load(office.home)
    assert office.sync("audience")[0].status == "ok"


def test_no_run_is_remembered_that_did_not_go_well(office):
    office.fake.faults.switch_on("empty_ok", FAIRWAY)
    office.sync("account_days")
    memory = remembered(office.home, "fairway", "linkedin", FAIRWAY)
    assert memory.stream("account_days").last_ok is None
    assert memory.stream("account_days").coverage.stretches == []


def test_the_simulated_world_is_read_as_it_is(home, monkeypatch):
    accounts = social_world(start=datetime(2026, 8, 1)).of("linkedin")
    office = Office(home, monkeypatch, *accounts)
    assert {attempt.status for attempt in office.sync()} == {"ok"}
    for account in accounts:
        own = [row for row in office.rows("posts") if row["account_id"] == account.profile.account_id]
        there = {each.id: each for each in account.posts(NOW)}
        assert {row["post_id"] for row in own} == set(there)
        for row in own:
            truth, shown = account.counters(row["post_id"], row["observed_at"]), there[row["post_id"]]
            assert {name: row[name] for name in ACTIVE} == {name: truth[name] for name in ACTIVE}
            assert (row["text"], row["posted_at"]) == (shown.body, shown.posted_at)
            assert row["content_type"] == shown.content_type
        days = [row for row in office.rows("account_days") if row["account_id"] == account.profile.account_id]
        for row in days:
            truth = account.day(row["day"], "UTC", row["observed_at"])
            assert row["impressions"] == truth["impressions"]
            assert row["followers_gained"] == truth["follows"] - truth["unfollows"]
        assert len(days) == (date(2026, 11, 19) - date(2026, 8, 1)).days
