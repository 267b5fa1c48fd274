"""The same questions about events to bare DuckDB and to ClickHouse in process, each in the best form known.

`python -m benchmarks.event_questions ENGINE QUESTION FILES MONDAY` prints seconds and the answer.
"""

import json
import sys
import time
from collections.abc import Callable

from benchmarks.event_rows import FUNNEL, STEPS

WINDOW_MICROSECONDS = 14 * 86_400_000_000
OPENED, SUBMITTED, PAID = FUNNEL
THREADS = 2

# How many people came how far within the window, whichever of their entries one takes.
DUCKDB_FUNNEL = f"""
with events as materialized (
    select hash(user_key) as person, event, epoch_us(occurred_at) as moment
    from read_parquet('{{files}}') where event in {FUNNEL}
),
opened as (select person, moment from events where event = '{OPENED}'),
submitted as (
    select opened.person, opened.moment as began, min(events.moment) as moment
    from opened join events on events.person = opened.person and events.event = '{SUBMITTED}'
        and events.moment >= opened.moment and events.moment <= opened.moment + {WINDOW_MICROSECONDS}
    group by 1, 2
),
paid as (
    select distinct submitted.person
    from submitted join events on events.person = submitted.person and events.event = '{PAID}'
        and events.moment >= submitted.moment and events.moment <= submitted.began + {WINDOW_MICROSECONDS}
)
select
    (select count(distinct person) from opened),
    (select count(distinct person) from submitted),
    (select count(*) from paid)
"""
CHDB_FUNNEL = f"""
select countIf(level >= 1), countIf(level >= 2), countIf(level >= 3) from (
    select windowFunnel({WINDOW_MICROSECONDS})(
        toUInt64(toUnixTimestamp64Micro(assumeNotNull(occurred_at))),
        event = '{OPENED}', event = '{SUBMITTED}', event = '{PAID}'
    ) as level
    from file('{{files}}', 'Parquet') where event in {FUNNEL} group by user_key
)
settings max_threads = {THREADS}
"""
# How many of those who came first in a week came again in each later one: one bit a week, up to 62 of them.
DUCKDB_RETENTION = f"""
with people as (
    select user_key, bit_or(1::bigint << cast((occurred_at::date - date '{{monday}}') // 7 as int)) as weeks
    from read_parquet('{{files}}') where event = '{STEPS[0]}' group by 1
),
masks as (select weeks, count(*) as people from people group by 1),
cells as (select weeks, people, unnest(range(62)) as week from masks),
came as (select *, bit_count((weeks & -weeks) - 1) as cohort from cells where (weeks >> week) & 1 = 1)
select cohort, week - cohort, sum(people)::bigint from came group by 1, 2 order by 1, 2
"""
CHDB_RETENTION = f"""
select cohort, age, count() from (
    select
        groupUniqArray(intDiv(toDate(occurred_at) - toDate('{{monday}}'), 7)) as weeks,
        arrayMin(weeks) as cohort, arrayJoin(weeks) - cohort as age
    from file('{{files}}', 'Parquet') where event = '{STEPS[0]}' group by user_key
)
group by cohort, age order by cohort, age settings max_threads = {THREADS}
"""
QUESTIONS = {
    ("duckdb", "funnel"): DUCKDB_FUNNEL,
    ("chdb", "funnel"): CHDB_FUNNEL,
    ("duckdb", "retention"): DUCKDB_RETENTION,
    ("chdb", "retention"): CHDB_RETENTION,
}
Rows = list[list[int]]


def answer(engine: str, question: str, files: str, monday: str) -> tuple[float, Rows]:
    """Seconds and rows of the answer; raises ModuleNotFoundError where chdb is not installed."""
    ask = {"duckdb": _duckdb, "chdb": _chdb}[engine]()
    statement = QUESTIONS[engine, question].format(files=files, monday=monday)
    began = time.perf_counter()
    rows = ask(statement)
    return time.perf_counter() - began, rows


def _duckdb() -> Callable[[str], Rows]:
    import duckdb

    connection = duckdb.connect(config={"threads": THREADS, "memory_limit": "4GB"})
    return lambda statement: [list(row) for row in connection.execute(statement).fetchall()]


def _chdb() -> Callable[[str], Rows]:
    import chdb

    def ask(statement: str) -> Rows:
        lines = str(chdb.query(statement, "JSONCompactEachRow")).splitlines()
        return [[int(value) for value in json.loads(line)] for line in lines]

    return ask


if __name__ == "__main__":
    print(json.dumps(answer(*sys.argv[1:5])))
