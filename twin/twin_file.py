"""HOME/twin.json: which simulated world a demonstration home is connected to, and where that answers."""

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from twin.files import write_pretty
from twin.social import SocialWorld
from twin.social_world import social_world

NAME = "twin.json"
PORT = 47811


@dataclass(frozen=True)
class TwinFile:
    """The seed and the first moment of the world, and the port on 127.0.0.1 where its platforms answer."""

    seed: int
    start: datetime
    port: int = PORT

    def world(self) -> SocialWorld:
        """The world itself, the same wherever it is made."""
        return social_world(self.seed, self.start)

    def write(self, home: Path) -> None:
        """Writes HOME/twin.json."""
        content = {"seed": self.seed, "start": self.start.isoformat(), "port": self.port}
        write_pretty(home / NAME, content)


def read(home: Path) -> TwinFile:
    """What HOME/twin.json says; raises FileNotFoundError where there is none."""
    content = json.loads((home / NAME).read_text(encoding="utf-8"))
    return TwinFile(content["seed"], datetime.fromisoformat(content["start"]), content["port"])


def base_url(port: int, platform: str) -> str:
    """Where a simulated platform answers."""
    return f"http://127.0.0.1:{port}/{platform}"
