"""A quick yes or no to whether a value fits a JSON Schema, for the many files that are fine.

`jsonschema` explains faults well and takes a second for five thousand questions; an edit must be live in
seconds with ten times as many. So the schema is turned into plain functions once. They know the words our
schemas use and say no to any other, which only means that `jsonschema` has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

Fits = Callable[[Any], bool]
_TYPES: dict[str, type] = {"string": str, "array": list, "object": dict, "boolean": bool}
_SILENT = frozenset({"$schema", "title", "description", "definitions", "default", "examples"})


def compile_shape(schema: dict[str, Any], root: dict[str, Any] | None = None) -> Fits:
    """The function that tells whether a value surely fits a schema of draft 7."""
    root = schema if root is None else root
    if "$ref" in schema:  # draft 7: words beside a reference do not count
        target: Any = root
        for step in schema["$ref"].removeprefix("#/").split("/"):
            target = target[step]
        return compile_shape(target, root)
    tests = [_test(word, value, schema, root) for word, value in schema.items() if word not in _SILENT]
    return lambda value: all(test(value) for test in tests)


def _test(word: str, wanted: Any, schema: dict[str, Any], root: dict[str, Any]) -> Fits:
    match word:
        case "type" if wanted in _TYPES:
            kind = _TYPES[wanted]
            return lambda value: type(value) is kind
        case "required":
            return lambda value: not isinstance(value, dict) or all(name in value for name in wanted)
        case "properties":
            shapes = {name: compile_shape(item, root) for name, item in wanted.items()}
            return lambda value: (
                not isinstance(value, dict) or all(shapes[name](item) for name, item in value.items() if name in shapes)
            )
        case "additionalProperties" if wanted is False:
            known = frozenset(schema.get("properties", ()))
            return lambda value: not isinstance(value, dict) or value.keys() <= known
        case "items" if isinstance(wanted, dict):
            shape = compile_shape(wanted, root)
            return lambda value: not isinstance(value, list) or all(map(shape, value))
        case "enum":
            return lambda value: isinstance(value, str) and value in wanted
        case "pattern":
            pattern = re.compile(wanted)
            return lambda value: not isinstance(value, str) or pattern.search(value) is not None
        case "minLength":
            return lambda value: not isinstance(value, str) or len(value) >= wanted
        case "minItems":
            return lambda value: not isinstance(value, list) or len(value) >= wanted
        case "uniqueItems":
            return _all_different
    return lambda _: False


def _all_different(value: Any) -> bool:
    if not isinstance(value, list):
        return True
    return all(isinstance(item, str) for item in value) and len(set(value)) == len(value)
