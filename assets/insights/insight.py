"""The insight: one sentence about a business, how sure it is, and the SQL that reproduces its figures."""

from typing import Literal, Self
from urllib.parse import quote

from pydantic import BaseModel, ConfigDict, Field, model_validator

Kind = Literal[
    "conversion", "revenue", "posting_time", "content", "hashtag", "audience", "trend", "funnel",
    "retention", "value", "experiment", "attribution", "performance", "data_quality", "actions",
]  # fmt: skip
Priority = Literal["high", "medium", "low"]
Verdict = Literal["finding", "hint", "nothing"]
PRIORITY_OF: dict[Verdict, Priority] = {"finding": "high", "hint": "medium", "nothing": "low"}
FALSE_DISCOVERY_RATE = 0.05
PUBLISHED = ConfigDict(
    frozen=True, extra="forbid", allow_inf_nan=False, json_schema_serialization_defaults_required=True
)


class Evidence(BaseModel):
    """What the sentence rests on: units counted, effect with interval, q after correction over the file."""

    model_config = PUBLISHED

    n: int = Field(ge=0, description="Units that the statement rests on: opportunities, posts or rows.")
    effect: float | None = Field(default=None, description="A share, a difference, a factor or a z.")
    low: float | None = Field(default=None, description="Lower end of the interval of the effect.")
    high: float | None = Field(default=None, description="Upper end of the interval of the effect.")
    q: float | None = Field(default=None, ge=0, le=1, description="Benjamini-Hochberg q over the file.")
    method: str = Field(min_length=1, description="How effect, interval and verdict were computed.")

    @model_validator(mode="after")
    def _interval_in_order(self) -> Self:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError(f"evidence: expected low <= high, got {self.low} > {self.high}")
        return self


class Insight(BaseModel):
    """One statement. A finding is a count or a difference that passed its test; a hint is only likely."""

    model_config = PUBLISHED

    id: str = Field(pattern=r"^[^\s/]+(/[^\s/]+)+$", description="Stable over runs: business/kind/subject.")
    business_id: str
    kind: Kind
    priority: Priority
    verdict: Verdict
    text: str = Field(min_length=1)
    evidence: Evidence
    sql: str = Field(description="Runs as it stands on marts.duckdb and gives the figures of the text.")
    mart: str = Field(description="The mart that the figures come from.")
    period: str = Field(description="The time that the statement is about.")
    action: str | None = None
    # Not published: p, or the q of the family that the statement was picked from; how many hypotheses that
    # family has; and the sentence, should the statement turn out to be a mere hint.
    p: float | None = Field(default=None, ge=0, le=1, exclude=True)
    tested: int = Field(default=0, ge=0, exclude=True)
    hedged: str = Field(default="", exclude=True)

    @model_validator(mode="after")
    def _finding_is_significant(self) -> Self:
        if self.verdict == "finding" and (self.evidence.q or 0) > FALSE_DISCOVERY_RATE:
            raise ValueError(f"{self.id}: a finding needs q <= {FALSE_DISCOVERY_RATE}, got {self.evidence.q}")
        return self


def subject(*parts: object) -> str:
    """The parts as an identifier without spaces or inner slashes, different for different parts."""
    return "/".join(quote(str(part), safe="") or "%00" for part in parts)
