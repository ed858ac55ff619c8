"""What somebody wrote in a mail, without what they quoted and signed.

Our own first line («在这一行上面写回复») comes back in whatever is quoted, so all below it goes; what stands between is
the head that the mail program put there: that of QQ 邮箱, Foxmail, 网易, Outlook and the iPhone, in Chinese or English.
Libraries for this know Western programs; none that is kept up was found to be tested with the Chinese ones.
"""

from __future__ import annotations

import re
from html.parser import HTMLParser

from tickets.mail_tokens import ABOVE

_BLOCKS = frozenset({"p", "div", "br", "li", "tr", "h1", "h2", "h3", "table", "ul", "ol", "hr"})
_DROPPED = frozenset({"style", "script", "head", "title", "blockquote"})
_HEADS = (
    re.compile(
        r"[-—_=\s]{2,60}(?:原始邮件|原始消息|原邮件|回复的原?邮件|转发的?邮件|Original\s?(?:Message|mail))[-—_=\s]{0,60}",
        re.I,
    ),
    re.compile(r"(?:在|于)?\s?\d{4}\s?[-/.年].{0,80}(?:写道|寫道)\s?[:：]?"),
    re.compile(r".{0,80}<[^<>\s]{3,80}@[^<>\s]{3,80}>.{0,60}(?:写道|寫道|wrote)\s?[:：]?"),
    re.compile(r"On .{6,120} wrote:"),
    re.compile(r"[*\s]{0,3}(?:发件人|寄件者|From)[*\s]{0,3}[:：].{0,200}"),
    re.compile(r"_{10,}"),
)
_SIGNATURES = (
    re.compile(r"--\s?"),
    re.compile(r"(?:发自|来自)(?:我的)?\s?(?:iPhone|iPad|手机|邮箱大师|网易邮箱|QQ\s?邮箱|Outlook|华为|小米).{0,20}"),
    re.compile(r"(?:Sent from|Get Outlook for) .{1,40}", re.I),
)
_LINE_CHARS = 300
"""A longer line is something said, never the head of a quotation."""


def written(text: str) -> str:
    """What was newly written in a plain text; empty when there is only a quotation."""
    lines: list[str] = []
    for raw in text.replace("\r\n", "\n").replace("\r", "\n").split("\n"):
        line = raw.strip().lstrip("\ufeff\u200b")
        if ABOVE[3:-3] in line or (len(line) <= _LINE_CHARS and _ends(line)):
            break
        if not line.startswith((">", "＞")):
            lines.append(line)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def text_of_html(html: str) -> str:
    """The text of a mail that has no plain one; quotations that are marked as such are left out."""
    reader = _TextReader()
    reader.feed(html)
    reader.close()
    return "".join(reader.pieces)


def _ends(line: str) -> bool:
    return any(pattern.fullmatch(line) for pattern in (*_HEADS, *_SIGNATURES))


class _TextReader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.pieces: list[str] = []
        self._dropped: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 (the parser's)
        if tag in _DROPPED:
            self._dropped.append(tag)
        elif tag in _BLOCKS:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in self._dropped:
            while self._dropped.pop() != tag:
                pass
        elif tag in _BLOCKS and not self._dropped:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._dropped:
            self.pieces.append(data.replace("\xa0", " "))
