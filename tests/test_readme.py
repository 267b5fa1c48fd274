"""The README tells the truth: its marts, its commands, and its questions with the answers of the
demonstration."""

import re
from pathlib import Path

import duckdb
import pytest
from typer.testing import CliRunner

from orchestration.command_line.app import app
from twin.demo import environment

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"\*\*([^*\n]+)\*\*\n\n```sql\n(.*?)```\n\n```text\n(.*?)```", README, re.DOTALL)
AS_OF = "2026-11-20T09:00:00"
VIEWS = "select view_name from duckdb_views() where not internal"


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    root = tmp_path_factory.mktemp("readme") / "home"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("ALMANAC_HOME", str(root))
        patch.setenv("DAGSTER_HOME", str(root / "dagster"))
        result = CliRunner().invoke(app, ["demo", "--as-of", AS_OF], catch_exceptions=False)
        assert result.exit_code == 0, result.output
        yield root, result.output


def words(text: str) -> list[str]:
    return text.split()


def test_there_are_questions_in_the_readme():
    assert len(QUESTIONS) >= 5


@pytest.mark.parametrize(("about", "question", "answer"), QUESTIONS, ids=[about for about, _, _ in QUESTIONS])
def test_the_answer_in_the_readme_is_the_answer_of_the_demonstration(demo, about, question, answer):
    result = CliRunner().invoke(app, ["sql", question], catch_exceptions=False, env={"COLUMNS": "200"})
    assert result.exit_code == 0
    assert words(result.output) == words(answer), result.output


def test_every_published_mart_is_in_the_readme_and_no_other(demo):
    root, _ = demo
    with duckdb.connect(str(root / "marts" / "marts.duckdb"), read_only=True) as connection:
        found = connection.execute(VIEWS).fetchall()
    section = README.split("## Marts")[1].split("\n## ")[0]
    listed = set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE))
    assert listed == {name for (name,) in found}


def test_the_demo_ends_with_reports_three_questions_and_the_ui_command(demo):
    root, output = demo
    assert output.count("almanac sql") == 3
    for business in ("fairway", "spreewerk", "compass"):
        path = root / "reports" / business / "latest.html"
        assert path.is_file() and str(path) in output.replace("\n", "")
    assert "make ui" in output.splitlines()[-1]


def test_no_token_of_the_demonstration_is_in_any_of_its_files(demo):
    root, _ = demo
    tokens = [token.encode() for token in environment(root).values()]
    assert len(tokens) == 11
    files = [path for path in root.rglob("*") if path.is_file() and path.parent.name != "credentials"]
    assert {path.suffix for path in files} >= {".parquet", ".html", ".json", ".log", ".db", ".duckdb"}
    assert [path for path in files if any(token in path.read_bytes() for token in tokens)] == []


def test_every_platform_and_every_mart_of_the_demonstration_is_filled(demo):
    root, _ = demo
    known = (
        "select count(distinct platform) from account_days where coalesce(views, impressions, followers) > 0"
    )
    with duckdb.connect(str(root / "marts" / "marts.duckdb"), read_only=True) as connection:
        marts = [name for (name,) in connection.execute(VIEWS).fetchall()]
        rows = {mart: connection.execute(f"select count(*) from {mart}").fetchone() for mart in marts}
        platforms = connection.execute(known).fetchone()
        unread = connection.execute("from sync_status where last_status <> 'ok'").fetchall()
    assert (0,) not in rows.values() and platforms == (5,) and unread == []


def test_every_command_in_the_readme_exists_and_every_command_is_in_the_readme():
    section = README.split("## Command line")[1].split("\n## ")[0]
    listed = set(re.findall(r"^\| `almanac ([a-z]+)", section, re.MULTILINE))
    commands = {each.name for each in [*app.registered_commands, *app.registered_groups]}
    assert listed == commands
    used = set(re.findall(r"^\s+almanac ([a-z]+)", README, re.MULTILINE))
    assert used <= commands


def test_every_make_target_in_the_readme_exists():
    makefile = (Path(__file__).resolve().parents[1] / "Makefile").read_text()
    for target in re.findall(r"make ([a-z]+)", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
