"""How a picture's lines were understood, in plain Chinese for staff; nothing private is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from faq.pages.lines import PageLine, is_furniture
from faq.pages.masking import masked_lines
from faq.pages.page import PageReading, Verdict, lead

_VERDICTS = {
    Verdict.DANGER: "有不该发的东西，先提醒安全",
    Verdict.MATCH: "对上了页面提示",
    Verdict.UNSURE: "读到了字，但没有对上提示：由引擎按“最像问题的几行”判断，或者反问",
    Verdict.NOTHING: "不是学信网的页面",
    Verdict.UNREADABLE: "看不清，请用户打字",
}
_LOOKS = (("red", "红字"), ("dialog", "弹窗"), ("marked", "圈出"))
_WAYS = {"phone": "手机", "email": "邮箱", "security_question": "密保问题"}


def page_report(lines: Sequence[PageLine], reading: PageReading) -> list[str]:
    """Every line with what it counts for, then what was concluded."""
    report = ["  （不显示）"] if reading.danger else []
    for line, text in _shown(lines, reading):
        looks = [name for key, name in _LOOKS if getattr(line, key)]
        notes = [*looks, *(["不看"] if is_furniture(line) else [])]
        report.append(f"  {line.confidence:.2f}  {text}" + (f"  （{'、'.join(notes)}）" if notes else ""))
    report.append(f"结论：{_VERDICTS[reading.verdict]}" + (f"（{reading.danger}）" if reading.danger else ""))
    for match in reading.matches:
        kind = "说明卡在哪里" if match.blocks else "说明在哪一页"
        misread = f"，有 {match.errors} 个字不同" if match.errors else ""
        report.append(
            f"  {match.weight:.2f}  {match.entry_id}：“{match.quote}”（提示「{match.prompt}」{misread}，{kind}）"
        )
    if reading.likely:
        report.append(f"最像问题的几行：{' / '.join(reading.likely.split(chr(10)))}")
    facts = reading.facts
    if facts.recovery_ways is not None:
        report.append(f"页面上的找回方式：{'、'.join(_WAYS[way] for way in facts.recovery_ways) or '一种也没有'}")
    if facts.red_field:
        report.append(f"报错的一栏：{facts.red_field}")
    report.append(f"回复的开头：{lead(reading)}")
    return report


def page_dict(lines: Sequence[PageLine], reading: PageReading) -> dict[str, Any]:
    """The same as plain values, for `--json`."""
    return {
        "lines": [
            {
                "text": text,
                "confidence": line.confidence,
                "looks": [key for key, _ in _LOOKS if getattr(line, key)],
                "furniture": is_furniture(line),
            }
            for line, text in _shown(lines, reading)
        ],
        "verdict": reading.verdict.value,
        "danger": reading.danger,
        "matches": [
            {"faq_id": match.entry_id, "quote": match.quote, "prompt": match.prompt, "weight": match.weight}
            for match in reading.matches
        ],
        "likely": reading.likely,
        "facts": {
            "recovery_ways": None if reading.facts.recovery_ways is None else list(reading.facts.recovery_ways),
            "red_field": reading.facts.red_field,
            "site": reading.facts.site,
        },
        "lead": lead(reading),
    }


def _shown(lines: Sequence[PageLine], reading: PageReading) -> list[tuple[PageLine, str]]:
    return [] if reading.danger else list(zip(lines, masked_lines(lines), strict=True))
