"""The evaluation as one HTML page that needs nothing else: pictures inside, no script, no address."""

from __future__ import annotations

import base64
from collections.abc import Iterable, Sequence
from html import escape

from evaluation.metrics import Figures, mistakes
from evaluation.pictures import band_picture, calibration_picture, confusion_picture, label_picture
from evaluation.runs import Change, Run
from evaluation.text_report import BAND_HEADS, LABEL_HEADS, band_rows, headline, label_row
from evaluation.verdicts import VERDICT_WORDS

_STYLE = """
body{font:15px/1.7 system-ui,"PingFang SC","Microsoft YaHei",sans-serif;
color:#1d2733;max-width:62rem;margin:2rem auto;padding:0 1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2.2rem;border-bottom:1px solid #dde3ea;padding-bottom:.3rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #edf0f4;vertical-align:top}
th{color:#5b6b7d;font-weight:500}
td:first-child{min-width:4rem}img{max-width:100%;display:block;margin:1rem 0}
.muted{color:#5b6b7d}.bad{color:#b3261e}.good{color:#1a7f5a}
dl{display:grid;grid-template-columns:max-content auto;gap:.2rem 1.5rem}dt{color:#5b6b7d}dd{margin:0;font-weight:600}
@media(max-width:40rem){table{display:block;overflow-x:auto}}
""".strip()


def html_report(run: Run, figures: Figures, changes: Sequence[Change] | None = None) -> str:
    """The page; `changes` adds the comparison with a saved run."""
    bad = mistakes(run.judged)
    parts = [
        f"<h1>评测报告：{escape(run.file)}</h1>",
        f'<p class="muted">{len(run.judged)} 个问题 · 经由 {escape(run.through)} · '
        f"知识库版本 {escape(run.content_version)} · {escape(run.made_at)}</p>",
        "<dl>",
        *(f"<dt>{escape(name)}</dt><dd>{escape(value)}</dd>" for name, value in headline(figures)),
        "</dl>",
        "<h2>三段表</h2>",
        _table(BAND_HEADS, band_rows(figures)),
        _picture(band_picture(figures), "范围内、范围外的问题各得到什么结果"),
        "<h2>每个标签</h2>",
        _table(LABEL_HEADS, map(label_row, figures.labels)),
        _picture(label_picture(figures), "每个标签的准确率和召回率"),
        "<h2>混淆</h2>",
        '<p class="muted">行是应有的标签，列是机器人的回答；clarify 表示列了选项，out_of_scope 表示没有硬答。</p>',
        _picture(confusion_picture(figures), "混淆矩阵"),
        '<h2>校准</h2><p class="muted">机器人有多确定，就该有多少次是对的：点越靠近虚线越好，点的大小是问题数。</p>',
        _picture(calibration_picture(figures), "校准图"),
    ]
    if changes is not None:
        parts += ["<h2>和保存的那次相比</h2>", _changes(changes)]
    parts += [f"<h2>错误，最严重的在前（{len(bad)} 个）</h2>"]
    heads = ("结果", "行", "问题", "该是", "现在", "分数")
    rows = [
        (
            VERDICT_WORDS[item.verdict],
            str(item.question.line),
            item.question.text,
            " / ".join(sorted(item.question.accepted)) or "不该回答",
            item.prediction.shown,
            f"{item.prediction.top_score:.2f}",
        )
        for item in bad
    ]
    parts.append(_table(heads, rows) if rows else "<p>没有错误。</p>")
    body = "\n".join(parts)
    return (
        '<!doctype html>\n<html lang="zh-CN"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>评测报告</title><style>{_STYLE}</style></head>\n<body>\n{body}\n</body></html>\n"
    )


def _changes(changes: Sequence[Change]) -> str:
    if not changes:
        return "<p>没有变化。</p>"
    rows = [
        (
            "变坏" if change.broke else "变好" if change.mended else "有变化",
            change.question.text,
            change.before.prediction.shown,
            change.after.prediction.shown,
        )
        for change in changes
    ]
    return _table(("", "问题", "之前", "现在"), rows)


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = ["<table><tr>" + "".join(f"<th>{escape(head)}</th>" for head in heads) + "</tr>"]
    for row in rows:
        lines.append("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>")
    return "\n".join(lines) + "</table>"


def _picture(svg: str, caption: str) -> str:
    # As an image, not inline: the ids inside the pictures would clash with one another.
    data = base64.b64encode(svg.encode()).decode()
    return f'<img alt="{escape(caption)}" src="data:image/svg+xml;base64,{data}">'
