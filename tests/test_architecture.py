"""The import directions of the design, and that every module can be imported first."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SERVING = ("common", "faq", "dialogue", "tickets", "learning", "wechat", "actions", "nlu", "bot", "web", "screenshots")
TOOLING = ("evaluation", "checking", "simulator")
PACKAGES = (*SERVING, *TOOLING)

OWN_IMPORTS = {
    "common": set(),
    "faq": {"common"},
    "dialogue": {"faq", "common"},
    "tickets": {"common"},
    "wechat": {"common"},
    "actions": {"dialogue", "faq", "tickets", "common"},
    "nlu": {"dialogue", "faq", "tickets", "common"},
    "learning": {"faq", "tickets", "common"},
    "web": {"learning", "faq", "tickets", "common"},
    "screenshots": {"common"},
    "bot": {"web", "wechat", "screenshots", "learning", "dialogue", "faq", "tickets", "common"},
    "evaluation": {"bot", "faq", "common"},
    "checking": {"faq", "common"},
    "simulator": {"wechat", "common"},
}
"""Who may import whom of ours, beside itself."""

THIRD_PARTY_IMPORTS = {
    "common": {"yaml", "itsdangerous"},
    "faq": {
        "yaml",
        "jieba",
        "rapidfuzz",
        "sklearn",
        "numpy",
        "scipy",
        "tantivy",
        "pypinyin",
        "opencc",
        "jsonschema",
        "fastjsonschema",
        "onnxruntime",
        "tokenizers",
    },
    "tickets": {
        "argon2",
        "sqlalchemy",
        "alembic",
        "psycopg2",
        "cryptography",
        "chinese_calendar",
        "aiosmtplib",
        "openpyxl",
        "aiohttp",
        "boto3",
        "botocore",
        "redis",
    },
    "dialogue": set(),
    "wechat": {"aiohttp", "cryptography", "defusedxml", "itsdangerous", "regex"},
    "actions": {"rasa_sdk", "sanic", "sqlalchemy"},
    "nlu": {
        "rasa",
        "sqlalchemy",
        "jsonschema",
        "sanic",
        "sklearn",
        "scipy",
        "numpy",
        "yaml",
        "jieba",
        "aiohttp",
        "redis",
    },
    "learning": {"numpy", "scipy", "sklearn", "sqlalchemy"},
    "web": {"aiohttp", "jinja2", "markupsafe", "sqlalchemy"},
    "screenshots": {"PIL", "pi_heif", "numpy", "cv2", "rapidocr"},
    "bot": {
        "aiohttp",
        "yaml",
        "sqlalchemy",
        "cryptography",
        "prometheus_client",
        "aiosmtplib",
        "openpyxl",
        "itsdangerous",
        "limits",
        "redis",
    },
    "evaluation": {
        "numpy",
        "matplotlib",
        "PIL",
        "jinja2",
        "markupsafe",
        "threadpoolctl",
        "sklearn",
        "scipy",
        "pypinyin",
        "opencc",
        "yaml",
    },
    "checking": {"yaml"},
    "simulator": {"aiohttp", "cryptography", "PIL"},
}
"""Libraries each package may import; the gateway's side never loads Rasa."""

ROOMS = {
    "serving": set(),
    "channels.base": set(),
    "conversation": {"channels.base", "serving"},
    "channels.web": {"channels.base", "conversation", "serving"},
    "channels.wechat": {"channels.base", "conversation", "serving"},
    "gateway": {"channels.base", "channels.web", "channels.wechat", "conversation", "serving"},
    "running": {"gateway", "serving"},
}
"""The rooms of `bot/` from the ground up, and which others each may enter; `commands` enters all of them.

The conversation knows a channel only through `channels.base`, one channel knows nothing of another.
"""

COMMANDS = {path.relative_to(ROOT).as_posix() for path in (ROOT / "bot/commands").glob("*.py")}
"""The commands put everything together: these of `bot` may import the tooling too."""


