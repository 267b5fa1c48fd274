"""The marts of simulated businesses, built once in bare DuckDB, with the estimates on them."""

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from assets.estimates import content_types, hashtags, lead_sources, leads, posting_times, scores
from benchmarks.bare_sql import build, statements
from benchmarks.twin_layer import AS_OF, Played, land_all

Row = dict[str, Any]


@dataclass(frozen=True)
class Marts:
    """What was built: rows of marts, and of the estimates on them."""

    posts: list[Row]
    weeks: list[Row]
    sources: list[Row]
    posting_times: list[Row]
    hashtags: list[Row]
    content_types: list[Row]
    lead_sources: list[Row]


def built(businesses: list[Played]) -> Marts:
    """Lands the businesses in a raw layer of their own and builds everything as of the simulation's end."""
    with tempfile.TemporaryDirectory() as folder, duckdb.connect() as connection:
        land_all(Path(folder), businesses)
        build(connection, statements(), Path(folder), AS_OF)
        return _read(connection)


def _read(connection: duckdb.DuckDBPyConnection) -> Marts:
    def mart(name: str, columns: tuple[str, ...]) -> pa.Table:
        return connection.sql(f"select {', '.join(columns)} from marts.{name}").to_arrow_table()

    posts = mart("post_scores", scores.COLUMNS)
    every_lead, known = mart("fct_leads", leads.LEADS), mart("dim_businesses", leads.BUSINESSES)
    return Marts(
        posts=posts.to_pylist(),
        weeks=mart("engagement_weeks", ("*",)).to_pylist(),
        sources=mart("opportunity_conversion", ("*",)).to_pylist(),
        posting_times=posting_times.estimate(posts).to_pylist(),
        hashtags=hashtags.estimate(posts).to_pylist(),
        content_types=content_types.estimate(posts).to_pylist(),
        lead_sources=lead_sources.estimate(every_lead, known).to_pylist(),
    )
