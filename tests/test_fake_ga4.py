"""The fake Data API against the documentation: who gets a token, what a report is, what is refused."""

import json
from datetime import timedelta

import httpx
import pytest
from google.auth import crypt, jwt

from tests.ga4_property import NOW, PROPERTY, TODAY, TOKEN_URI, YESTERDAY, Website, daily, visit
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.ga4 import GA4Fake
from twin.fakes.ga4_figures import processed
from twin.fakes.ga4_key import email, service_account_key
from twin.fakes.ga4_report import Manners
from twin.fakes.ga4_tokens import GRANT, SCOPE

SECOND = 1_795_165_200  # NOW, in Unix seconds
CLAIMS = {"iss": email(PROPERTY), "scope": SCOPE, "aud": TOKEN_URI, "iat": SECOND, "exp": SECOND + 3600}
RUN = f"/v1beta/properties/{PROPERTY}:runReport"
ASKED = {
    "dateRanges": [{"startDate": str(YESTERDAY), "endDate": str(YESTERDAY)}],
    "dimensions": [{"name": "date"}, {"name": "eventName"}],
    "metrics": [{"name": "eventCount"}, {"name": "totalUsers"}],
}


class Line:
    """A wire to a fake whose clock stands still; `post` and `get` give status and body."""

    def __init__(self, *hits, at=NOW + timedelta(days=4), **fake):
        self.fake = GA4Fake(Website(hits), Clock(at=at), **fake)
        self.token = None

    def call(self, method, path, **sent):
        async def work(_now):
            wire = httpx.ASGITransport(self.fake.app)
            async with httpx.AsyncClient(transport=wire, base_url="http://ga4.twin") as http:
                headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
                answer = await http.request(method, path, headers=headers, **sent)
                return answer.status_code, answer.json()

        return virtually(NOW, work)[0]

    def exchange(self, claims=CLAIMS, key=None, **form):
        signer = crypt.RSASigner.from_service_account_info(
            json.loads(service_account_key(key or PROPERTY, TOKEN_URI))
        )
        assertion = jwt.encode(signer, claims).decode()
        return self.call("POST", "/token", data={"grant_type": GRANT, "assertion": assertion, **form})

    def report(self, **changed):
        if self.token is None:
            at = int(SECOND + timedelta(days=4).total_seconds())
            self.token = self.exchange({**CLAIMS, "iat": at, "exp": at + 3600})[1]["access_token"]
        return self.call("POST", RUN, json={**ASKED, **changed})


def test_a_good_claim_gives_a_token_of_an_hour():
    status, body = Line(at=NOW).exchange()
    assert status == 200
    assert body == {
        "access_token": f"twin-ga4-{PROPERTY}-access-1",
        "expires_in": 3599,
        "token_type": "Bearer",
    }


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"iss": "somebody@else"}, "account not found"),
        ({"scope": "https://www.googleapis.com/auth/drive"}, "wrong scope"),
        ({"aud": "https://evil.example/x"}, "audience"),
        ({"iat": SECOND - 7200, "exp": SECOND - 3600}, "reasonable timeframe"),
        ({"iat": SECOND + 3000, "exp": SECOND + 6600}, "reasonable timeframe"),
        ({"exp": SECOND + 7200}, "short-lived"),
    ],
)
def test_a_claim_that_is_not_in_order_is_refused(changed, why):
    status, body = Line(at=NOW).exchange({**CLAIMS, **changed})
    assert (status, body["error"]) == (400, "invalid_grant") and why in body["error_description"]


def test_a_claim_of_another_key_or_none_at_all_is_refused():
    line = Line(at=NOW)
    assert line.exchange(key="999")[1]["error_description"] == "Invalid JWT Signature."
    assert line.exchange(assertion="a.b")[0] == line.exchange(assertion="")[0] == 400
    assert line.exchange(grant_type="password")[1]["error"] == "unsupported_grant_type"


