"""The small markup of answers, and its plain-text and HTML forms.

Steps (`1. `), lists (`- `), `**emphasis**`, `[text](https://…)` and `[text](faq:id)`; a blank line
starts a paragraph. Everything else is text, so nothing an editor types can become HTML.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

_INLINE = re.compile(r"\*\*(?P<strong>.+?)\*\*|\[(?P<label>[^\[\]]+)\]\((?P<target>https?://[^\s()]+|faq:[a-z0-9_]+)\)")
_STEP = re.compile(r"(\d{1,2})\.\s+(.*)")


@dataclass(frozen=True)
class Span:
    """A piece of a line: text, emphasis, or a link with its target (`https://…` or `faq:id`)."""

    text: str
    strong: bool = False
    target: str | None = None


@dataclass(frozen=True)
class Line:
    """One line of an answer: a paragraph line, a numbered step or a list item."""

    kind: Literal["text", "step", "item", "blank"]
    spans: tuple[Span, ...] = ()
    number: int = 0


def parse(answer: str) -> list[Line]:
    """The lines of an answer, in order."""
    lines: list[Line] = []
    for raw in answer.strip().splitlines():
        text = raw.strip()
        step = _STEP.match(text)
        if not text:
            lines.append(Line("blank"))
        elif step:
            lines.append(Line("step", tuple(_spans(step[2])), int(step[1])))
        elif text.startswith("- "):
            lines.append(Line("item", tuple(_spans(text[2:]))))
        else:
            lines.append(Line("text", tuple(_spans(text))))
    return lines


def links(answer: str) -> list[str]:
    """Every link target of an answer."""
    return [span.target for line in parse(answer) for span in line.spans if span.target]


def entry_links(text: str) -> list[tuple[str, str]]:
    """The links to other entries, in order: label and entry id."""
    spans = (span for line in parse(text) for span in line.spans if span.target and span.target.startswith("faq:"))
    return [(span.text, (span.target or "")[4:]) for span in spans]


def leftovers(line: str) -> str:
    """A line with every right emphasis and link blanked out: what is left of the markup was mistyped."""
    return _INLINE.sub(lambda match: " " * len(match.group()), line)


def to_plain(answer: str) -> str:
    """The answer for a place that shows text only; outside links keep their address."""
    shown = []
    for line in parse(answer):
        body = "".join(_plain_span(span) for span in line.spans)
        prefix = {"step": f"{line.number}. ", "item": "· "}.get(line.kind, "")
        shown.append(prefix + body)
    return "\n".join(shown)


def to_html(answer: str) -> str:
    """The answer as escaped HTML: p, ol, ul, strong and a."""
    parts: list[str] = []
    open_tag = ""
    for line in parse(answer):
        tag = {"step": "ol", "item": "ul", "text": "p"}.get(line.kind, "")
        if open_tag and tag != open_tag:
            parts.append(f"</{open_tag}>")
        if tag and tag != open_tag:
            parts.append(f'<ol start="{line.number}">' if tag == "ol" else f"<{tag}>")
        elif tag == "p":
            parts.append("<br>")
        open_tag = tag
        body = "".join(_html_span(span) for span in line.spans)
        parts.append(f"<li>{body}</li>" if tag in ("ol", "ul") else body)
    return "".join(parts) + (f"</{open_tag}>" if open_tag else "")


def _spans(text: str) -> Iterator[Span]:
    position = 0
    for match in _INLINE.finditer(text):
        if match.start() > position:
            yield Span(text[position : match.start()])
        if match["strong"]:
            yield Span(match["strong"], strong=True)
        else:
            yield Span(match["label"], target=match["target"])
        position = match.end()
    if position < len(text):
        yield Span(text[position:])


def _plain_span(span: Span) -> str:
    if span.target and span.target.startswith("http") and span.target.rstrip("/") not in span.text:
        return f"{span.text}（{span.target}）"
    return f"“{span.text}”" if span.target and not span.target.startswith("http") else span.text


def _html_span(span: Span) -> str:
    text = html.escape(span.text)
    if span.strong:
        return f"<strong>{text}</strong>"
    if span.target is None:
        return text
    if span.target.startswith("faq:"):
        return f'<a data-faq="{span.target[4:]}" href="#">{text}</a>'
    return f'<a href="{html.escape(span.target)}" rel="noopener noreferrer" target="_blank">{text}</a>'
