"""What the dbt project and its test data believe of the platforms is what the platforms' own folders say."""

import csv
from importlib import import_module
from pathlib import Path

import pytest
import yaml

from assets.sync import records
from assets.sync.contract import contract
from benchmarks import raw_layer
from orchestration.names import SOCIAL_PLATFORMS
from warehouse.home import DBT_PROJECT

CONTRACTS = sorted(path.parent.name for path in Path(records.__file__).parents[1].glob("*/contract.yaml"))


def columns(schema):
    return {field.name: field.type for field in schema}


@pytest.mark.parametrize(("source", "stream"), sorted(raw_layer.OBSERVED))
def test_raw_rows_of_tests_have_the_columns_that_a_sync_lands(source, stream):
    record = import_module(f"assets.{source}.{stream}").STREAM.record
    assert columns(raw_layer.schema(source, stream)) == columns(records.schema(record))


@pytest.mark.parametrize("platform", CONTRACTS)
def test_dbt_reads_every_stream_of_a_contract(platform):
    file = DBT_PROJECT / "models" / "staging" / platform / f"_{platform}__sources.yml"
    (source,) = yaml.safe_load(file.read_text())["sources"]
    of_files = {stream for name, stream in raw_layer.STREAMS if name == platform}
    streams = {table["name"] for table in source["tables"]} - of_files
    assert streams == set(raw_layer.PLATFORMS[platform].split())
    assert streams >= set(contract(platform).streams) & set(raw_layer.RECORDS)


@pytest.mark.parametrize("platform", SOCIAL_PLATFORMS)
def test_a_platform_settles_when_its_contract_says(platform):
    with (DBT_PROJECT / "seeds" / "platform_facts.csv").open(encoding="utf-8") as file:
        facts = {row["platform"]: row for row in csv.DictReader(file)}
    assert int(facts[platform]["settles_after_days"]) == contract(platform).settles_after_days
