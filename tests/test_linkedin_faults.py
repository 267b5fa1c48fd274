"""LinkedIn when it fails: the attempt says why, nothing is lost or doubled, the next run closes the gap."""

from datetime import date, datetime, timedelta

import httpx
import pytest

from assets.calling.answers import Again, Answer
from assets.calling.failures import BadRequest, CallFailed, Gone, PermissionMissing, QuotaUsedUp, VersionEnded
from assets.linkedin.dialect import LinkedInDialect
from assets.sync.memory import remembered
from tests.linkedin_page import FAIRWAY, NOW, OTHER, CompanyPage, Office
from twin.fakes.faults import NAMES
from warehouse.configuration.loading import load
from warehouse.home import Home

LATER = NOW + timedelta(days=1, hours=1)
MIDNIGHT = datetime(2026, 11, 21)
POSTS = 130
# What each fault comes to in the posts of the page that it strikes: status, kind, a part of the reason.
EXPECTED = {
    "expired_token": ("ok", None, None),  # renewed
    "rate_limited": ("partial", "quota", "DAY limit"),
    "retired_metric": ("ok", None, None),
    "retired_version": ("failed", "version", "platforms.linkedin.api_version"),
    "server_errors": ("failed", "network", "500"),
    "slow": ("failed", "network", "30 s"),
    "truncated_body": ("failed", "network", "expected JSON"),
    "repeated_cursor": ("partial", "paging", "still a cursor"),
    "empty_ok": ("failed", "empty", "the list of posts is empty"),
    "missing_permission": ("failed", "permission", "ADMINISTRATOR"),
    "clock_skew": ("ok", None, None),
}
DETAILS = {
    "slow": {"seconds": 45.0},
    "clock_skew": {"seconds": 600.0},
    "retired_metric": {"metric": "shareCount"},
}


@pytest.fixture
def pages() -> tuple[CompanyPage, CompanyPage]:
    struck = CompanyPage().with_posts(POSTS)
    struck.facets = {"seniority": {"4": 812}}
    other = CompanyPage(OTHER, "spreewerk").with_posts(3)
    other.facets = {"seniority": {"4": 12}}
    return struck, other


@pytest.fixture
def office(home: Home, monkeypatch: pytest.MonkeyPatch, pages: tuple[CompanyPage, CompanyPage]) -> Office:
    return Office(home, monkeypatch, *pages)


def of(attempts, account_id=FAIRWAY):
    return {each.stream: each for each in attempts if each.account_id == account_id}


def test_every_fault_is_expected():
    assert set(EXPECTED) == set(NAMES)


@pytest.mark.parametrize("fault", NAMES)
def test_a_fault_is_told_and_the_next_run_closes_the_gap(office, pages, fault):
    office.fake.faults.switch_on(fault, FAIRWAY, **DETAILS.get(fault, {}))
    during = office.sync()
    office.fake.faults.switch_off()
    after = office.sync(at=LATER)

    told = of(during)["posts"]
    status, kind, reason = EXPECTED[fault]
    assert (told.status, told.failure) == (status, kind)
    assert reason is None or reason in told.reason
    assert {each.status for each in of(during, OTHER).values()} == {"ok"}
    assert {(each.stream, each.status, each.reason) for each in after} == {
        (stream, "ok", None) for stream in ("posts", "account_days", "audience", "demographics")
    }

    rows = [row for row in office.rows("posts") if row["account_id"] == FAIRWAY]
    assert {row["post_id"] for row in rows} == {each.id for each in pages[0].published}
    assert not any(row["is_missing"] for row in rows)
    of_last = [row["post_id"] for row in rows if row["sync_id"] == after[0].sync_id]
    assert len(of_last) == len(set(of_last)) == POSTS
    assert all(row["impressions"] == 900 for row in rows)

    days = [row for row in office.rows("account_days") if row["account_id"] == FAIRWAY]
    told_days = [(row["sync_id"], row["day"]) for row in days]
    assert len(told_days) == len(set(told_days))
    assert {row["day"] for row in days} == {date(2025, 11, 20) + timedelta(n) for n in range(365)} - (
        # A page whose first run failed starts a day later with its year.
        {date(2025, 11, 20)} if not of(during)["account_days"].rows else set()
    )
    for stream in ("audience", "demographics"):
        assert any(row["account_id"] == FAIRWAY for row in office.rows(stream))


