"""Every pattern our packages compile, wherever it stands: found by looking, never from a list.

Three ways, each finding what the others cannot: what `re` is asked to compile while the modules are imported and the
knowledge base is loaded (with the line that asked), the calls inside functions read from the source, and the
patterns that hang in a module's attributes.
"""

from __future__ import annotations

import ast
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import regex
import yaml

from tests.patterns.reading import ENGINES_PATTERNS, Compiled

ROOT = Path(__file__).resolve().parents[2]
_ENGINES: dict[str, ModuleType] = {"re": re, "regex": regex}
_CALLS = {"compile", "match", "fullmatch", "search", "sub", "subn", "split", "findall", "finditer"}
ALL_METHODS = frozenset({"fullmatch", "match", "sub"})
"""The ways to match that cost differently; `sub` stands for all that look everywhere."""
_ATTRIBUTES = {"pattern", "flags", "groups", "groupindex"}
_SAMPLE = "样例a1."
"""Stands for a text that `re.escape` makes harmless."""
_DEEPEST = 6


@dataclass(frozen=True)
class Found:
    """A pattern and where it was found, as `path:line` from the project's root."""

    place: str
    pattern: Compiled
    methods: frozenset[str] = ALL_METHODS
    """What it is used for, when that can be told from the source: a `fullmatch` never looks for a beginning."""


@dataclass(frozen=True)
class Collected:
    """All patterns, and the calls whose pattern nobody could tell."""

    patterns: tuple[Found, ...]
    unknown: tuple[str, ...]


@dataclass(frozen=True)
class _Source:
    """A module as it is written."""

    body: list[ast.stmt]
    nodes: tuple[ast.AST, ...]
    """All of it, walked once."""
    engines: dict[str, tuple[str, str]]
    """The names under which it has an engine (`re` → re, "") or a function of one (`compile` → re, compile)."""


@cache
def packages(root: Path = ROOT) -> list[str]:
    """Our packages: every folder of the project that holds a module, the tests left out."""
    names = {path.parent.name for path in root.glob("*/*.py") if not path.parent.name.startswith(".")}
    return sorted(names - {"tests"})


def collect() -> Collected:
    """Import what uses patterns, load what brings some along, and read the rest from the source."""
    found: dict[tuple[str, str, int], Found] = {}
    lines_seen: set[str] = set()
    unknown: list[str] = []

    def note(place: str, pattern: object) -> None:
        if isinstance(pattern, re.Pattern) and isinstance(pattern.pattern, bytes):  # attacked as letters of one byte
            pattern = re.compile(pattern.pattern.decode("latin-1"), pattern.flags | re.ASCII)
        if isinstance(pattern, ENGINES_PATTERNS) and isinstance(pattern.pattern, str):
            key = (place.partition(":")[0], pattern.pattern, pattern.flags)
            found.setdefault(key, Found(place, pattern, used.get(place, ALL_METHODS)))

    def asked(place: str, pattern: object) -> None:
        lines_seen.add(place)
        note(place, pattern)

    used: dict[str, frozenset[str]] = {}
    sources = {path: _read(path) for name in packages() for path in (ROOT / name).rglob("*.py")}
    using = {path: source for path, source in sources.items() if source.engines}
    used |= _methods(using, sources.values())
    modules: dict[Path, ModuleType] = {}
    with _Listening(asked):
        for path in using:
            modules[path] = importlib.import_module(_module_name(path))
        _load_project()
    for path, source in using.items():
        for line, pattern in _calls(source, modules[path]):
            place = f"{path.relative_to(ROOT)}:{line}"
            if pattern is not None:
                note(place, pattern)
            elif place not in lines_seen:
                unknown.append(place)
    placed = {id(one.pattern) for one in found.values()}  # an imported name is no second pattern
    looked: dict[int, int] = {}
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and Path(file) in sources:
            for value in vars(module).values():
                for pattern in _inside(value, 0, looked):
                    if id(pattern) not in placed:
                        note(f"{Path(file).relative_to(ROOT)}:0", pattern)
    for place, text in _written_in_data():
        note(place, re.compile(text))
    return Collected(tuple(found.values()), tuple(unknown))


