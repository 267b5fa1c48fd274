"""almanac.yaml: read, checked as a whole, given as typed models; and the one to start with."""

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from warehouse.configuration.consistency import inconsistencies
from warehouse.configuration.mappings import Import
from warehouse.configuration.settings import Account, Business, Configuration, UnknownBusiness
from warehouse.configuration.shape import problems
from warehouse.configuration.strict_yaml import YamlProblem, parse
from warehouse.home import Home

__all__ = [
    "Account",
    "Business",
    "Configuration",
    "ConfigurationError",
    "Import",
    "UnknownBusiness",
    "load",
    "starter",
]

STARTER = Path(__file__).with_name("starter.yaml")


class ConfigurationError(RuntimeError):
    """The configuration cannot be used; `problems` has a line for every reason."""

    def __init__(self, file: str, problems: list[str]) -> None:
        self.problems = [f"{file}: {problem}" for problem in problems]
        super().__init__("\n".join(self.problems))


def load(home: Home) -> Configuration:
    """The configuration of the home; raises ConfigurationError with every problem in it at once."""
    file = home.config_file.name
    text = _text(home.config_file)
    try:
        tree, repeated = parse(text)
    except YamlProblem as problem:
        raise ConfigurationError(file, [str(problem)]) from None
    if tree is None:
        raise ConfigurationError(file, ["expected at least `businesses`, got an empty file"])
    return _validated(file, tree, repeated)


def starter(business_id: str = "my_business") -> str:
    """A first almanac.yaml: one business that works as it is, everything else as commented examples."""
    return STARTER.read_text(encoding="utf-8").replace("my_business", business_id)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigurationError(
            path.name, [f"expected the file {path}, got nothing (`almanac init` makes it)"]
        ) from None
    except UnicodeDecodeError:
        raise ConfigurationError(path.name, ["expected text in UTF-8, got other bytes"]) from None
    except OSError as error:
        raise ConfigurationError(
            path.name, [f"expected a file that can be read, got {error.strerror}"]
        ) from None


def _validated(file: str, tree: Any, repeated: list[str]) -> Configuration:
    found = [*repeated]
    configuration = None
    try:
        configuration = Configuration.model_validate(tree)
    except ValidationError as error:
        found += [_line(place, message) for place, message in problems(Configuration, error)]
    found += [_line(place, message) for place, message in inconsistencies(tree)]
    if found or configuration is None:
        raise ConfigurationError(file, found) from None
    return configuration


def _line(place: str, message: str) -> str:
    return f"{place}: {message}" if place else message