ROOMS_IN_ORDER = {
    "dialogue": ("english", "text", "people", "questions", "moods", "ticket", "mixed", "turns", "facts", "readers"),
    "faq": (
        *("text", "content", "ranking", "meaning", "follow_ups", "guiding", "engine"),
        *("finding", "saying", "pages", "checks", "editor"),
    ),
}
"""The rooms of these packages from the ground up: each may enter those before it."""


def modules() -> list[Path]:
    return sorted(path.relative_to(ROOT) for package in PACKAGES for path in (ROOT / package).rglob("*.py"))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and first part of every import, wherever in the file it stands."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name.partition(".")[0]) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: imports are absolute here"
            yield node.lineno, str(node.module).partition(".")[0]


def forbidden(path: Path) -> list[str]:
    package = path.parts[0]
    allowed = {package, *OWN_IMPORTS[package], *THIRD_PARTY_IMPORTS[package], *sys.stdlib_module_names}
    if path.as_posix() in COMMANDS:
        allowed |= set(TOOLING)
    return [f"{path}:{line}: {package} must not import {name}" for line, name in imported(path) if name not in allowed]


@pytest.mark.parametrize("room", ["bot/conversation", "dialogue", "actions"])
def test_the_core_knows_no_channel_by_name(room: str) -> None:
    """What differs between channels is a property of the contract (`bot/channels/base.py`)."""
    named = [
        f"{path.relative_to(ROOT)}:{node.lineno}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and node.value in ("web", "wechat")
    ]
    assert named == []


def test_imports_go_only_in_the_directions_of_the_design() -> None:
    assert [fault for path in modules() for fault in forbidden(path)] == []


def room(module: str) -> str:
    """The room of a module of `bot`, from its dotted name."""
    parts = module.split(".")[1:]
    return ".".join(parts[:2]) if parts[:1] == ["channels"] else parts[0]