def test_secrets_are_nowhere_in_the_home(office):
    office.fake.faults.switch_on("expired_token", FAIRWAY)
    office.sync()
    stored = [path for path in (office.home.credentials).rglob("*.json")]
    assert stored
    for path in office.home.root.rglob("*"):
        if path.is_file() and path not in stored:
            assert b"-access-" not in path.read_bytes()
            assert b"-refresh-" not in path.read_bytes()


# --- tokens ---------------------------------------------------------------------------------------


def test_a_token_that_ended_is_renewed_once_and_kept(office):
    office.fake.faults.switch_on("expired_token", FAIRWAY)
    (attempt, _) = office.sync("audience")
    assert attempt.status == "ok"
    assert attempt.token_expires_at is None  # it renews itself; what renews it ends:
    assert attempt.refresh_expires_at.date() == (NOW + timedelta(days=365)).date()
    office.sync("audience", at=LATER)
    assert office.calls("/oauth") == 1


def test_a_token_is_renewed_before_it_ends_and_its_refresh_token_is_not_prolonged(office):
    office.fake.faults.switch_on("expired_token", FAIRWAY)
    office.sync("audience")
    (attempt, _) = office.sync("audience", at=NOW + timedelta(days=59, hours=23, minutes=58))
    assert office.calls("/oauth") == 2
    assert attempt.status == "ok"
    assert attempt.refresh_expires_at.date() == (NOW + timedelta(days=365)).date()


@pytest.mark.parametrize("kind", ["client_id", "refresh_token"])
def test_a_token_that_cannot_be_renewed_says_what_to_do(office, kind):
    text = office.home.config_file.read_text()
    name = "LI_CLIENT" if kind == "client_id" else f"LI_{FAIRWAY}_REFRESH"
    office.home.config_file.write_text(text.replace(f"{kind}: env:{name}, ", ""))
    office.configuration = load(office.home)
    office.fake.faults.switch_on("expired_token", FAIRWAY)
    attempts = of(office.sync())
    assert (attempts["posts"].status, attempts["posts"].failure) == ("failed", "token")
    assert "sign in again" in attempts["posts"].reason
    assert attempts["audience"].status == "skipped"


def test_a_refresh_token_that_ended_says_what_to_do(office):
    office.fake._grants._ends = NOW
    office.fake.faults.switch_on("expired_token", FAIRWAY)
    told = of(office.sync("posts"))["posts"]
    assert told.failure == "token"
    assert "invalid, expired or revoked" in told.reason
    assert "sign in again" in told.reason


# --- limits ---------------------------------------------------------------------------------------


def test_the_ceiling_of_the_day_stops_the_account_until_midnight(home, monkeypatch):
    office = Office(home, monkeypatch, CompanyPage().with_posts(POSTS), member=4)
    attempts = of(office.sync())
    assert (attempts["posts"].status, attempts["posts"].failure) == ("partial", "quota")
    assert attempts["posts"].due_at == MIDNIGHT
    assert attempts["posts"].rows == 80
    assert attempts["audience"].status == "skipped"
    before = len(office.fake.log)
    (again,) = office.sync("posts", at=NOW + timedelta(hours=2))
    # The finder has its own ceiling; the statistics are not asked before midnight.
    assert {path for _, path, _ in office.fake.log[before:]} == {"/rest/posts"}
    assert abs(again.due_at - MIDNIGHT) < timedelta(seconds=1)
    for days in range(1, 4):
        office.sync("posts", at=MIDNIGHT + timedelta(days=days, minutes=1))
    assert len({row["post_id"] for row in office.rows("posts")}) == POSTS


def test_midnight_is_that_of_the_platforms_clock(home, monkeypatch):
    office = Office(home, monkeypatch, CompanyPage().with_posts(2))
    office.fake.faults.switch_on("clock_skew", seconds=3600)
    office.fake.faults.switch_on("rate_limited", FAIRWAY)
    (attempt,) = office.sync("posts")
    assert attempt.due_at == MIDNIGHT - timedelta(hours=1)
    memory = remembered(office.home, "fairway", "linkedin", FAIRWAY)
    assert abs(memory.resets["posts"] - attempt.due_at) < timedelta(seconds=2)


def test_a_short_protection_is_waited_for(office):
    office.fake.faults.switch_on("rate_limited", FAIRWAY, is_short=True, times=2)
    told = of(office.sync("posts"))["posts"]
    assert (told.status, told.rows) == ("ok", POSTS)
    assert [status for _, _, status in office.fake.log].count(429) == 2


def test_a_few_server_errors_are_sat_out(office):
    office.fake.faults.switch_on("server_errors", FAIRWAY, times=2)
    assert of(office.sync("posts"))["posts"].status == "ok"


