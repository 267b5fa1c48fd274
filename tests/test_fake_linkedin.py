"""The fake LinkedIn: who is answered, in which syntax and version, and what its answers leave out."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from tests.linkedin_page import ACTIVE, BEGAN, FAIRWAY, NOW, OTHER, CompanyPage, edited, post, share, ugc
from twin.clock import Clock
from twin.fakes.linkedin import LinkedInFake
from twin.fakes.linkedin_resources import Manners
from twin.social import SocialWorld

TOKEN = f"twin-linkedin-{FAIRWAY}-access-0"
HEADERS = {
    "Authorization": f"Bearer {TOKEN}",
    "LinkedIn-Version": "202607",
    "X-Restli-Protocol-Version": "2.0.0",
}
PAGE = f"urn%3Ali%3Aorganization%3A{FAIRWAY}"
SHARES = f"/rest/organizationalEntityShareStatistics?q=organizationalEntity&organizationalEntity={PAGE}"
FOLLOWERS = f"/rest/organizationalEntityFollowerStatistics?q=organizationalEntity&organizationalEntity={PAGE}"
POSTS = f"/rest/posts?q=author&author={PAGE}"


def made(*pages: CompanyPage, **options: Any) -> LinkedInFake:
    return LinkedInFake(SocialWorld(1, pages or (CompanyPage(),)), Clock(at=NOW), **options)


def asked(
    fake: LinkedInFake, path: str, headers: dict[str, str] | None = None, **form: str
) -> httpx.Response:
    async def work() -> httpx.Response:
        async with httpx.AsyncClient(
            transport=httpx.ASGITransport(fake.app), base_url="http://linkedin.twin"
        ) as http:
            if form:
                return await http.post(path, data=form)
            return await http.get(path, headers=HEADERS if headers is None else headers)

    return asyncio.run(work())


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in HEADERS.items() if key != name}


def milliseconds(moment: datetime) -> int:
    return int(moment.replace(tzinfo=UTC).timestamp() * 1000)


def days(first: datetime, end: datetime, size: str = "DAY") -> str:
    start, stop = milliseconds(first), milliseconds(end)
    return f"&timeIntervals=(timeRange:(start:{start},end:{stop}),timeGranularityType:{size})"


def at(day: int, month: int = 11) -> datetime:
    return datetime(2026, month, day)


def encoded(urn: str) -> str:
    return urn.replace(":", "%3A")


# --- the gate -------------------------------------------------------------------------------------


def test_the_page_is_shown_with_its_number_as_a_number():
    answer = asked(made(), f"/rest/organizations/{FAIRWAY}")
    assert answer.status_code == 200
    assert answer.json()["id"] == int(FAIRWAY)
    assert answer.json()["localizedName"] == "Fairway Golf"
    assert answer.json()["$URN"] == f"urn:li:organization:{FAIRWAY}"


def test_a_member_sees_the_page_that_it_administers():
    (role,) = asked(made(), "/rest/organizationAcls?q=roleAssignee").json()["elements"]
    assert (role["organization"], role["role"]) == (f"urn:li:organization:{FAIRWAY}", "ADMINISTRATOR")


@pytest.mark.parametrize(
    ("token", "service", "code"),
    [(None, 401, None), ("nobody's", 65600, "INVALID_ACCESS_TOKEN")],
)
def test_a_call_without_a_known_token_is_refused(token, service, code):
    headers = {**without("Authorization"), **({"Authorization": f"Bearer {token}"} if token else {})}
    answer = asked(made(), f"/rest/organizations/{FAIRWAY}", headers)
    assert answer.status_code == 401
    assert (answer.json()["serviceErrorCode"], answer.json().get("code")) == (service, code)


@pytest.mark.parametrize(
    ("details", "service", "code"),
    [({}, 65602, "EXPIRED_ACCESS_TOKEN"), ({"is_revoked": True}, 65601, "REVOKED_ACCESS_TOKEN")],
)
def test_a_token_may_have_ended(details, service, code):
    fake = made()
    fake.faults.switch_on("expired_token", FAIRWAY, **details)
    answer = asked(fake, f"/rest/organizations/{FAIRWAY}")
    assert (answer.status_code, answer.json()["serviceErrorCode"], answer.json()["code"]) == (
        401,
        service,
        code,
    )


def test_there_is_no_default_version():
    answer = asked(made(), f"/rest/organizations/{FAIRWAY}", without("LinkedIn-Version"))
    assert (answer.status_code, answer.json()["code"]) == (400, "VERSION_MISSING")


@pytest.mark.parametrize("version", ["202507", "202511", "202512", "202609", "nonsense"])
def test_a_version_that_is_not_alive_is_refused_with_a_day_that_nobody_gave(version):
    answer = asked(made(), f"/rest/organizations/{FAIRWAY}", {**HEADERS, "LinkedIn-Version": version})
    assert answer.status_code == 426
    assert answer.json() == {
        "status": 426,
        "code": "NONEXISTENT_VERSION",
        "message": f"Requested version {version}01 is not active",
    }


def test_a_version_lives_up_to_its_last_day():
    fake = made()
    headers = {**HEADERS, "LinkedIn-Version": "202601"}
    for day, status in ((datetime(2027, 1, 14, 23), 200), (datetime(2027, 1, 15), 426)):
        fake.clock.set(day)
        assert asked(fake, f"/rest/organizations/{FAIRWAY}", headers).status_code == status


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("&timeIntervals.timeRange.start=1", "/timeIntervals.timeRange.start"),
        ("&shares[0]=urn%3Ali%3Ashare%3A1", "/shares[0]"),
        ("&pageSize=10", "/pageSize"),
    ],
)
def test_a_wrong_parameter_is_dressed_as_a_matter_of_permission(query, field):
    answer = asked(made(), SHARES + query)
    assert (answer.status_code, answer.json()["code"]) == (403, "ACCESS_DENIED")
    assert "Unpermitted fields present in PARAMETER" in answer.json()["message"]
    assert f"[{field}]" in answer.json()["message"]


def test_the_dotted_syntax_is_that_of_the_first_protocol():
    page = CompanyPage().with_posts(2)
    headers = without("X-Restli-Protocol-Version")
    dotted = (
        f"&timeIntervals.timeRange.start={milliseconds(at(1))}&timeIntervals.timeRange.end={milliseconds(at(3))}"
        "&timeIntervals.timeGranularityType=DAY"
    )
    assert len(asked(made(page), SHARES + dotted, headers).json()["elements"]) == 2
    listed = f"&shares[0]={encoded(share(1))}"
    assert len(asked(made(page), SHARES + listed, headers).json()["elements"]) == 1
    assert asked(made(page), f"{SHARES}&shares=List({encoded(share(1))})", headers).status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "&shares=List(urn%3Ali%3Ashare%3A1",
        "&shares=List(urn:li:share:1)",
        "&shares=List%28urn%3Ali%3Ashare%3A1%29",
        "&timeIntervals=(timeRange:(start:1,end:2)timeGranularityType:DAY)",
        "&timeIntervals=(timeRange)",
    ],
)
def test_signs_that_mean_something_are_read_strictly(query):
    assert asked(made(), SHARES + query).status_code == 400


def test_a_urn_in_a_path_has_to_be_encoded():
    page = CompanyPage().with_posts(1)
    urn = page.published[0].id
    assert asked(made(page), f"/rest/posts/{encoded(urn)}").json()["id"] == urn
    assert asked(made(page), f"/rest/posts/{urn}").status_code == 400
    assert asked(made(page), f"/rest/posts/{encoded(share(99))}").status_code == 404


def test_another_page_than_the_tokens_own_is_not_shown():
    fake = made(CompanyPage(), CompanyPage(OTHER))
    for path in (SHARES, FOLLOWERS, POSTS, f"/rest/networkSizes/{PAGE}?edgeType=COMPANY_FOLLOWED_BY_MEMBER"):
        assert asked(fake, path.replace(FAIRWAY, OTHER)).status_code == 403
        assert asked(fake, path).status_code == 200


# --- limits and tokens ----------------------------------------------------------------------------


def test_the_ceiling_of_a_day_holds_until_midnight_utc_for_each_resource():
    fake = made(member=2)
    page, size = (
        f"/rest/organizations/{FAIRWAY}",
        f"/rest/networkSizes/{PAGE}?edgeType=COMPANY_FOLLOWED_BY_MEMBER",
    )
    assert [asked(fake, page).status_code for _ in range(3)] == [200, 200, 429]
    refused = asked(fake, page)
    assert "MEMBER DAY limit" in refused.json()["message"]
    assert not any("limit" in name or "retry" in name for name in refused.headers)
    assert asked(fake, size).status_code == 200
    fake.clock.set(datetime(2026, 11, 20, 23, 59, 59))
    assert asked(fake, page).status_code == 429
    fake.clock.set(datetime(2026, 11, 21))
    assert asked(fake, page).status_code == 200


def test_the_ceiling_of_the_application_is_one_for_all_members():
    fake = made(CompanyPage(), CompanyPage(OTHER), application=1)
    other = {**HEADERS, "Authorization": f"Bearer twin-linkedin-{OTHER}-access-0"}
    assert asked(fake, f"/rest/organizations/{FAIRWAY}").status_code == 200
    refused = asked(fake, f"/rest/organizations/{OTHER}", other)
    assert refused.status_code == 429
    assert "APPLICATION DAY limit" in refused.json()["message"]


GRANT = {"grant_type": "refresh_token", "client_id": "app", "client_secret": "secret"}
REFRESH = f"twin-linkedin-{FAIRWAY}-refresh-0"


def test_a_refresh_token_gives_sixty_days_and_keeps_its_own_end():
    fake = made()
    first = asked(fake, "/oauth/v2/accessToken", refresh_token=REFRESH, **GRANT).json()
    assert (first["expires_in"], first["refresh_token"]) == (5184000, REFRESH)
    fake.clock.set(NOW + timedelta(days=300))
    later = asked(fake, "/oauth/v2/accessToken", refresh_token=REFRESH, **GRANT).json()
    assert later["refresh_token_expires_in"] == 65 * 86400
    fake.clock.set(NOW + timedelta(days=365))
    ended = asked(fake, "/oauth/v2/accessToken", refresh_token=REFRESH, **GRANT)
    assert (ended.status_code, ended.json()["error"]) == (400, "invalid_request")


def test_a_renewed_token_ends_after_sixty_days():
    fake = made()
    given = asked(fake, "/oauth/v2/accessToken", refresh_token=REFRESH, **GRANT).json()["access_token"]
    headers = {**HEADERS, "Authorization": f"Bearer {given}"}
    fake.clock.set(NOW + timedelta(days=59))
    assert asked(fake, f"/rest/organizations/{FAIRWAY}", headers).status_code == 200
    fake.clock.set(NOW + timedelta(days=60))
    assert asked(fake, f"/rest/organizations/{FAIRWAY}", headers).json()["serviceErrorCode"] == 65602


# --- posts ----------------------------------------------------------------------------------------


def test_ten_posts_come_where_no_count_is_asked_for_and_a_hundred_at_most():
    fake = made(CompanyPage().with_posts(130))
    assert len(asked(fake, POSTS).json()["elements"]) == 10
    assert len(asked(fake, f"{POSTS}&count=100").json()["elements"]) == 100
    assert len(asked(fake, f"{POSTS}&start=100&count=100").json()["elements"]) == 30
    assert asked(fake, f"{POSTS}&count=101").status_code == 400
    assert asked(fake, f"{POSTS}&createdAfter=1").status_code == 403


def test_posts_are_sorted_by_their_last_change_or_by_their_beginning():
    page = CompanyPage().with_posts(3)
    oldest = page.published[2]
    page.published[2] = edited(oldest, NOW - timedelta(minutes=5))
    fake = made(page)
    changed = asked(fake, POSTS).json()["elements"]
    created = asked(fake, f"{POSTS}&sortBy=CREATED").json()["elements"]
    assert changed[0]["id"] == created[2]["id"] == oldest.id
    assert changed[0]["lifecycleStateInfo"] == {"isEditedByAuthor": True}
    assert asked(fake, f"{POSTS}&sortBy=NEWEST").status_code == 400


def test_a_post_says_its_times_in_milliseconds_and_its_text_in_littles():
    page = CompanyPage()
    page.published = [post(ugc(1), datetime(2026, 11, 3, 8, 53, 21), "Open (now) #golf_tips", "video")]
    (shown,) = asked(made(page), POSTS).json()["elements"]
    assert shown["id"] == "urn:li:ugcPost:7391000000000000001"
    assert shown["publishedAt"] == 1793696001000
    assert shown["commentary"] == r"Open \(now\) {hashtag|\#|golf_tips}"
    assert shown["content"]["media"]["id"].startswith("urn:li:video:")


# --- statistics -----------------------------------------------------------------------------------


def test_statistics_of_posts_leave_out_those_without_activity_and_those_that_are_gone():
    page = CompanyPage()
    page.published = [post(share(1), at(1)), post(share(2), at(1)), post(ugc(3), at(1))]
    page.counts = {share(1): ACTIVE, ugc(3): {**ACTIVE, "likes": -2}}
    fake = made(page)
    wanted = ",".join(encoded(share(number)) for number in (1, 2, 9))
    (only,) = asked(fake, f"{SHARES}&shares=List({wanted})").json()["elements"]
    assert only["share"] == share(1)
    assert only["totalShareStatistics"]["engagement"] == pytest.approx(77 / 900)
    (other,) = asked(fake, f"{SHARES}&ugcPosts=List({encoded(ugc(3))})").json()["elements"]
    assert other["ugcPost"] == ugc(3)
    assert other["totalShareStatistics"]["likeCount"] == -2
    assert asked(fake, f"{SHARES}&shares=List({encoded(ugc(3))})").status_code == 400


def test_the_whole_life_of_a_page_is_one_element():
    (whole,) = asked(made(CompanyPage().with_posts(4)), SHARES).json()["elements"]
    assert whole["totalShareStatistics"]["impressionCount"] == 4 * 900


def test_days_are_cut_in_utc_and_their_end_is_not_included():
    elements = asked(made(), SHARES + days(at(1), at(4))).json()["elements"]
    assert [each["timeRange"]["start"] for each in elements] == [milliseconds(at(day)) for day in (1, 2, 3)]
    assert elements[-1]["timeRange"]["end"] == milliseconds(at(4))
    assert all("share" not in each for each in elements)
    ragged = asked(made(), SHARES + days(at(1) + timedelta(hours=5), at(4) + timedelta(hours=5)))
    assert [each["timeRange"] for each in ragged.json()["elements"]] == [
        each["timeRange"] for each in elements
    ]


def test_some_days_come_without_unique_impressions():
    elements = asked(made(), SHARES + days(at(1, 10), at(1))).json()["elements"]
    has_uniques = ["uniqueImpressionsCount" in each["totalShareStatistics"] for each in elements]
    assert any(has_uniques)
    assert not all(has_uniques)


def test_months_are_sums_of_days_without_uniques():
    first, second = asked(made(), SHARES + days(at(15, 9), at(11, 10), "MONTH")).json()["elements"]
    assert first["timeRange"]["end"] == milliseconds(at(1, 10))
    assert first["totalShareStatistics"]["impressionCount"] == 16 * 900
    assert second["totalShareStatistics"]["impressionCount"] == 10 * 900
    assert "uniqueImpressionsCount" not in first["totalShareStatistics"]


@pytest.mark.parametrize(
    ("first", "end", "size", "status"),
    [
        (NOW - timedelta(days=365), at(1), "DAY", 200),
        (NOW - timedelta(days=366), at(1), "DAY", 400),
        (at(3), at(3), "DAY", 400),
        (at(1), NOW + timedelta(days=3), "DAY", 400),
        (at(1), at(3), "WEEK", 400),
        (at(1), at(3), "HOUR", 400),
    ],
)
def test_the_window_is_the_last_twelve_months(first, end, size, status):
    answer = asked(made(), SHARES + days(first, end, size))
    assert answer.status_code == status
    if status == 400:
        assert "Invalid timeIntervals parameter" in answer.json()["message"]
        assert answer.json()["errorDetails"]


def test_gains_are_net_and_end_two_days_ago():
    elements = asked(made(), FOLLOWERS + days(at(15), at(20))).json()["elements"]
    assert [each["timeRange"]["start"] for each in elements] == [
        milliseconds(at(day)) for day in (15, 16, 17, 18)
    ]
    assert elements[0]["followerGains"] == {"organicFollowerGain": 23, "paidFollowerGain": 3}
    strict = made(manners=Manners(refuses_late=True))
    assert asked(strict, FOLLOWERS + days(at(15), at(20))).status_code == 400
    assert len(asked(strict, FOLLOWERS + days(at(15), at(19))).json()["elements"]) == 4


def test_gains_come_by_week_too():
    elements = asked(made(), FOLLOWERS + days(at(4), at(16), "WEEK")).json()["elements"]
    lengths = [(each["timeRange"]["end"] - each["timeRange"]["start"]) // 86_400_000 for each in elements]
    assert lengths == [5, 7]
    assert elements[0]["followerGains"]["paidFollowerGain"] == 15


def test_seven_facets_hold_a_hundred_values_each_at_most():
    page = CompanyPage()
    page.facets = {
        "industry": {str(number): number for number in range(1, 151)},
        "staff_count": {"SIZE_1": 3},
    }
    (facets,) = asked(made(page), FOLLOWERS).json()["elements"]
    assert len(facets) == 1 + 7
    industries = facets["followerCountsByIndustry"]
    assert len(industries) == 100
    assert industries[0] == {
        "industry": "urn:li:industry:150",
        "followerCounts": {"organicFollowerCount": 150, "paidFollowerCount": 0},
    }
    assert facets["followerCountsByStaffCountRange"][0]["staffCountRange"] == "SIZE_1"
    assert facets["followerCountsBySeniority"] == []


def test_a_small_page_has_seven_empty_facets():
    page = CompanyPage()
    page.size, page.facets = 4, {"industry": {"4": 4}}
    (facets,) = asked(made(page), FOLLOWERS).json()["elements"]
    assert [value for name, value in facets.items() if name != "organizationalEntity"] == [[]] * 7


def test_the_size_of_a_network_may_be_told_as_zero_by_mistake():
    path = f"/rest/networkSizes/{PAGE}?edgeType=COMPANY_FOLLOWED_BY_MEMBER"
    fake = made()
    assert asked(fake, path).json() == {"firstDegreeSize": 4420}
    fake.manners = Manners(zero_sizes=frozenset({FAIRWAY}))
    assert asked(fake, path).json() == {"firstDegreeSize": 0}
    assert (
        asked(fake, path.replace("COMPANY_FOLLOWED_BY_MEMBER", "CompanyFollowedByMember")).status_code == 400
    )


def test_no_figures_before_the_page_had_any():
    fake = made()
    fake.clock.set(datetime(2025, 9, 1))
    early = datetime(BEGAN.year, BEGAN.month, BEGAN.day) - timedelta(days=2)
    elements = asked(fake, SHARES + days(early, early + timedelta(days=4))).json()["elements"]
    assert len(elements) == 2
