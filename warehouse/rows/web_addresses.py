"""Addresses of pages and referrers, in which people travel along: their e-mail addresses, names and ids."""

import re
from typing import Annotated, Any
from urllib.parse import quote, unquote

from pydantic import BeforeValidator, ValidationInfo

from warehouse.intake.rejections import is_blank
from warehouse.pseudonyms import InstallKey
from warehouse.rows.extras import is_personal
from warehouse.rows.fields import context, is_plain, may_hold_address, written

PARAMETER = re.compile(r"(?P<begin>[?&;#](?P<name>[^=&;#?]*)=)(?P<value>[^&;#]+)")
PART = re.compile(r"[^/?&;#=]+")
MOST_ENCODINGS = 10


def without_persons(address: str, key: InstallKey) -> str:
    """The address with pseudonyms for e-mail addresses, however often they are encoded, and for the values of
    parameters that say who somebody is."""

    def parameter(match: re.Match[str]) -> str:
        if not is_personal(unquote(match["name"])):
            return match[0]
        return f"{match['begin']}~{key.subject_key(_decoded(match['value']))[:16]}"

    def part(match: re.Match[str]) -> str:
        plain = _decoded(match[0])
        if not may_hold_address(plain):
            return match[0]
        safe = PART.sub(lambda inner: key.pseudonymous(inner[0]), plain)
        return match[0] if safe == plain else quote(safe, safe="~:")

    return PART.sub(part, PARAMETER.sub(parameter, address))


def _decoded(text: str) -> str:
    """What a part of an address says; one that lies in another address is encoded more than once."""
    for _ in range(MOST_ENCODINGS):
        if "%" not in text:
            break
        text = unquote(text)
    return text


def _web_address(value: Any, info: ValidationInfo) -> str | None:
    if is_plain(value) and "=" not in value and "%" not in value:
        return value.strip() or None
    return None if is_blank(value) else without_persons(written(value).strip(), context(info).key)


WebAddress = Annotated[str | None, BeforeValidator(_web_address)]
