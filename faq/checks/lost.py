"""What YAML takes from a text in silence: line breaks without `|`, the rest behind a `#`, the border between items."""

from __future__ import annotations

from collections.abc import Iterator

from common.errors import Problem
from common.yaml_nodes import YamlNode
from faq.content.draft import Draft
from faq.content.layout import slip_of_line
from faq.content.schema_check import FULL_COMMA

_SHOWN = 24


def check_lost(draft: Draft) -> Iterator[Problem]:
    """Everything that the file says and the entry does not."""
    for key in ("answer", "answer_en"):
        yield from _without_mark(draft, draft.node, key)
    for section in draft.items("more"):
        yield from _without_mark(draft, section, "text")
    for item in draft.items("follow_ups"):
        for key in ("say", "say_en"):
            yield from _without_mark(draft, item, key)
    asks = [child for item in draft.items("follow_ups") if (child := item.get("asks")) is not None]
    asked = [node for child in asks if isinstance(child.value, list) for node in child.value]
    for item in (*draft.items("questions"), *draft.items("prompts"), *asked):
        if runs_on(item):
            message, remedy = slip_of_line(item.last_line_text)
            yield Problem(item.path, item.last_line, f"{message}，接到了上一句后面", remedy, "layout")
    for item in _typed_texts(draft):
        if item.dropped[1:2].strip():  # «# …» with a blank is how people write a comment
            message = f"「#」后面的字会丢掉（留下的是「{_clip(str(item.value))}」，丢掉的是「{_clip(item.dropped)}」）"
            remedy = "要留下就给整句加上半角引号；是注释就在「#」后面空一格"
            yield Problem(item.path, item.last_line or item.line, f"{draft.name}里{message}", remedy, "dropped")
    for item in draft.items("keywords"):
        if FULL_COMMA.search(str(item.value)):
            now = f"现在是「{_clip(str(item.value))}」"
            message = f"{draft.name}的「keywords」里用了全角的逗号、顿号或分号，几个词成了一个（{now}）"
            yield item.problem(message, "用半角逗号隔开：[甲, 乙]", kind="comma")


def runs_on(node: YamlNode | None) -> bool:
    """Whether a text goes on over several lines that YAML joins into one."""
    return node is not None and isinstance(node.value, str) and not node.literal and node.last_line > node.line


def _without_mark(draft: Draft, owner: YamlNode, key: str) -> Iterator[Problem]:
    node = owner.get(key)
    if node is not None and runs_on(node):
        message = f"{draft.name}的「{key}」后面没有「|」，几行会连成一行（到第 {node.last_line} 行）"
        yield owner.problem(message, f"写成「{key}: |」，文字从下一行开始", key, "no_block")


def _typed_texts(draft: Draft) -> Iterator[YamlNode]:
    """Texts that people write freely: a `#` in them is hardly ever a comment."""
    for key in ("title", "answer", "answer_en"):
        node = draft.node.get(key)
        if node is not None:
            yield node
    for key in ("questions", "prompts", "keywords"):
        yield from draft.items(key)
    for key in ("more", "actions", "source", "follow_ups"):
        for item in draft.items(key):
            for _, child in item.items():
                yield from child.value if isinstance(child.value, list) else (child,)


def _clip(text: str) -> str:
    return text if len(text) <= _SHOWN else text[:_SHOWN] + "…"
