"""The fake Data API of Google Analytics 4 and its token endpoint, for the property of a simulated product."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from twin.clock import Clock
from twin.fakes.base import Fake, Handler, bearer
from twin.fakes.faults import Faults
from twin.fakes.ga4_figures import DIMENSIONS, METRICS, processed
from twin.fakes.ga4_quotas import TEXTS, Quotas
from twin.fakes.ga4_report import Asked, BadReport, Manners, asked, report
from twin.fakes.ga4_tokens import Minted
from twin.product import ProductWorld
from twin.product_records import Hit

TOKENS_A_CALL, ROWS_A_TOKEN = 3, 50
NO_ACCESS = (
    "User does not have sufficient permissions for this property. To learn more about Property ID, see "
    "https://developers.google.com/analytics/devguides/reporting/data/v1/property-id."
)


class GA4Fake(Fake):
    """GA4 for the one property of a product. `manners` may be changed between calls."""

    platform = "ga4"

    def __init__(
        self, world: ProductWorld, clock: Clock, faults: Faults | None = None, manners: Manners | None = None,
        quotas: dict[str, int] | None = None,
    ) -> None:  # fmt: skip
        self.world, self.property_id = world, world.accounts["ga4"]
        super().__init__([self.property_id], clock, faults)
        self.manners, self.quotas = manners or Manners(), Quotas(quotas)
        self.minted = Minted(self.property_id)
        self.time_zone, self.currency = world.product.timezone, world.product.currency
        self._hits: dict[date, list[Hit]] = defaultdict(list)
        self._known_until = world.start

    def routes(self) -> Sequence[tuple[str, str, Handler]]:
        return [
            ("POST", "/token", self._token),
            ("POST", "/v1beta/properties/{property_id}:runReport", self._run_report),
            ("GET", "/v1beta/properties/{property_id}/metadata", self._metadata),
        ]

    def account_of(self, _request: Request) -> str | None:
        """The one property: faults of its account hold at the token endpoint too."""
        return self.property_id

    def server_error(self) -> Response:
        return self._refused(503, "UNAVAILABLE", "The service is currently unavailable.")

    async def _token(self, request: Request) -> Response:
        form = {name: values[0] for name, values in parse_qs((await request.body()).decode()).items()}
        ended = self.faults.active("expired_token", self.property_id)
        if ended is not None and ended.get("is_revoked"):
            body = {"error": "invalid_grant", "error_description": "Invalid JWT Signature."}
        else:
            body = self.minted.exchanged(form, self.now(self.property_id))
        return self.answer(body, 400 if "error" in body else 200)

    async def _metadata(self, request: Request) -> Response:
        if refused := self._gate(request):
            return refused
        names = {"dimensions": ["date", *DIMENSIONS], "metrics": [*METRICS]}
        return self.answer({part: [{"apiName": each} for each in found] for part, found in names.items()})

    async def _run_report(self, request: Request) -> Response:
        if refused := self._gate(request):
            return refused
        now = self.now(self.property_id)
        retired = self.retired_metric(self.property_id)
        try:
            wanted = asked(await request.json(), self._local(now).date(), retired)
        except BadReport as bad:
            return self._refused(400, "INVALID_ARGUMENT", str(bad))
        rows, told = report(wanted, lambda day: self._of(day, now), now, self.manners, self.currency)
        cost, is_thresholded = TOKENS_A_CALL + len(rows) // ROWS_A_TOKEN, "subjectToThresholding" in told
        if exhausted := self.quotas.take(now, cost, is_thresholded):
            return self._refused(429, "RESOURCE_EXHAUSTED", TEXTS[exhausted])
        return self.answer(
            {
                "dimensionHeaders": [{"name": name} for name in wanted.dimensions],
                "metricHeaders": [{"name": name, "type": METRICS[name]} for name in wanted.metrics],
                **self._page(rows, wanted),
                "metadata": {"currencyCode": self.currency, "timeZone": self.time_zone, **told},
                "propertyQuota": self.quotas.told(now, cost, is_thresholded),
                "kind": "analyticsData#runReport",
            }
        )

    def _page(self, rows: list[dict[str, Any]], wanted: Asked) -> dict[str, Any]:
        """The rows of one page and how many there are in all; nothing of an empty report."""
        is_stuck = self.faults.active("repeated_cursor", self.property_id) is not None
        offset = 0 if is_stuck else wanted.offset
        shown = rows[offset : offset + min(wanted.limit, self.manners.most_rows)]
        return {"rows": shown, "rowCount": len(rows)} if rows else {}

    def _gate(self, request: Request) -> Response | None:
        """Why the call gets no answer, None where it does."""
        token, now = bearer(request), self.now(self.property_id)
        ended = self.faults.active("expired_token", self.property_id)
        # The fault ends the token that is in force when it strikes; one given in exchange is good.
        is_struck = ended is not None and ended.setdefault("token", token) == token
        if is_struck or not self.minted.is_good(token, now):
            return self._refused(401, "UNAUTHENTICATED", "Request had invalid authentication credentials.")
        if self.faults.active("retired_version", self.property_id) is not None:
            return self._refused(404, "NOT_FOUND", "Method not found.")
        limited = self.faults.active("rate_limited", self.property_id)
        if limited is not None:
            text = TEXTS[limited.get("quota", "tokensPerDay")]
            return self._refused(429, "RESOURCE_EXHAUSTED", text)
        denied = self.faults.active("missing_permission", self.property_id) is not None
        if denied or request.path_params["property_id"] != self.property_id:
            return self._refused(403, "PERMISSION_DENIED", NO_ACCESS)
        return None

    def _refused(self, status: int, name: str, message: str) -> Response:
        return self.answer({"error": {"code": status, "message": message, "status": name}}, status)

    def _of(self, day: date, now: datetime) -> list[Hit]:
        """The hits of a day of the property that GA4 shows by now."""
        if self.faults.active("empty_ok", self.property_id) is not None:
            return []
        if now > self._known_until:
            self._known_until = now + timedelta(days=1)
            self._hits.clear()
            for hit in self.world.hits(self._known_until):
                self._hits[self._local(hit.at).date()].append(hit)
        return processed(self._hits.get(day, ()), now)

    def _local(self, at: datetime) -> datetime:
        return at.replace(tzinfo=UTC).astimezone(ZoneInfo(self.time_zone))
