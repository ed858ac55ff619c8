"""Loads `settings.yml` and the variables that override it, and tells of every setting there is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_type_hints

from common.errors import ContentError, Problem, SettingsError, relative_path
from common.settings import Settings
from common.settings_reading import VARIABLE, DescribedSetting, find_conflicts, override, read_section, variable_name
from common.yaml_nodes import YamlNode, read_yaml

SETTINGS_FILE = "settings.yml"
SITE_FILE = "settings.local.yml"
"""What one site says otherwise than the project; git leaves it alone."""
SITE_FILE_VARIABLE = "BOT_SETTINGS_FILE"
"""Names another such file; empty means none, which is how the tests run."""
_LISTENING_PORTS = ("server.port", "server.private_port", "assistant.rasa_port", "assistant.actions_port")


def load_settings(root: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read `settings.yml` of a project, then the site's own file, then what `BOT_<SECTION>_<NAME>` variables override.

    Missing files mean all defaults; a site's file that a variable names must be there.

    Raises:
        SettingsError: unknown keys, wrong kinds, values beyond their limits or against each other, secrets written
            out, variables not set.
    """
    variables = os.environ if environment is None else environment
    problems: list[Problem] = []
    files = [_read(path, root, problems) for path in _files(root, variables)]
    result: Any = Settings()
    for node in files:
        result = read_section(node, result, variables, problems)
    result = override(result, variables, problems)
    if not problems:
        problems += find_conflicts(_conflicts(result), files[::-1], variables)
    if problems:
        raise SettingsError(problems)
    loaded: Settings = result
    return loaded


def _files(root: Path, variables: Mapping[str, str]) -> list[Path]:
    """The files in the order in which they are read: the later has the last word."""
    named = variables.get(SITE_FILE_VARIABLE)
    if named:
        return [root / SETTINGS_FILE, root / named]
    site = root / SITE_FILE
    return [root / SETTINGS_FILE, *([site] if named is None and site.exists() else [])]


def _read(path: Path, root: Path, problems: list[Problem]) -> YamlNode:
    nothing = YamlNode(None, 1, relative_path(path, root))
    try:
        return read_yaml(path, root)
    except ContentError as error:
        problems += error.problems
    except FileNotFoundError:
        if path.name != SETTINGS_FILE:
            remedy = f"改正环境变量 {SITE_FILE_VARIABLE}，或建好这个文件"
            problems.append(Problem(nothing.path, 1, "设置文件不存在", remedy, "missing"))
    return nothing


def _conflicts(settings: Settings) -> list[tuple[str, str, str]]:
    """Settings that do not go together: dotted name, what is wrong, how to mend it."""
    found = []
    taken: dict[int, str] = {}
    for name in _LISTENING_PORTS:
        section, _, key = name.partition(".")
        number = getattr(getattr(settings, section), key)
        if number and number in taken:
            found.append((name, f"「{key}」和 {taken[number]} 是同一个端口 {number}", "换一个没有用过的端口"))
        taken.setdefault(number, name)
    if settings.tickets.longest_retry_s < settings.tickets.retry_s:
        found.append(("tickets.longest_retry_s", "「longest_retry_s」比 retry_s 还小", "写得和 retry_s 一样或更大"))
    if settings.mail.host:
        for key in ("sender", "recipient"):
            if not getattr(settings.mail, key):
                found.append(
                    ("mail.host", f"写了「host」，却没有写 mail.{key}", f"加上 {key}: bot@example.com 这样一行")
                )
    return found


def settings_environment(settings: Settings, without: frozenset[str] = frozenset()) -> dict[str, str]:
    """The settings as the variables that make another process of ours load the same values.

    Args:
        settings: all of them.
        without: dotted names of secrets which that process does not need.
    """
    result = {}
    for section in fields(Settings):
        part = getattr(settings, section.name)
        for item in fields(part):
            if f"{section.name}.{item.name}" in without:
                continue
            value = getattr(part, item.name)
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            result[variable_name(section.name, item.name)] = shown
    return result


def referenced_variables(root: Path) -> frozenset[str]:
    """The names of all variables that the files take values from."""
    texts = [path.read_text(encoding="utf-8") for path in _files(root, os.environ) if path.exists()]
    return frozenset(VARIABLE.findall("\n".join(texts)))


def secret_names() -> frozenset[str]:
    """The dotted names of all secrets."""
    return frozenset(row.name for row in described_settings() if row.secret)


def described_settings() -> list[DescribedSetting]:
    """Every setting in the order of the file, for docs and tests."""
    rows = []
    for section in fields(Settings):
        section_type = get_type_hints(Settings)[section.name]
        for item in fields(section_type):
            shown = str(item.default).lower() if isinstance(item.default, bool) else str(item.default)
            about = item.metadata
            name = f"{section.name}.{item.name}"
            rows.append(DescribedSetting(name, shown, about["doc"], about["secret"], about["limits"].sentence()))
    return rows
