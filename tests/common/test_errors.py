"""`common.errors`: the shape of every fault."""

from __future__ import annotations

from common.errors import ContentError, Problem, nearest_spelling, relative_path


def test_problem_prints_place_fault_and_remedy():
    assert str(Problem("faq/entries/a.yml", 12, "「answer」是空的", "写上答案")) == (
        "faq/entries/a.yml:12: 「answer」是空的。改法：写上答案"
    )


def test_problems_sort_by_file_and_line_and_their_kind_does_not_count():
    first, second, third = Problem("a.yml", 2, "x", "y"), Problem("a.yml", 10, "x", "y"), Problem("b.yml", 1, "x", "y")
    error = ContentError([third, second, first])
    assert error.problems == [first, second, third]
    assert str(error) == "a.yml:2: x。改法：y\na.yml:10: x。改法：y\nb.yml:1: x。改法：y"
    assert Problem("a.yml", 2, "x", "y", "kind") == first


def test_paths_are_shown_from_the_project(tmp_path):
    assert relative_path(tmp_path / "faq" / "a.yml", tmp_path) == "faq/a.yml"
    assert relative_path(tmp_path, tmp_path / "other") == tmp_path.as_posix()
    loop = tmp_path / "faq" / "loop.yml"  # a link to itself is still named
    loop.parent.mkdir()
    loop.symlink_to(loop)
    assert relative_path(loop, tmp_path / "other") == loop.as_posix()
    (tmp_path / "link.yml").symlink_to("/nowhere/a.yml")
    assert relative_path(tmp_path / "link.yml", tmp_path) == "link.yml"


def test_nearest_spelling():
    assert nearest_spelling("contact_suport", ["contact_support", "sms_code"]) == "contact_support"
    assert nearest_spelling("完全不同", ["contact_support"]) is None
    assert nearest_spelling("x", []) is None
