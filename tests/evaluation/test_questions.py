"""Labelled questions are read whole, or refused with file and line."""

from __future__ import annotations

from pathlib import Path

import pytest

from common.errors import BotError, ContentError
from evaluation.questions import Question, read_questions, repeated

INTENTS = {"reset_password": "forgot_password", "archive_what": "ask_other_service"}


def read(tmp_path: Path, *lines: str) -> list[Question]:
    (tmp_path / "q.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return read_questions(tmp_path / "q.jsonl", tmp_path, INTENTS)


def faults(tmp_path: Path, *lines: str) -> list[str]:
    with pytest.raises(ContentError) as caught:
        read(tmp_path, *lines)
    return [str(problem) for problem in caught.value.problems]


def test_reads_every_field(tmp_path: Path) -> None:
    questions = read(
        tmp_path,
        '{"text": "密码忘了", "label": "forgot_password", "faq_id": "reset_password", "hard": true}',
        "",
        '{"text": "学信档案是啥", "label": "other_service", "faq_id": "archive_what", "also": ["reset_password"]}',
        '{"text": "今天下雨吗", "label": "out_of_scope", "faq_id": null}',
    )
    assert questions == [
        Question("密码忘了", "forgot_password", "reset_password", (), True, "q.jsonl", 1),
        Question("学信档案是啥", "other_service", "archive_what", ("reset_password",), False, "q.jsonl", 3),
        Question("今天下雨吗", "out_of_scope", None, (), False, "q.jsonl", 4),
    ]
    assert [question.accepted for question in questions] == [
        {"reset_password"},
        {"archive_what", "reset_password"},
        set(),
    ]


def test_the_intent_ask_other_service_is_the_label_other_service(tmp_path: Path) -> None:
    line = '{"text": "学信档案是啥", "label": "ask_other_service", "faq_id": "archive_what"}'
    assert read(tmp_path, line)[0].label == "other_service"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("{", "不是合法的 JSON（现在是「{」）"),
        ("[1]", "要写成一个 JSON 对象（现在是「[1]」）"),
        ('{"label": "out_of_scope"}', "「text」要写成文字（现在是「None」）"),
        ('{"text": " ", "label": "out_of_scope"}', "「text」要写成文字（现在是「 」）"),
        ('{"text": "a", "label": 3}', "「label」要写成文字（现在是「3」）"),
        ('{"text": "a", "label": "forgot_password", "faq": "x"}', "没有「faq」这一项"),
        ('{"text": "a", "label": "forgot_password"}', "范围内的问题要写「faq_id」"),
        (
            '{"text": "a", "label": "out_of_scope", "faq_id": "reset_password"}',
            "label 是 out_of_scope，却写了条目编号",
        ),
        ('{"text": "a", "label": "forgot_pasword", "faq_id": "reset_password"}', "没有「forgot_pasword」这个标签"),
        ('{"text": "a", "label": "forgot_password", "faq_id": "reset_pasword"}', "没有「reset_pasword」这个条目"),
        (
            '{"text": "a", "label": "forgot_password", "faq_id": "reset_password", "also": "x"}',
            "「also」要写成条目编号的列表（现在是「x」）",
        ),
        (
            '{"text": "a", "label": "forgot_password", "faq_id": "reset_password", "hard": "yes"}',
            "「hard」要写成 true 或 false（现在是「yes」）",
        ),
        ('{"text": "a", "label": "forgot_password", "faq_id": 7}', "「faq_id」要写成条目编号或 null（现在是「7」）"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, line: str, fault: str) -> None:
    assert any(text.startswith(f"q.jsonl:2: {fault}。改法：") for text in faults(tmp_path, "", line))


def test_every_fault_comes_in_one_run_with_the_right_spelling(tmp_path: Path) -> None:
    assert faults(
        tmp_path,
        '{"text": "a", "label": "forgot_pasword", "faq_id": "reset_password"}',
        '{"text": "b", "label": "forgot_password", "faq_id": "reset_pasword"}',
    ) == [
        "q.jsonl:1: 没有「forgot_pasword」这个标签。改法：是不是想写「forgot_password」？",
        "q.jsonl:2: 没有「reset_pasword」这个条目。改法：是不是想写「reset_password」？",
    ]


def test_a_missing_or_empty_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(BotError, match=r"没有「q\.jsonl」这个文件"):
        read_questions(tmp_path / "q.jsonl", tmp_path)
    with pytest.raises(BotError, match=r"「q\.jsonl」里没有问题"):
        read(tmp_path, "")


def test_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_bytes("{}\n密码".encode("gbk"))
    with pytest.raises(ContentError, match=r"q\.jsonl:2: 文件不是 UTF-8 编码"):
        read_questions(tmp_path / "q.jsonl", tmp_path)


def test_a_line_separator_inside_a_question_is_no_new_line(tmp_path: Path) -> None:
    line = '{"text": "密码\u2028忘了", "label": "forgot_password", "faq_id": "reset_password"}'
    assert read(tmp_path, line)[0].text == "密码\u2028忘了"


def test_repeated_questions_are_found() -> None:
    questions = [Question("甲", "x", "a", line=1), Question("乙", "x", "a", line=2), Question("甲", "x", "b", line=3)]
    assert [problem.line for problem in repeated(questions)] == [3]
