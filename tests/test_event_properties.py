"""Free properties as text: one text for one meaning, nothing of it lost, nobody in it."""

import json
import random

from hypothesis import given
from hypothesis import strategies as st

from warehouse.pseudonyms import InstallKey
from warehouse.rows.extras import canonical_text
from warehouse.rows.json_walk import DECODER

KEY = InstallKey(b"k" * 32)
NAMES = st.text("abcxyz_ÄЖ1", min_size=1, max_size=6).filter(lambda name: "@" not in name)
PLAIN = (
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    PLAIN | st.text('ab ü"\\\n\t0.5', max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


def read(properties) -> dict:
    """The properties as a reader of files hands them on, with every digit of their numbers."""
    return DECODER.decode(json.dumps(properties))


def same(left, right) -> bool:
    """Equal as JSON, where numbers too large for a number may have become their digits."""
    if isinstance(left, dict):
        return left.keys() == right.keys() and all(same(left[name], right[name]) for name in left)
    if isinstance(left, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, bool | str) or left is None:
        return left is right or (isinstance(left, str) and left == right)
    return not isinstance(right, bool) and float(left) == float(right)


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_everything_is_there_again_when_the_text_is_read(properties):
    assert same(properties, json.loads(canonical_text(read(properties), KEY)))


@given(st.dictionaries(NAMES, VALUES, max_size=6), st.randoms(use_true_random=False))
def test_order_and_spelling_do_not_change_the_text(properties, rng: random.Random):
    names = list(properties)
    rng.shuffle(names)
    shuffled = {name: properties[name] for name in names}
    text = canonical_text(read(properties), KEY)
    assert canonical_text(read(shuffled), KEY) == text
    assert canonical_text(read(json.loads(text)), KEY) == text
    assert canonical_text({"a": DECODER.decode("1.50"), "b": DECODER.decode("2.0")}, KEY) == '{"a":1.5,"b":2}'


@given(
    st.dictionaries(NAMES, VALUES, max_size=3), st.sampled_from(["note", "email", "Name", "a"]), st.booleans()
)
def test_an_address_never_gets_through_however_deep_it_lies(properties, name, is_deep):
    person = {"x": ["Jo@Mail.Example"]} if is_deep else "to jo@mail.example"
    assert "mail.example" not in canonical_text(read({**properties, name: person}), KEY).casefold()
