"""Guides in English: the same tree in other words, answers read by phrases, and nothing half translated."""

from __future__ import annotations

from pathlib import Path

import pytest

from faq.guiding.bilingual import BilingualEngine
from faq.guiding.english_facts import EnglishFacts
from faq.guiding.loader import check_guides, load_sound_guides, read_guides
from faq.guiding.state import GuideState
from faq.text.pinyin import is_chinese
from tests.faq.guiding.project import GUIDE, IRREVERSIBLE, SITUATION, write_project
from tests.real_content import real_guidance

ROOT = Path(__file__).resolve().parents[3]
READER = EnglishFacts(real_guidance().guides.situation)


def in_english(text: str) -> str:
    """A small file with an English line behind every Chinese text."""
    lines = []
    for line in text.splitlines():
        lines.append(line)
        key, _, said = line.strip().removeprefix("- ").partition(": ")
        if key in ("ask", "again", "say", "title") and said:
            indent = line[: len(line) - len(line.lstrip())]
            place = sum(part.count("\n") for part in lines)
            lines.append(f"{indent}{key}_en: {key} {len(lines) + place}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("asked", "said", "facts"),
    [
        (None, "I don't have that phone number anymore", {"phone": "unusable"}),
        ("phone", "yes", {"phone": "usable"}),
        ("phone", "No, I cancelled it.", {"phone": "unusable"}),
        ("mail", "not sure", {"mail": "unknown"}),
        ("mail", "I never linked one", {"mail": "unusable"}),
        ("worked", "still nothing", {"worked": "failed"}),
        ("worked", "It worked, thanks", {"worked": "done"}),
        ("worked", "didn’t pass", {"worked": "failed"}),
        ("phone", "Can I use my passport?", {}),
        ("phone", "My friend still has the same number", {}),
        ("app", "yes in the app", {"app": "official", "place": "app"}),
        ("light", "I tried a white wall and another phone", {"light": "tried", "device": "tried"}),
        (None, "I forgot my username", {"username": "forgotten"}),
        (None, "I have no email linked. How do I get it?", {"mail": "unusable"}),
    ],
)
def test_facts_of_an_english_sentence(asked: str | None, said: str, facts: dict[str, str]) -> None:
    assert READER.facts(said, asked) == facts


def test_what_only_tells_is_short_and_asks_nothing() -> None:
    assert READER.says_only_facts("I lost my phone number")
    assert not READER.says_only_facts("I lost my phone number, what can I do?")
    assert not READER.says_only_facts("The weather is fine")


def test_the_engine_speaks_the_language_of_the_case(tmp_path: Path) -> None:
    guides = load_sound_guides(write_project(tmp_path, in_english(GUIDE), in_english(SITUATION)))
    engine = BilingualEngine(guides)
    state, reply = engine.begin(GuideState(english=True), "lost")
    assert not any(map(is_chinese, reply.text))
    assert [option.id for option in reply.options] == ["fact:phone=usable", "fact:phone=unusable", "fact:phone=unknown"]
    assert reply.options[-1].title == "I don't know"
    moved, told = engine.tell(state, {"phone": "usable"})
    assert moved.step == "lost.reset" and not any(map(is_chinese, told.text))
    again, _ = engine.back(moved)
    assert again.step == "lost.phone" and again.english
    _, chinese = engine.begin(GuideState(), "lost")
    assert chinese.text.startswith("手机号还能用吗？")
    assert GuideState.from_dict(state.as_dict()).english is False


def test_a_guide_that_is_half_english_is_refused(tmp_path: Path) -> None:
    half = GUIDE.replace("say: 找人工吧。", "say: 找人工吧。\n  say_en: Ask a person.")
    kinds = {(problem.kind, problem.message) for problem in check_guides(write_project(tmp_path, half))}
    assert ("half_english", "步骤「solved」的 say 没有英文，别的步骤有") in kinds
    assert ("half_english", "步骤「phone」问的「phone」在 situation.yml 里没有写全英文") in kinds


def test_english_that_fills_more_than_a_screen_is_refused(tmp_path: Path) -> None:
    long = in_english(GUIDE).replace("say_en: say", f"say_en: {'long words ' * 50}say", 1)
    found = check_guides(write_project(tmp_path, long, in_english(SITUATION)))
    assert [problem.kind for problem in found] == ["too_long"]
    assert found[0].message.startswith("英文的步骤「reset」")


def test_a_warning_without_english_is_refused(tmp_path: Path) -> None:
    warned = in_english(GUIDE.replace("say: 用手机找回。", "warn: erase\n  say: 点“注销”。"))
    found = check_guides(write_project(tmp_path, warned, in_english(SITUATION), IRREVERSIBLE))
    assert [problem.message for problem in found] == ["步骤「reset」的警告「erase」没有英文"]


def test_every_guide_of_ours_speaks_english() -> None:
    guides, _ = read_guides(ROOT)
    assert [name for name, guide in guides.guides.items() if not guide.english] == []
