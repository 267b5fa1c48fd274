"""The SQL runs on DuckDB and on Spark: what only one of them knows is in a macro that has a form for each."""

import re
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[1] / "dbt_project"
MODELS = sorted([*PROJECT.glob("models/**/*.sql"), *PROJECT.glob("tests/**/*.sql")])
MACROS = sorted(PROJECT.glob("macros/*.sql"))

JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)
LITERAL = re.compile(r"'[^'\n]*'")
DISPATCHED = re.compile(r"\{% macro (?:default|spark)__(\w+)\(.*?\{%-? endmacro -?%\}", re.DOTALL)
WINDOW = re.compile(r"\border by ((?:[^()]|\([^()]*\))*?)(?=\)|\brange\b|\brows\b|\blimit\b|$)", re.DOTALL)

# Seen by a person: the text of the file, Jinja and all.
ANYWHERE = {
    "integer division": r"(?<!:)//",
    "a JSON arrow": r"(?<!-)->",
    "a list aggregate": r"\b(?:list|array_agg|group_concat|string_agg)\s*\(",
    "a clock": r"\b(?:current_(?:date|timestamp)|(?:now|today|getdate)\s*\(|datetime\.|run_started_at)",
    "a date function of one engine": r"\b(?:str[fp]time|date_(?:format|diff|part)|datediff|make_date)\s*\(",
    "seconds of one engine": r"\b(?:unix_timestamp|unix_micros|epoch_us)\s*\(",
    "a zone conversion": r"\bat time zone\b|\btimezone\s*\(|\bconvert_timezone\s*\(",
    "unfolding": r"\b(?:unnest|explode|generate_series|sequence)\s*\(",
    "a quantile of one engine": r"\b(?:quantile_(?:cont|disc)|approx_quantile|percentile(?:_approx)?)\s*\(",
    "a regular expression": r"\b(?:regexp_\w+|rlike|similar to)\b",
    "excluded columns": r"\*\s*(?:exclude|except|replace)\b|\bcolumns\s*\(",
    "a merge": r"\bmerge into\b|strategy\s*=\s*'merge'|\{% snapshot\b",
    "rounding, which differs on ties": r"\bround\s*\(",
    "a truncation that is not cast": r"(?<!cast\()\bdate_trunc\s*\(",
    "ignored nulls": r"\bignore nulls\b",
    "a join of one engine": r"\b(?:asof|semi|anti|positional)\s+join\b",
    "a clause of one engine": r"\b(?:group by all|order by all|pivot|unpivot|using sample|distinct on)\b",
    "a file of one engine": r"\bread_(?:parquet|csv|json)\w*\s*\(",
}
# Seen by the engine: Jinja and literals taken out.
OUTSIDE_JINJA = {
    "an identifier in double quotes": r'"',
    "a list literal or index": r"\[",
    "seconds of one engine": r"\bepoch\s*\(",
    "a sum of a condition": r"\bsum\s*\(\s*(?:is_\w+|[\w.]+\s*[<>=])",
}
NEVER_NULL = {
    "observed_at", "landed_at", "source_line", "file_sha256", "posted_second", "post_id", "place",
    "week_start", "observed_date", "platform", "engagement_7d", "day", "seen_at", "is_of_day",
}  # fmt: skip


def findings(text: str) -> list[str]:
    """What in a model's text only one of the engines understands, or both understand differently."""
    bare = LITERAL.sub("''", JINJA.sub(" x ", text))
    found = [name for name, pattern in ANYWHERE.items() if re.search(pattern, text, re.IGNORECASE)]
    found += [name for name, pattern in OUTSIDE_JINJA.items() if re.search(pattern, bare, re.IGNORECASE)]
    return found + [f"an order without a place for nulls: {key}" for key in unplaced(bare)]


def unplaced(text: str) -> list[str]:
    """Sort keys that may be NULL and do not say where NULL goes: engines put it at different ends."""
    keys = [key.strip() for order in WINDOW.findall(text) for key in order.split(",")]
    names = {key: re.sub(r"\s+(asc|desc)$", "", key).split(".")[-1] for key in keys}
    placed = {key for key, name in names.items() if key.endswith("nulls last") or name in NEVER_NULL | {"x"}}
    return sorted(set(keys) - placed)


def undispatched(text: str) -> str:
    """The macros of a file without those that are written for one engine."""
    return DISPATCHED.sub("", text)


@pytest.mark.parametrize("path", MODELS, ids=lambda path: path.stem)
def test_a_model_says_nothing_that_only_one_engine_understands(path: Path) -> None:
    assert findings(path.read_text()) == []


@pytest.mark.parametrize("path", MACROS, ids=lambda path: path.stem)
def test_a_macro_for_all_engines_says_nothing_that_only_one_understands(path: Path) -> None:
    text = re.sub(r"\{\{.*?return\(.*?\}\}", "", undispatched(path.read_text()), flags=re.DOTALL)
    assert [name for name, pattern in ANYWHERE.items() if re.search(pattern, text)] == []


def test_a_macro_that_is_written_for_one_engine_is_written_for_the_other() -> None:
    text = "".join(path.read_text() for path in MACROS)
    forms = {engine: set(re.findall(rf"macro {engine}__(\w+)\(", text)) for engine in ("default", "spark")}
    assert forms["default"] == forms["spark"] != set()


def test_time_and_environment_enter_the_sql_in_one_model_and_the_sizes_of_funnels_in_one_file() -> None:
    readers = [path.stem for path in [*MODELS, *MACROS] if "env_var" in path.read_text()]
    assert readers == ["stg_config__build", "funnel_sizes"]


@pytest.mark.parametrize(
    "snippet",
    [
        "select a // 2 from t",
        "select extra ->> '$.a' from t",
        "select list(a) from t",
        "select array_agg(a) from t",
        "select * from t where day < current_date",
        "select now() as built_at",
        "select strftime(day, '%Y') from t",
        "select date_diff('day', a, b) from t",
        "select created_at at time zone 'UTC' from t",
        "select unnest(tags) from t",
        "select quantile_cont(a, 0.5) from t",
        "select regexp_replace(a, 'x', '') from t",
        "select * exclude (a) from t",
        "select round(a, 2) from t",
        "select date_trunc('week', day) from t",
        "merge into t using s on t.a = s.a",
        "{% snapshot s %} select 1 {% endsnapshot %}",
        'select "day" from t',
        "select a[1] from t",
        "select epoch(created_at) from t",
        "select sum(is_matured) from t",
        "select lag(a) over (partition by b order by created_at) from t",
        "select row_number() over (order by engagement desc, platform) from t",
        "select * from read_parquet('x')",
        "select last_value(a ignore nulls) over (order by place) from t",
    ],
)
def test_the_lint_finds(snippet: str) -> None:
    assert findings(snippet)


def test_the_lint_leaves_good_sql_alone() -> None:
    good = """
        select cast(date_trunc('month', day) as date) as month, {{ median('[a]') }} as middle, '[b] "c"' as t,
            rank() over (partition by b order by amount desc nulls last, post_id) as place
        from {{ ref("t") }} order by place
    """
    assert findings(good) == []
