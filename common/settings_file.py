"""Loads `settings.yml` and the variables that override it, and tells of every setting there is."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

from common.errors import ContentError, Problem
from common.settings import Settings
from common.settings_reading import VARIABLE, DescribedSetting, find_conflicts, override, read_section, variable_name
from common.yaml_nodes import YamlNode, read_yaml

SETTINGS_FILE = "settings.yml"
_LISTENING_PORTS = ("server.port", "server.private_port", "assistant.rasa_port", "assistant.actions_port")


def load_settings(root: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read `settings.yml` of a project, then what `BOT_<SECTION>_<NAME>` variables override.

    A missing file means all defaults.

    Raises:
        ContentError: unknown keys, wrong kinds, values beyond their limits or against each other, secrets written
            out, variables not set.
    """
    path = root / SETTINGS_FILE
    node = read_yaml(path, root) if path.exists() else YamlNode(None, 1, SETTINGS_FILE)
    problems: list[Problem] = []
    variables = os.environ if environment is None else environment
    result: Settings = override(read_section(node, Settings, variables, problems), variables, problems)
    if not problems:
        problems += find_conflicts(_conflicts(result), node, variables)
    if problems:
        raise ContentError(problems)
    return result


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
    """The names of all variables that `settings.yml` takes values from."""
    path = root / SETTINGS_FILE
    return frozenset(VARIABLE.findall(path.read_text(encoding="utf-8"))) if path.exists() else frozenset()


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