def rooms_entered(path: Path) -> Iterator[tuple[int, str]]:
    """Line and room of every import out of `bot`, wherever in the file it stands."""
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] == "bot":
            yield from ((node.lineno, room(f"{node.module}.{alias.name}")) for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from ((node.lineno, room(item.name)) for item in node.names if item.name.startswith("bot."))


def test_the_rooms_of_the_product_are_entered_in_one_direction() -> None:
    faults, known = [], {*ROOMS, "commands"}
    for path in modules():
        if path.parts[0] != "bot" or len(path.parts) < 3 or path.as_posix() == "bot/channels/__init__.py":
            continue
        here = room(".".join(path.with_suffix("").parts))
        assert here in known, f"{path} stands in no room"
        allowed = known if here == "commands" else {here, *ROOMS[here]}
        faults += [
            f"{path}:{line}: {here} must not enter {there}"
            for line, there in rooms_entered(path)
            if there not in allowed
        ]
    assert faults == []


def test_nothing_runs_in_the_event_loops_own_pool() -> None:
    """What blocks there stands in line with everything else that does: every call names its kind of threads."""
    faults = []
    for path in modules():
        for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
            name = node.attr if isinstance(node, ast.Attribute) else ""
            if name == "to_thread":
                faults.append(f"{path}:{node.lineno}: to_thread")
            call = node.func if isinstance(node, ast.Call) else None
            if isinstance(call, ast.Attribute) and call.attr == "run_in_executor":
                executor = node.args[0] if node.args else None
                if executor is None or (isinstance(executor, ast.Constant) and executor.value is None):
                    faults.append(f"{path}:{node.lineno}: run_in_executor(None)")
    assert faults == []


def test_no_class_name_stands_twice() -> None:
    """Who reads a name knows which class is meant."""
    homes: dict[str, list[str]] = {}
    for path in modules():
        for node in ast.parse((ROOT / path).read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef):
                homes.setdefault(node.name, []).append(path.as_posix())
    assert {name: places for name, places in homes.items() if len(places) > 1} == {}


def test_the_engine_needs_neither_checks_nor_editor() -> None:
    engine = [path for path in modules() if path.parts[0] == "faq" and len(path.parts) == 2]
    text = {path.as_posix(): (ROOT / path).read_text(encoding="utf-8") for path in engine}
    assert [path for path, source in text.items() if "faq.checks" in source or "faq.editor" in source] == []


def test_grouping_and_figures_read_no_database() -> None:
    """`learning/rows` alone does; what groups and counts is told what there is, and says the same of the same."""
    database = ("sqlalchemy", "tickets.database", "tickets.schema")
    calculating = [path for path in modules() if path.parts[0] == "learning" and path.parts[1] != "rows"]
    faults = [
        f"{path} reads the database by {name}"
        for path in calculating
        for name in _loaded_with(path)
        if any(name == one or name.startswith(f"{one}.") for one in database)
    ]
    # Editing is no calculation: it keeps what it did.
    entering = {path.name for path in calculating for name in _loaded_with(path) if name.startswith("learning.rows")}
    assert (faults, entering) == ([], {"workbench.py"})


def test_the_gateway_side_never_loads_rasa() -> None:
    code = (
        "import sys, bot.gateway.app, bot.running.stack; print({'rasa', 'rasa_sdk', 'tensorflow'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_the_rooms_of_actions_have_names_of_their_own() -> None:
    # The action server tries sub-packages of `actions` by bare name, too: `actions/faq/` would be `faq/` to it.
    rooms = [path.parent.name for path in (ROOT / "actions").glob("*/__init__.py")]
    assert rooms and [name for name in rooms if importlib.util.find_spec(name)] == []


@pytest.mark.parametrize("package", ROOMS_IN_ORDER)
def test_rooms_are_entered_from_above(package: str) -> None:
    faults, rooms = [], ROOMS_IN_ORDER[package]
    for name, path in _named(package):
        if path.parent == Path(package):  # above them all
            continue
        here = name.split(".")[1]
        assert here in rooms, f"{path} stands in no room"
        forbidden_names = tuple(f"{package}.{room}." for room in rooms[rooms.index(here) + 1 :])
        faults += [f"{path}: {one}" for one in _loaded_with(path) if one.startswith(forbidden_names)]
    assert faults == []


def test_modules_stay_small() -> None:
    lengths = {path.as_posix(): len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in modules()}
    assert {path: length for path, length in lengths.items() if length > 300} == {}


@pytest.mark.parametrize("package", PACKAGES)
def test_no_import_goes_in_a_circle(package: str) -> None:
    """So that every module can be imported first: what is imported while a module loads never waits for it."""
    order = TopologicalSorter({name: set(_loaded_with(path)) & _names() for name, path in _named(package)})
    order.prepare()


@pytest.mark.slow
def test_every_module_can_be_imported() -> None:
    """In one process of its own: with no circle, the order makes no difference."""
    names = [name for package in PACKAGES for name, _ in _named(package)]
    code = f"""
import importlib, warnings
warnings.simplefilter("ignore")
for name in {names!r}:
    try:
        importlib.import_module(name)
    except Exception as fault:
        print(name, type(fault).__name__, fault)
"""
    environment = {"PATH": "/usr/bin:/bin", "TF_CPP_MIN_LOG_LEVEL": "3", "SQLALCHEMY_SILENCE_UBER_WARNING": "1"}
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env=environment,
        timeout=110,
        check=False,
    )
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


def _named(package: str) -> Iterator[tuple[str, Path]]:
    """The modules of a package by their dotted names, without what only a command starts."""
    for path in modules():
        if path.parts[0] == package and path.name != "__main__.py" and "migrations" not in path.parts:
            yield ".".join(path.with_suffix("").parts).removesuffix(".__init__"), path


@cache
def _names() -> frozenset[str]:
    return frozenset(name for package in PACKAGES for name, _ in _named(package))


def _loaded_with(path: Path) -> Iterator[str]:
    """The modules that one imports while it is loaded: not inside functions, not for the type checker only."""
    waiting: list[ast.AST] = [ast.parse((ROOT / path).read_text(encoding="utf-8"))]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield str(node.module)
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        waiting += ast.iter_child_nodes(node)
