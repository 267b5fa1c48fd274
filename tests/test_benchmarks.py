"""The benchmark's arithmetic, its page and its order of work, with commands that do nothing."""

import json
import sys
from datetime import datetime

import pytest

from benchmarks import cycle
from benchmarks.machine import describe
from benchmarks.measuring import CommandFailedError, Sample, Series, run
from benchmarks.results import Ratio, Row, report
from benchmarks.workload import Workload

AS_OF = datetime(2026, 11, 20, 9, 0)
FAKE = """
import os, pathlib, sys
home = pathlib.Path(os.environ["ALMANAC_HOME"])
home.mkdir(exist_ok=True)
waiting = sorted(path.name for path in (home / "inbox").rglob("*.json")) if (home / "inbox").is_dir() else []
with (home.parent / "calls.txt").open("a") as calls:
    print(home.name, *sys.argv[1:], len(waiting), file=calls)
"""


def series(*seconds):
    return Series(tuple(Sample(each, 100 + each) for each in seconds))


@pytest.fixture
def workload(tmp_path):
    script = tmp_path / "almanac.py"
    script.write_text(FAKE)
    almanac = (sys.executable, str(script))
    python = (sys.executable, "-c", "print('built in', 0.25)")
    return Workload(records=30, late_records=3, rounds=2, almanac=almanac, python=python, settling_seconds=0)


def test_the_median_of_an_even_number_of_rounds_lies_between_the_middle_two():
    assert series(4.0, 1.0, 2.0, 9.0).median == 3.0


def test_a_series_knows_its_extremes_and_its_largest_memory():
    rounds = series(4.0, 1.0, 9.0)
    assert (rounds.fastest, rounds.slowest, rounds.peak_mb) == (1.0, 9.0, 109.0)


def test_a_promise_is_kept_up_to_the_last_hundredth():
    assert Row("cycle", series(6.0), 6).is_met
    assert not Row("cycle", series(6.01), 6).is_met
    assert Row("bare SQL", series(99)).is_met


def test_the_page_shows_medians_spreads_promises_and_ratios():
    slow, fast = series(7.5, 5.0, 6.26), series(0.5)
    page = report(
        [Row("cycle", slow, 6), Row("SQL", fast), Row("load", series(3.2), 4)],
        [Ratio("cycle / SQL", slow, fast)],
        machine="A machine.",
        date="2026-11-20",
        rounds="Medians of 3 rounds.",
        note="A note.",
    )
    assert "on 2026-11-20. Medians of 3 rounds." in page
    assert "| cycle | 6.26 | 5.00-7.50 | 108 | 6 | **no** |" in page
    assert "| SQL | 0.50 | 0.50-0.50 | 100 | - | - |" in page
    assert "| load | 3.20 | 3.20-3.20 | 103 | 4 | yes |" in page
    assert "| cycle / SQL | 12.5 |" in page


def test_a_command_is_measured_with_its_memory_and_what_it_prints(tmp_path):
    code = (
        "import json, os; data = b'x' * 200_000_000; print(json.dumps([os.getcwd(), os.environ['GREETING']]))"
    )
    sample = run([sys.executable, "-c", code], tmp_path, {"GREETING": "hello"})
    assert json.loads(sample.output) == [str(tmp_path), "hello"]
    assert sample.peak_mb > 190
    assert 0 < sample.seconds < 30


def test_a_failing_command_is_an_error_that_shows_what_it_said(tmp_path):
    with pytest.raises(CommandFailedError, match=r"ended with 3:\nno such home"):
        run([sys.executable, "-c", "import sys; print('no such home'); sys.exit(3)"], tmp_path)


def test_each_first_cycle_has_a_new_home_and_each_steady_one_a_new_file(workload, tmp_path):
    rows, ratios = cycle.measure(workload, tmp_path, AS_OF)
    calls = (tmp_path / "calls.txt").read_text().splitlines()
    # 4 files a home: opportunities and three looks at the posts; 2 files a late arrival.
    assert calls == [
        "home-0 init 4",
        "home-0 run --json 4",
        "home-1 init 4",
        "home-1 run --json 4",
        "home-1 run --json 6",
        "home-1 run --json 8",
        "demo-0 demo 0",
        "demo-1 demo 0",
    ]
    assert [len(row.series.samples) for row in rows] == [2] * 5
    assert rows[2].series.median == 0.25
    assert ratios[0].value == rows[0].series.median / 0.25


def test_the_page_is_written_where_it_is_wanted(tmp_path, monkeypatch, capsys):
    rows = [Row("cycle", series(5.0), 6)]
    monkeypatch.setattr(cycle, "measure", lambda *_: (rows, []))
    cycle.main(["--rounds", "3", "--date", "2026-11-20", "--output", str(tmp_path / "RESULTS.md")])
    page = (tmp_path / "RESULTS.md").read_text()
    assert "on 2026-11-20. Rounds of each: 3, with 10,000 opportunities and 10,000 posts." in page
    assert page.strip() in capsys.readouterr().out


def test_the_machine_is_described_without_its_name():
    said = describe()
    assert "cores" in said
    assert "duckdb" in said
    assert "/" not in said
