"""People are pseudonyms: no address survives, one person has one key, applying it twice changes nothing."""

import hashlib
import hmac
import re
import stat
import time
import unicodedata
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from warehouse.home import Home
from warehouse.pseudonyms import IdentifierKind, InstallKey, MissingKey

KEY = InstallKey(b"k" * 32)
KINDS = get_args(IdentifierKind)
PLAIN_ADDRESS = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}")

names = st.from_regex(r"[a-z][a-z0-9._+-]{0,12}[a-z0-9]", fullmatch=True)
addresses = st.builds(
    "{}@{}.{}".format,
    names,
    st.from_regex(r"[a-z0-9]{2,8}", fullmatch=True),
    st.sampled_from(["com", "co.uk"]),
)
pieces = st.one_of(
    addresses, st.text(max_size=12), st.sampled_from(["@", "@@", " ", "%40", "~", ".", "10:00:00Z_", '"'])
)
texts = st.lists(pieces, max_size=8).map("".join)


@given(texts)
def test_a_pseudonymous_text_stays_as_it_is(text):
    once = KEY.pseudonymous(text)
    assert KEY.pseudonymous(once) == once
    identifier = KEY.pseudonymous_id(text)
    assert KEY.pseudonymous_id(identifier) == identifier


@given(texts)
def test_no_address_survives_in_any_text(text):
    assert not PLAIN_ADDRESS.search(KEY.pseudonymous(text))
    assert "@" not in re.sub(r"@(?!\w)", "", KEY.pseudonymous_id(text))


@given(
    addresses,
    st.sampled_from(["{}", "write to {}.", "<{}>", "({})", "email_2026-02-08T10:00:00Z_{}", "a\n{}\nb"]),
)
def test_an_address_has_the_same_pseudonym_wherever_it_stands(address, frame):
    pseudonym = "~" + KEY.subject_key(address)[:16]
    assert KEY.pseudonymous(frame.format(address)) == frame.format(pseudonym)


def test_the_subject_key_is_an_hmac_of_the_normalised_value():
    expected = hmac.new(b"k" * 32, b"jo@example.com", hashlib.sha256).hexdigest()[:32]
    assert KEY.subject_key("  Jo@Example.COM ") == expected
    assert KEY.subject_key("@Jo") == KEY.subject_key("jo")
    assert KEY.subject_key("jo") != InstallKey(b"l" * 32).subject_key("jo")


def test_an_id_is_keyed_with_its_kind():
    expected = hmac.new(b"k" * 32, b"USER:jo-7", hashlib.sha256).hexdigest()[:32]
    assert KEY.identifier_key("user", " Jo-7 ") == expected
    assert KEY.identifier_key("user", "@Jo-7") == expected
    assert KEY.identifier_key("user", "jo-7") != InstallKey(b"l" * 32).identifier_key("user", "jo-7")


@given(addresses, st.sampled_from(KINDS))
def test_an_id_that_is_an_address_has_the_key_of_the_address(address, kind):
    assert KEY.identifier_key(kind, f" {address.upper()}") == KEY.subject_key(address)


tricky = st.from_regex(r"(user|USER|customer)?:?[0-9]{1,2}", fullmatch=True)
plain_ids = st.one_of(st.text(max_size=12), tricky).filter(
    lambda text: "@" not in unicodedata.normalize("NFKC", text)
)


@given(plain_ids, st.one_of(st.text(max_size=12), tricky))
def test_the_key_of_an_id_is_that_of_no_other_kind_and_of_no_handle(text, handle):
    keys = {KEY.identifier_key(kind, text) for kind in KINDS}
    assert len(keys) == len(KINDS)
    assert not keys & {KEY.subject_key(one) for one in (text, handle, *(f"{kind}:{text}" for kind in KINDS))}


def test_an_at_sign_alone_makes_no_address():
    for text in ("42@shop", "jo@", "a b@example.com", "@42"):
        assert KEY.identifier_key("user", text) != KEY.identifier_key("customer", text)


@pytest.mark.parametrize(
    "text",
    [
        "jo%40example.com",
        '"jo smith"@example.com',
        "jörg@münchen.de",
        "jo\uff20example.com",
        "bounce+jo=example.com@list.org",
        "jo@[10.0.0.1]",
    ],
)
def test_unusual_spellings_of_addresses_are_replaced_as_a_whole(text):
    assert re.fullmatch("~[0-9a-f]{16}", KEY.pseudonymous(text))


@pytest.mark.parametrize(
    "text", ["", "no address", "thanks @captainsafia & co", "3 @ 4 o'clock", "2026-02-08T10:00:00Z", "a@b"]
)
def test_texts_without_an_address_stay_as_they_are(text):
    assert KEY.pseudonymous(text) == text


def test_an_id_loses_handles_too_and_the_original_finds_the_stored_one():
    original = "twitter_2026-02-08T10:00:00Z_@JoGolf"
    stored = KEY.pseudonymous_id(original)
    assert stored == "twitter_2026-02-08T10:00:00Z_~" + KEY.subject_key("jogolf")[:16]
    assert KEY.pseudonymous_id(stored) == stored
    assert KEY.pseudonymous_id("dm from @JoGolf.") == f"dm from ~{KEY.subject_key('jogolf')[:16]}."


def test_a_very_long_line_takes_no_long_time():
    started = time.monotonic()
    for piece in ("a", "%", "@", '"', "a@", "b.", "a@b.c", "@b.c", "%40", "00:00Z_", "a%4", "[1]@[1"):
        KEY.pseudonymous_id("a@" + piece * 10_000)
        KEY.identifier_key("user", "a@" + piece * 10_000)
    assert time.monotonic() - started < 5


def test_a_key_is_made_once_for_its_owner_only(tmp_path):
    home = Home(tmp_path)
    made = InstallKey.create(home)
    assert stat.S_IMODE(home.key_file.stat().st_mode) == 0o600
    assert InstallKey.create(home) == made == InstallKey.load(home)
    assert made != InstallKey.create(Home(tmp_path / "other"))


def test_a_key_is_never_shown(tmp_path):
    made = InstallKey.create(Home(tmp_path))
    assert made.secret.hex() not in repr(made)
    assert repr(made.secret) not in repr(made)


def test_a_missing_key_names_the_command_that_makes_it(tmp_path):
    with pytest.raises(MissingKey, match="almanac init"):
        InstallKey.load(Home(tmp_path))


@pytest.mark.parametrize("content", ["", "abc", "zz" * 32, "é"])
def test_a_damaged_key_is_neither_used_nor_replaced(tmp_path, content):
    home = Home(tmp_path)
    home.key_file.write_text(content, encoding="utf-8")
    with pytest.raises(MissingKey, match="64 hexadecimal digits"):
        InstallKey.create(home)
    assert home.key_file.read_text(encoding="utf-8") == content
