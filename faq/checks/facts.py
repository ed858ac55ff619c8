"""Facts that must not contradict each other: phone numbers, e-mail addresses, figures, whose contact it is.

Numbers and addresses live in `faq/contacts.yml` once. An answer that repeats one must repeat it rightly,
and what belongs to one school must not stand in an answer for everybody (facts C3).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rapidfuzz.distance import Levenshtein

from common.errors import Problem
from common.yaml_nodes import YamlNode
from faq.checks.context import LintContext
from faq.content.dangling import CONTACT
from faq.content.draft import Draft

_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}
_DASH = r"[-—–−\u2010-\u2012 ]?"
_PHONE = re.compile(
    rf"(?<![\d.])(?:\+?86{_DASH})?(?:0\d{{2,3}}{_DASH}\d{{7,8}}|[48]00{_DASH}\d{{3}}{_DASH}\d{{4}}"
    rf"|1[3-9]\d{_DASH}\d{{4}}{_DASH}\d{{4}})(?!\d)"
    r"|(?<=[话线机打拨电])[：:是为 *]{0,4}\d{7,8}(?!\d)"
)
_LETTERS_FOR_DIGITS = str.maketrans("OoIl", "0011")
_SPELT = re.compile(
    rf"(?<![A-Za-z0-9.@])[0-9OoIl]{{2,4}}{_DASH}[0-9OoIl]{{3,8}}(?:{_DASH}[0-9OoIl]{{4}})?(?![A-Za-z0-9@])"
)
"""What is a phone number once the letters that look like digits are read as those."""
_MAIL = re.compile(r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]*+@[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+")
_TARGET = re.compile(r"(?<=\])\([^()\n]*\)")
_SCHOOL = re.compile(r"[一-鿿]{2,14}(?:大学|学院|学校|中学|教育局|教育厅|考试院)")
_ANY_SCHOOL = re.compile(r"您|就读|毕业|本校|所在|各|有关|原|该|户籍地|当地")
_OWN_AREA = "010"
_OWN_MAIL_HOST = "chsi.com.cn"
_CLOSE = 2


@dataclass(frozen=True)
class _Known:
    """One number or address of the contacts file."""

    shown: str
    contact: str
    node: YamlNode
    school: str | None


class Registry:
    """Every phone number and e-mail address of `faq/contacts.yml`, and whose it is."""

    def __init__(self, context: LintContext) -> None:
        self._known: dict[str, _Known] = {}
        for name, node in context.contact_nodes.items():
            contact = context.contacts.get(name)
            if contact is None:
                continue
            former = node.get("former")
            texts = [contact.name, contact.text]
            texts += [str(item.value) for item in former.value] if former and isinstance(former.value, list) else []
            # As it is meant: whoever writes a mistyped number rightly is not to blame.
            for _, value in _values(_spelt_right("\n".join(texts))):
                school = contact.scope.school if contact.scope else None
                self._known.setdefault(_key(value), _Known(value, name, node, school))

    def check(self, draft: Draft) -> Iterator[Problem]:
        """Numbers and addresses of an answer that the contacts file does not have, or has for one school only."""
        for passage in draft.passages():
            text = _TARGET.sub(lambda match: " " * len(match.group()), passage.text)
            for offset, value in _values(text):
                known = self._known.get(_key(value))
                if known is None:
                    message, remedy = self._unknown(value)
                    problem = passage.problem(offset, message, remedy, "unlisted_contact")
                    yield replace(problem, target=CONTACT + _key(value))
                elif known.school and (draft.entry.scope is None or draft.entry.scope.school != known.school):
                    message = f"的{passage.what}写了{known.school}自己的联系方式（现在是「{value}」）"
                    remedy = f"从答案里删掉；本校的人会自动看到联系方式「{known.contact}」"
                    yield passage.problem(offset, message, remedy, "school_contact")

    def _unknown(self, value: str) -> tuple[str, str]:
        key = _key(value)
        near = [item for known, item in self._known.items() if _is_slip(key, known)]
        if near:
            place = f"{near[0].node.path}:{near[0].node.line}"
            message = (
                f"的联系方式「{value}」和联系方式「{near[0].contact}」不一致（那里是「{near[0].shown}」，在 {place}）"
            )
            return message, f"核对后统一，多半应写 {near[0].shown}"
        remedy = "先在 faq/contacts.yml 里加上并写明出处，或从答案里删掉"
        return f"的联系方式「{value}」在 faq/contacts.yml 里没有", remedy


def check_schools(draft: Draft, context: LintContext) -> Iterator[Problem]:
    """A school's own contact or name in an entry that everybody sees."""
    for item in draft.items("contacts"):
        contact = context.contacts.get(str(item.value))
        if contact and contact.scope and (draft.entry.scope is None or draft.entry.scope != contact.scope):
            message = f"{draft.name}引用了只属于{contact.scope.school}的联系方式「{contact.id}」"
            yield item.problem(message, "删掉它；本校的人会自动看到", kind="school_contact")
    if draft.entry.scope is not None or not draft.sound("scope"):
        return
    scopes = [contact.scope for contact in context.contacts.values() if contact.scope]
    for passage, scope in ((passage, scope) for passage in draft.passages() for scope in scopes):
        for name in (scope.school, *scope.aliases):
            place = passage.text.find(name)
            if place >= 0 and not _MAIL.search(passage.text, max(0, place - 30)):
                message = f"的通用{passage.what}里点了一所学校的名（现在是「{name}」）"
                remedy = "改成「您的学校」，或给条目加上 scope"
                yield passage.problem(place, message, remedy, "school_contact")
                break


