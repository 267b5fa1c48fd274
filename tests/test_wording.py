"""How figures are written and compared in words."""

import re
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assets.insights import formats
from assets.insights.wording import Group, higher, looks_higher, shares, too_few

CAUSAL = r"\b(because|causes?|caused|drives?|drove|leads to|boosts?|improves?|thanks to|due to|increases)\b"
RATIO = r"\d ?x\b|\btimes (better|higher|more|as)|\b(twice|double[sd]?|triple[sd]?)\b|\bbetter\b|\bworse\b"
EMAIL_FOUR = [Group("email", 1, 4), Group("twitter", 0, 4)]


@st.composite
def groups(draw, least=1):
    units = draw(st.integers(least, 10**6))
    name = draw(st.text("abcdefghijklmnopqrstuvwyz ", min_size=1, max_size=12))
    return Group(name.strip() or "email", draw(st.integers(0, units)), units)


def unsupported_percentages(text):
    """Percentages that neither carry their k of n nor belong to an interval."""
    text = re.sub(r"\d+ % interval \S+ % to \S+ %", "", re.sub(r"under |over ", "", text))
    return re.findall(r"\S+ %(?! \([^()%]+(?: of |/| against )[^()%]+\))", text)


def test_the_sentence_of_four_against_four():
    assert shares(EMAIL_FOUR, "too few to compare") == (
        "email converts at 25 % (1 of 4), twitter at 0 % (0 of 4): too few to compare"
    )


def test_a_finding_gives_both_shares_their_counts_and_the_interval_of_the_difference():
    text = higher(Group("email", 40, 100), Group("that of all other sources", 10, 100), 0.1812, 0.4123)
    assert text == (
        "email is higher than that of all other sources: 40 % (40 of 100) against 10 % (10 of 100), "
        "difference 18.1 to 41.2 points"
    )


def test_a_hint_says_that_it_is_not_certain_and_which_way_it_points():
    text = looks_higher(Group("twitter", 3, 60), Group("others", 9, 60), -0.2, 0.005)
    assert text == (
        "twitter looks lower than others, not yet certain: 5 % (3 of 60) against 15 % (9 of 60), "
        "difference -20 to 0.5 points"
    )


@pytest.mark.parametrize(
    ("counts", "expected"),
    [([4, 4], True), ([100, 9], True), ([10, 10], False), ([100, 9, 10], False), ([100], True)],
)
def test_two_groups_of_ten_are_needed_to_compare(counts, expected):
    assert too_few([Group("one", 0, count) for count in counts]) is expected


@given(
    st.lists(groups(least=0), min_size=1, max_size=8),
    st.sampled_from(["too few to compare", "no clear difference"]),
)
def test_side_by_side_no_percentage_stands_alone_and_nothing_is_ranked_or_explained(found, conclusion):
    text = shares(found, conclusion)
    assert not unsupported_percentages(text)
    assert not re.search(RATIO, text)
    assert not re.search(CAUSAL, text)


@given(groups(), groups(), st.floats(-1, 1), st.floats(-1, 1))
def test_a_comparison_names_counts_and_no_ratio_and_no_cause(first, second, one, other):
    for text in (
        higher(first, second, min(one, other), max(one, other)),
        looks_higher(first, second, one, other),
    ):
        assert not unsupported_percentages(text)
        assert not re.search(f"{RATIO}|{CAUSAL}", text)
        assert f"{first.k:,} of {first.n:,}" in text
        assert f"{second.k:,} of {second.n:,}" in text


@given(st.integers(1, 10**7), st.data())
def test_all_and_none_are_said_only_of_all_and_none(units, data):
    k = data.draw(st.integers(0, units))
    shown = formats.percent(k / units)
    assert (shown == "0 %") == (k == 0)
    assert (shown == "100 %") == (k == units)


@given(st.floats(0, 1))
def test_a_percentage_is_within_a_twentieth_of_a_point(part):
    shown = formats.percent(part)
    if shown[0].isdigit():
        assert abs(float(shown.removesuffix(" %")) - 100 * part) <= 0.05 + 1e-9


def test_a_share_of_nothing_is_no_percentage():
    assert formats.share(0, 0) == "no rate (0 of 0)"
    assert formats.rate(0, 0) == "no rate (0/0)"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (formats.rate(1, 9), "11.1 % (1/9)"),
        (formats.share(12, 1234), "1 % (12 of 1,234)"),
        (formats.percent(0.99996), "over 99.9 %"),
        (formats.percent(0.0001), "under 0.1 %"),
        (formats.number(-0.04), "0"),
        (formats.number(1234.56), "1,234.6"),
        (formats.interval(0.045587, 0.699358), "95 % interval 4.6 % to 69.9 %"),
        (formats.index_interval(1.104, 1.62, 80), "80 % interval 110 to 162 where 100 is usual"),
        (formats.change(340, 280), "+21 % (340 against 280)"),
        (formats.change(3, 12), "-75 % (3 against 12)"),
        (formats.change(9, 3), "9 against 3"),
        (formats.money(50000, "USD"), "$500"),
        (formats.money(123450, "EUR"), "€1,234.50"),
        (formats.money(-1999, "GBP"), "-£19.99"),
        (formats.money(500, "JPY"), "JPY 500"),
        (formats.money(1500, "KWD"), "KWD 1.500"),
        (formats.money_share(50000, 50000, "USD"), "100 % ($500 of $500)"),
        (formats.plural(1, "reply", "replies"), "1 reply"),
        (formats.plural(2000, "reply", "replies"), "2,000 replies"),
        (formats.hours(0.25), "15 minutes"),
        (formats.hours(1), "1 hour"),
        (formats.hours(47.96), "2 days"),
        (formats.hours(30), "30 hours"),
        (formats.hours(0.999), "1 hour"),
        (formats.hours(24 * 10), "10 days"),
        (formats.day(date(2026, 11, 9)), "9 November 2026"),
        (formats.short_day(date(2026, 11, 9)), "9 Nov 2026"),
        (formats.moment(datetime(2026, 11, 1, 5, 30), "America/New_York"), "1 November 2026, 01:30"),
        (formats.platform("linkedin"), "LinkedIn"),
        (formats.platform("mastodon"), "mastodon"),
    ],
)
def test_a_figure_is_written_one_way(value, expected):
    assert value == expected
