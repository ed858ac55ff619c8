"""`python -m bot impact`: which known questions a change of the knowledge base treats differently."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

from evaluation.impact import Impact, LogChange, measure_impact
from evaluation.runs import Change
from evaluation.text_report import change_line

DETAILS = """改了 faq/ 之后、提交之前运行：和上一个版本比，哪些标注问题（和日志里的问题）换了条目、换了档位。
有标注问题从对变错时，逐个列出，退出码 1；只改答案文字不会有差异，退出码 0。不用重新训练。"""

_SHOWN_LOG_CHANGES = 30
_REMEDY = "改法：把被抢走的说法留在原来的条目里，或让新写的相似问更具体；确认该换条目的，改标注文件里的 faq_id。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--base", metavar="版本", default="HEAD", help="和哪个 git 版本比（默认 HEAD，即上次提交）")
    parser.add_argument(
        "--log", metavar="文件", type=Path, help="日志里的问题（已打码），每行一句或一个带 text 的 JSON"
    )
    parser.add_argument("--json", action="store_true", help="输出 JSON")


def run(options: argparse.Namespace, root: Path) -> int:
    """Measure and print; 1 when a labelled question became wrong."""
    impact = measure_impact(root, options.base, options.log)
    if options.json:
        print(json.dumps(impact_as_dict(impact), ensure_ascii=False, indent=2))
    else:
        print("\n".join(impact_lines(impact, options.base)))
    return 1 if impact.broken else 0


def impact_lines(impact: Impact, base: str) -> list[str]:
    """The report for the editor."""
    lines = [f"和 {base} 相比，问了 {impact.gold_count} 个标注问题" + _log_count(impact)]
    kinds = (("新条目", impact.added), ("删掉的条目", impact.removed), ("改了答案的条目", impact.rewritten))
    for words, names in kinds:
        if names:
            lines.append(f"{words}：{'、'.join(names)}")
    if not impact.changes and not impact.log_changes:
        return [*lines, "没有问题换条目或换档位。"]
    if impact.broken:
        lines += ["", f"变错的标注问题（{len(impact.broken)} 个）："]
        lines += [f"  {_broken_line(change)}" for change in impact.broken]
    others = [change for change in impact.changes if not change.broke]
    if others:
        lines += ["", f"其他有变化的标注问题（{len(others)} 个）："]
        lines += [f"  {change_line(change)}" for change in others]
    if impact.log_changes:
        lines += ["", f"日志里有变化的问题（{len(impact.log_changes)} 个）："]
        lines += [f"  {_log_line(change)}" for change in impact.log_changes[:_SHOWN_LOG_CHANGES]]
        if len(impact.log_changes) > _SHOWN_LOG_CHANGES:
            lines.append(f"  …… 另有 {len(impact.log_changes) - _SHOWN_LOG_CHANGES} 个，用 --json 看全部")
    if impact.broken:
        lines += ["", _REMEDY]
    return lines


def impact_as_dict(impact: Impact) -> dict[str, Any]:
    """The report for programs."""
    return {
        "gold": impact.gold_count,
        "logged": impact.log_count,
        "added": impact.added,
        "removed": impact.removed,
        "rewritten": impact.rewritten,
        "broken": [change.question.text for change in impact.broken],
        "changes": [
            {
                "text": change.question.text,
                "file": change.question.path,
                "line": change.question.line,
                "expected": sorted(change.question.accepted),
                "before": change.before.prediction.shown,
                "after": change.after.prediction.shown,
                "verdict_before": change.before.verdict,
                "verdict_after": change.after.verdict,
            }
            for change in impact.changes
        ],
        "log_changes": [
            {"text": item.text, "before": item.before.shown, "after": item.after.shown} for item in impact.log_changes
        ],
    }


def _log_count(impact: Impact) -> str:
    return f"、{impact.log_count} 个日志里的问题。" if impact.log_count else "。"


def _broken_line(change: Change) -> str:
    question = change.question
    wanted = " 或 ".join(sorted(question.accepted)) or "不回答"
    before, after = change.before.prediction.shown, change.after.prediction.shown
    return f"{question.path}:{question.line}: {question.text}\n      {before} → {after}（该是 {wanted}）"


def _log_line(change: LogChange) -> str:
    return f"{change.text}　{change.before.shown} → {change.after.shown}"
