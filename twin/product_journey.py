"""What a visitor does up to the click on the offer: looks around, uses the calculator, is reminded."""

import math
from datetime import datetime, timedelta

import numpy as np

from twin.product_truth import Gate, Product, Reminder
from twin.product_visitors import Visitor
from twin.product_visits import Act, Visit, rate, told
from twin.randomness import happens, pick

BACK = {"direct": 0.55, "search": 0.3, "newsletter": 0.15}
BROWSES_AGAIN, MOST_BROWSING = 0.22, 2
SPREAD, LONGEST_WAIT = 0.7, 20 * 60.0
SECOND_DEVICE = 0.5
ASSESSED = 5  # gates


class Journey:
    """The way of one visitor up to the click on the offer or to giving up, drawn once.

    `passed` is how many gates were passed in the end; `caused_by` is the origin without which there would
    have been no click: the first one, or that of the reminder which brought the visitor back.
    """

    def __init__(self, product: Product, visitor: Visitor, rng: np.random.Generator) -> None:
        self.product, self.visitor, self.rng = product, visitor, rng
        self.visits: list[Visit] = []
        self.moment = visitor.arrived_at
        self.device = 1
        self.is_unknown_at_first = False
        self.submitted_at: datetime | None = None
        self.clicked_at: datetime | None = None
        self.caused_by: str | None = None
        self.passed = self._furthest()
        self._look_around()
        if self.passed > 1 and happens(rng, product.retries):
            self._give_up_once()
        if self.passed:
            self._calculate(product.gates[: self.passed])
        if self.passed == len(product.gates):
            self._clicked(visitor.origin)
        elif self.passed == len(product.gates) - 1:
            self._be_reminded()
        if self.is_unknown_at_first:
            self._log_in_at_first_device()

    def _furthest(self) -> int:
        origin, risk = self.product.origins[self.visitor.origin], self.visitor.risk
        for number, gate in enumerate(self.product.gates):
            if not happens(self.rng, rate(self.product, gate, origin, risk)):
                return number
        return len(self.product.gates)

    def _look_around(self) -> None:
        self._visit(self.visitor.origin, "/")
        for _ in range(MOST_BROWSING):
            if happens(self.rng, BROWSES_AGAIN):
                self._later(0.4, 2.5)
                self._visit(pick(self.rng, BACK, 1)[0], "/articles")

    def _give_up_once(self) -> None:
        """An earlier attempt that got less far, hours before the one that counts."""
        for gate in self.product.gates[: int(self.rng.integers(1, 3))]:
            self._pass(gate)
        self._later(0.1, 0.8)
        self._visit(pick(self.rng, BACK, 1)[0], "/")

    def _calculate(self, gates: tuple[Gate, ...]) -> None:
        for number, gate in enumerate(gates):
            if number and happens(self.rng, self.product.pauses):
                self._later(0.3, 1)
                self._change_device()
                self._visit("direct", "/")
            if number and happens(self.rng, self.product.helped):
                self._act(gate.seconds / 3, "help_opened", gate.page)
            self._pass(gate)

    def _pass(self, gate: Gate) -> None:
        waited = self._act(gate.seconds, gate.event, gate.page)
        self.visits[-1].acts[-1].properties = told(self.product, self.visitor, gate, waited)
        if gate.event == "assessment_submitted":
            self.submitted_at = self.moment
            self.visits[-1].is_known = True

    def _be_reminded(self) -> None:
        offered = self.moment
        for reminder in self.product.reminders:
            if self.clicked_at is None and happens(self.rng, reminder.comes):
                self.moment = offered
                self._later(*reminder.days)
                self._come_back(reminder)

    def _come_back(self, reminder: Reminder) -> None:
        self._change_device()
        self._visit(reminder.origin, "/offer")
        if happens(self.rng, reminder.clicks):
            self._pass(self.product.gates[-1])
            self.passed += 1
            self._clicked(reminder.origin)

    def _clicked(self, origin: str) -> None:
        self.clicked_at, self.caused_by = self.moment, origin

    def _change_device(self) -> None:
        """Only people who are or will be logged in: nobody else could be recognized on a second device."""
        if self.device == 1 and self.passed >= ASSESSED and happens(self.rng, SECOND_DEVICE):
            self.device = 2
            self.is_unknown_at_first = self.submitted_at is None

    def _log_in_at_first_device(self) -> None:
        """Who was assessed on the second device logs in on the first one later: only now is it theirs."""
        self._later(0.2, 1)
        self.device = 1
        self._visit("direct", "/")

    def _visit(self, origin: str, page: str) -> None:
        self.visits.append(Visit(origin, self.device, self.submitted_at is not None))
        self.visits[-1].acts.append(Act(self.moment, "page_viewed", page))

    def _act(self, median: float, event: str, page: str) -> float:
        """Does it after a while; gives the seconds of waiting."""
        waited = min(median * math.exp(SPREAD * self.rng.standard_normal()), LONGEST_WAIT)
        self.moment += timedelta(milliseconds=round(waited * 1000))
        self.visits[-1].acts.append(Act(self.moment, event, page))
        return waited

    def _later(self, least: float, most: float) -> None:
        """Lets that many days pass, at least and at most."""
        self.moment += timedelta(seconds=round(86400 * self.rng.uniform(least, most)))
