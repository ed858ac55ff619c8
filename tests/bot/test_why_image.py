"""`why --image`: from a file to the entry, and what is said when that does not work."""

from __future__ import annotations

import json
from argparse import Namespace
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.commands import why
from faq.engine.library import Library
from screenshots.cleaning import clean_picture

ROOT = Path(__file__).resolve().parents[2]
PICTURES = ROOT / "tests/fixtures/pictures"


@pytest.fixture(scope="module")
def library() -> Library:
    """The whole knowledge base, opened once for all pictures."""
    return Library.open_whole(ROOT)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "verdict", "found"),
    [
        ("id_registered.png", "match", "id_registered"),
        ("pending_dialog.png", "match", "reregister_pending"),
        ("id_format_ring.jpg", "match", "id_format"),
        ("empty_record_photo.jpg", "unsure", "record_missing"),
        ("id_card_photo.jpg", "danger", "id_card"),
        ("hand_held_card.jpg", "danger", "id_card"),
        ("weather.png", "nothing", None),
    ],
)
def test_pictures_of_our_own_making(
    name: str, verdict: str, found: str | None, library: Library, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Namespace(text=None, image=str(PICTURES / name), json=True)
    assert why.run(options, ROOT, lambda _: library) == 0
    printed, progress = capsys.readouterr()
    assert progress.startswith("读图上的字…\n")
    values = json.loads(printed)
    answered = f"直接回答：{found}（"  # also where a prompt is only meant
    begins = {"match": answered, "unsure": answered, "danger": "先提醒安全", "nothing": "不回答："}
    assert values["sentence"].startswith(
        begins[verdict] if verdict != "danger" else ("先提醒安全", "不回答：先提醒安全")
    )
    assert values["verdict"] == verdict
    if verdict != "unsure":
        assert (values["danger"] or next((match["faq_id"] for match in values["matches"]), None)) == found
    for raw in ("林小样", "13900000016", "11010119900307001X", "11010119900307109X"):
        assert raw not in printed


@pytest.mark.slow
def test_the_reason_of_the_answer_is_printed_with_what_was_typed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "我在哪里能看到学籍", "--image", str(PICTURES / "empty_record_photo.jpg")]) == 0
    printed = capsys.readouterr().out
    assert printed.startswith("直接回答：record_missing（")
    assert "分量" in printed
    assert "为什么这样答：" in printed


def test_a_missing_file_and_no_picture_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["why", "--image", str(tmp_path / "none.png")]) == 2
    assert "读不了（没有这个文件）。改法：检查文件名。" in capsys.readouterr().err
    (tmp_path / "text.png").write_text("hello")
    assert main(["why", "--image", str(tmp_path / "text.png")]) == 2
    assert capsys.readouterr().err.endswith("：这个文件不是我能打开的图片。改法：换一张 JPG 或 PNG 的截图。\n")


def test_every_fixture_can_be_cleaned() -> None:
    for path in PICTURES.iterdir():
        assert clean_picture(path.read_bytes()).width > 0
