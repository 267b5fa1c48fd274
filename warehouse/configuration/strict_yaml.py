"""YAML without surprises: repeated keys are reported, `no` and `012` stay text, errors show no content."""

import re
from typing import Any

import yaml

_PLAIN_SCALARS = {
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?(?:0|[1-9][0-9]{0,17})",
    "float": r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][-+]?[0-9]{1,3})?",
    "null": r"~|null|Null|NULL|",
    "merge": r"<<",
}
_QUOTED = re.compile(r"'(?!<)[^'\s]{2,}'")


class YamlProblem(ValueError):
    """The text is not YAML; the message says where and why, and repeats nothing longer than a character."""


class _Loader(yaml.SafeLoader):
    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.repeated: list[str] = []

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        keys = [key.value for key, _ in node.value if isinstance(key, yaml.ScalarNode)]
        for position, (key, _) in enumerate(node.value):
            if isinstance(key, yaml.ScalarNode) and key.value in keys[:position]:
                self.repeated.append(
                    f"line {key.start_mark.line + 1}: expected each key once, got {key.value!r} again"
                )
        return super().construct_mapping(node, deep)


_Loader.yaml_implicit_resolvers = {}
for _name, _pattern in _PLAIN_SCALARS.items():
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_name}", re.compile(f"^(?:{_pattern})$"), None)


def parse(text: str) -> tuple[Any, list[str]]:
    """The value that the YAML text means, None for an empty one, and a line for each key that is repeated."""
    try:
        loader = _Loader(text)
        return loader.get_single_data(), loader.repeated
    except yaml.YAMLError as error:
        raise YamlProblem(_described(error)) from None
    except RecursionError:
        raise YamlProblem("expected YAML, got brackets nested too deep") from None


def _described(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    place = f"line {mark.line + 1}, column {mark.column + 1}: " if mark else ""
    reason = getattr(error, "problem", None) or "a character that YAML does not allow"
    return f"{place}expected YAML, got an error: " + _QUOTED.sub("'...'", reason)
