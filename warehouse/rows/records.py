"""Typed rows: the base of all sources' records, and the Parquet schema that follows from annotations."""

import types
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, ValidationError

from warehouse.intake.rejections import Rejected, problems, refused
from warehouse.pseudonyms import InstallKey
from warehouse.refusals import Refusal

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
    """What the rows of one file share. `has_zone` turns false at a time without a zone."""

    business_id: str
    source_file: str
    file_sha256: str
    landed_at: datetime
    zone: str
    currency: str
    key: InstallKey
    has_zone: bool = field(default=True, init=False)

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

    `identity` names the fields that tell things apart, so that a file that contradicts itself is noticed.
    """

    model_config = ConfigDict(extra="allow", hide_input_in_errors=True, protected_namespaces=())
    identity: ClassVar[tuple[str, ...]] = ()

    @classmethod
    def parse(cls, row: Any, context: FileContext) -> "Record":
        """The record that a row of the source is; raises Rejected with all problems of its fields."""
        context.has_zone = True
        if not isinstance(row, dict):
            raise Rejected(refused("row", Refusal("an object with named fields", row)))
        try:
            record = cls.model_validate(cls.flat(row), context=context)
        except ValidationError as error:
            raise Rejected(*problems(error)) from None
        record.check()
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