# --- failures on the way --------------------------------------------------------------------------


def test_what_was_read_before_a_failure_lands_and_the_rest_comes_later(home, monkeypatch):
    page = CompanyPage().with_posts(POSTS)
    office = Office(home, monkeypatch, page, member=5)
    (first,) = office.sync("posts")
    assert (first.status, first.rows) == ("partial", 100)
    (second,) = office.sync("posts", at=LATER)
    assert remembered(office.home, "fairway", "linkedin", FAIRWAY).stream("posts").coverage.stretches == []
    office.fake._limits["MEMBER"] = 500
    (third,) = office.sync("posts", at=LATER + timedelta(days=1))
    assert (second.status, third.status) == ("partial", "ok")
    assert {row["post_id"] for row in office.rows("posts")} == {each.id for each in page.published}


def test_windows_that_were_read_are_not_read_again(home, monkeypatch):
    office = Office(home, monkeypatch, CompanyPage(), member=2)
    (first,) = office.sync("account_days")
    assert (first.status, first.rows) == ("partial", 180)
    (second,) = office.sync("account_days", at=LATER)
    assert second.rows == 180
    days = [row["day"] for row in office.rows("account_days")]
    assert len(days) == len(set(days)) == 360


def test_an_empty_list_says_nothing_of_posts_that_are_there(office, pages):
    office.sync("posts")
    office.fake.faults.switch_on("empty_ok", FAIRWAY)
    told = of(office.sync("posts", at=LATER))["posts"]
    assert (told.status, told.failure) == ("partial", "empty")
    assert "the list of posts" in told.left
    rows = [row for row in office.rows("posts") if row["account_id"] == FAIRWAY]
    assert not any(row["is_missing"] for row in rows)
    assert not any(row["impressions"] == 0 for row in rows)


def test_a_retired_metric_is_empty_and_remarked_and_noticed_when_it_is_back(office):
    office.fake.faults.switch_on("retired_metric", FAIRWAY, metric="clickCount")
    told = of(office.sync())
    assert "clickCount" in told["posts"].remarks
    assert told["posts"].dead_metrics == "posts.clickCount"
    assert told["account_days"].dead_metrics == "account_days.clickCount, posts.clickCount"
    rows = [row for row in office.rows("posts") if row["account_id"] == FAIRWAY]
    assert {(row["clicks"], row["likes"]) for row in rows} == {(None, 30)}
    office.fake.faults.switch_off()
    assert of(office.sync(at=LATER))["demographics"].dead_metrics is None


def test_a_version_that_is_set_in_the_configuration_is_called(home, monkeypatch):
    office = Office(home, monkeypatch, CompanyPage().with_posts(1), more='api_version: "202511"')
    (attempt,) = office.sync("posts")
    assert (attempt.failure, attempt.api_version) == ("version", "202511")
    assert attempt.api_version_ends_on == date(2026, 11, 16)
    assert "Requested version 20251101 is not active" in attempt.reason


# --- the dialect ----------------------------------------------------------------------------------


def judged(status: int, body: object) -> CallFailed | Again | None:
    headers = httpx.Headers({"date": "Fri, 20 Nov 2026 09:00:00 GMT"})
    return LinkedInDialect("202607").judge(Answer(status, headers, body, NOW))


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, {"elements": []}, None),
        (200, {"status": 426, "message": "Requested version 20260701 is not active"}, VersionEnded),
        (400, {"status": 400, "message": "Requested version 20260701 is not active"}, VersionEnded),
        (400, {"message": "Syntax exception in path variables"}, BadRequest),
        (
            403,
            {"code": "ACCESS_DENIED", "message": "Unpermitted fields present in PARAMETER [/a]"},
            BadRequest,
        ),
        (403, {"code": "ACCESS_DENIED", "message": "Not enough permissions"}, PermissionMissing),
        (403, {"message": "The member is not active"}, PermissionMissing),
        (404, {"status": 404}, Gone),
        (429, {"message": "MEMBER DAY limit for calls to this resource is reached."}, QuotaUsedUp),
        (429, {"message": "slow down"}, Again),
        (429, None, Again),
        (503, None, Again),
        (500, [], Again),
    ],
)
def test_answers_are_judged_by_status_and_text(status, body, kind):
    verdict = judged(status, body)
    assert verdict is None if kind is None else type(verdict) is kind


def test_a_day_ends_at_midnight_utc():
    assert judged(429, {"message": "APPLICATION DAY limit"}).until == MIDNIGHT