def _methods(using: dict[Path, _Source], sources: Iterable[_Source]) -> dict[str, frozenset[str]]:
    """What the pattern of a line is used for: by the name it is given, or by the function it is handed to.

    A name that is handed on instead of being called may be used for anything.
    """
    by_name: dict[str, set[str]] = {}
    for source in sources:
        called = {}
        for node in source.nodes:
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
                called[node.value] = node.attr
        for node in source.nodes:
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                method = called.get(node, "handed on")
                if method not in _ATTRIBUTES:
                    by_name.setdefault(node.id, set()).add(method)
            elif isinstance(node, ast.alias) and node.asname:  # under another name nobody follows it
                by_name.setdefault(node.name, set()).add("handed on")
    methods: dict[str, frozenset[str]] = {}
    for path, source in using.items():
        for node in source.nodes:
            if isinstance(node, ast.Call) and (asked := _function(node, source.engines)) and asked[1] != "compile":
                methods[f"{path.relative_to(ROOT)}:{node.lineno}"] = _costs({asked[1]})
        for node in source.body:
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.value, ast.Call)
                and isinstance(node.targets[0], ast.Name)
            ):
                uses = by_name.get(node.targets[0].id, {"handed on"})
                methods[f"{path.relative_to(ROOT)}:{node.value.lineno}"] = _costs(uses)
    return methods


def _costs(uses: set[str]) -> frozenset[str]:
    looking = uses & (_CALLS - {"fullmatch", "match", "compile"})
    costs = (uses & {"fullmatch", "match"}) | ({"sub"} if looking else set())
    return frozenset(costs) if uses <= _CALLS else ALL_METHODS


class _Listening:
    """While it lasts, every pattern `re` compiles for one of our lines is reported."""

    def __init__(self, report: Callable[[str, object], None]) -> None:
        self._report = report
        self._own = tuple(f"{ROOT / name}/" for name in packages())

    def __enter__(self) -> None:
        self._original: Callable[..., Any] = re._compile  # type: ignore[attr-defined]

        def listening(pattern: Any, flags: Any) -> Any:
            compiled = self._original(pattern, flags)
            frame = sys._getframe(1)
            while frame.f_code.co_filename == re.__file__ and frame.f_back is not None:
                frame = frame.f_back
            if frame.f_code.co_filename.startswith(self._own):
                self._report(f"{Path(frame.f_code.co_filename).relative_to(ROOT)}:{frame.f_lineno}", compiled)
            return compiled

        re._compile = listening  # type: ignore[attr-defined]

    def __exit__(self, *_: object) -> None:
        re._compile = self._original  # type: ignore[attr-defined]


def _load_project() -> None:
    """Load the knowledge base and the guides: their schemas and the phrases of staff bring patterns along."""
    from faq.content.loader import load_content
    from faq.guiding.guidance import Guidance

    load_content(ROOT)
    for phrase in Guidance.open(ROOT).extractor._english._phrases:
        _ = phrase.pattern  # compiled where it is looked for first


