"""Coverage against a set of minutes: whatever is added in whatever order, the gaps are what is missing."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assets.sync.coverage import Coverage, Stretch

BEGIN = datetime(2026, 10, 1)
LENGTH = 60


def at(minute: int) -> datetime:
    return BEGIN + timedelta(minutes=minute)


def minutes(stretches) -> set[int]:
    found: set[int] = set()
    for start, end in stretches:
        found |= set(
            range(int((start - BEGIN).total_seconds() // 60), int((end - BEGIN).total_seconds() // 60))
        )
    return found


stretches = st.lists(st.tuples(st.integers(0, LENGTH), st.integers(0, LENGTH)), max_size=12)


@given(added=stretches, start=st.integers(0, LENGTH), end=st.integers(0, LENGTH))
def test_gaps_are_what_has_not_been_added(added, start, end):
    coverage, known = Coverage(), set()
    for first, last in added:
        coverage.add(at(first), at(last))
        known |= set(range(first, last))
    gaps = coverage.gaps(at(start), at(end))
    assert minutes(gaps) == set(range(start, end)) - known
    assert minutes(coverage.stretches) == known


@given(added=stretches)
def test_stretches_are_apart_in_order_and_none_is_empty(added):
    coverage = Coverage(Stretch(at(first), at(last)) for first, last in added if first < last)
    for before, after in zip(coverage.stretches, coverage.stretches[1:], strict=False):
        assert before.end < after.start
    assert all(stretch.start < stretch.end for stretch in coverage.stretches)


@given(added=stretches, again=st.randoms())
def test_order_and_repetition_do_not_matter(added, again):
    one, other = Coverage(), Coverage()
    for first, last in added:
        one.add(at(first), at(last))
    repeated = [*added, *added]
    again.shuffle(repeated)
    for first, last in repeated:
        other.add(at(first), at(last))
    assert one.stretches == other.stretches


@given(added=stretches, start=st.integers(0, LENGTH), end=st.integers(0, LENGTH))
def test_after_all_gaps_are_read_there_is_none(added, start, end):
    coverage = Coverage(Stretch(at(first), at(last)) for first, last in added if first < last)
    for gap in coverage.gaps(at(start), at(end)):
        coverage.add(*gap)
    assert coverage.gaps(at(start), at(end)) == []


@given(added=stretches, start=st.integers(0, LENGTH), end=st.integers(0, LENGTH))
def test_what_is_forgotten_is_a_gap_and_nothing_else_is(added, start, end):
    coverage = Coverage(Stretch(at(first), at(last)) for first, last in added)
    before = minutes(coverage.stretches)
    coverage.forget(at(start), at(end))
    assert minutes(coverage.stretches) == before - set(range(start, end))


def test_a_stretch_that_ends_before_it_begins_is_none():
    coverage = Coverage([Stretch(at(8), at(7)), Stretch(at(3), at(3))])
    assert coverage.stretches == []
    assert coverage.gaps(at(0), at(10)) == [Stretch(at(0), at(10))]


def test_what_is_given_out_cannot_change_what_is_known():
    coverage = Coverage([Stretch(at(0), at(5))])
    coverage.stretches.clear()
    assert coverage.stretches == [Stretch(at(0), at(5))]
