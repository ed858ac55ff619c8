"""Faults in the Rasa files that Rasa itself reports late, vaguely or never; each with file and line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from checking.rasa_config import DATA_SECTIONS, DOMAIN_SECTIONS, check_config, check_sections
from checking.rasa_coverage import check_coverage, code_faults
from checking.rasa_names import (
    BUILT_IN_INTENTS,
    BUILT_IN_SLOTS,
    Domain,
    action_names,
    children,
    read_domain,
    response_names,
)
from common.errors import ContentError, Problem, nearest_spelling, relative_path
from common.yaml_nodes import YamlNode, read_yaml
from faq.content.dangling import one_each
from faq.content.entry_files import typed_intents

JIEBA_FOLDER = "data/jieba"
_ANNOTATION = re.compile(r"\[[^\]]+\]\((\w+)\)|\[[^\]]+\]\{[^}]*\"entity\":\s*\"(\w+)\"")
_JIEBA_LINE = re.compile(r"\S+( \d+)?( [a-z]+)?")


def check_project(root: Path) -> list[Problem]:
    """Every fault in `domain.yml`, `data/` and the jieba dictionaries, and where they disagree with `actions/`."""
    problems: list[Problem] = [*_check_dictionaries(root)]
    nodes: dict[str, YamlNode] = {}
    paths = [root / "domain.yml", *sorted((root / "data").glob("*.yml"))]
    for path in paths:
        try:
            nodes[path.name] = read_yaml(path, root)
        except FileNotFoundError:
            problems.append(Problem(relative_path(path, root), 1, "文件不存在", "从版本库里恢复它", "missing"))
        except ContentError as fault:
            problems += fault.problems
    problems += [*code_faults(root), *check_config(root)]
    for name, node in nodes.items():
        problems += check_sections(node, DOMAIN_SECTIONS if name == "domain.yml" else DATA_SECTIONS)
    # Whatever names something of a section that is not read would only look wrong.
    if "domain.yml" not in nodes or any(problem.kind in ("code", "unknown_key") for problem in problems):
        return problems
    domain = read_domain(nodes.pop("domain.yml"))
    problems += _check_domain(root, domain)
    domain = replace(domain, actions=domain.actions | _misspelt_actions(root, domain))
    # By what is typed, not by what can be read: a broken entry is the content check's fault, not the domain's.
    taught = {intent for path in (root / "faq/entries").glob("*.yml") for intent in typed_intents(path)}
    for node in nodes.values():
        problems += _check_examples(node, domain, taught)
        for kind in ("rules", "stories"):
            problems += _check_talks(node.get(kind), kind[:-1].replace("storie", "story"), domain)
    if not problems:  # with a broken file, intents would only look as if nobody taught or handled them
        problems += check_coverage(root, domain, nodes)
        for intent, line in domain.intents.items():
            if intent not in taught:
                problems.append(
                    Problem(
                        "domain.yml", line, f"意图「{intent}」没有任何例句", "在 data/nlu.yml 里补例句，或删掉这个意图"
                    )
                )
    return one_each(problems)


def _misspelt_actions(root: Path, domain: Domain) -> dict[str, int]:
    """The right names of the actions that the domain misspells: told there, whoever uses them is not to blame."""
    in_code = {found.name for found in action_names(root / "actions")}
    unsaid = in_code - set(domain.actions)
    wrong = [name for name in domain.actions if not name.startswith("utter_") and name not in in_code]
    return {right: domain.actions[name] for name in wrong if (right := nearest_spelling(name, sorted(unsaid)))}


def _check_domain(root: Path, domain: Domain) -> Iterator[Problem]:
    actions = root / "actions"
    in_code = {found.name: found for found in action_names(actions)}
    for name, line in domain.actions.items():
        if name.startswith("utter_") or name in in_code:
            continue
        yield _unknown(Problem("domain.yml", line, f"动作「{name}」在 actions/ 里没有实现", ""), name, in_code)
    told = {*domain.actions, *_misspelt_actions(root, domain)}
    for found in in_code.values():
        if found.name not in told and not found.name.startswith("validate_"):
            remedy = "在 domain.yml 的 actions 下补上，或删掉这段代码"
            path = relative_path(found.path, root)
            yield Problem(path, found.line, f"动作「{found.name}」在 domain.yml 里没有登记，不会被调用", remedy)
    for found in response_names(actions):
        if found.name not in domain.responses:
            where = Problem(
                relative_path(found.path, root), found.line, f"回复「{found.name}」在 domain.yml 里没有定义", ""
            )
            yield _unknown(where, found.name, domain.responses)
    for name, slot in domain.slots.items():
        for mapping in children(slot.get("mappings")):
            yield from _check_mapping(name, mapping, domain)
    for name, form in domain.forms.items():
        yield from _check_form(name, form, domain)


def _check_mapping(slot: str, mapping: YamlNode, domain: Domain) -> Iterator[Problem]:
    for key, known, title in (("entity", domain.entities, "实体"), ("intent", domain.intents, "意图")):
        value = mapping.get(key)
        for item in [value] if value is not None and isinstance(value.value, str) else children(value):
            if item.value not in known:
                yield _unknown(
                    item.problem(f"词槽「{slot}」用到的{title}「{item.value}」没有定义", ""), item.value, known
                )
    for condition in children(mapping.get("conditions")):
        loop = condition.get("active_loop")
        if loop is not None and isinstance(loop.value, str) and loop.value not in {*domain.forms, "null"}:
            where = loop.problem(f"词槽「{slot}」的条件用到的表单「{loop.value}」没有定义", "")
            yield _unknown(where, loop.value, domain.forms)


def _check_form(name: str, form: YamlNode, domain: Domain) -> Iterator[Problem]:
    for slot in children(form.get("required_slots")):
        if slot.value not in domain.slots:
            where = slot.problem(f"表单 {name} 用到的词槽 {slot.value} 没有定义", "")
            yield _unknown(where, slot.value, domain.slots)
            continue
        asks = {
            f"{kind}_ask_{target}" for kind in ("utter", "action") for target in (f"{name}_{slot.value}", slot.value)
        }
        if not asks & domain.runnable:
            yield slot.problem(
                f"表单 {name} 没有写怎样问词槽 {slot.value}", f"在 responses 下补上 utter_ask_{name}_{slot.value}"
            )


def _check_examples(node: YamlNode, domain: Domain, taught: set[str]) -> Iterator[Problem]:
    for item in children(node.get("nlu")):
        intent = item.get("intent")
        if intent is None or not isinstance(intent.value, str):
            continue
        taught.add(intent.value)
        if intent.value not in domain.intents:
            where = intent.problem(f"意图「{intent.value}」在 domain.yml 里没有定义", "")
            yield _unknown(where, intent.value, domain.intents)
        examples = item.get("examples")
        if examples is None or not isinstance(examples.value, str) or not examples.value.strip():
            yield item.problem(f"意图「{intent.value}」下面没有例句", "每行写一句，前面加「- 」")
            continue
        for number, line in enumerate(examples.value.splitlines(), start=examples.line + 1):
            for match in _ANNOTATION.finditer(line):
                entity = match[1] or match[2]
                if entity not in domain.entities:
                    where = Problem(node.path, number, f"例句里的实体「{entity}」没有定义", "")
                    yield _unknown(where, entity, domain.entities)
            if line.strip() and not line.startswith("- "):
                shown = line.strip()[:20]
                yield Problem(node.path, number, f"例句前面少了「- 」（现在是「{shown}」）", "写成「- 句子」")


def _check_talks(node: YamlNode | None, kind: str, domain: Domain) -> Iterator[Problem]:
    title = {"rule": "规则", "story": "故事"}[kind]
    seen: dict[str, int] = {}
    for talk in children(node):
        named = talk.get(kind)
        name = str(named.value) if named else ""
        if not name:
            yield talk.problem(f"这条{title}没有名字", f"写成 {kind}: 名字")
        elif name in seen:
            yield talk.problem(f"{title}「{name}」的名字重复了（第一次在第 {seen[name]} 行）", "换一个名字", kind)
        seen.setdefault(name, talk.line)
        for part in ("condition", "steps"):
            for step in children(talk.get(part)):
                yield from _check_step(step, f"{title}「{name}」", domain)


def _check_step(step: YamlNode, where: str, domain: Domain) -> Iterator[Problem]:
    for alternative in children(step.get("or")):
        yield from _check_step(alternative, where, domain)
    wanted = (
        ("intent", {*domain.intents, *BUILT_IN_INTENTS}, "意图"),
        ("action", domain.runnable, "动作"),
        ("active_loop", {*domain.forms, "null"}, "表单"),
    )
    for key, known, title in wanted:
        value = step.get(key)
        if value is not None and isinstance(value.value, str) and value.value not in known:
            yield _unknown(value.problem(f"{where}用到的{title}「{value.value}」没有定义", ""), value.value, known)
    for item in children(step.get("slot_was_set")):
        names = {item.value: item.line} if isinstance(item.value, str) else item.key_lines
        for name, line in names.items():
            if name not in {*domain.slots, *BUILT_IN_SLOTS}:
                problem = Problem(item.path, line, f"{where}用到的词槽「{name}」没有定义", "")
                yield _unknown(problem, name, domain.slots)


def _check_dictionaries(root: Path) -> Iterator[Problem]:
    """Rasa's tokenizer loads every file of the folder into the whole process, and says nothing if it is missing."""
    folder = root / JIEBA_FOLDER
    paths = sorted(path for path in folder.glob("*")) if folder.is_dir() else []
    if not paths:
        yield Problem(JIEBA_FOLDER, 1, "分词词典文件夹不存在或是空的", "放进至少一个 .txt 词典，每行一个词")
    for path in paths:
        shown = relative_path(path, root)
        if path.suffix != ".txt" or not path.is_file():
            yield Problem(shown, 1, "词典文件夹里只能放 .txt 词典", "把它移到别处")
            continue
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            yield Problem(shown, 1, "文件不是 UTF-8 编码", "另存为 UTF-8 编码")
            continue
        for number, line in enumerate(lines, start=1):
            if line.strip() and not _JIEBA_LINE.fullmatch(line.strip()):
                yield Problem(
                    shown,
                    number,
                    f"词典行的格式不对（现在是「{line.strip()[:20]}」）",
                    "写成「词 词频 词性」，后两样可以省略，用一个空格隔开",
                )


def _unknown(problem: Problem, name: object, known: Iterable[str]) -> Problem:
    """The fault with the nearest right spelling as its remedy."""
    near = nearest_spelling(str(name), known)
    remedy = f"是不是想写「{near}」？" if near else "补上定义，或改正拼写"
    return Problem(problem.path, problem.line, problem.message, remedy, "unknown_name", str(name))
