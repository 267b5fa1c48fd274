"""Every dialect judges whatever comes: an odd answer is a failure with a reason, and no fault of ours."""

from datetime import datetime

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.calling.answers import Again, Allowance, Answer
from assets.calling.failures import CallFailed
from assets.facebook.graph import GraphDialect
from assets.ga4.dialect import GA4Dialect
from assets.instagram.dialect import InstagramDialect
from assets.linkedin.dialect import LinkedInDialect
from assets.tiktok.business_client import BusinessDialect
from assets.tiktok.client import DisplayDialect
from assets.x.dialect import XDialect

NOW = datetime(2026, 11, 20, 12)
DIALECTS = [
    XDialect("2"),
    LinkedInDialect("202607"),
    GraphDialect("v25.0"),
    InstagramDialect("v25.0"),
    DisplayDialect("v2"),
    BusinessDialect("v1.3"),
    GA4Dialect("v1beta"),
]
WORDS = ["error", "errors", "code", "error_subcode", "message", "status", "title", "type", "detail", "data",
         "parameters", "serviceErrorCode", "errorDetails", "is_transient", "period", "propertyQuota",
         "details", "tokensPerDay", "concurrentRequests", "remaining", "consumed"]  # fmt: skip
SIMPLE = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS)
)
ODD = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=6),
    max_leaves=12,
)
ERRORS = st.dictionaries(st.sampled_from(WORDS), ODD, max_size=6)
BODIES = (
    ODD | ERRORS | ERRORS.map(lambda error: {"error": error}) | ERRORS.map(lambda error: {"errors": [error]})
)
HEADERS = {
    "date": st.sampled_from(["", "yesterday", "Fri, 20 Nov 2026 12:00:00 GMT", "Fri, 20 Nov 2026 12:00:00"]),
    "x-rate-limit-remaining": st.sampled_from(["0", "7", "-1", "many", "²"]),
    "x-rate-limit-reset": st.sampled_from(["0", "1795176000", "soon", "9" * 30]),
    "x-app-usage": st.sampled_from(["", "[]", '{"call_count": "90"}', '{"call_count": 90}', "{"]),
    "x-business-use-case-usage": st.sampled_from(
        [
            "3",
            '{"17": 3}',
            '{"17": [3, {"call_count": null}]}',
            '{"17": [{"estimated_time_to_regain_access": 7}]}',
        ]
    ),
}
STATUSES = st.sampled_from([0, 200, 204, 301, 400, 401, 402, 403, 404, 410, 418, 426, 429, 500, 503])


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: type(dialect).__name__)
@settings(max_examples=150, deadline=None)
@given(status=STATUSES, body=BODIES, told=st.fixed_dictionaries({}, optional=HEADERS))
def test_whatever_comes_is_judged(dialect, status, body, told):
    headers = {name: value for name, value in told.items() if value.isascii()}
    answer = Answer(status, httpx.Headers(headers), body, NOW)
    verdict = dialect.judge(answer)
    assert verdict is None or (isinstance(verdict, CallFailed | Again) and isinstance(verdict.reason, str))
    assert isinstance(dialect.allowance(answer), Allowance | None)
    if status in (401, 500, 503) and not isinstance(body, dict):
        assert verdict is not None
