"""The pictures of an evaluation, drawn with matplotlib as SVG.

Their texts are the English labels of the intents: a build machine seldom has a Chinese font, and the
Chinese captions stand in the page around them.
"""

from __future__ import annotations

import io
from typing import Any

from evaluation.metrics import Figures
from evaluation.questions import OUT_OF_SCOPE
from evaluation.verdicts import CLARIFIED, Verdict

_COLOURS: dict[Verdict, str] = {
    "right": "#1a7f5a",
    "listed": "#8cc9a9",
    "missed": "#f0b849",
    "wrong": "#c8453b",
    "refused": "#1a7f5a",
    "offered": "#f0b849",
    "answered": "#c8453b",
}


def band_picture(figures: Figures) -> str:
    """Two bars: what became of the questions in and out of scope."""
    canvas, axes = _canvas(7.2, 1.9)
    counts = figures.bands.counts
    rows: tuple[tuple[str, tuple[Verdict, ...]], ...] = (
        ("in scope", ("right", "listed", "missed", "wrong")),
        ("out of scope", ("refused", "offered", "answered")),
    )
    for row, (_, names) in enumerate(rows):
        left = 0.0
        total = sum(counts[name] for name in names) or 1
        for name in names:
            width = counts[name] / total
            axes.barh(row, width, left=left, color=_COLOURS[name], height=0.6)
            if width > 0.06:
                axes.text(left + width / 2, row, f"{name} {width:.0%}", ha="center", va="center", fontsize=8)
            left += width
    axes.set_yticks(range(len(rows)), [name for name, _ in rows])
    axes.set_xlim(0, 1)
    axes.invert_yaxis()
    return _svg(canvas)


def label_picture(figures: Figures) -> str:
    """Precision and recall of every label, side by side."""
    labels = figures.labels
    canvas, axes = _canvas(7.2, 0.32 * len(labels) + 0.8)
    for shift, colour, name in ((-0.18, "#3b6fb5", "precision"), (0.18, "#9bbbe0", "recall")):
        rows = [row + shift for row in range(len(labels))]
        axes.barh(rows, [getattr(item, name) or 0.0 for item in labels], height=0.34, color=colour, label=name)
    axes.set_yticks(range(len(labels)), [f"{item.label} ({item.support})" for item in labels])
    axes.set_xlim(0, 1)
    axes.invert_yaxis()
    if labels:
        axes.legend(loc="lower center", bbox_to_anchor=(0.5, 1.0), ncols=2, fontsize=8, frameon=False)
    return _svg(canvas)


def confusion_picture(figures: Figures) -> str:
    """A heat map: rows what was meant, columns what was answered, `clarify` last."""
    rows = [item.label for item in figures.labels]
    columns = [*rows, *([] if OUT_OF_SCOPE in rows else [OUT_OF_SCOPE]), CLARIFIED]
    canvas, axes = _canvas(0.42 * len(columns) + 2.2, 0.34 * len(rows) + 2.0)
    support = {item.label: item.support or 1 for item in figures.labels}
    grid = [[figures.confusion.get((row, column), 0) / support[row] for column in columns] for row in rows]
    if rows:
        axes.imshow(grid, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for y, row in enumerate(rows):
        for x, column in enumerate(columns):
            count = figures.confusion.get((row, column), 0)
            if count:
                colour = "white" if grid[y][x] > 0.55 else "black"
                axes.text(x, y, str(count), ha="center", va="center", fontsize=7, color=colour)
    axes.set_xticks(range(len(columns)), columns, rotation=60, ha="right")
    axes.set_yticks(range(len(rows)), rows)
    return _svg(canvas)


def calibration_picture(figures: Figures) -> str:
    """How often the best candidate is right, against how sure the bot was; the line is the ideal."""
    canvas, axes = _canvas(4.2, 3.6)
    axes.plot([0, 1], [0, 1], color="#999999", linewidth=1, linestyle="--")
    most = max((item.count for item in figures.calibration), default=1)
    axes.plot(
        [item.mean_score for item in figures.calibration],
        [item.right for item in figures.calibration],
        color="#3b6fb5",
        linewidth=1,
    )
    axes.scatter(
        [item.mean_score for item in figures.calibration],
        [item.right for item in figures.calibration],
        s=[20 + 160 * item.count / most for item in figures.calibration],
        color="#3b6fb5",
    )
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.set_xlabel("score of the best candidate")
    axes.set_ylabel("share that is right")
    return _svg(canvas)


def _canvas(width: float, height: float) -> tuple[Any, Any]:
    # The object interface: no global state, no display, and importing this module stays cheap.
    from matplotlib.figure import Figure

    canvas = Figure(figsize=(width, height), layout="constrained")
    axes = canvas.add_subplot()
    axes.tick_params(labelsize=8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    return canvas, axes


def _svg(canvas: Any) -> str:
    from matplotlib import rc_context

    buffer = io.StringIO()
    # Same figures, same bytes: a report can be compared with the last one.
    with rc_context({"svg.hashsalt": "evaluation"}):
        canvas.savefig(buffer, format="svg", metadata={"Date": None})
    return buffer.getvalue()
