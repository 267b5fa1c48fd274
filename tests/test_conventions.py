"""The laws of the tree, held by reading it: imports point down, keys are paths, one clock, two spellings
in step."""

import ast
import builtins
import tomllib
from pathlib import Path

import pytest
import yaml

REPOSITORY = Path(__file__).resolve().parents[1]
CALLING = REPOSITORY / "assets" / "calling"
FLOORS = ["warehouse", "assets", "sensors", "orchestration"]
PACKAGES = [*FLOORS, "twin"]
MODULES = sorted(path for name in PACKAGES for path in (REPOSITORY / name).rglob("*.py"))
CLOCK_READERS = {  # the clock; waiting for a lock; ages of files; a daemon's heartbeat; the twin's clock
    "warehouse/times.py",
    "warehouse/locks.py",
    "warehouse/landing.py",
    "warehouse/intake/settled.py",
    "orchestration/command_line/status.py",
    "twin/clock.py",
}
DEMO = {"orchestration/command_line/demo.py", "orchestration/command_line/demo_twin.py"}
CLOCKS = {"datetime.now", "datetime.utcnow", "date.today", "time.time", "datetime.datetime.now"}


def named(path: Path) -> str:
    return path.relative_to(REPOSITORY).as_posix()


def imported(path: Path) -> set[str]:
    """Top-level names of everything that the module imports, also inside its functions."""
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_down(path):
    package = named(path).split("/")[0]
    if package == "twin":
        forbidden = set(FLOORS) | {"dagster"}
    else:
        forbidden = set(FLOORS[FLOORS.index(package) + 1 :]) | {"tests", "benchmarks"}
        if named(path) not in DEMO:
            forbidden.add("twin")
    assert not imported(path) & forbidden


CLIENTS = [
    path
    for path in MODULES
    if path.name.endswith("client.py") or path.is_relative_to(CALLING) or path.name.startswith("graph")
]


@pytest.mark.parametrize("path", CLIENTS, ids=named)
def test_a_client_knows_no_dagster(path):
    assert "dagster" not in imported(path)


@pytest.mark.parametrize("path", [path for path in MODULES if path.name == "__init__.py"], ids=named)
def test_a_package_holds_a_docstring_and_nothing_else(path):
    body = ast.parse(path.read_text(encoding="utf-8")).body
    assert len(body) == 1
    assert ast.get_docstring(ast.Module(body, []))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_every_module_says_what_belongs_in_it(path):
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_nothing_bears_the_name_of_a_builtin(path):
    body = ast.parse(path.read_text(encoding="utf-8")).body
    defined = {node.name for node in body if isinstance(node, ast.ClassDef | ast.FunctionDef)}
    assert not defined & set(dir(builtins))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_private_names_stay_in_their_module(path):
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    names = [alias.name for node in nodes if isinstance(node, ast.ImportFrom) for alias in node.names]
    assert [name for name in names if name.startswith("_")] == []


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_there_is_one_clock(path):
    if named(path) in CLOCK_READERS:
        return
    calls = [
        node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Call)
    ]
    used = {ast.unparse(call.func) for call in calls} & CLOCKS
    assert not used


def test_every_package_folder_is_a_package():
    folders = {path.parent for path in MODULES}
    assert [named(folder) for folder in folders if not (folder / "__init__.py").is_file()] == []


def test_a_source_is_a_folder_exactly_twice():
    sources = {
        path.name for path in (REPOSITORY / "dbt_project" / "models" / "staging").iterdir() if path.is_dir()
    }
    assert sources
    for source in sources:
        found = [
            named(path)
            for path in REPOSITORY.rglob(source)
            if path.is_dir()
            and not {".venv", "tests", "target", "data", ".git", ".mypy_cache"}
            & set(path.relative_to(REPOSITORY).parts)
        ]
        assert sorted(found) == [f"assets/{source}", f"dbt_project/models/staging/{source}"]


def test_workspace_and_pyproject_name_the_same_code_location():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["tool"]["dg"]["project"]
    (location,) = yaml.safe_load((REPOSITORY / "workspace.yaml").read_text())["load_from"]
    assert location["python_module"]["module_name"] == project["code_location_target_module"]
    assert location["python_module"]["location_name"] == project["code_location_name"]


def test_the_lock_pins_every_dependency_that_pyproject_names():
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())
    lock = (REPOSITORY / "requirements.lock").read_text()
    wanted = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    for requirement in wanted:
        name = requirement.split(">")[0].split("=")[0].split("[")[0].lower()
        assert f"\n{name}==" in f"\n{lock}", name
    assert "index-url" not in lock