def check_contact(name: str, node: YamlNode, context: LintContext) -> Iterator[Problem]:
    """Faults of one contact: letters in its number, a school's contact without scope."""
    contact = context.contacts.get(name)
    if contact is None:
        return
    for key in ("name", "text"):
        for spelt in _mistyped(getattr(contact, key)):
            message = f"联系方式「{name}」的号码里有字母（现在是「{spelt}」）"
            yield node.problem(message, f"改成数字：{_spelt_right(spelt)}", key, "letters_in_number")
    if contact.scope:
        return
    text = f"{contact.name}\n{contact.text}"
    values = [value for _, value in _values(text)]
    foreign = [value for value in values if _is_foreign(value)]
    school = next((found.group() for found in _SCHOOL.finditer(text) if not _ANY_SCHOOL.search(found.group())), None)
    shown = foreign[0] if foreign else school if values else None
    if shown:
        message = f"联系方式「{name}」像是一所学校或一个地方自己的，却没有 scope（现在是「{shown}」）"
        yield node.problem(message, "补上 scope: 和 school: 学校名称，免得所有人都看到", "name", "school_contact")


def _mistyped(text: str) -> list[str]:
    """Phone numbers with a letter O, I or l for a digit."""
    return [
        found.group()
        for found in _SPELT.finditer(text)
        if found.group() != (right := found.group().translate(_LETTERS_FOR_DIGITS)) and _PHONE.fullmatch(right)
    ]


def _spelt_right(text: str) -> str:
    for spelt in _mistyped(text):
        text = text.replace(spelt, spelt.translate(_LETTERS_FOR_DIGITS))
    return text


def _is_slip(key: str, known: str) -> bool:
    """Whether one is likely the other mistyped: a digit or two, or the right name at a wrong host."""
    if "@" in key and key.partition("@")[0] == known.partition("@")[0]:
        return True
    return Levenshtein.distance(key, known) <= _CLOSE


def _is_foreign(value: str) -> bool:
    if "@" in value:
        host = value.rpartition("@")[2].lower()
        return host != _OWN_MAIL_HOST and not host.endswith("." + _OWN_MAIL_HOST)
    digits = _key(value)
    return digits[0] == "0" and not digits.startswith(_OWN_AREA)


def _values(text: str) -> list[tuple[int, str]]:
    """Phone numbers and e-mail addresses with their places."""
    narrow = text.translate(_NARROW)
    found = [(match.start(), match.group()) for pattern in (_PHONE, _MAIL) for match in pattern.finditer(narrow)]
    return sorted((start, value.lstrip("：:是为 *")) for start, value in found)


def _key(value: str) -> str:
    """What is the same number or address whatever its spacing, dashes and case."""
    if "@" in value:
        return value.lower()
    digits = re.sub(r"\D", "", value)
    return digits[2:] if digits.startswith("86") and len(digits) > 11 else digits
