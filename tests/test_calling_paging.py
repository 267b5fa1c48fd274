"""Walks over pages end, whatever the platform answers."""

import pytest

from assets.calling.failures import BrokenPaging
from assets.calling.paging import Pages


def walk(pages: Pages, answers) -> int:
    for number, (cursor, found) in enumerate(answers, start=1):
        if not pages.more(cursor, found):
            return number
    return 0


@pytest.mark.parametrize("end", [None, ""])
def test_a_walk_ends_with_a_page_that_names_no_next_one(end):
    pages = Pages("posts")
    assert walk(pages, [("a", 100), ("b", 3), ("c", 0), (end, 100)]) == 4
    assert pages.number == 4


def test_offsets_are_cursors_too_and_zero_is_one():
    assert walk(Pages("posts"), [(0, 10), (10, 10), (None, 1)]) == 3


@pytest.mark.parametrize("again", ["a", "b"])
def test_a_cursor_that_came_before_breaks_the_walk_and_is_not_shown(again):
    with pytest.raises(BrokenPaging, match="posts: page 3 gives a cursor that came before") as broken:
        walk(Pages("posts"), [("a", 1), ("b", 1), (again, 1)])
    assert broken.value.ends == "stream"


def test_a_few_empty_pages_are_passed_but_not_many():
    assert walk(Pages("posts"), [(str(number), 0) for number in range(4)] + [("x", 1), (None, 0)]) == 6
    with pytest.raises(BrokenPaging, match="5 empty pages in a row"):
        walk(Pages("posts"), [(str(number), 0) for number in range(9)])


def test_there_is_a_last_page_even_if_every_cursor_is_new():
    with pytest.raises(BrokenPaging, match="more than 20 pages"):
        walk(Pages("posts", most=20), ((str(number), 1) for number in range(99)))
