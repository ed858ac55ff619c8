"""How a picture's lines were understood, in plain Chinese for staff; nothing private is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faq.pages.answering import PageAnswer
from faq.pages.lines import PageLine, is_furniture
from faq.pages.masking import masked_lines
from faq.pages.page import PageReading, Verdict
from faq.pages.sentences import sentences

_VERDICTS = {
    Verdict.DANGER: "有不该发的东西，先提醒安全",
    Verdict.MATCH: "对上了页面提示",
    Verdict.UNSURE: "读到了字，但没有对上提示：由引擎按“最像问题的几行”判断，或者反问",
    Verdict.NOTHING: "不是学信网的页面",
    Verdict.UNREADABLE: "看不清，请用户打字",
}
_LOOKS = (("red", "红字"), ("dialog", "弹窗"), ("marked", "圈出"))
_REASONS = {
    "danger": "先提醒安全，图里的别的都不答",
    "elsewhere": "是别处的页面，只说该找谁",
    "prompt": "对上的提示自己定了答案",
    "meant": "和写过的提示、追问意思一样，就答那一条",
    "prompt_of_site": "同一句提示，这个网站另有一条",
    "words": "和图一起打的字问的是另一件事，先答打的字",
    "library": "页面上的话（连同打的字）问了知识库",
    "nothing": "没有能答的，只说看到了什么、请用户怎么做",
}
_BANDS = {"answer": "直接答", "clarify": "列出来问", "none": "不答"}
_WAYS = {"phone": "手机", "email": "邮箱", "security_question": "密保问题"}


def page_report(lines: Sequence[PageLine], reading: PageReading, answer: PageAnswer) -> list[str]:
    """Every line with what it counts for, what was concluded, and why the answer is this one."""
    report = ["  （不显示）"] if reading.danger else []
    for line in _shown(lines, reading):
        notes = [name for key, name in _LOOKS if key in line["looks"]]
        notes += ["不看"] if line["furniture"] else []
        notes += [] if line["weight"] is None else [f"分量 {line['weight']:.2f}"]
        notes += [f"提示 {line['prompt_of']}"] if line["prompt_of"] else []
        report.append(f"  {line['confidence']:.2f}  {line['text']}" + (f"  （{'、'.join(notes)}）" if notes else ""))
    report.append(f"结论：{_VERDICTS[reading.verdict]}" + (f"（{reading.danger}）" if reading.danger else ""))
    for match in reading.matches:
        kind = "说明卡在哪里" if match.blocks else "说明在哪一页"
        misread = "，换了说法" if match.reworded else f"，有 {match.errors} 个字不同" if match.errors else ""
        report.append(
            f"  {match.weight:.2f}  {match.entry_id}：“{match.quote}”（提示「{match.prompt}」{misread}，{kind}）"
        )
    if reading.name:
        report.append(f"这一页叫：{reading.name}")
    if reading.likely:
        report.append(f"最像问题的几行：{' / '.join(reading.likely.split(chr(10)))}")
    facts = reading.facts
    if facts.recovery_ways is not None:
        report.append(f"页面上的找回方式：{'、'.join(_WAYS[way] for way in facts.recovery_ways) or '一种也没有'}")
    if facts.red_field:
        report.append(f"报错的一栏：{facts.red_field}")
    if facts.told:
        report.append(f"页面上看得出的情况：{'、'.join(facts.told)}")
    if facts.numbers:
        report.append(f"页面自己遮着的号码：{'、'.join(facts.numbers)}")
    report.append(f"回复的开头：{answer.lead}")
    return [*report, *_answer_lines(reading, answer)]


def page_sentence(reading: PageReading, answer: PageAnswer, decided: str) -> str:
    """The answer to a picture in one sentence for staff; `decided` is the same of the engine, empty without one."""
    reason = _REASONS[answer_reason(reading, answer)]
    if answer.entry is not None:
        return f"直接回答：{answer.entry.id}（{answer.entry.title}）；页面上写着“{reading.quote}”，{reason}。"
    return f"{reason}。{decided}" if decided else f"不回答：{reason}。"


def page_dict(lines: Sequence[PageLine], reading: PageReading, answer: PageAnswer) -> dict[str, Any]:
    """The same as plain values, for `--json`."""
    decision = answer.decision
    return {
        "lines": _shown(lines, reading),
        "verdict": reading.verdict.value,
        "danger": reading.danger,
        "matches": [
            {"faq_id": match.entry_id, "quote": match.quote, "prompt": match.prompt, "weight": match.weight}
            for match in reading.matches
        ],
        "name": reading.name,
        "likely": reading.likely,
        "facts": {
            "recovery_ways": None if reading.facts.recovery_ways is None else list(reading.facts.recovery_ways),
            "red_field": reading.facts.red_field,
            "site": reading.facts.site,
            "told": list(reading.facts.told),
            "numbers": list(reading.facts.numbers),
        },
        "lead": answer.lead,
        "answer": {
            "reason": answer_reason(reading, answer),
            "faq_id": answer.entry.id if answer.entry else None,
            "asked": decision.text if decision else None,
            "band": decision.band if decision else None,
            "candidates": [{"faq_id": item.entry_id, "score": item.score} for item in decision.offered]
            if decision
            else [],
            "others": [option.id for option in answer.others],
        },
    }


def answer_reason(reading: PageReading, answer: PageAnswer) -> str:
    """Which rule of `answer_page` chose the answer, by its name in `--json`."""
    if reading.verdict is Verdict.DANGER:
        return "danger"
    if answer.entry is not None and not reading.matches:
        return "meant"
    if answer.entry is not None:
        return "prompt" if answer.entry.id == reading.matches[0].entry_id else "prompt_of_site"
    if answer.decision is not None:
        blocked = reading.verdict is Verdict.MATCH and reading.matches[0].blocks
        return "words" if blocked else "library"
    return "elsewhere" if reading.facts.elsewhere else "nothing"


def _answer_lines(reading: PageReading, answer: PageAnswer) -> list[str]:
    said = [f"为什么这样答：{_REASONS[answer_reason(reading, answer)]}"]
    if answer.entry is not None:
        said.append(f"答案：{answer.entry.id}（{answer.entry.title}）")
    if answer.decision is not None:
        offered = "、".join(f"{item.entry_id} {item.score:.2f}" for item in answer.decision.offered)
        said.append(f"问的话：{answer.decision.text}")
        said.append(f"知识库：{_BANDS[answer.decision.band]}" + (f"（{offered}）" if offered else ""))
    if answer.others:
        said.append(f"还可以问：{'、'.join(option.id for option in answer.others)}")
    return said


def _shown(lines: Sequence[PageLine], reading: PageReading) -> list[dict[str, Any]]:
    """Each line, masked, with what the reading made of it; none of a dangerous picture."""
    if reading.danger:
        return []
    masked = masked_lines(lines)
    weights = {number: item.weight for item in sentences(lines, masked) for number in item.numbers}
    prompt_of = {number: match.entry_id for match in reading.matches for number in match.numbers}
    return [
        {
            "text": text,
            "confidence": line.confidence,
            "looks": [key for key, _ in _LOOKS if getattr(line, key)],
            "furniture": is_furniture(line),
            "weight": weights.get(number),
            "prompt_of": prompt_of.get(number),
        }
        for number, (line, text) in enumerate(zip(lines, masked, strict=True))
    ]