def test_a_report_is_texts_under_headers_with_what_is_left():
    status, body = Line(*daily(3, 2)).report()
    assert status == 200
    assert body["dimensionHeaders"] == [{"name": "date"}, {"name": "eventName"}]
    assert body["metricHeaders"] == [
        {"name": "eventCount", "type": "TYPE_INTEGER"}, {"name": "totalUsers", "type": "TYPE_INTEGER"}
    ]  # fmt: skip
    assert body["rows"] == [
        {"dimensionValues": [{"value": "20261119"}, {"value": "page_view"}],
         "metricValues": [{"value": "2"}, {"value": "2"}]}
    ]  # fmt: skip
    assert body["rowCount"] == 1
    assert body["metadata"] == {"currencyCode": "GBP", "timeZone": "Europe/London"}
    assert body["propertyQuota"]["tokensPerDay"] == {"consumed": 3, "remaining": 199_997}


def test_an_empty_report_has_no_rows_and_no_count():
    body = Line().report()[1]
    assert "rows" not in body and "rowCount" not in body and body["metadata"]["timeZone"] == "Europe/London"


def test_days_may_be_said_in_words_of_the_propertys_zone():
    line = Line(*daily(3, until=TODAY), at=NOW + timedelta(days=4))
    days = {"dateRanges": [{"startDate": "6daysAgo", "endDate": "yesterday"}]}
    rows = line.report(**days)[1]["rows"]
    assert [row["dimensionValues"][0]["value"] for row in rows] == ["20261118", "20261119", "20261120"]


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"metrics": [{"name": "conversions"}]}, "Field conversions is not a valid metric."),
        ({"dimensions": [{"name": "colour"}]}, "Field colour is not a valid dimension."),
        ({"dimensions": [{"name": "date"}] * 10}, "limited to 9 dimensions"),
        ({"dateRanges": [{"startDate": "soon", "endDate": "later"}]}, "Invalid date"),
    ],
)
def test_a_request_that_cannot_be_answered_is_a_400(changed, why):
    status, body = Line().report(**changed)
    assert (status, body["error"]["status"]) == (400, "INVALID_ARGUMENT") and why in body["error"]["message"]


def test_pages_are_cut_by_limit_and_offset_given_as_texts_or_numbers():
    line = Line(*(visit(n, YESTERDAY, f"event-{n}") for n in range(5)), manners=Manners(most_rows=3))
    names = []
    for sent in ({"limit": "2"}, {"limit": 2, "offset": "2"}, {"limit": "9", "offset": 2}):
        body = line.report(**sent)[1]
        assert body["rowCount"] == 5
        names.append([row["dimensionValues"][1]["value"][-1] for row in body["rows"]])
    assert names == [["0", "1"], ["2", "3"], ["2", "3", "4"]]


def test_values_of_a_day_grow_for_three_days_and_then_stand():
    hits = daily(1, 300)
    counts = [len(processed(hits, NOW + timedelta(hours=hours))) for hours in (0, 12, 24, 48, 63, 200)]
    assert counts == sorted(counts) and counts[0] < counts[2] < 300
    assert counts[-1] == counts[-2] == 300


def test_bots_are_not_shown():
    assert "rows" not in Line(visit(1, YESTERDAY, is_bot=True)).report()[1]


def test_another_property_is_not_shown_and_an_unknown_token_is_refused():
    line = Line()
    line.report()
    status, body = line.call("POST", RUN.replace(PROPERTY, "1"), json=ASKED)
    assert (status, body["error"]["status"]) == (403, "PERMISSION_DENIED")
    line.token = "ya29.unknown"
    assert line.call("POST", RUN, json=ASKED)[0] == 401


def test_metadata_names_what_can_be_asked_for():
    line = Line()
    line.report()
    status, body = line.call("GET", f"/v1beta/properties/{PROPERTY}/metadata")
    assert status == 200
    assert {"apiName": "sessionSource"} in body["dimensions"] and {"apiName": "keyEvents"} in body["metrics"]
