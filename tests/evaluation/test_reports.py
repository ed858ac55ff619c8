"""The reports hold the figures, the worst mistakes first, and pictures; nothing typed by people breaks them."""

from __future__ import annotations

import base64
import re
from datetime import UTC, datetime
from xml.etree import ElementTree

from evaluation.html_report import html_report
from evaluation.metrics import measure
from evaluation.questions import Question
from evaluation.runs import compare, make_run
from evaluation.text_report import table, text_report
from evaluation.verdicts import Judged, Prediction, judge

INTENTS = {"a": "alpha", "b": "beta"}
HOSTILE = '<script>alert("x")</script>&'


def answered(text: str, faq_id: str, score: float, line: int) -> Judged:
    return judge(Question(text, "alpha", "a", line=line), Prediction("answer", faq_id, ((faq_id, score),)))


JUDGED = [answered("甲", "a", 0.9, 1), answered(HOSTILE, "b", 0.7, 2), answered("丙", "b", 0.8, 3)]
RUN = make_run("q.jsonl", "faq", "v1", datetime(2026, 11, 22, tzinfo=UTC), JUDGED)
FIGURES = measure(JUDGED, INTENTS)


def test_the_text_report() -> None:
    assert text_report(RUN, FIGURES, compare([answered("甲", "b", 0.9, 1)], JUDGED)) == [
        "q.jsonl：3 个问题，经由 知识库（不经过 Rasa）",
        "",
        "三段表",
        "        问题数  答对  答错  列出  没答上  范围外  硬答了  列了选项  没硬答",
        "  全部  3       1     2     0     0       0       0       0         0",
        "  难题  0       0     0     0     0       0       0       0         0",
        "",
        "范围内答对或列出（目标 ≥ 95 %）：33.3 %",
        "其中直接答对：33.3 %",
        "直接回答的准确率（目标 ≥ 95 %）：33.3 %",
        "直接回答的准确率（连范围外硬答的也算）：33.3 %",
        "范围外硬答（目标 ≤ 5 %）：—",
        "范围外列了选项：—",
        "先答第一条、其余列出的里面对的：—（0 句）",
        "范围外先答了第一条：—",
        "难题答对或列出：—",
        "宏平均 F1（按标签）：50.0 %",
        "校准误差（ECE）：0.533",
        "",
        "每个标签",
        "  标签   问题数  准确率   召回率  F1      答对或列出",
        "  alpha  3       100.0 %  33.3 %  50.0 %  33.3 %",
        "",
        "最常混淆的标签",
        "  alpha → beta：2",
        "",
        "最严重的错误（共 2 个，先列前 2 个）",
        "  第 3 行〔答错〕丙　该是 a，现在 答 b（0.80）",
        f"  第 2 行〔答错〕{HOSTILE}　该是 a，现在 答 b（0.70）",
        "",
        "和保存的那次相比：1 个问题变了，其中 0 个变坏，1 个变好。",
        "  〔变好〕甲　答 b → 答 a",
    ]


def test_the_page_has_four_pictures_and_no_live_text() -> None:
    page = html_report(RUN, FIGURES, [])
    pictures = re.findall(r'src="data:image/svg\+xml;base64,([^"]+)"', page)
    assert len(pictures) == 4
    for picture in pictures:
        assert ElementTree.fromstring(base64.b64decode(picture)).tag.endswith("svg")
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "和保存的那次相比" in page
    assert not re.search(r'(src|href)="(?!data:)', page)


def test_the_same_run_gives_the_same_page() -> None:
    assert html_report(RUN, FIGURES) == html_report(RUN, FIGURES)


def test_nothing_measured_still_gives_a_page() -> None:
    empty = make_run("q.jsonl", "faq", "v1", datetime(2026, 11, 22, tzinfo=UTC), [])
    assert "没有错误" in html_report(empty, measure([], INTENTS))


def test_columns_are_aligned_where_a_chinese_character_takes_two_cells() -> None:
    assert table(("名", "数"), [("甲乙", "1"), ("a", "22")]) == ["  名    数", "  甲乙  1", "  a     22"]
