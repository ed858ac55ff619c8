"""The long categories in parts with headings, so that nobody reads seventy titles to find one.

A part names files of the knowledge base, which hold one matter each, or topics; what a file claims no topic takes.
What an editor adds outside them stands at the end, under a heading of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from faq.content.entry import Entry

OTHERS = "其他问题"


@dataclass(frozen=True)
class CategoryPart:
    """A heading and what stands under it; `name` is its anchor on the page."""

    heading: str
    entries: tuple[Entry, ...]
    name: str = ""


@dataclass(frozen=True)
class _Part:
    heading: str
    topics: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


def _part(heading: str, *, topics: str = "", files: str = "") -> _Part:
    return _Part(heading, frozenset(topics.split()), frozenset(files.split()))


PARTS: Mapping[str, Sequence[_Part]] = {
    "学信网账号": (
        _part("登录不上、忘记密码", topics="forgot_password", files="access"),
        _part("忘记用户名", topics="forgot_username"),
        _part("收不到验证码", topics="sms_code"),
        _part("注册账号", files="register register_more"),
        _part("注册时的提示、重新注册", topics="phone_registered id_registered format_error"),
        _part("实人验证", topics="real_person_verification", files="verification_people"),
        _part("换手机号、改信息", topics="change_info"),
        _part("绑定微信、支付宝", topics="bind_account"),
    ),
    "学信档案": (
        _part("查不到学籍、学历", topics="missing_record"),
        _part("信息有误、要更改", topics="wrong_record"),
        _part(
            "验证报告、证明",
            files="report report_kinds_difference report_validity online_verification_code proof report_stamp"
            " which_report",
        ),
        _part("照片、图像校对", files="image photos photo_wrong diploma_photo"),
        _part(
            "怎么查、看懂信息",
            files="query record_kinds field_meaning degree_kinds degree_missing certificate_number parent_query"
            " diploma_replacement",
        ),
        _part("学生票、学生优惠", files="student_check"),
    ),
}
"""The categories that are too long for one list, their parts in the order in which people need them."""


def groups(category: str, entries: Sequence[Entry]) -> tuple[CategoryPart, ...]:
    """The entries of a category in its parts, the popular ones first; a short one is one part without heading."""
    parts = PARTS.get(category, ())
    if not parts:
        return (CategoryPart("", tuple(entries)),)
    found: dict[str, list[Entry]] = {heading: [] for heading in (*(part.heading for part in parts), OTHERS)}
    for entry in sorted(entries, key=lambda one: not one.hot):
        found[_heading(parts, entry)].append(entry)
    filled = [(heading, tuple(inside)) for heading, inside in found.items() if inside]
    return tuple(CategoryPart(heading, inside, f"part-{number}") for number, (heading, inside) in enumerate(filled, 1))


def _heading(parts: Sequence[_Part], entry: Entry) -> str:
    file = PurePosixPath(entry.path).stem
    claimed = next((part for part in parts if file in part.files), None)
    claimed = claimed or next((part for part in parts if entry.intent in part.topics), None)
    return claimed.heading if claimed else OTHERS
