"""`almanac init`: the home folder, the install key and a configuration to fill in. Never overwrites
anything."""

from typing import Any

from orchestration.command_line.console import Json, out, show
from orchestration.dagster_home import prepare
from warehouse.configuration.loading import load, starter
from warehouse.files import write_text
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey


def init(json: Json = False) -> None:
    """Make the home folder, its key and a configuration to fill in; what is there already stays as it is."""
    home = Home.from_environment()
    show(initialised(home), json, _told)


def initialised(home: Home) -> dict[str, Any]:
    """Makes what is missing in the home and gives back what was made and which businesses are configured."""
    new = [
        name
        for name, path in (("key", home.key_file), ("configuration", home.config_file))
        if not path.exists()
    ]
    home.create()
    InstallKey.create(home)
    if "configuration" in new:
        write_text(home.config_file, starter())
    prepare(home)
    businesses = [business.id for business in load(home).businesses]
    for business in businesses:
        (home.inbox / business).mkdir(exist_ok=True)
    return {
        "home": str(home.root),
        "made": new,
        "configuration": str(home.config_file),
        "businesses": businesses,
    }


def _told(result: dict[str, Any]) -> None:
    out.print(f"Home           {result['home']}")
    out.print(f"Configuration  {result['configuration']}")
    for business in result["businesses"]:
        out.print(f"Drop files in  {result['home']}/inbox/{business}/")
    out.print("\nNext: name your business in the configuration, drop files, then [bold]almanac run[/bold].")
