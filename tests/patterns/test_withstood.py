"""A pattern that withstood the attack is not attacked again; one that is changed in any way is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
import regex

from tests.patterns import withstood
from tests.patterns.__main__ import attack_new
from tests.patterns.collecting import Found

QUICK = Found("a.py:1", re.compile(r"\d{4}-\d{2}"), frozenset({"fullmatch"}))
SLOW = Found("a.py:2", re.compile(r"(?:谢谢|谢)+$"))


@pytest.mark.parametrize(
    "changed",
    [
        Found("a.py:1", re.compile(r"\d{4}-\d{3}"), QUICK.methods),
        Found("a.py:1", re.compile(r"\d{4}-\d{2}", re.IGNORECASE), QUICK.methods),
        Found("a.py:1", regex.compile(r"\d{4}-\d{2}"), QUICK.methods),
        Found("a.py:1", QUICK.pattern, frozenset({"fullmatch", "sub"})),
    ],
)
def test_what_is_changed_is_another_pattern(changed: Found) -> None:
    assert withstood.fingerprint(changed) != withstood.fingerprint(QUICK)


def test_where_it_stands_does_not_matter() -> None:
    moved = Found("b.py:7", re.compile(QUICK.pattern.pattern), frozenset({"fullmatch"}))
    assert withstood.fingerprint(moved) == withstood.fingerprint(QUICK)


def test_half_a_character_has_a_fingerprint_too() -> None:
    assert withstood.fingerprint(Found("a.py:1", re.compile("[\ud800-\udfff]")))


def test_only_what_is_new_is_attacked(capsys: pytest.CaptureFixture[str]) -> None:
    known = {withstood.fingerprint(QUICK)}
    assert attack_new([QUICK, SLOW], known) == known
    said = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert said[:2] == [{"known": "a.py:1"}, {"at": "a.py:2"}]
    assert said[2]["slow"] == "a.py:2"


def test_what_withstood_is_written_down_and_read_again(tmp_path: Path) -> None:
    file = tmp_path / "withstood.txt"
    withstood.write(attack_new([QUICK, SLOW], frozenset()), file)
    assert withstood.listed(file) == {withstood.fingerprint(QUICK)}


def test_another_attack_has_been_withstood_by_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "withstood.txt"
    withstood.write(["0" * 16], file)
    assert withstood.listed(file) == {"0" * 16}
    monkeypatch.setattr(withstood, "attack_itself", lambda: "another")
    assert withstood.listed(file) == frozenset()


@pytest.mark.parametrize("module", ["attacking", "reading"])
def test_a_change_of_how_patterns_are_attacked_makes_it_another_attack(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    changed = tmp_path / f"{module}.py"
    changed.write_text(Path(getattr(withstood, module).__file__).read_text("utf-8") + "\n", "utf-8")
    before = withstood.attack_itself()
    monkeypatch.setattr(getattr(withstood, module), "__file__", str(changed))
    assert withstood.attack_itself() != before


def test_the_file_is_sorted_so_that_changes_of_several_people_can_be_merged() -> None:
    first, *others = withstood.FILE.read_text("ascii").splitlines()
    assert first == f"attack {withstood.attack_itself()}"
    assert others == sorted(set(others))
