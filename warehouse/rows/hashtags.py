"""Hashtags: given as a list or as text, else found in a post's text. Small letters, no "#", each once."""

import html
import re
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, ValidationInfo

from warehouse.intake.rejections import is_blank
from warehouse.refusals import Refusal
from warehouse.rows.fields import written

# Not the anchor of a link and not a mere number.
HASHTAG = re.compile(r"(?<![\w/#])[#＃](\w*[^\W\d]\w*)")
NOT_GIVEN: tuple[str, ...] = ()


def hashtags_in(text: str) -> tuple[str, ...]:
    """The hashtags of a text in their order; HTML entities are read as the signs that they stand for."""
    unescaped = html.unescape(text) if "&" in text else text
    return tuple(dict.fromkeys(tag.lower() for tag in HASHTAG.findall(unescaped)))


def _hashtags(value: Any, info: ValidationInfo) -> tuple[str, ...]:
    if value is None or value == NOT_GIVEN:
        return hashtags_in(info.data.get("text") or "")
    tags = re.split(r"[\s,;]+", value) if isinstance(value, str) else value
    if not isinstance(tags, list):
        raise Refusal("a list of hashtags", value)
    plain = (written(tag).strip().lstrip("#＃").lower() for tag in tags if not is_blank(tag))
    return tuple(dict.fromkeys(tag for tag in plain if tag))


# Declared after `text`.
Hashtags = Annotated[tuple[str, ...], BeforeValidator(_hashtags), Field(validate_default=True)]
