"""Typed rows: the base of all sources' records, and the Parquet schema that follows from annotations."""

import types
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from warehouse.intake.rejections import Problem, Rejected, problems, refused
from warehouse.pseudonyms import InstallKey
from warehouse.refusals import Refusal
from warehouse.rows.reading import LONGEST_TEXT

MOMENT = pa.timestamp("us")
ARROW = {str: pa.string(), int: pa.int64(), bool: pa.bool_(), float: pa.float64(), datetime: MOMENT}
FIRST = (("business_id", pa.string()),)
LAST = (
    ("source_file", pa.string()),
    ("source_line", pa.int64()),
    ("file_sha256", pa.string()),
    ("observed_at", MOMENT),
    ("landed_at", MOMENT),
    ("extra", pa.string()),
)


@dataclass
class FileContext:
    """What the rows of one file share, and what was strange about the newest of them: a time without a zone,
    optional fields that could not be read."""

    business_id: str
    source_file: str
    file_sha256: str
    landed_at: datetime
    zone: str
    currency: str
    key: InstallKey
    has_zone: bool = field(default=True, init=False)
    left_out: tuple[Problem, ...] = field(default=(), init=False)

    def begin_row(self) -> None:
        """Forgets what was strange about the row before."""
        self.has_zone = True
        self.left_out = ()

    def common(self) -> dict[str, Any]:
        """The columns that are the same in every row of the file."""
        return {
            "business_id": self.business_id,
            "source_file": self.source_file,
            "file_sha256": self.file_sha256,
            "landed_at": self.landed_at,
        }


class Record(BaseModel):
    """A typed row. Its fields are columns of raw; what a source gives beyond them is kept as text in `extra`.

    `identity` names the fields that tell things apart, so that a file that contradicts itself is noticed;
    `optional` the fields, as the source calls them, without which a row still lands when they cannot be read.
    """

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True, protected_namespaces=())
    identity: ClassVar[tuple[str, ...]] = ()
    optional: ClassVar[frozenset[str]] = frozenset()

    @classmethod
    def parse(cls, row: Any, context: FileContext) -> "Record":
        """The record that a row of the source is; raises Rejected with all problems of its fields."""
        context.begin_row()
        if not isinstance(row, dict):
            raise Rejected(refused("row", Refusal("an object with named fields", row)))
        given = cls.flat(row)
        try:
            record = cls.model_validate(given, context=context)
        except ValidationError as error:
            record = cls._without(problems(error), given, context)
        record.check()
        return record

    @classmethod
    def _without(cls, found: list[Problem], given: dict[str, Any], context: FileContext) -> "Record":
        """The record without the optional fields at fault, which stay in extra; raises Rejected where a
        field is at fault that is needed, or one is too long to keep."""
        names = [problem.field for problem in found if problem.field in cls.optional]
        unread = {name: given[name] for name in names if len(str(given[name])) <= LONGEST_TEXT}
        if len(unread) < len(found):
            raise Rejected(*found)
        context.left_out = tuple(found)
        readable = {name: value for name, value in given.items() if name not in unread}
        record = cls.model_validate(readable, context=context)
        record.__pydantic_extra__ = {**(record.model_extra or {}), **unread}
        return record

    @classmethod
    def flat(cls, row: dict[str, Any]) -> dict[str, Any]:
        """The row with nested parts brought to the level of the fields; sources that nest override it."""
        return row

    def check(self) -> None:
        """Raises Rejected where fields contradict each other."""

    def observed(self, landed_at: datetime) -> datetime:
        """When the source saw what the record says: at the landing, where it does not say."""
        return landed_at

    def oddities(self, _landed_at: datetime) -> Iterable[tuple[str, str]]:
        """Field and remark for what is strange but lands all the same."""
        return ()


@cache
def arrow_schema(record: type[BaseModel]) -> pa.Schema:
    """The Parquet schema of a record: business_id, its fields in order, the columns common to all streams."""
    own = tuple((name, arrow_type(info.annotation)) for name, info in record.model_fields.items())
    return pa.schema([*FIRST, *own, *LAST])


def arrow_type(annotation: Any) -> pa.DataType:
    """The Arrow type of an annotation such as `int | None` or `tuple[str, ...]`; raises TypeError."""
    choices = [one for one in get_args(annotation) if one is not types.NoneType]
    if get_origin(annotation) in (Union, types.UnionType) and len(choices) == 1:
        return arrow_type(choices[0])
    if get_origin(annotation) in (tuple, list):
        return pa.list_(arrow_type(choices[0]))
    if annotation not in ARROW:
        raise TypeError(f"expected text, int, float, bool, datetime or a list of them, got {annotation}")
    return ARROW[annotation]
