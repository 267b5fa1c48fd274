"""Which fields of posts X is asked for, and in which of its two vocabularies; learns from what it refuses."""

from assets.calling.metrics import alive
from assets.sync.connection import Connection
from assets.x.dialect import FieldsRefused

VOCABULARIES = ("post", "tweet")  # X renamed its words in 2026; it answers in those in which it is asked
ESSENTIAL = {"id", "text", "created_at"}


class Fields:
    """The fields for one account; what is learnt is remembered with it."""

    def __init__(self, connection: Connection, remarks: list[str]) -> None:
        """`remarks` hears what a person should know."""
        self._connection, self._remarks = connection, remarks
        self._has_flipped = False

    @property
    def words(self) -> str:
        """The vocabulary in use: post or tweet."""
        return str(self._connection.memory.notes.get("vocabulary", VOCABULARIES[0]))

    def names(self, private: bool) -> list[str]:
        """The fields to ask for, without those that X has refused in the last 30 days."""
        groups = ("fields", "public", "private") if private else ("fields", "public")
        metrics = self._connection.contract.metrics
        names = [name for group in groups for name in metrics[group]] + [f"note_{self.words}"]
        return alive(names, self._connection.memory.dead_metrics, self._connection.now().date())

    def learn(self, refused: FieldsRefused, asked: list[str]) -> None:
        """Leaves out a field that was refused, or takes the other words, once; raises `refused` otherwise."""
        if refused.field in asked and refused.field not in ESSENTIAL:
            self._leave_out(refused.field, refused.reason)
        elif not self._has_flipped:
            self._flip(refused.reason)
        else:
            raise refused

    def _leave_out(self, name: str, reason: str) -> None:
        self._connection.memory.dead_metrics[name] = f"{self._connection.now().date()}: {reason}"
        self._remarks.append(f"X refuses the field {name}, it is left out for 30 days: {reason}")

    def _flip(self, reason: str) -> None:
        self._has_flipped = True
        other = next(words for words in VOCABULARIES if words != self.words)
        self._connection.memory.notes["vocabulary"] = other
        self._remarks.append(f"X is asked in its {other} words from now on: {reason}")
