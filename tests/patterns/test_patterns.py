"""No pattern of ours can be made slow by anybody's text, the next one that is written included."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import regex

from tests.patterns.attacking import CHARS, LIMIT_S, attack, attacks
from tests.patterns.collecting import ALL_METHODS, ROOT, packages

PATIENCE_S = 1_800
"""Far more than all attacks take together; a pattern that ignores even signals is killed, and named."""
UNTOLD = 100
"""So many patterns may be new, and so many gone, before `withstood.txt` has to be written again."""
A_QUARTER_S = LIMIT_S / 4
"""What grows too fast costs about the limit on a whole message: on one machine a little more, on another less."""


@pytest.fixture(scope="module")
def report() -> list[dict[str, Any]]:
    command = [sys.executable, "-m", "tests.patterns"]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=PATIENCE_S, check=False)
    except subprocess.TimeoutExpired as expired:
        output = expired.stdout or b""
        text = output.decode() if isinstance(output, bytes) else output
        pytest.fail(f"没有算完，停在 {text.splitlines()[-2:]}")
    lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert done.returncode == 0, f"停在 {lines[-2:]}：{done.stderr[-2000:]}"
    return lines


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE_S + 20)
def test_no_pattern_is_slow(report: list[dict[str, Any]]) -> None:
    """Each within 20 ms of processor time on 2,000 hostile characters, unless it withstood that before."""
    assert report[-1] == {"done": True}
    assert [line for line in report if "slow" in line] == []
    assert sum("at" in line or "known" in line for line in report) == report[0]["count"] > 2_000


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE_S + 20)
def test_the_file_of_those_that_withstood_is_kept_up(report: list[dict[str, Any]]) -> None:
    """Else everybody attacks the same patterns again, and what stands there is of no use to anybody."""
    how = "运行 python -m tests.patterns --write，把 tests/patterns/withstood.txt 一起提交"
    assert report[0]["new"] <= UNTOLD, how
    assert report[0]["gone"] <= UNTOLD, how


@pytest.mark.slow
@pytest.mark.timeout(PATIENCE_S + 20)
def test_every_pattern_was_attacked(report: list[dict[str, Any]]) -> None:
    """A call whose pattern only running it would tell is not allowed, unless loading the project shows it."""
    assert report[0]["unknown"] == []
    places = {place.partition(":")[0] for line in report if (place := line.get("at") or line.get("known"))}
    written = set(_files_that_compile())
    assert written - places == set()
    assert {place.partition("/")[0] for place in places} >= {
        "common",
        "faq",
        "tickets",
        "dialogue",
        "bot",
        "wechat",
        "data",
    }


def _files_that_compile() -> Iterator[str]:
    """Another way to find them, as dumb as can be: files that say `re.compile(` or a like call."""
    said = re.compile(r"\b(?:re|regex)\.(?:compile|match|fullmatch|search|subn?|split|findall|finditer)\(")
    for name in packages():
        for path in (ROOT / name).rglob("*.py"):
            if said.search(path.read_text("utf-8")):
                yield str(path.relative_to(ROOT))


ENDLESS_PATTERNS = (
    r"(a+)+$",
    r"(?:[,。 ]*(?:谢谢+|[啊呀]+)[,。 ]*)+$",
    r"(?:您|你|好的?|您好|你好|请)+",
    r"(?:嗯+|对)*(?:交|嗯+)",
    r"(?:a|aa)+b",
    r"(?:x{60,})+y",
)
QUADRATIC_PATTERNS = (
    r"\d+(?:\.\d+)?个",
    r"a*a*b",
    r"[^\d]*\d{4}",
    r"\w+@\w+\.cn",
    r"(?:我|你|他)*(?:们|我|你)*(?:不|没)行",
    r"(?:用户名|密码)*.*忘了.*忘了.*!",
    r"(\w+)\s\1x",
    r"(?:那么?|这个|这事|请问|一般|到底|我|还|就){0,4}(?:多少钱|要钱吗|收费)(?:呀|呢|啊){0,3}$|[^\d]*\d{4}",
)
QUICK_PATTERNS = (
    r"(?:谢|[啊呀])++",
    r"(?:您|你|好|请)++",
    r"\d{4}-\d{2}-\d{2}",
    r"(?<![a-z.])[a-z.]++@",
    r"([^\d\s])\1{2,}",
)


@pytest.mark.parametrize("text", ENDLESS_PATTERNS)
def test_the_attack_finds_what_never_ends(text: str) -> None:
    """Each has the shape of one that was once ours."""
    slow = attack(re.compile(text), ALL_METHODS)
    assert slow is not None
    assert slow.seconds > LIMIT_S
    assert len(slow.text) <= CHARS


@pytest.mark.timeout(600)  # seconds of the processor, which a busy machine stretches to minutes
@pytest.mark.parametrize("text", QUADRATIC_PATTERNS)
def test_the_attack_finds_what_grows_too_fast(text: str) -> None:
    slow = attack(re.compile(text), ALL_METHODS, A_QUARTER_S)
    assert slow is not None
    assert slow.seconds > A_QUARTER_S
    assert len(slow.text) <= CHARS


@pytest.mark.parametrize("text", QUICK_PATTERNS)
def test_the_attack_lets_quick_patterns_go(text: str) -> None:
    assert attack(re.compile(text), ALL_METHODS) is None


def test_what_counts_far_is_tried_with_long_texts_only() -> None:
    """Of an `x` that must come sixty times, 250 characters hold too few to tell anything."""
    assert min(least for _, least in attacks(re.compile(r"(?:x{60,})+y"))) == CHARS // 4
    assert min(least for _, least in attacks(re.compile(r"(?:(?:ab){30}){9}"))) == CHARS
    assert min(least for _, least in attacks(re.compile(r"a+b"))) == CHARS // 8


SLOW_IN_THE_OTHER_ENGINE = (r"(?:\p{Han}|\p{L})+[\p{N}!]", r"[^\p{L}\]x]*+[\p{Han}a]*[\p{L}]*\d\p{M}", r"(?:\X|a)+\d\d")


@pytest.mark.parametrize("text", SLOW_IN_THE_OTHER_ENGINE)
def test_a_pattern_of_the_other_engine_is_attacked_with_it(text: str) -> None:
    """`re` cannot even read these."""
    with pytest.raises(re.error):
        re.compile(text)
    slow = attack(regex.compile(text), ALL_METHODS, A_QUARTER_S)
    assert slow is not None
    assert slow.seconds > A_QUARTER_S


def test_attacks_are_as_long_as_said_and_many() -> None:
    texts = [hostile.of(CHARS) for hostile, _ in attacks(re.compile(r"(?:谢谢|麻烦您?)+\d*"))]
    assert len(texts) >= 50
    assert max(map(len, texts)) == CHARS
    assert any("谢谢" * 20 in text for text in texts)
