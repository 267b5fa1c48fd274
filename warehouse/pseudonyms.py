"""Pseudonyms of people: install key, subject keys, and texts and ids without e-mail addresses or handles."""

import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from warehouse.files import atomic
from warehouse.home import Home
from warehouse.locks import exclusive

IdentifierKind = Literal["user", "customer", "anonymous"]
KEY_BYTES = 32
KNOWN_SUBJECTS = 50_000
_CHARACTER = r"[\w.!#$&'*+/=?^`{|}~-]"
_LOCAL = rf"(?:{_CHARACTER}|%(?!40))++"
# Only where a run of such characters begins: so the search stays linear on very long lines.
_BEGIN = rf"(?<!{_CHARACTER})(?:(?<!%)|(?=40))"
_AT = r"(?:[@\uFF20\uFE6B]|%40)"
_DOMAIN = r"(?:(?:\w[\w-]*\.)+\w[\w-]*|\[[\w.:]+\])"
# An id such as email_2026-02-08T10:00:00Z_jo@example.com: the end of its time is no part of the address.
_STAMP = r"(?:(?<=\d\d:)(?P<stamp>\d\d(?:\.\d+)?Z?_))?"
_ADDRESS = re.compile(
    rf'(?:{_BEGIN}{_STAMP}(?P<plain>{_LOCAL})|(?P<quoted>"[^"\n]{{1,64}}"))(?P<at>(?:{_AT}{_DOMAIN})+)'
)
_HANDLE = re.compile(r"[@\uFF20\uFE6B](?P<handle>\w(?:[\w.-]*\w)?)")


class MissingKey(RuntimeError):
    """The home has no usable install key; without it nobody's pseudonym can be made."""


@lru_cache(maxsize=KNOWN_SUBJECTS)
def _subject_key(secret: bytes, value: str) -> str:
    return _digest(secret, _spelling(value))


@lru_cache(maxsize=KNOWN_SUBJECTS)
def _identifier_key(secret: bytes, kind: IdentifierKind, value: str) -> str:
    spelling = _spelling(value)
    is_address = "@" in spelling and _ADDRESS.fullmatch(spelling)
    # No spelling has capitals: so no address and no handle has the key of such a text.
    return _digest(secret, spelling if is_address else f"{kind.upper()}:{spelling}")


def _spelling(value: str) -> str:
    return unicodedata.normalize("NFKC", value).strip().casefold().removeprefix("@")


def _digest(secret: bytes, text: str) -> str:
    return hmac.digest(secret, text.encode("utf-8", "surrogatepass"), "sha256").hex()[:32]


@dataclass(frozen=True)
class InstallKey:
    """The secret of one installation, from which every pseudonym is derived."""

    secret: bytes = field(repr=False)

    @classmethod
    def load(cls, home: Home) -> "InstallKey":
        """The key of the home; raises MissingKey where there is none or the file is damaged."""
        try:
            secret = bytes.fromhex(home.key_file.read_text(encoding="ascii").strip())
        except FileNotFoundError:
            raise MissingKey(f"{home.key_file}: no install key; `almanac init` makes it") from None
        except ValueError:
            secret = b""
        if len(secret) != KEY_BYTES:
            raise MissingKey(
                f"{home.key_file}: expected {2 * KEY_BYTES} hexadecimal digits; restore it from a backup"
            )
        return cls(secret)

    @classmethod
    def create(cls, home: Home) -> "InstallKey":
        """The key of the home, made (mode 0600) where there is none; one that is there is never replaced."""
        with exclusive(home.warehouse / "key.lock"):
            if not home.key_file.exists():
                with atomic(home.key_file) as temporary:
                    temporary.touch(mode=0o600)
                    temporary.write_text(secrets.token_hex(KEY_BYTES) + "\n", encoding="ascii")
        return cls.load(home)

    def subject_key(self, value: str) -> str:
        """The pseudonym of an address or handle: 32 hexadecimal digits, whatever its spelling."""
        return _subject_key(self.secret, value)

    def identifier_key(self, kind: IdentifierKind, value: str) -> str:
        """The pseudonym of an id among those of its kind; an e-mail address keeps the key it has anywhere."""
        return _identifier_key(self.secret, kind, value)

    def pseudonymous(self, text: str) -> str:
        """The text with every e-mail address replaced by "~" and 16 digits of its subject key; idempotent."""
        replaced = 1
        while replaced:
            text, replaced = _ADDRESS.subn(self._address, text)
        return text

    def pseudonymous_id(self, identifier: str) -> str:
        """The identifier without e-mail addresses and @handles: what landing stores and look-ups search."""
        return _HANDLE.sub(lambda match: self._short(match["handle"]), self.pseudonymous(identifier))

    def _address(self, match: re.Match[str]) -> str:
        local = match["plain"] or match["quoted"]
        return (match["stamp"] or "") + self._short((local + match["at"]).replace("%40", "@"))

    def _short(self, value: str) -> str:
        return "~" + self.subject_key(value)[:16]
