"""From the build database to what everybody reads: export a candidate, show it by one rename, keep the
last few versions."""

import shutil
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import duckdb

from warehouse import partitions, versions
from warehouse.engine import quoted
from warehouse.files import atomic, sync
from warehouse.home import Home
from warehouse.relations import mart_relations
from warehouse.versions import NothingPublished, Version

Descriptions = Mapping[str, tuple[str, Mapping[str, str]]]
READABLE_SINCE = (
    "v1.2.0"  # DuckDB's storage format: a shell that is a few releases old opens the published file
)


def export(
    home: Home,
    as_of: datetime,
    fingerprint: str,
    engine: str,
    marts: Iterable[str],
    partitioned: Collection[str] = (),
) -> Version:
    """Copies the named marts of the build database into a new folder marts/v<N> and labels it as candidate;
    the partitioned ones by day.

    Folders that a killed run left without a label are removed first. The caller holds the build lock.
    """
    for number in versions.numbers(home):
        if not (home.marts / f"v{number}" / "version.json").is_file():
            shutil.rmtree(home.marts / f"v{number}")
    number = max(versions.numbers(home), default=0) + 1
    made = Version(number, as_of, fingerprint, engine, home.marts / f"v{number}")
    made.folder.mkdir(parents=True)
    _copy_marts(home, made, marts, partitioned)
    sync(made.folder)
    made.write_label()
    return made


def _copy_marts(home: Home, target: Version, marts: Iterable[str], partitioned: Collection[str]) -> None:
    """One Parquet file a mart, rows in the order of the first columns, so that equal builds give equal
    files."""
    with mart_relations(home, target.engine, marts) as (connection, relations):
        if partitioned:
            partitions.write_label(home, connection, target)
        for name, relation in relations.items():
            if name in partitioned:
                partitions.export(home, connection, target, name, relation)
                continue
            with atomic(target.path(name)) as temporary:
                connection.execute(
                    f"copy (select * from {relation} order by all) to '{quoted(temporary)}' "
                    "(format parquet, compression zstd)"
                )


def publish(home: Home, version: Version, descriptions: Descriptions, keep: int) -> bool:
    """Shows the version to everybody by one rename; False, and nothing done, where a newer one is already
    shown.

    Readers that have the old file open keep reading the old version; the folders of the newest `keep`
    versions stay.
    """
    shown = versions.published_version(home)
    if shown is not None and shown.number > version.number:
        return False
    with atomic(home.published) as temporary:
        _write_views(temporary, version, descriptions)
    _remove_old(home, version, keep)
    return True


def _write_views(path: Path, version: Version, descriptions: Descriptions) -> None:
    """Views in the default schema: the file is called marts.duckdb, so DuckDB's name for it is `marts`.

    `post_performance` and `marts.post_performance` both find one; a schema of that name would make the second
    ambiguous.
    """
    connection = duckdb.connect()
    try:
        connection.execute(f"attach '{quoted(path)}' as target (storage_version '{READABLE_SINCE}')")
        connection.execute("use target")
        for table in version.tables:
            _write_view(connection, table, version, descriptions.get(table, ("", {})))
        connection.execute("create schema almanac")
        connection.execute(
            "create table almanac.version as select cast(? as integer) as number, "
            "cast(? as timestamp) as as_of, cast(? as varchar) as fingerprint, cast(? as varchar) as engine",
            [version.number, version.as_of, version.fingerprint, version.engine],
        )
    finally:
        connection.close()


def _write_view(
    connection: duckdb.DuckDBPyConnection,
    table: str,
    version: Version,
    described: tuple[str, Mapping[str, str]],
) -> None:
    about, columns = described
    name = f'"{table}"'
    connection.execute(f"create view {name} as from {version.relation(table)}")
    connection.execute(f"comment on view {name} is '{quoted(about)}'")
    present = {row[0] for row in connection.execute(f"describe {name}").fetchall()}
    for column in present & set(columns):
        connection.execute(f"comment on column {name}.\"{column}\" is '{quoted(columns[column])}'")


def _remove_old(home: Home, shown: Version, keep: int) -> None:
    """Removes version folders beyond the newest `keep`, never the one that is shown."""
    for number in versions.numbers(home)[:-keep]:
        if number != shown.number:
            shutil.rmtree(home.marts / f"v{number}")


@contextmanager
def reader(home: Home) -> Iterator[duckdb.DuckDBPyConnection]:
    """A read-only connection to the published marts; raises NothingPublished before the first publication.

    The connection can read the marts' folder and nothing else of the machine.
    """
    if not home.published.is_file():
        raise NothingPublished("no marts are published yet: run `almanac run`")
    connection = duckdb.connect(str(home.published), read_only=True)
    try:
        connection.execute(f"set allowed_directories = ['{quoted(home.marts)}']")
        connection.execute("set enable_external_access = false")
        connection.execute("set lock_configuration = true")
        yield connection
    finally:
        connection.close()
