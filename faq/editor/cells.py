"""Cells of the table of entries: which column a key has, what its value looks like, how it is read back."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

COLUMNS = {
    "id": "编号",
    "title": "标准问题",
    "category": "分类",
    "intent": "意图",
    "hot": "热门",
    "harm": "要马上防的事",
    "keywords": "关键词",
    "prompts": "页面提示",
    "questions": "相似问",
    "answer": "答案",
    "more": "详细说明",
    "actions": "按钮",
    "answer_en": "英文答案",
    "done": "办成以后",
    "follow_ups": "追问",
    "related": "相关条目",
    "guide": "引导",
    "contacts": "联系方式",
    "source": "出处",
    "reviewed": "核对日期",
    "valid_from": "有效期起",
    "valid_until": "有效期止",
    "review_by": "再核对日期",
    "scope": "只给学校",
}
"""Key → heading of its column."""

KEYS = {heading: key for key, heading in COLUMNS.items()}
"""Heading → key."""

FLAGS = ("hot", "harm")
"""The keys that are true or false."""
_LISTS = ("keywords", "prompts", "questions", "related", "contacts")
_YES, _NO = ("是", "true", "1", "√"), ("否", "false", "0")
_HEADING = re.compile(r"【([^【】]+)】")
_ASKED = "问："
_FOLLOW_UP_MARKS = {"say": "答：", "say_en": "英：", "to": "见：", "years": "年：", "when": "况："}
_DATE = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?")


def cell_of(key: str, value: Any) -> str:
    """What a table shows of a value."""
    if value is None:
        return ""
    if key in _LISTS:
        return "\n".join(value)
    if key == "source":
        return "\n".join(" | ".join(filter(None, (item["title"], item["date"], item.get("url")))) for item in value)
    if key == "actions":
        return "\n".join(f"{item['title']} | {item['to']}" for item in value)
    if key == "more":
        return "\n".join(f"【{item['title']}】\n{item['text'].strip()}" for item in value)
    if key == "follow_ups":
        return "\n".join(map(_follow_up_cell, value))
    if key == "scope":
        return "\n".join([value["school"], *value.get("aliases", ())])
    if isinstance(value, bool):
        return "是" if value else "否"
    return str(value).strip()


def value_of(key: str, cell: str) -> Any:
    """The value of a cell; None when it is empty.

    Raises:
        ValueError: the cell says nothing that can be taken; the sentence goes into the message.
    """
    text = cell.strip()
    if not text:
        return None
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    return _READERS.get(key, _read_text)(lines, text)


def _read_text(_: list[str], text: str) -> str:
    return "\n".join(line.rstrip() for line in text.split("\n"))


def _read_list(lines: list[str], _: str) -> list[str]:
    return lines


def _read_short_list(lines: list[str], _: str) -> list[str]:
    return [part.strip() for line in lines for part in re.split(r"[,，、;；]", line) if part.strip()]


def _read_flag(_: list[str], text: str) -> bool:
    if text.lower() not in (*_YES, *_NO):
        raise ValueError(f"要写成 是 或 否（现在是「{text}」）")
    return text.lower() in _YES


def _read_source(lines: list[str], _: str) -> list[dict[str, str]]:
    result = []
    for line in lines:
        parts = [part.strip() for part in re.split(r"[|｜]", line)]
        if not 2 <= len(parts) <= 3 or not all(parts):
            raise ValueError(f"写法不对（现在是「{line}」）")
        result.append(dict(zip(("title", "date", "url"), parts, strict=False)))
    return result


def _read_actions(lines: list[str], _: str) -> list[dict[str, str]]:
    result = []
    for line in lines:
        title, mark, target = (part.strip() for part in line.replace("｜", "|").partition("|"))
        if not (title and mark and target):
            raise ValueError(f"写法不对（现在是「{line}」）")
        result.append({"title": title, "to": target})
    return result


def _read_more(_: list[str], text: str) -> list[dict[str, str]]:
    sections: list[dict[str, str]] = []
    for line in text.split("\n"):
        heading = _HEADING.fullmatch(line.strip())
        if heading:
            sections.append({"title": heading[1], "text": ""})
        elif sections:
            sections[-1]["text"] += line.rstrip() + "\n"
        elif line.strip():
            raise ValueError(f"第一行不是小标题（现在是「{line.strip()}」）")
    return [{**section, "text": section["text"].strip()} for section in sections]


def _follow_up_cell(item: dict[str, Any]) -> str:
    extra = ((mark, item.get(key)) for key, mark in _FOLLOW_UP_MARKS.items() if key != "say")
    lines = [f"问：{text}" for text in item["asks"]] + [f"答：{item['say'].strip()}"]
    return "\n".join([*lines, *(f"{mark}{text.strip()}" for mark, text in extra if text)])


def _read_follow_ups(lines: list[str], _: str) -> list[dict[str, Any]]:
    result: list[dict[str, Any]] = []
    last = ""
    for line in lines:
        mark = line[:2].replace(":", "：")
        key = next((key for key, known in _FOLLOW_UP_MARKS.items() if known == mark), "")
        if mark == _ASKED:
            if last != "asks":
                result.append({"asks": []})
            result[-1]["asks"].append(line[2:].strip())
            last = "asks"
        elif key and result and key not in result[-1]:
            result[-1][key] = line[2:].strip()
            last = key
        elif last in ("say", "say_en") and not key:
            result[-1][last] += f"\n{line}"
        else:
            raise ValueError(f"写法不对（现在是「{line}」）")
    if silent := next((item for item in result if "say" not in item), None):
        raise ValueError(f"只有“问：”没有“答：”（现在是「问：{silent['asks'][0]}」）")
    return result


def _read_scope(lines: list[str], _: str) -> dict[str, Any]:
    return {"school": lines[0], **({"aliases": lines[1:]} if lines[1:] else {})}


def _read_day(_: list[str], text: str) -> str:
    # Excel shows 2026-11-22 as 2026/11/22 the moment somebody touches the cell.
    match = _DATE.fullmatch(text.removesuffix(" 00:00:00"))
    return f"{match[1]}-{int(match[2]):02d}-{int(match[3]):02d}" if match else text


_READERS: dict[str, Callable[[list[str], str], Any]] = {
    "keywords": _read_short_list,
    "related": _read_short_list,
    "contacts": _read_short_list,
    "questions": _read_list,
    "prompts": _read_list,
    "more": _read_more,
    "actions": _read_actions,
    "follow_ups": _read_follow_ups,
    "hot": _read_flag,
    "harm": _read_flag,
    "source": _read_source,
    "scope": _read_scope,
    "reviewed": _read_day,
    "valid_from": _read_day,
    "valid_until": _read_day,
    "review_by": _read_day,
}
EXAMPLES = {
    "hot": "写 是 或 否",
    "harm": "写 是 或 否",
    "source": "一行一个出处：谁说的 | 日期 | 网址（网址可以不写）",
    "actions": "一行一个按钮：按钮上的字 | faq:条目编号（或 https:// 网址、ticket、human）",
    "follow_ups": "先一行一个“问：…”（至少三个），再一行“答：…”；英文回答写“英：…”，细说的条目写“见：faq:编号”，"
    "只对某些年份说的写“年：-2007”，只对某种情况说的写“况：graduated is done”",
    "more": "小标题单独一行，写成【注意】，内容从下一行开始",
}
"""How to write what cannot be read, by key."""


def comparable(key: str, value: Any) -> Any:
    """Values that mean the same: an answer's blank end, a missing and a false mark."""
    if key in ("answer", "answer_en") and isinstance(value, str):
        return "\n".join(line.rstrip() for line in value.strip().split("\n"))
    if key == "more" and value:
        return [(item["title"], comparable("answer", item["text"])) for item in value]
    if key == "follow_ups" and value:
        return [{**item, **{name: item[name].strip() for name in ("say", "say_en") if name in item}} for item in value]
    if key in FLAGS:
        return bool(value)
    return value or None
