"""How inbox files are written: nothing of the moment of writing is in them, equal content is equal bytes."""

import csv
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

Record = Mapping[str, Any]


def write_text(path: Path, text: str) -> None:
    """Writes the text as UTF-8 with \\n line ends, making the folder if it is missing."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write(text)


def write_pretty(path: Path, value: object) -> None:
    """Writes JSON as people keep it: indented, non-ASCII letters as they are."""
    write_text(path, json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def write_list(path: Path, records: Iterable[Record]) -> None:
    """Streams a JSON list, one record a line; holds one record in memory."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        file.write("[")
        for number, record in enumerate(records):
            file.write((",\n" if number else "\n") + json.dumps(record, ensure_ascii=False))
        file.write("\n]\n")


def write_lines(path: Path, records: Iterable[Record]) -> None:
    """Writes newline-delimited JSON."""
    write_text(path, "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records))


def write_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]], delimiter: str) -> None:
    """Writes a CSV file with a header line; a field is quoted where it must be."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=delimiter, lineterminator="\n").writerows([header, *rows])


def write_quoted_table(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Writes a CSV file with commas and every field in quotes, as exports of web sites are."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows([header, *rows])
