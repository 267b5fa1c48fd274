"""Reading files that others wrote: lines of bounded length, one encoding, what a reader hands on."""

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

LONGEST_ROW = 1 << 20
LONGEST_TEXT = 100_000
TOO_LONG = f"expected a row of at most {LONGEST_ROW:,} characters"
BLOCK = 1 << 20
FOREIGN = {
    codecs.BOM_UTF16_LE: "UTF-16",
    codecs.BOM_UTF16_BE: "UTF-16",
    b"PK\x03\x04": "a ZIP or Excel file",
    b"\x1f\x8b": "a gzip file",
}


class Unreadable(ValueError):
    """A whole file that cannot be read. The reason holds no value of the file; `detail`, for people, may."""

    def __init__(self, reason: str, detail: str = "") -> None:
        self.reason = reason
        self.detail = detail or reason
        super().__init__(reason)


class Item(NamedTuple):
    """One row as a reader found it. With a `problem` it is no row, and `row` is what there is of it."""

    line: int
    row: Any
    extra: dict[str, Any] | None = None
    problem: str = ""


def too_long(line: int) -> Item:
    """The item for a row that is longer than anybody means it; the reader has passed over it."""
    return Item(line, None, problem=TOO_LONG)


def lines(path: Path, encoding: str = "utf-8-sig") -> Iterator[tuple[int, str | None]]:
    """Number and text of every line, with its end; None for one too long, which never is whole in memory.

    Raises Unreadable, naming line and byte, where the bytes are not in the encoding, and naming the line
    after which a compressed file cannot be read.
    """
    number = 0
    with io.TextIOWrapper(opened(path), encoding, newline="") as file:
        try:
            while text := file.readline(LONGEST_ROW + 1):
                number += 1
                is_long = len(text) > LONGEST_ROW
                while is_long and text and not text.endswith(("\n", "\r")):
                    text = file.readline(LONGEST_ROW)
                yield number, None if is_long else text
        except UnicodeError:
            raise undecodable(path, encoding) from None
        except EOFError:
            raise Unreadable(f"line {number + 1}: the gzip file ends too early") from None
        except (gzip.BadGzipFile, zlib.error):
            raise Unreadable(f"line {number + 1}: not a gzip file that can be read") from None


def opened(path: Path) -> io.BufferedReader | gzip.GzipFile:
    """The bytes of a file, to be read from its start; those of a compressed one as they were before."""
    return gzip.open(path) if path.suffix.casefold() == ".gz" else path.open("rb")


def whole_text(path: Path) -> str:
    """The text of a file in UTF-8, with or without its mark; raises Unreadable naming line and byte."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeError:
        raise undecodable(path, "utf-8-sig") from None


def undecodable(path: Path, encoding: str) -> Unreadable:
    """The error that names the first place where the bytes of the file are not in the encoding."""
    name = encoding.removesuffix("-sig").upper()
    decoder = codecs.getincrementaldecoder(encoding)()
    line, before = 1, 0
    with opened(path) as file:
        for mark, kind in FOREIGN.items():
            if file.peek(len(mark)).startswith(mark):
                return Unreadable(f"expected text in {name}, got {kind}")
        while block := file.readline(BLOCK):
            pending = len(decoder.getstate()[0])
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                byte = before + max(error.start - pending, 0) + 1
                return Unreadable(f"line {line}, byte {byte}: not {name}; save the file as {name}")
            line, before = (line + 1, 0) if block.endswith(b"\n") else (line, before + len(block))
    return Unreadable(f"line {line}: the file ends in the middle of a character of {name}")
