"""Faults in the answers: markup, links, length, marks that do not belong, private data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlsplit

from common.errors import Problem, nearest_spelling
from common.masking import find_private
from faq.checks.context import LintContext
from faq.content.draft import IN_ENGLISH, Draft, Passage
from faq.saying.answer import render_more, render_plain
from faq.text.markup import leftovers, links

MESSAGE_BYTES = 2000
"""A WeChat text longer than some 2047 UTF-8 bytes is dropped without an error (measured by others)."""

OFFICIAL_HOSTS = ("chsi.com.cn", "gov.cn", "neea.edu.cn", "neea.cn", "ncss.cn", "gatzs.com.cn")
"""Hosts, with their subdomains, that answers and sources may point to."""

_LINK = re.compile(r"\[(?P<label>[^\[\]]*)\] *[(（](?P<target>[^()（）\n]*)[)）]")
_WIDE_LINK = re.compile(r"[【［][^【［】］\n]*+[】］] *[(（](?:faq|https?)[:：][^)）\n]*[)）]")
_STRONG = re.compile(r"\*\*(?P<inner>.+?)\*\*")
_STEP = re.compile(r"(\d{1,2})(?:\. +\S|[、)）．]|\.(?![\s\d]))")
_WRONG_STEP = re.compile(
    r"[0-9０-９]{1,2}(?:[、)）．]|\.(?![\s\d]))|[(（][0-9０-９一二三四五六七八九十]{1,3}[)）]|[①-⒛㈠-㈩❶-❿]"
    r"|[一二三四五六七八九十]{1,2}、"
)
_WRONG_ITEM = re.compile(r"-(?=[^\s\-\d])|[•·●▪◆]|\*(?!\*)|\+ ")
_FOREIGN = (
    (re.compile(r"</?[A-Za-z][^>\n]*>|&[a-z]{2,6};"), " HTML 标签", "去掉它，换行直接另起一行，强调写成 **文字**"),
    (re.compile(r"`"), "反引号", "去掉它，强调写成 **文字**"),
    (re.compile(r"^ *#{1,6} "), "井号标题", "去掉「#」，小标题写成 **文字**"),
    # A right link is already blanked out when this is looked for.
    (re.compile(r"!(?:\[|(?=  ))"), "图片标记", "答案里不能放图片，改成文字说明或链接"),
    (re.compile(r"^ *(?:\||>)"), "表格或引用标记", "改成普通的段落或列表"),
)
_HALF_MARK = re.compile(
    r"(?<=[一-鿿”」）])[,;:?!](?=[\s一-鿿“「]|$)|(?<=[一-鿿])\.(?=[一-鿿]|$)|(?<=[一-鿿])\((?=[一-鿿])"
)
_FULL_FORM = {",": "，", ";": "；", ":": "：", "?": "？", "!": "！", ".": "。", "(": "（"}
INVISIBLE = re.compile(r"[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff\u00ad\ufffd]")
"""Characters nobody sees, and the one that stands for a damaged one."""
PRIVATE_KINDS = {"id_number": "身份证号", "phone": "手机号", "bank_card": "银行卡号", "travel_document": "证件号"}
"""Kinds of `common.masking` that may stand nowhere; e-mail addresses have a rule of their own."""

_UNFINISHED = re.compile(r"TODO|FIXME|TBD|待补充?|待定(?!于)|待完善|x{3,}|X{3,}|\?{3,}|？{3,}")

_EDITORS_MARK = re.compile(
    r"[（(【][^（）()【】\n]{0,10}(?:推断|推测|待核|存疑|内部|未核)[^（）()【】\n]{0,6}[）)】]|(?:是|由|从|按)[^，。；\n]{0,12}推断(?:的|$|[，。；])"
)
"""A note of who wrote the text to who checks it, which tells a reader nothing."""


def check_answer(draft: Draft, context: LintContext) -> Iterator[Problem]:
    """Everything about one answer."""
    if not draft.sound("answer"):
        return
    if not draft.entry.answer:
        yield draft.problem("的答案是空的", "写上答案", "answer", "empty")
        return
    yield from _check_length(draft, context)
    for passage in draft.passages():
        offset = 0
        table = False
        for line in passage.text.split("\n"):
            was, table = table, line.lstrip()[:1] == "|"
            if not (was and table):  # a pasted table is one fault, not one a row
                yield from _check_line(passage, line, offset)
            offset += len(line) + 1
        yield from _check_steps(passage)
        yield from _check_links(draft, passage, context)
        yield from _check_characters(passage)


def is_official(url: str) -> bool:
    """Whether a web address belongs to one of the official sites."""
    try:
        parts = urlsplit(url)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return False
    # A user name before the host makes any address look official at its beginning.
    if parts.scheme not in ("http", "https") or "@" in parts.netloc or port not in (None, 80, 443):
        return False
    return any(host == official or host.endswith("." + official) for official in OFFICIAL_HOSTS)


def _check_length(draft: Draft, context: LintContext) -> Iterator[Problem]:
    if not draft.sound("contacts", "source", "intent", "more"):
        return
    # The worst case: the person belongs to the school whose own contact is then added.
    school = next((contact.scope.school for contact in context.contacts.values() if contact.scope), "")
    known = tuple(name for name in draft.entry.contacts if name in context.contacts)
    entry = replace(draft.entry, contacts=known)
    for key, what, render in (("answer", "答案", render_plain), ("more", "详细说明", render_more)):
        if key == "more" and not entry.more:
            continue
        size = len(render(entry, context.content, f"我是{school}的").encode())
        if size > MESSAGE_BYTES:
            yield draft.problem(
                f"的{what}超过一条微信消息（{size} 字节，最多 {MESSAGE_BYTES}）",
                f"删去约 {(size - MESSAGE_BYTES) // 3 + 1} 个汉字，或拆成两个条目",
                key,
                "too_long",
            )


def _check_line(passage: Passage, line: str, offset: int) -> Iterator[Problem]:
    rest = leftovers(line)
    for match in _STRONG.finditer(line):
        if _LINK.search(match["inner"]):
            message = f"的强调里放了链接，用户会看到原样的括号（现在是「{_shown(match.group())}」）"
            yield passage.problem(offset + match.start(), message, "去掉链接外面的「**」", "markup")
    if "**" in rest:
        message = f"的强调「**」没有成对（现在是「{_shown(line)}」）"
        remedy = "同一行里前后各写一个「**」，中间不能空着"
        yield passage.problem(offset + rest.index("**"), message, remedy, "markup")
    for match in _LINK.finditer(rest):
        message = f"的链接写法不对（现在是「{_shown(match.group())}」）"
        yield passage.problem(offset + match.start(), message, _link_remedy(match), "markup")
    wide = _WIDE_LINK.search(rest)
    if wide:
        message = f"的链接写法不对（现在是「{_shown(wide.group())}」）"
        yield passage.problem(offset + wide.start(), message, "括号都用半角：[文字](https://…)", "markup")
        rest = _WIDE_LINK.sub(lambda match: " " * len(match.group()), rest)
    rest = _LINK.sub(lambda match: " " * len(match.group()), rest)
    bracket = re.search(r"[\[\]]", rest)
    if bracket:
        message = f"的方括号不是链接（现在是「{_shown(line)}」）"
        remedy = "链接写成 [文字](https://…)；只是括号就用「」或【】"
        yield passage.problem(offset + bracket.start(), message, remedy, "markup")
    bare = re.search(r"https?://[^\s，。；）]*", rest)
    if bare:
        message = f"的网址没有写成链接（现在是「{_shown(bare.group())}」）"
        others = f"删掉它，只能链接 {'、'.join(OFFICIAL_HOSTS)}"
        remedy = "写成 [网站名称](网址)" if is_official(bare.group()) else others
        yield passage.problem(offset + bare.start(), message, remedy, "markup")
    for pattern, name, remedy in _FOREIGN:
        found = pattern.search(rest)
        if found:
            message = f"的{passage.what}里有{name}，这里不起作用（现在是「{_shown(line)}」）"
            yield passage.problem(offset + found.start(), message, remedy, "markup")
    start = len(line) - len(line.lstrip())
    if _WRONG_STEP.match(line.lstrip()):
        message = f"的步骤写法不对（现在是「{_shown(line)}」）"
        yield passage.problem(offset + start, message, "写成「1. 文字」：半角数字、半角点、一个空格", "markup")
    if _WRONG_ITEM.match(line.lstrip()):
        message = f"的列表写法不对（现在是「{_shown(line)}」）"
        yield passage.problem(offset + start, message, "写成「- 文字」：一个减号、一个空格", "markup")
    mark = None if passage.what in IN_ENGLISH else _HALF_MARK.search(rest)
    if mark:
        message = (
            f"的{passage.what}里有半角标点「{mark.group()}」（现在是「{_shown(line[max(0, mark.start() - 8) :])}」）"
        )
        yield passage.problem(offset + mark.start(), message, f"换成「{_FULL_FORM[mark.group()]}」", "punctuation")


def _link_remedy(match: re.Match[str]) -> str:
    target = match["target"].strip()
    if not match["label"].strip():
        return "方括号里写上给人看的文字"
    if re.match(r"www\.|[a-z0-9-]+(?:\.[a-z0-9-]+)+", target) and not target.startswith("http"):
        return f"网址要写完整：[{match['label']}](https://{target})"
    return f"写成 [{match['label']}](https://…) 或 [{match['label']}](faq:条目编号)，括号用半角，中间没有空格"


def _check_steps(passage: Passage) -> Iterator[Problem]:
    if any(_WRONG_STEP.match(line.strip()) for line in passage.text.split("\n")):
        return  # how they are written is told; what number each should have shows once they are
    last, offset, together = 0, 0, False
    for line in passage.text.split("\n"):
        step = _STEP.match(line.strip())
        if step:
            number = int(step[1])
            # A new list may begin at 1, but not in the middle of another.
            if number != last + 1 and not (number == 1 and not together):
                message = f"的步骤编号不连续（现在是 {number}，前一个是 {last}）"
                yield passage.problem(offset, message, f"改成 {last + 1}，后面的依次改", "steps")
            last, together = number, True
        elif line.strip():
            together = False
        offset += len(line) + 1


def _check_links(draft: Draft, passage: Passage, context: LintContext) -> Iterator[Problem]:
    text = passage.text
    position = 0
    for target in links(text):
        position = text.find(f"]({target})", position) + 1
        if target.startswith("faq:"):
            name = target[4:]
            if name == draft.entry.id:
                message = f"的{passage.what}链接到它自己（现在是「{target}」）"
                yield passage.problem(position, message, "去掉链接，或改成别的条目", "self_link")
            elif name not in context.ids:
                near = nearest_spelling(name, sorted(context.ids))
                remedy = f"是不是想写「faq:{near}」？" if near else "改成存在的条目，或去掉链接"
                problem = passage.problem(position, f"的{passage.what}链接到不存在的「{target}」", remedy, "dangling")
                yield replace(problem, target=name)
        elif not is_official(target):
            message = f"的{passage.what}链接到非官方网址（现在是「{target}」）"
            yield passage.problem(position, message, f"只能链接 {'、'.join(OFFICIAL_HOSTS)}", "unofficial_link")


def _check_characters(passage: Passage) -> Iterator[Problem]:
    text = passage.text
    for match in INVISIBLE.finditer(text):
        message = f"的{passage.what}里有看不见或损坏的字符（U+{ord(match.group()):04X}）"
        yield passage.problem(match.start(), message, "删掉它，或把这一处重新打一遍", "invisible")
    for match in _UNFINISHED.finditer(text):
        message = f"的{passage.what}还没写完（现在是「{match.group()}」）"
        yield passage.problem(match.start(), message, "补上内容，或删掉这一处", "unfinished")
    for match in _EDITORS_MARK.finditer(text):
        message = f"的{passage.what}里有写给编辑看的记号（现在是「{match.group()}」）"
        yield passage.problem(match.start(), message, "去掉它，写成“一般”“多半”，或说明未见官方说法", "editors_mark")
    for found in find_private(text):
        if found.kind in PRIVATE_KINDS:
            message = f"的{passage.what}里像有个人信息（{PRIVATE_KINDS[found.kind]}）"
            yield passage.problem(found.start, message, "换成说明文字，不要写真实的号码", "private")


def _shown(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 30 else text[:30] + "…"
