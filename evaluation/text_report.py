"""The evaluation as plain Chinese text for the terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from evaluation.metrics import Bands, Figures, LabelFigures, mistakes
from evaluation.runs import Change, Run
from evaluation.verdicts import VERDICT_WORDS

_SHOWN_MISTAKES = 15
_SHOWN_CONFUSIONS = 12


def percent(value: float | None) -> str:
    """A share as people read it; a dash where there was nothing to measure."""
    return "—" if value is None else f"{value * 100:.1f} %"


def text_report(run: Run, figures: Figures, changes: Sequence[Change] | None = None) -> list[str]:
    """The whole report, line by line; `changes` when it was compared with a saved run."""
    lines = [f"{run.file}：{len(run.judged)} 个问题，经由 {_WAYS.get(run.through, run.through)}"]
    lines += ["", "三段表", *table(BAND_HEADS, band_rows(figures))]
    lines += ["", *(f"{name}：{value}" for name, value in headline(figures))]
    lines += ["", "每个标签", *table(LABEL_HEADS, map(label_row, figures.labels))]
    lines += _confusions(figures)
    bad = mistakes(run.judged)
    if bad:
        lines += ["", f"最严重的错误（共 {len(bad)} 个，先列前 {min(len(bad), _SHOWN_MISTAKES)} 个）"]
        for item in bad[:_SHOWN_MISTAKES]:
            wanted = item.question.faq_id or "不该回答"
            lines.append(
                f"  第 {item.question.line} 行〔{VERDICT_WORDS[item.verdict]}〕{_short(item.question.text)}　"
                f"该是 {wanted}，现在 {item.prediction.shown}（{item.prediction.top_score:.2f}）"
            )
    if changes is not None:
        lines += ["", *comparison_lines(changes)]
    return lines


def sets_report(measured: Sequence[tuple[str, Figures]]) -> list[str]:
    """Several sets of questions side by side: a column each, so that those of outsiders stand beside our own."""
    names = ["", *(name for name, _ in measured)]
    columns = [headline(figures) for _, figures in measured]
    counts = [
        "问题数（范围外）",
        *(_asked(figures.bands) for _, figures in measured),
    ]
    labels = [name for name, _ in columns[0]]
    rows = [[label, *(dict(column).get(label, "—") for column in columns)] for label in labels]
    easier = [["非难题直接答对", *(percent(figures.easy.answered_right) for _, figures in measured)]]
    hard = [["难题直接答对", *(percent(figures.hard.answered_right) for _, figures in measured)]]
    return table(names, [counts, *rows, *easier, *hard])


def _asked(bands: Bands) -> str:
    return f"{bands.in_scope + bands.out_of_scope}（{bands.out_of_scope}）"


def headline(figures: Figures) -> list[tuple[str, str]]:
    """The figures the targets of the project are about."""
    bands = figures.bands
    rows = [
        ("范围内答对或列出（目标 ≥ 95 %）", percent(bands.helped)),
        ("其中直接答对", percent(bands.answered_right)),
        ("直接回答的准确率（目标 ≥ 95 %）", percent(bands.direct_right)),
        ("直接回答的准确率（连范围外硬答的也算）", percent(bands.every_direct_right)),
        ("范围外硬答（目标 ≤ 5 %）", percent(bands.out_of_scope_answered)),
        ("范围外列了选项", percent(bands.out_of_scope_offered)),
        ("先答第一条、其余列出的里面对的", f"{percent(bands.leads_right)}（{bands.led_right + bands.led_wrong} 句）"),
        ("范围外先答了第一条", percent(bands.out_of_scope_led)),
        ("难题答对或列出", percent(figures.hard.helped)),
        ("宏平均 F1（按标签）", percent(figures.macro_f1)),
        ("校准误差（ECE）", "—" if figures.calibration_error is None else f"{figures.calibration_error:.3f}"),
    ]
    if figures.intent_accuracy is not None:
        rows.append(("意图识别准确率", percent(figures.intent_accuracy)))
    return rows


BAND_HEADS = ("", "问题数", "答对", "答错", "列出", "没答上", "范围外", "硬答了", "列了选项", "没硬答")
LABEL_HEADS = ("标签", "问题数", "准确率", "召回率", "F1", "答对或列出")


def band_rows(figures: Figures) -> list[tuple[str, ...]]:
    """The three-band table: all questions, and the hard ones."""
    return [_band_row("全部", figures.bands), _band_row("难题", figures.hard)]


def _band_row(name: str, bands: Bands) -> tuple[str, ...]:
    count = bands.counts
    values = (
        bands.in_scope,
        count["right"],
        count["wrong"],
        count["listed"],
        count["missed"],
        bands.out_of_scope,
        count["answered"],
        count["offered"],
        count["refused"],
    )
    return (name, *map(str, values))


def label_row(item: LabelFigures) -> tuple[str, ...]:
    """One label's line of the table."""
    shares = (item.precision, item.recall, item.f1, item.accuracy)
    return (item.label, str(item.support), *map(percent, shares))


def comparison_lines(changes: Sequence[Change]) -> list[str]:
    """What became worse, better or merely different since the saved run."""
    if not changes:
        return ["和保存的那次相比：没有变化。"]
    broken = sum(change.broke for change in changes)
    mended = sum(change.mended for change in changes)
    head = f"和保存的那次相比：{len(changes)} 个问题变了，其中 {broken} 个变坏，{mended} 个变好。"
    return [head, *(f"  {change_line(change)}" for change in changes)]


def change_line(change: Change) -> str:
    """`〔变坏〕密码忘了　答 reset_password → 答 recover_username`."""
    kind = "变坏" if change.broke else "变好" if change.mended else "有变化"
    before, after = change.before.prediction, change.after.prediction
    return f"〔{kind}〕{_short(change.question.text)}　{before.shown} → {after.shown}"


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Columns aligned for a terminal, where a Chinese character takes two cells."""
    lines = [list(heads), *map(list, rows)]
    widths = [max(_cells(line[column]) for line in lines) for column in range(len(heads))]
    return [
        "  " + "  ".join(text + " " * (width - _cells(text)) for text, width in zip(line, widths, strict=True)).rstrip()
        for line in lines
    ]


_WAYS = {"faq": "知识库（不经过 Rasa）", "stack": "整个系统（网关 → Rasa → 动作）"}


def _confusions(figures: Figures) -> list[str]:
    pairs = [(count, label, other) for (label, other), count in figures.confusion.items() if label != other]
    if not pairs:
        return []
    shown = sorted(pairs, key=lambda pair: (-pair[0], pair[1:]))[:_SHOWN_CONFUSIONS]
    return ["", "最常混淆的标签", *(f"  {label} → {other}：{count}" for count, label, other in shown)]


def _short(text: str) -> str:
    return text if len(text) <= 40 else text[:39] + "…"


def _cells(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
