"""Answers of the Data API as they may come: what is odd is a failure with a reason, and no fault of ours."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assets.calling.failures import BadRequest
from assets.ga4 import answers
from assets.ga4.answers import Reported
from assets.ga4.records import report_day
from assets.sync.contract import contract
from assets.sync.taken import NO_ITEM

NAMES = {"date": "day", "sessionSource": "source", "sessions": "sessions"}
WORDS = [
    "dimensionHeaders", "metricHeaders", "rows", "rowCount", "metadata", "propertyQuota", "name", "value",
    "date", "sessionSource", "sessions", "dimensionValues", "metricValues", "timeZone", "currencyCode",
    "tokensPerDay", "remaining", "consumed", "samplingMetadatas", "samplesReadCount", "emptyReason",
    "dataTruncationReasons", "schemaRestrictionResponse", "activeMetricRestrictions", "subjectToThresholding",
]  # fmt: skip
SIMPLE = (
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | st.sampled_from(WORDS)
)
ODD = st.recursive(
    SIMPLE,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(WORDS), inner, max_size=5),
    max_leaves=15,
)
BODIES = ODD | st.dictionaries(st.sampled_from(WORDS), ODD, max_size=6)


@settings(max_examples=400, deadline=None)
@given(BODIES)
def test_whatever_comes_is_read_or_refused(body):
    for read in (lambda it: answers.rows(it, NAMES), answers.metadata, answers.row_count, answers.currency):
        try:
            read(body)
        except BadRequest as bad:
            assert bad.reason.startswith("runReport: expected ")
    answers.quota(body)


VALUES = st.none() | st.text(max_size=8) | st.integers().map(str) | st.floats().map(str)
COLUMNS = sorted({name for report in contract("ga4").reports.values() for name in report.metrics.values()})

ROWS = st.dictionaries(st.sampled_from([*COLUMNS, "day", "source"]), VALUES)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(st.sampled_from([*COLUMNS, "day", "source"]), VALUES),
    st.sampled_from(["GBP", "XXY", None]),
)
def test_whatever_a_row_holds_it_is_a_record_or_refused(row, currency):
    told = Reported("channels", date(2026, 11, 12), datetime(2026, 11, 20), [], {}, currency)
    try:
        record = report_day(told, row)
    except NO_ITEM:
        return
    assert record.day == date(2026, 11, 12)
    assert (record.revenue_minor is None) == (record.currency is None)


@pytest.mark.parametrize(
    ("value", "number"),
    [("37", 37), (37, 37), ("0", 0), (True, None), ("x", None), (None, None), ("1.5", None), ("²", None)],
)
def test_whole_numbers_come_as_texts_or_as_numbers(value, number):
    assert answers.whole(value) == number


def test_a_column_that_was_asked_for_and_does_not_come_is_named():
    body = {"dimensionHeaders": [{"name": "date"}], "metricHeaders": [{"name": "sessions"}], "rows": [{}]}
    assert answers.rows({**body, "rows": []}, NAMES) == []
    with pytest.raises(BadRequest, match="columns are missing: sessionSource"):
        answers.rows(body, NAMES)


def test_a_row_of_another_length_is_refused():
    headers = {"dimensionHeaders": [{"name": "date"}, {"name": "sessionSource"}],
               "metricHeaders": [{"name": "sessions"}]}  # fmt: skip
    row = {"dimensionValues": [{"value": "20261112"}], "metricValues": [{"value": "1"}]}
    with pytest.raises(BadRequest, match="expected rows of 3 values, got 2"):
        answers.rows({**headers, "rows": [row]}, NAMES)


def test_a_column_that_nobody_asked_for_is_passed_over():
    body = {
        "dimensionHeaders": [{"name": "date"}, {"name": "dateRange"}, {"name": "sessionSource"}],
        "metricHeaders": [{"name": "sessions"}],
        "rows": [{"dimensionValues": [{"value": "20261112"}, {"value": "r0"}, {"value": "x"}],
                  "metricValues": [{"value": "3"}]}],
    }  # fmt: skip
    assert answers.rows(body, NAMES) == [{"day": "20261112", "source": "x", "sessions": "3"}]
