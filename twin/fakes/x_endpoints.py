"""What X's endpoints about posts answer to a caller who may call them: data, includes, errors and meta."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from twin.fakes import x_posts, x_problems, x_shapes, x_timeline
from twin.fakes.x_bill import FOREIGN_POST, OWN_POST
from twin.fakes.x_calls import Viewer, account, body_of, in_path, parameters
from twin.fakes.x_names import POSTS, TIMELINE
from twin.fakes.x_parameters import ID, Parameters
from twin.fakes.x_posts import Shown
from twin.fakes.x_shapes import PRIVATE

if TYPE_CHECKING:
    from twin.fakes.x import XFake

PRIVATE_GROUPS = ("non_public_metrics", "organic_metrics", "promoted_metrics")


class Endpoints:
    """The answers, made of the world as it is now."""

    def __init__(self, fake: "XFake") -> None:
        self.fake = fake

    def timeline(self, request: Request, viewer: Viewer) -> Any:
        owner, given = in_path(request, "id", ID), parameters(self.fake, request, TIMELINE)
        asked, found = x_timeline.Asked.of(given), account(self.fake, "id", owner)
        fields, expansions = self._fields(given, viewer), given.listed("expansions")
        if found is None:
            return {"errors": [x_problems.not_found("user", "id", owner)]}
        private = [group for group in PRIVATE_GROUPS if group in fields]
        if private and self.fake.refuses_private and viewer.account_id is None:
            return x_problems.NEEDS_USER, 403
        if self.fake.faults.active("empty_ok", viewer.account_id) is not None:
            return {"meta": {"result_count": 0}}
        now = self.fake.now(viewer.account_id)
        entries = x_posts.timeline(found, self.fake.clock.now())
        shown, meta = x_timeline.page(entries, asked, now, bool(private))
        if self.fake.faults.active("repeated_cursor", viewer.account_id) is not None:
            meta = x_timeline.stuck(meta)
        body = self._posts(shown, viewer, given, fields, expansions)
        if "data" not in body:
            meta = {name: value for name, value in meta.items() if not name.endswith("_id")}
        return body | {"meta": meta | {"result_count": len(body.get("data", []))}}

    def posts(self, request: Request, viewer: Viewer) -> Any:
        given = parameters(self.fake, request, POSTS)
        ids, fields, expansions = given.ids(), self._fields(given, viewer), given.listed("expansions")
        if self.fake.faults.active("empty_ok", viewer.account_id) is not None:
            return {}
        accounts = self.fake.world.of("x")
        found = {each: x_timeline.find(accounts, each, self.fake.clock.now()) for each in ids}
        body = self._posts([each for each in found.values() if each], viewer, given, fields, expansions)
        missing = [
            x_problems.not_found("tweet", "ids", each) for each, shown in found.items() if shown is None
        ]
        return body | ({"errors": body.get("errors", []) + missing} if missing else {})

    def _posts(
        self, shown: list[Shown], viewer: Viewer, given: Parameters, fields: list[str], expansions: list[str]
    ) -> dict[str, Any]:
        """Data, includes and errors; posts whose private metrics are not shown to the viewer are dropped."""
        now = self.fake.now(viewer.account_id)
        refused = {each.id: self._refused_fields(each, viewer, fields, now) for each in shown}
        shown = [each for each in shown if not refused[each.id]]
        if "promoted_metrics" in fields:  # nothing here was ever promoted, and X then answers with nothing
            shown = []
        hidden = self.fake.retired_metric(viewer.account_id)
        data = [x_shapes.post(each, fields, given.words, self.fake.clock.now(), hidden) for each in shown]
        for each in shown:
            is_own = each.account.profile.account_id == viewer.account_id
            self.fake.bill.read(self.fake.clock.now(), each.id, OWN_POST if is_own else FOREIGN_POST)
        media = [one for each in shown for one in x_shapes.media(each, given.listed("media.fields"))]
        errors = [
            x_problems.field_refused(name, field) for name, of_post in refused.items() for field in of_post
        ]
        includes = {"includes": {"media": media}} if media and "attachments.media_keys" in expansions else {}
        return body_of(data, errors) | includes

    def _refused_fields(self, shown: Shown, viewer: Viewer, fields: list[str], now: datetime) -> list[str]:
        groups = [group for group in PRIVATE_GROUPS if group in fields]
        is_own = shown.account.profile.account_id == viewer.account_id
        if is_own and shown.at >= now - x_timeline.PRIVATE_FOR:
            return []
        return [f"{group}.{metric}" for group in groups for metric in PRIVATE]

    def _fields(self, given: Parameters, viewer: Viewer) -> list[str]:
        return given.fields(self.fake.retired_metric(viewer.account_id))
