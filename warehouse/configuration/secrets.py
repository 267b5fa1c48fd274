"""Secrets by name: the configuration says where a secret is, never what it is."""

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from warehouse.refusals import Refusal

_REFERENCE = re.compile(r"env:([A-Za-z_][A-Za-z0-9_]*)")


class MissingSecret(RuntimeError):
    """The environment does not hold the secret that the configuration names."""


class _Unshown:
    def __repr__(self) -> str:
        return "something else (not shown)"


@dataclass(frozen=True)
class Secret:
    """The name of an environment variable that holds a secret, or with _FILE the path of a file that does."""

    name: str

    @classmethod
    def parse(cls, reference: object) -> "Secret":
        """The secret that `env:NAME` names; for anything else a Refusal that does not repeat it."""
        match = _REFERENCE.fullmatch(reference) if isinstance(reference, str) else None
        if match is None:
            raise Refusal("env:NAME, the environment variable that holds the secret", _Unshown())
        return cls(match[1])

    def reveal(self) -> str:
        """The secret: the value of NAME, or what the file NAME_FILE holds; raises MissingSecret."""
        if value := os.environ.get(self.name):
            return value
        path = os.environ.get(f"{self.name}_FILE")
        if not path:
            raise MissingSecret(f"neither {self.name} nor {self.name}_FILE is set in the environment")
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise MissingSecret(
                f"{self.name}_FILE names a file that cannot be read: {error.strerror}"
            ) from None

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(cls.parse)
