"""logs/activity.log: one line for every action, in words, so that a person can follow what happened and
when."""

from warehouse.home import Home
from warehouse.pseudonyms import InstallKey
from warehouse.times import now


def note(home: Home, who: str, what: str) -> None:
    """Appends `time  who  what` (UTC), line breaks removed and every address replaced by its pseudonym."""
    home.logs.mkdir(parents=True, exist_ok=True)
    said = InstallKey.load(home).pseudonymous(" ".join(what.split()))
    with (home.logs / "activity.log").open("a", encoding="utf-8") as file:
        file.write(f"{now().isoformat()}Z  {who:<14} {said}\n")
