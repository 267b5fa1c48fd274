"""Types of fields: ids, texts, moments and persons as people and platforms write them.

Each refuses with what it expected. They read the file's context: its time zone and the install key.
"""

import re
from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any, cast

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo

from warehouse.intake.rejections import is_blank
from warehouse.pseudonyms import IdentifierKind
from warehouse.refusals import Refusal
from warehouse.rows.reading import LONGEST_TEXT
from warehouse.rows.records import FileContext
from warehouse.times import parse_moment

ROUNDED = re.compile(r"\d[.,]\d+[eE]\+\d+")
HALF_CHARACTER = re.compile("[\ud800-\udfff]")


def context(info: ValidationInfo) -> FileContext:
    """The context that the file's records are validated in."""
    return cast(FileContext, info.context)


def written(value: Any) -> str:
    """A text, or a number exactly as written; raises Refusal for anything else and for what is too long."""
    # The last test finds NaN, which is unequal to itself.
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal) or value != value:
        raise Refusal("text", value)
    text = str(value)
    if len(text) > LONGEST_TEXT:
        raise Refusal(f"at most {LONGEST_TEXT:,} characters", text)
    return text if text.isascii() else HALF_CHARACTER.sub("\ufffd", text)


def one_of(choices: tuple[str, ...]) -> AfterValidator:
    """Accepts the choices in capitals or small letters; gives small letters."""

    def accept(value: str) -> str:
        if value.lower() not in choices:
            raise Refusal(f"one of {', '.join(choices)}", value)
        return value.lower()

    return AfterValidator(accept)


def may_hold_address(text: str) -> bool:
    """False for most texts: one look shows that no e-mail address is in them."""
    return "@" in text or "%40" in text or not text.isascii()


def is_plain(value: Any) -> bool:
    """Whether the value is what most are: a text that is taken as it is, but for the spaces around it."""
    return type(value) is str and len(value) <= LONGEST_TEXT and not may_hold_address(value)


def _needed(value: Any) -> Any:
    if is_blank(value):
        raise Refusal("text", value)
    return value


def _whole_id(text: str) -> str:
    if "+" in text and ROUNDED.fullmatch(text):
        raise Refusal("an id with all its digits; a spreadsheet has rounded this one", text)
    return text


def _identifier(value: Any, info: ValidationInfo) -> str:
    if is_plain(value) and "+" not in value and (text := value.strip()):
        return text
    text = _whole_id(written(_needed(value)).strip())
    return context(info).key.pseudonymous_id(text) if may_hold_address(text) else text


def _optional_identifier(value: Any, info: ValidationInfo) -> str | None:
    return None if is_blank(value) else _identifier(value, info)


def _text(value: Any, info: ValidationInfo) -> str | None:
    if is_blank(value):
        return None
    text = written(value)
    return context(info).key.pseudonymous(text) if may_hold_address(text) else text


def _label(value: Any, info: ValidationInfo) -> str | None:
    if is_plain(value):
        return value.strip() or None
    text = _text(value, info)
    return text and text.strip()


def _needed_label(value: Any, info: ValidationInfo) -> str | None:
    return _label(value, info) or _needed(value)


def _moment(value: Any, info: ValidationInfo) -> datetime | None:
    if is_blank(value):
        return None
    file = context(info)
    moment = parse_moment(value, file.zone)
    file.has_zone &= moment.has_zone
    return moment.at


def _needed_moment(value: Any) -> Any:
    if is_blank(value):
        raise Refusal("a date and time (ISO 8601)", value)
    return value


def _has_zone(_value: Any, info: ValidationInfo) -> bool:
    return context(info).has_zone


def _instant(value: Any) -> datetime:
    moment = parse_moment(_needed_moment(value), "UTC")
    if not moment.has_zone:
        raise Refusal("a date and time with its zone (such as 2026-02-08T10:00:00Z)", value)
    return moment.at


def _day(value: Any) -> str:
    try:
        return date.fromisoformat(written(_needed(value)).strip()).isoformat()
    except ValueError:
        raise Refusal("a date such as 2026-02-08", value) from None


def _person_key(value: Any, info: ValidationInfo) -> str | None:
    if is_blank(value):
        return None
    return context(info).key.subject_key(_whole_id(written(value).strip()))


def _key_of(kind: IdentifierKind) -> BeforeValidator:
    """Turns an id of the kind into its key."""

    def keyed(value: Any, info: ValidationInfo) -> str | None:
        if is_blank(value):
            return None
        return context(info).key.identifier_key(kind, _whole_id(written(value).strip()))

    return BeforeValidator(keyed)


def _email_key(value: Any, info: ValidationInfo) -> str | None:
    if not is_blank(value) and "@" not in written(value):
        raise Refusal("an e-mail address", value)
    return _person_key(value, info)


def _subject(value: Any, info: ValidationInfo) -> str | None:
    if value is not None and not isinstance(value, dict | str):
        raise Refusal("an object with email or handle", value)
    # A contact in plain text is an address or a handle if it has an "@"; a mere name is dropped.
    contact = {"email": value if "@" in value else None} if isinstance(value, str) else value or {}
    for way in ("email", "handle"):
        if not is_blank(contact.get(way)):
            return context(info).key.subject_key(written(contact[way]))
    return None


Identifier = Annotated[str, BeforeValidator(_identifier)]
OptionalIdentifier = Annotated[str | None, BeforeValidator(_optional_identifier)]
Label = Annotated[str, BeforeValidator(_needed_label)]
OptionalLabel = Annotated[str | None, BeforeValidator(_label)]
Text = Annotated[str | None, BeforeValidator(_text)]
Moment = Annotated[datetime, BeforeValidator(_moment), BeforeValidator(_needed_moment)]
OptionalMoment = Annotated[datetime | None, BeforeValidator(_moment)]
# A moment that names its zone.
Instant = Annotated[datetime, BeforeValidator(_instant)]
Day = Annotated[str, BeforeValidator(_day)]
# Declared after the moments of a record, because it says whether one of them had no zone.
HasZone = Annotated[bool, BeforeValidator(_has_zone), Field(validate_default=True)]
# Who somebody is: an address or a handle, or an id of its kind, each as its key.
PersonKey = Annotated[str | None, BeforeValidator(_person_key)]
UserKey = Annotated[str | None, _key_of("user")]
CustomerKey = Annotated[str | None, _key_of("customer")]
AnonymousKey = Annotated[str | None, _key_of("anonymous")]
EmailKey = Annotated[str | None, BeforeValidator(_email_key)]
Subject = Annotated[str | None, BeforeValidator(_subject)]
