"""Files that are there whole or not at all."""

import json

import pytest

from warehouse.files import atomic, write_json, write_text


def test_a_file_appears_whole_under_its_name(tmp_path):
    write_text(tmp_path / "deep" / "a.txt", "ä\n")
    assert (tmp_path / "deep" / "a.txt").read_bytes() == "ä\n".encode()


def test_a_failure_in_the_middle_leaves_the_old_file_and_no_debris(tmp_path):
    path = tmp_path / "a.txt"
    write_text(path, "old")
    with pytest.raises(OSError, match="disk full"), atomic(path) as temporary:
        temporary.write_text("half")
        raise OSError("disk full")
    assert path.read_text() == "old"
    assert [found.name for found in tmp_path.iterdir()] == ["a.txt"]


def test_while_it_is_written_no_glob_for_the_name_finds_it(tmp_path):
    with atomic(tmp_path / "a.parquet") as temporary:
        temporary.write_text("half")
        assert list(tmp_path.glob("*.parquet")) == []
    assert list(tmp_path.glob("*.parquet")) == [tmp_path / "a.parquet"]


def test_json_is_read_back_as_it_was(tmp_path):
    write_json(tmp_path / "a.json", {"a": [1, None, "ü"]})
    assert json.loads((tmp_path / "a.json").read_text(encoding="utf-8")) == {"a": [1, None, "ü"]}
