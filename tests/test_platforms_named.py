"""A platform is named in every place that lists platforms; what fails here is what a new one still lacks."""

import ast
import csv
import re
from collections.abc import Collection
from pathlib import Path

import pytest

from assets.insights import formats
from assets.sync import contract
from assets.sync.platforms import ALL_STREAMS
from benchmarks import raw_layer
from orchestration import names
from tests.test_platforms_scale import POSTS
from tests.test_twin_social_world import ACCOUNT_IDS
from twin import expected, platforms, serve, social_world
from warehouse.configuration import settings
from warehouse.home import DBT_PROJECT

REPOSITORY = Path(__file__).resolve().parents[1]
CONTRACTS = {path.parent.name for path in contract.FOLDER.glob("*/contract.yaml")}
SOCIAL = set(names.SOCIAL_PLATFORMS)  # those with posts and an audience
PLACES: dict[str, Collection[str]] = {
    "assets/sync/platforms.py": ALL_STREAMS,
    "orchestration/names.py": names.PLATFORMS,
    "assets/insights/formats.py": formats.PLATFORMS,
    "benchmarks/raw_layer.py": raw_layer.PLATFORMS,
    "twin/serve.py": {*serve.FAKES, *serve.PRODUCT_FAKES},
}
SOCIAL_PLACES: dict[str, Collection[str]] = {
    "twin/platforms.py": platforms.PLATFORMS,
    "twin/serve.py": serve.FAKES,
    "twin/expected.py": expected.SHOWN,
    "tests/test_twin_social_world.py": ACCOUNT_IDS,
    "tests/test_platforms_scale.py": POSTS,
    "channels of the simulated businesses": {
        channel.platform for business in social_world.BUSINESSES for channel in business.channels
    },
}
PAGES = [REPOSITORY / "README.md", Path(settings.__file__).parent / "starter.yaml"]


@pytest.mark.parametrize("place", PLACES)
def test_a_list_of_platforms_names_those_that_have_a_contract(place: str) -> None:
    assert set(PLACES[place]) == CONTRACTS


@pytest.mark.parametrize("place", SOCIAL_PLACES)
def test_a_list_of_social_platforms_names_those_that_have_posts(place: str) -> None:
    assert set(SOCIAL_PLACES[place]) == SOCIAL


def test_a_platform_is_social_where_it_has_posts() -> None:
    posting = {name for name, streams in ALL_STREAMS.items() if "posts" in {each.name for each in streams}}
    assert posting == SOCIAL


def test_the_seed_of_facts_has_a_row_for_each_social_platform() -> None:
    with (DBT_PROJECT / "seeds" / "platform_facts.csv").open(encoding="utf-8") as file:
        assert {row["platform"] for row in csv.DictReader(file)} - {"*"} == SOCIAL


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_people_read_names_every_platform(page: Path) -> None:
    assert {name for name in CONTRACTS if re.search(rf"\b{name}\b", page.read_text())} == CONTRACTS


def test_the_union_of_all_platforms_holds_every_staged_stream_of_the_social_ones() -> None:
    text = (DBT_PROJECT / "macros" / "observed.sql").read_text(encoding="utf-8")
    (listed,) = re.findall(r"set platforms = (\{.*?\}) -%\}", text, re.DOTALL)
    unioned = {(name, stream) for stream, those in ast.literal_eval(listed).items() for name in those}
    staged = {
        (platform, stream)
        for platform in SOCIAL
        for stream in raw_layer.RECORDS
        if (DBT_PROJECT / f"models/staging/{platform}/stg_{platform}__{stream}.sql").is_file()
    }
    read = {(stream.source, stream.name) for name in SOCIAL for stream in ALL_STREAMS[name]}
    assert unioned == staged == {key for key in read if key[1] in raw_layer.RECORDS}
