"""The file insights/<business>.json: what it holds, how it is put together and sorted. Writes nothing."""

from datetime import UTC, datetime
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, Field, PlainSerializer, WithJsonSchema, model_validator

from assets.insights import (
    actions,
    attribution,
    audience,
    content,
    conversion,
    data_quality,
    hashtag,
    platform_health,
    posting_time,
    quiet,
    revenue,
    trend,
)
from assets.insights.insight import PUBLISHED, Insight
from assets.insights.marts import Business, Connection, row
from assets.insights.multiplicity import settled

KINDS = (
    actions,
    conversion,
    revenue,
    attribution,
    trend,
    posting_time,
    content,
    hashtag,
    audience,
    platform_health,
    data_quality,
)
PRIORITIES = ("high", "medium", "low")


def _with_zone(at: datetime) -> str:
    return at.replace(tzinfo=UTC).isoformat().replace("+00:00", "Z")


Moment = Annotated[
    datetime,
    PlainSerializer(_with_zone, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]


class Build(BaseModel):
    """Whether the last build passed; if not, the figures are of an earlier version, and `reasons` say why."""

    model_config = PUBLISHED

    ok: bool
    reasons: list[str] = Field(default_factory=list)


class Document(BaseModel):
    """The insights of one business, or of all where `business_id` is null."""

    model_config = PUBLISHED

    schema_version: Literal[1] = 1
    as_of: Moment = Field(description="The moment of the run, UTC.")
    business_id: str | None
    demonstration: bool = Field(description="Whether the figures, or some of them, are simulated.")
    published_version: int = Field(description="The version of the marts that the figures come from.")
    published_as_of: Moment = Field(description="The moment that the figures show, UTC.")
    statements_tested: int = Field(ge=0, description="Hypotheses tested, whatever came out.")
    build: Build
    insights: list[Insight]

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Self:
        ids = [insight.id for insight in self.insights]
        if len(set(ids)) < len(ids):
            twice = sorted({one for one in ids if ids.count(one) > 1})
            raise ValueError(f"insight ids: expected each once, got {twice}")
        return self


def of_business(connection: Connection, business: Business, build: Build) -> Document:
    """Everything that the published marts say about one business, corrected for how much was asked."""
    found = settled([insight for kind in KINDS for insight in kind.insights(connection, business)])
    tested = sum(insight.tested for insight in found)
    if not any(insight.p is not None and insight.verdict != "nothing" for insight in found):
        found.append(quiet.insight(connection, business, tested))
    version = row(connection, "select number, as_of from almanac.version")
    return Document(
        as_of=business.as_of,
        business_id=business.business_id,
        demonstration=business.is_demonstration,
        published_version=version["number"],
        published_as_of=version["as_of"],
        statements_tested=tested,
        build=build,
        insights=by_priority(found),
    )


def of_all(documents: list[Document]) -> Document:
    """The documents of all businesses, at least one, as one."""
    return documents[0].model_copy(
        update={
            "business_id": None,
            "demonstration": any(document.demonstration for document in documents),
            "statements_tested": sum(document.statements_tested for document in documents),
            "insights": by_priority([insight for document in documents for insight in document.insights]),
        }
    )


def json_schema() -> dict[str, Any]:
    """The JSON Schema of both files; insights.schema.json in this folder holds exactly this."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Document.model_json_schema(mode="serialization"),
    }


def by_priority(insights: list[Insight]) -> list[Insight]:
    """The insights, what matters most first; equals stay in the order of kinds and businesses."""
    return sorted(insights, key=lambda insight: PRIORITIES.index(insight.priority))
