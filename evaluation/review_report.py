"""A review as plain Chinese lines for the terminal and as plain values for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from evaluation.edits import EditKind, EntryEdit
from evaluation.reviewed import Review
from evaluation.runs import Change
from evaluation.text_report import change_line

_SHOWN = 12
_KINDS = {
    EditKind.ADDED: "新条目",
    EditKind.REMOVED: "删掉的条目",
    EditKind.RENAMED: "改了编号",
    EditKind.CHANGED: "改过的条目",
}
_REMEDY = "改法：让新写的相似问更具体，或把被抢走的说法写进原来的条目；确认该换条目的，改标注里的编号。"


def review_lines(review: Review) -> list[str]:
    """The report for the editor; the verdict is the last line."""
    lines: list[str] = []
    lines += [str(problem) for problem in review.faults]
    if review.edits or review.other_lines:
        lines += ["改了什么：", *_edit_lines(review)]
    lines += _pile("因为这次修改答错的已知问题", review.broken, placed=True)
    if review.broken:
        lines.append(_REMEDY)
    lines += _pile("由您定（原来的标注不再作数）", review.open, placed=True)
    lines += _pile("因为这次修改换了回答，没有变错", review.moved)
    if review.log_moves:
        lines += ["", f"日志里因为这次修改换了回答的问题（{len(review.log_moves)} 个）："]
        lines += _some([f"  {item.text}　{item.before.shown} → {item.after.shown}" for item in review.log_moves])
    if review.taken:
        lines += ["", f"把新条目的问法少说几个字，原来别的条目答的，现在由新条目答（{len(review.taken)} 句）："]
        lines += _some([f"  {item.text}　{item.before.shown} → {item.after.shown}" for item in review.taken])
        lines.append("改法：不该新条目答的，把这一句写进原来的条目（相似问），再审一次；该它答的，不用管。")
    if review.suppressed:
        lines += ["", "范围外的例句（data/nlu.yml）可能压住新的说法："]
        lines += _some(
            [
                f"  {item.entry_id}：「{item.text}」很像「{item.example}」（{item.nearness:.2f}）"
                for item in review.suppressed
            ]
        )
        lines.append("改法：现在归我们答的，就从 data/nlu.yml 的 out_of_scope 里删掉那一句，再运行一次。")
    if review.stale:
        lines += ["", f"标注里还写着不存在的编号（{len(review.stale)} 行，请改正或删掉）："]
        lines += _some(
            [f"  {item.path}:{item.line}: {item.text}（{'、'.join(item.accepted)}）" for item in review.stale]
        )
    if review.far and review.refitted:
        outcome = f"变对 {review.far_mended}，变错 {review.far_broken}"
        lines += ["", f"重新校准以后另有 {len(review.far)} 个问题换了回答（{outcome}）："]
        lines += _some([f"  {change_line(change)}" for change in review.far])
    elif review.far:
        lines += ["", f"另有 {len(review.far)} 个离得远的问题碰巧变了，不是这次修改造成的，不用管："]
        lines += [f"  {change_line(change)}" for change in review.far[:3]]
    if review.fitness.reason:
        lines += ["", f"需要重新校准：{review.fitness.reason}。"]
    return [*lines, *([""] if lines else []), f"{review.sentence}（{review.seconds:.0f} 秒）"]


def review_as_dict(review: Review) -> dict[str, Any]:
    """The report for programs: `approval` is good, look or stop, `sentence` the same in words."""
    return {
        "approval": review.approval.value,
        "sentence": review.sentence,
        "faults": [
            {"path": item.path, "line": item.line, "message": item.message, "remedy": item.remedy, "text": str(item)}
            for item in review.faults
        ],
        "edits": [
            {
                "kind": edit.kind.value,
                "entry": edit.entry_id,
                "earlier": edit.earlier_id,
                "title": edit.title,
                "place": edit.place,
                "lines": list(edit.lines),
            }
            for edit in review.edits
        ],
        "other_lines": list(review.other_lines),
        **{name: [_change(change) for change in getattr(review, name)] for name in ("broken", "open", "moved", "far")},
        **{
            name: [
                {"text": item.text, "before": item.before.shown, "after": item.after.shown}
                for item in getattr(review, name)
            ]
            for name in ("log_moves", "taken")
        },
        "suppressed": [
            {"text": item.text, "entry": item.entry_id, "example": item.example, "nearness": round(item.nearness, 3)}
            for item in review.suppressed
        ],
        "stale": [{"text": item.text, "file": item.path, "line": item.line} for item in review.stale],
        "asked": review.asked,
        "logged": review.logged,
        "margin": round(review.margin, 3),
        "calibration": review.fitness.reason,
        "seconds": round(review.seconds, 1),
    }


def _edit_lines(review: Review) -> Iterator[str]:
    for edit in review.edits:
        yield f"  {edit.place}: {_heading(edit)}"
        yield from (f"    {line}" for line in edit.lines)
    yield from (f"  {line}" for line in review.other_lines)


def _heading(edit: EntryEdit) -> str:
    name = f"{edit.earlier_id} → {edit.entry_id}" if edit.earlier_id else edit.entry_id
    return f"{_KINDS[edit.kind]} {name}（{edit.title}）"


def _pile(heading: str, changes: Sequence[Change], *, placed: bool = False) -> list[str]:
    if not changes:
        return []
    shown = _some([f"  {_placed(change) if placed else change_line(change)}" for change in changes])
    return ["", f"{heading}（{len(changes)} 个）：", *shown]


def _placed(change: Change) -> str:
    question = change.question
    wanted = " 或 ".join(sorted(question.accepted)) or "不回答"
    before, after = change.before.prediction.shown, change.after.prediction.shown
    return f"{question.path}:{question.line}: {question.text}\n      {before} → {after}（标注写的是 {wanted}）"


def _some(lines: list[str]) -> list[str]:
    more = len(lines) - _SHOWN
    return lines if more <= 0 else [*lines[:_SHOWN], f"  …… 另有 {more} 个，用 --json 看全部"]


def _change(change: Change) -> dict[str, Any]:
    return {
        "text": change.question.text,
        "file": change.question.path,
        "line": change.question.line,
        "expected": sorted(change.question.accepted),
        "before": change.before.prediction.shown,
        "after": change.after.prediction.shown,
        "verdict_before": change.before.verdict,
        "verdict_after": change.after.verdict,
    }
