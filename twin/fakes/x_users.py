"""What X's endpoints about users answer, and the one about the app's own usage."""

from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from starlette.requests import Request

from twin.fakes import x_problems, x_shapes
from twin.fakes.x_bill import USER
from twin.fakes.x_calls import Viewer, account, body_of, in_path, parameters
from twin.fakes.x_parameters import ID, NAME
from twin.social import SocialAccount

if TYPE_CHECKING:
    from twin.fakes.x import XFake

PROJECT, CAP = "1700000000000000001", 3_000_000


class Users:
    """The answers, made of the world as it is now."""

    def __init__(self, fake: "XFake") -> None:
        self.fake = fake

    def me(self, request: Request, viewer: Viewer) -> Any:
        return self._user(request, viewer, "id", viewer.account_id or "")

    def user(self, request: Request, viewer: Viewer) -> Any:
        return self._user(request, viewer, "id", in_path(request, "id", ID))

    def by_username(self, request: Request, viewer: Viewer) -> Any:
        return self._user(request, viewer, "username", in_path(request, "username", NAME))

    def users(self, request: Request, viewer: Viewer) -> Any:
        given = parameters(self.fake, request, ("ids", "user.fields"))
        found = [(each, account(self.fake, "id", each)) for each in given.ids()]
        if self.fake.faults.active("empty_ok", viewer.account_id) is not None:
            return {}
        fields = given.listed("user.fields")
        data = [self._shown_user(one, fields) for _, one in found if one]
        errors = [x_problems.not_found("user", "ids", each) for each, one in found if one is None]
        return body_of(data, errors)

    def usage(self, request: Request, _viewer: Viewer) -> Any:
        given = parameters(self.fake, request, ("days", "usage.fields"))
        days, today = given.number("days", 1, 90, 7), self.fake.clock.now().date()
        by_day: Counter[Any] = self.fake.bill.posts_by_day
        asked = [today - timedelta(days=back) for back in range(days)]
        read = [
            {"date": f"{day:%Y-%m-%d}T00:00:00.000Z", "usage": str(by_day[day])}
            for day in asked
            if by_day[day]
        ]
        project = {"project_id": PROJECT, "project_usage": str(sum(by_day.values()))}
        cap = {"project_cap": str(self.fake.bill.cap or CAP), "cap_reset_day": 1}
        return {"data": {**project, **cap, "daily_project_usage": {"project_id": PROJECT, "usage": read}}}

    def _user(self, request: Request, viewer: Viewer, parameter: str, value: str) -> Any:
        fields = parameters(self.fake, request, ("user.fields",)).listed("user.fields")
        if self.fake.faults.active("empty_ok", viewer.account_id) is not None:
            return {}
        found = account(self.fake, parameter, value)
        if found is None:
            return {"errors": [x_problems.not_found("user", parameter, value)]}
        return {"data": self._shown_user(found, fields)}

    def _shown_user(self, shown: SocialAccount, fields: list[str]) -> dict[str, Any]:
        now = self.fake.clock.now()
        self.fake.bill.read(now, f"user {shown.profile.account_id}", USER)
        return x_shapes.user(shown, fields, self.fake.accepts[0], now)