def _module_name(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _read(path: Path) -> _Source:
    tree = ast.parse(path.read_text("utf-8"))
    nodes = tuple(ast.walk(tree))
    names: dict[str, tuple[str, str]] = {}
    for node in nodes:
        if isinstance(node, ast.Import):
            names |= {item.asname or item.name: (item.name, "") for item in node.names if item.name in _ENGINES}
        elif isinstance(node, ast.ImportFrom) and node.module in _ENGINES:
            names |= {item.asname or item.name: (str(node.module), item.name) for item in node.names}
    return _Source(tree.body, nodes, names)


def _calls(source: _Source, module: ModuleType) -> Iterator[tuple[int, Compiled | None]]:
    """Each call of an engine with its line and its pattern; None when only running it would tell."""
    for node in source.nodes:
        if isinstance(node, ast.Call) and (called := _function(node, source.engines)):
            engine, function = called
            yield node.lineno, _pattern(node, _ENGINES[engine], function, module)


def _function(call: ast.Call, names: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    """Which function of which engine a call calls; None when it calls something else."""
    called = call.func
    engine, function = "", ""
    if isinstance(called, ast.Attribute) and isinstance(called.value, ast.Name):
        engine, direct = names.get(called.value.id, ("", ""))
        function = "" if direct else called.attr
    elif isinstance(called, ast.Name):
        engine, function = names.get(called.id, ("", ""))
    return (engine, function) if engine and function in _CALLS else None


def _pattern(call: ast.Call, engine: ModuleType, function: str, module: ModuleType) -> Compiled | None:
    place = {"compile": 1, "match": 2, "fullmatch": 2, "search": 2, "findall": 2, "finditer": 2, "split": 3}.get(
        function, 4
    )
    named = {item.arg: item.value for item in call.keywords}
    pattern = call.args[0] if call.args else named.get("pattern")
    flags = call.args[place] if len(call.args) > place else named.get("flags")
    try:
        text = _value(pattern, module)
        if isinstance(text, ENGINES_PATTERNS):
            return text
        compiled: Compiled = engine.compile(text, _value(flags, module) if flags else 0)
        return compiled
    except (NameError, TypeError, AttributeError):
        return None


def _value(node: ast.expr | None, module: ModuleType) -> Any:
    if node is None:
        raise TypeError
    expression = ast.fix_missing_locations(ast.Expression(_EscapedReplaced().visit(node)))
    return eval(compile(expression, "<pattern>", "eval"), vars(module))


class _EscapedReplaced(ast.NodeTransformer):
    """What goes through `re.escape` is a plain text, whichever: any sample will do."""

    def visit_Call(self, node: ast.Call) -> ast.AST:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "escape":
            return ast.Constant(re.escape(_SAMPLE))
        return self.generic_visit(node)


def _inside(value: object, depth: int, looked: dict[int, int]) -> Iterator[Compiled]:
    """The patterns in a value, in containers and in attributes of objects, as deep as anybody nests them.

    `looked` remembers at which depth each object was looked into: only from nearer is there more to find.
    """
    if isinstance(value, ENGINES_PATTERNS):
        yield value
        return
    if isinstance(value, (str, bytes, int, float, ModuleType)) or depth > min(_DEEPEST, looked.get(id(value), 99) - 1):
        return
    looked[id(value)] = depth
    inner: Iterable[object] = ()
    if isinstance(value, dict):
        inner = [*value.keys(), *value.values()]
    elif isinstance(value, (list, tuple, set, frozenset)):
        inner = value
    elif _is_ours(type(value)) or (isinstance(value, type) and _is_ours(value)):
        inner = list(getattr(value, "__dict__", {}).values())
        inner += [getattr(value, name, None) for name in getattr(type(value), "__slots__", ())]
    for item in inner:
        yield from _inside(item, depth + 1, looked)


def _is_ours(kind: type) -> bool:
    return kind.__module__.partition(".")[0] in packages()


def _written_in_data() -> Iterator[tuple[str, str]]:
    """Patterns in Rasa's training data and in the JSON schemas."""
    for path in sorted((ROOT / "data").glob("*.yml")):
        for item in (yaml.safe_load(path.read_text("utf-8")) or {}).get("nlu") or ():
            if "regex" in item:
                examples = (line.removeprefix("- ") for line in item["examples"].splitlines())
                yield from ((f"{path.relative_to(ROOT)}:0", example) for example in examples)
    for name in packages():
        for path in sorted((ROOT / name).rglob("*schema*.json")):
            yield from (
                (f"{path.relative_to(ROOT)}:0", text) for text in _schema_patterns(json.loads(path.read_text("utf-8")))
            )


def _schema_patterns(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for value in node.values():
            yield from _schema_patterns(value)
    elif isinstance(node, list):
        for value in node:
            yield from _schema_patterns(value)
