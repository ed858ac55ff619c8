"""Reads `faq/guides/*.yml` and `faq/irreversible.yml`; every fault in one run, each with file and line."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from common.errors import ContentError, Problem, nearest_spelling, relative_path
from common.yaml_nodes import YamlNode, read_yaml
from faq.content.conditions import HOW_TO_WRITE, Test, read_condition
from faq.content.dangling import GUIDE
from faq.content.schema_check import find_schema_faults
from faq.guiding.english_proof import prove_english
from faq.guiding.irreversible_file import IRREVERSIBLE_FILE, read_irreversible
from faq.guiding.proof import prove
from faq.guiding.situation import Situation
from faq.guiding.situation_file import SITUATION_FILE, read_situation
from faq.guiding.tree import TEXTS, Branch, Guide, Guides, Kind, Step, Texts

GUIDES_FOLDER = "faq/guides"
ReadGuides = tuple[Guides, list[Problem]]
"""Whatever could be read, and every fault."""
_KINDS: tuple[Kind, ...] = ("collect", "link", "end", "say")
"""What a step does, by the first of these words it has."""
_BRANCH = "写成「- if: phone is usable」和「then: 步骤」两行，最后一项写「- else: 步骤」"


def guide_files(root: Path) -> list[Path]:
    """The files guides are read from, in order."""
    named = [root / SITUATION_FILE, root / IRREVERSIBLE_FILE]
    return [*(path for path in named if path.is_file()), *sorted((root / GUIDES_FOLDER).glob("*.yml"))]


def check_guides(root: Path, read: ReadGuides | None = None) -> list[Problem]:
    """Every fault of form, and when there is none every broken promise; nothing for a project without guides.

    `read`: what `read_guides` gave, where that was called already.
    """
    return _proved(root, read)[1]


def load_sound_guides(root: Path) -> Guides:
    """The guides of a project, proved; none when it has none.

    Raises:
        ContentError: anything `check_guides` finds.
    """
    guides, problems = _proved(root)
    if problems:
        raise ContentError(problems)
    return guides


def _proved(root: Path, read: ReadGuides | None = None) -> ReadGuides:
    if not any((root / GUIDES_FOLDER).glob("*.yml")):
        return Guides(Situation({}, {}), {}, {}), []
    guides, problems = read or read_guides(root)
    return guides, problems or prove(guides) or prove_english(guides)


def read_guides(root: Path) -> ReadGuides:
    """Whatever can be read, and every fault of form and every name of something that is not there."""
    situation, problems = read_situation(root)
    irreversible, found = read_irreversible(root, situation)
    problems += found
    is_whole = not problems
    paths = sorted((root / GUIDES_FOLDER).glob("*.yml"))
    guides: dict[str, Guide] = {}
    nodes: dict[str, YamlNode] = {}
    for path in paths:
        guide, node, found = _read_guide(path, root)
        problems += found
        if guide is not None and node is not None:
            guides[guide.id], nodes[guide.id] = guide, node
    read = Guides(situation, guides, irreversible)
    for guide_id, guide in guides.items() if is_whole else ():  # else what they name is not there because of that
        problems += _dangling(read, guide, nodes[guide_id], [path.stem for path in paths])
    return read, sorted(problems)


def _read_guide(path: Path, root: Path) -> tuple[Guide | None, YamlNode | None, list[Problem]]:
    try:
        node = read_yaml(path, root)
    except ContentError as error:
        return None, None, list(error.problems)
    faults = find_schema_faults(node, "guide.schema.json")
    if faults:
        return None, None, [fault.problem for fault in faults]
    plain = node.plain()
    problems: list[Problem] = []
    if plain["id"] != path.stem:
        message = f"引导的 id「{plain['id']}」和文件名不一样"
        problems.append(node.problem(message, f"改成 {path.stem}，或改文件名", "id", "name"))
    steps: dict[str, Step] = {}
    items = _steps(node)
    for index, item in enumerate(items):
        following = items[index + 1].plain()["id"] if index + 1 < len(items) else None
        step, found = _step(item, following)
        problems += found
        if step.id in steps:
            problems.append(item.problem(f"步骤「{step.id}」写了两次", "换一个名字", "id", "duplicate_id"))
        steps.setdefault(step.id, step)
    knows: dict[str, dict[str, str]] = {}
    for told in plain.get("knows", ()):
        knows.setdefault(told["entry"], {})[told["fact"]] = told["value"]
    greets = plain.get("greeting")
    greeting = (greets["place"], greets["entry"]) if greets else None
    guide = Guide(plain["id"], plain["name"], steps, relative_path(path, root), node.line, knows, greeting)
    return guide, node, problems


def _steps(node: YamlNode) -> list[YamlNode]:
    return _items(node, "steps")


def _items(node: YamlNode, key: str) -> list[YamlNode]:
    child = node.get(key)
    return child.value if child and isinstance(child.value, list) else []


def _step(node: YamlNode, following: str | None) -> tuple[Step, list[Problem]]:
    plain = node.plain()
    kinds = [kind for kind in _KINDS if kind in plain]
    kind = kinds[0] if kinds else "say"
    branches, problems = _branches(node, following, needs_next=kind in ("collect", "say"))
    problems += _odd(node, kind, kinds)
    return Step(
        id=plain["id"],
        name=plain.get("name", ""),
        kind=kind,
        say=plain.get("say", "").strip(),
        collect=plain.get("collect", ""),
        ask=plain.get("ask", ""),
        again=plain.get("again", "").strip(),
        options=tuple(plain.get("options", ())),
        warn=plain.get("warn", ""),
        link=plain.get("link", ""),
        end=plain.get("end"),
        outside=plain.get("outside", ""),
        about=plain.get("about", ""),
        next=branches,
        line=node.line,
        english=Texts(*(plain.get(f"{key}_en", "").strip() for key in TEXTS)),
    ), problems


def _odd(node: YamlNode, kind: Kind, kinds: list[Kind]) -> Iterator[Problem]:
    """Keys that do not belong together."""
    plain = node.plain()
    name = f"步骤「{plain['id']}」"
    if not kinds and "noop" not in plain:
        yield node.problem(f"{name}什么也没做", "写上 say、collect、link 或 end；只分路就写 noop: true", "id", "empty")
    if kinds and "noop" in plain:
        yield node.problem(f"{name}不是空的，不能写 noop", "删掉 noop", "noop", "mixed")
    for other in ("link", "end"):
        if kind != other and other in plain:
            yield node.problem(f"{name}不能又是 {kind} 又是 {other}", "拆成两步", other, "mixed")
    asked = (("ask", "collect"), ("options", "collect"), ("again", "collect"))
    for key, wanted in (*asked, ("outside", "end"), ("about", "end")):
        if key in plain and kind != wanted:
            yield node.problem(f"{name}写了 {key}，却没有 {wanted}", f"删掉 {key}，或补上 {wanted}", key, "mixed")
    if kind in ("link", "end") and "next" in plain:
        yield node.problem(f"{name}已经结束，不能再写 next", "删掉 next", "next", "mixed")
    if kind == "link" and ("say" in plain or "warn" in plain):
        yield node.problem(f"{name}只跳转，不说话", "把要说的写成上面一步", "link", "mixed")
    if kind == "end" and "say" not in plain:
        yield node.problem(f"{name}结束时没有说话", "写上 say", "end", "missing_key")
    if (plain.get("end") == "outside") != ("outside" in plain) and kind == "end":
        yield node.problem(f"{name}的 end 和 outside 对不上", "end: outside 才写 outside: 找谁", "end", "mixed")
    if kind == "collect" and "say" in plain and "again" not in plain:
        message = f"{name}又说又问，第二次到这里会把话重复一遍"
        yield node.problem(message, "补上 again，换个说法", "collect", "missing_key")


def _branches(node: YamlNode, following: str | None, *, needs_next: bool) -> tuple[tuple[Branch, ...], list[Problem]]:
    written = node.get("next")
    if not needs_next:
        return (), []
    if written is None:
        if following is None:
            problem = node.problem("最后一步没有结束", "写上 next，或改成 end", "id", "open_end")
            return (Branch("", line=node.line),), [problem]
        return ((Branch(following, line=node.line),) if following else ()), []
    if isinstance(written.value, str):
        return (Branch(written.value, line=written.line),), []
    found: list[Branch] = []
    problems: list[Problem] = []
    for item in written.value if isinstance(written.value, list) else []:
        branch = _branch(item)
        if isinstance(branch, Problem):
            problems.append(branch)
        else:
            found.append(branch)
    if not problems and (not found or found[-1].tests):
        problems.append(written.problem("next 的最后一项不是 else，有的情况没有去处", _BRANCH, kind="no_else"))
    problems += [
        node.problem("else 后面还有别的分支，永远走不到", "把 else 放在最后", "next", "dead_branch")
        for branch in found[:-1]
        if not branch.tests
    ]
    return tuple(found) or (Branch("", line=node.line),), problems


def _branch(node: YamlNode) -> Branch | Problem:
    plain = node.plain()
    if not isinstance(plain, dict):
        return node.problem("next 的这一项不是 if/then 或 else", _BRANCH, kind="branch")
    if set(plain) == {"else"} and isinstance(plain["else"], str):
        return Branch(plain["else"], line=node.line)
    if set(plain) != {"if", "then"} or not all(isinstance(value, str) for value in plain.values()):
        return node.problem("next 的这一项不是 if/then 或 else", _BRANCH, kind="branch")
    condition = read_condition(plain["if"])
    if condition is None:
        return node.problem(f"看不懂条件「{plain['if']}」", HOW_TO_WRITE, "if", "condition")
    return Branch(plain["then"], condition, node.line)


def _dangling(guides: Guides, guide: Guide, node: YamlNode, files: Collection[str]) -> Iterator[Problem]:
    """`files`: every guide there is, also those with faults of their own."""
    for item in _items(node, "knows"):
        told = item.plain()
        fact = guides.situation.facts.get(told["fact"])
        if fact is None:
            yield _unknown(item, "fact", f"没有「{told['fact']}」这件事", told["fact"], guides.situation.facts)
        elif not fact.has(told["value"]):
            known = [value.id for value in fact.values]
            yield _unknown(item, "value", f"「{fact.id}」没有「{told['value']}」这个值", told["value"], known)
    for step in guide.steps.values():
        item = next(item for item in _steps(node) if item.plain()["id"] == step.id)
        known_facts = guides.situation.facts
        if step.collect and step.collect not in known_facts:
            yield _unknown(item, "collect", f"没有「{step.collect}」这件事", step.collect, known_facts)
        elif step.collect:
            yield from _foreign_options(item, step, guides.situation)
        if step.warn and step.warn not in guides.irreversible:
            yield _unknown(item, "warn", f"没有「{step.warn}」这条警告", step.warn, guides.irreversible)
        if step.link and step.link not in files:
            problem = _unknown(item, "link", f"没有「{step.link}」这个引导", step.link, files)
            yield replace(problem, target=f"{GUIDE}{step.link}")
        for branch in step.next:
            if branch.target and branch.target not in guide.steps:
                problem = _unknown(item, "next", f"没有「{branch.target}」这一步", branch.target, guide.steps)
                yield Problem(problem.path, branch.line, problem.message, problem.remedy, problem.kind)
            for test in branch.tests:
                yield from _unknown_test(item, test, branch, guides.situation)


def _foreign_options(item: YamlNode, step: Step, situation: Situation) -> Iterator[Problem]:
    fact = situation.facts[step.collect]
    for option in step.options:
        if not fact.has(option):
            known = [value.id for value in fact.values]
            yield _unknown(item, "options", f"「{step.collect}」没有「{option}」这个值", option, known)


def _unknown_test(item: YamlNode, test: Test, branch: Branch, situation: Situation) -> Iterator[Problem]:
    unknown = situation.unknown_in(test)
    if unknown is None:
        return
    what, word, known = unknown
    message = what if test.fact in situation.facts else f"条件里{what}"
    problem = _unknown(item, "next", message, word, known)
    yield Problem(problem.path, branch.line, problem.message, problem.remedy, problem.kind)


def _unknown(item: YamlNode, key: str, message: str, word: str, known: Iterable[str]) -> Problem:
    names = list(known)
    near = nearest_spelling(word, names)
    remedy = f"是不是想写「{near}」？" if near else f"可用的有：{'、'.join(names)}"
    return item.problem(message, remedy, key, "dangling")
