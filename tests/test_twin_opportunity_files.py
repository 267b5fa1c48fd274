"""The demonstration's opportunities, conversions and CRM table, read back with plain code."""

import csv
import json
import re
from collections import Counter
from datetime import datetime

import pytest
import yaml

from twin import demo

AS_OF = datetime(2026, 11, 20, 9, 0)
BUSINESSES = ["fairway", "spreewerk", "compass"]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    made = tmp_path_factory.mktemp("demo")
    demo.write(made, AS_OF)
    return made


@pytest.fixture(scope="module", params=BUSINESSES)
def folder(request, home):
    return home / "inbox" / request.param


def exports(folder):
    """The records of each export, the older export first, without the two that are wrong on purpose."""
    for path in sorted(folder.glob("opportunities*.json")):
        content = json.loads(path.read_text(encoding="utf-8"))
        records = content if isinstance(content, list) else content["opportunities"]
        yield [
            each for each in records if each.get("revenue", 0) >= 0 and "-02-30T" not in each["created_at"]
        ]


def conversions(folder):
    lines = (folder / "conversions.ndjson").read_text(encoding="utf-8").splitlines()
    return [each for each in map(json.loads, lines) if each["currency"] != "EURO"]


def crm(folder):
    for path in folder.glob("crm_leads*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            yield from (
                row for row in csv.DictReader(file, delimiter=";") if row["first_contact"] != "31.06."
            )


def test_both_forms_of_an_export_are_there(folder):
    first, second = (
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("opportunities*"))
    )
    assert isinstance(first, list)
    assert second.keys() == {"opportunities"}


def test_opportunities_have_the_documented_shape(folder):
    for record in (each for export in exports(folder) for each in export):
        assert {"id", "source", "type", "created_at", "status"} <= record.keys()
        assert record["status"] in ("new", "responded", "won", "lost")
        assert record["id"].startswith(f"{record['source']}_{record['created_at']}_")
        assert record["id"].endswith(record["contact"].get("email") or record["contact"]["handle"])
        assert ("revenue" in record) == ("converted_at" in record) == (record["status"] == "won")
        assert record.get("revenue", 1) > 0


def test_nothing_happens_before_its_cause(folder):
    for record in (each for export in exports(folder) for each in export):
        later = [record[field] for field in ("responded_at", "converted_at") if field in record]
        assert [record["created_at"], *later] == sorted([record["created_at"], *later])


def test_an_id_comes_twice_only_where_the_second_export_corrects_the_first(folder):
    first, second = ({each["id"]: each for each in export} for export in exports(folder))
    assert [len(export) for export in exports(folder)] == [len(first), len(second)]
    corrected = first.keys() & second.keys()
    assert len(corrected) > 10
    order = {"new": 0, "responded": 1, "won": 2, "lost": 2}
    for each in corrected:
        assert first[each] != second[each]
        assert order[first[each]["status"]] <= order[second[each]["status"]]


def test_what_was_noted_by_hand_is_not_won_in_the_list(folder):
    won = {each["id"] for export in exports(folder) for each in export if each["status"] == "won"}
    noted = [each["opportunity_id"] for each in conversions(folder)]
    assert len(noted) == len(set(noted)) > 5
    assert not won & set(noted)


def test_the_crm_writes_wall_times_and_only_columns_that_the_import_maps(home):
    mapped = yaml.safe_load((home / "almanac.yaml").read_text(encoding="utf-8"))["imports"][0]["columns"]
    rows = list(crm(home / "inbox" / "spreewerk"))
    assert set(mapped.values()) == rows[0].keys()
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d", row["first_contact"]) for row in rows)
    assert all(re.fullmatch(r"\d+\.\d\d", row["value"]) for row in rows if row["stage"] == "won")


@pytest.mark.parametrize("seed", [7, 8, 9])
@pytest.mark.parametrize("business", BUSINESSES)
def test_the_files_add_up_to_the_totals_of_the_answer_key(tmp_path, business, seed):
    truth = demo.write(tmp_path, AS_OF, seed=seed).of(business)
    folder = tmp_path / "inbox" / business
    newest = {each["id"]: each for export in exports(folder) for each in export}
    for row in crm(folder):
        won = {"revenue": float(row["value"]), "currency": truth.currency} if row["stage"] == "won" else {}
        newest[row["lead"]] = {"source": row["origin"], **won}
    for each in conversions(folder):
        newest[each["opportunity_id"]] |= {"revenue": each["revenue"], "currency": each["currency"]}
    won = [each for each in newest.values() if "revenue" in each]
    revenue = Counter()
    for each in won:
        revenue[each["currency"]] += round(each["revenue"] * 100)
    assert 400 <= len(newest) <= 600
    assert Counter(each["source"] for each in newest.values()) == truth.opportunities
    assert Counter(each["source"] for each in won) == truth.conversions
    assert revenue == truth.revenue_minor
