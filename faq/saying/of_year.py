"""An answer without the lines for other years than the one that was told: «1990 年及以前：……» behind «94年毕业»."""

from __future__ import annotations

import re

from faq.saying.labelled import numbered_anew

_LINE = re.compile(r"^(?:\d{1,2}\.|[·\-])\s{0,3}(?P<label>[^：:。；]{4,20})[：:]")
_SPAN = re.compile(r"(?P<first>(?:19|20)\d{2})\s?[–—~-]\s?(?P<last>(?:19|20)\d{2}) ?年")
_UNTIL = re.compile(r"(?P<last>(?:19|20)\d{2}) ?年(?P<itself>及|（含）)?(?:以前|之前|前)")
_FROM = re.compile(r"(?P<first>(?:19|20)\d{2}) ?年(?:以后|以来|之后|起)")
_FIRST, _LAST = 1900, 2999


def of_told_year(text: str, year: int | None) -> str:
    """The text without its labelled lines of other years; as it is where no year is told, or no line is of that."""
    if year is None:
        return text
    lines = text.split("\n")
    spans = [_years_of(line) for line in lines]
    kept = [line for line, span in zip(lines, spans, strict=True) if span is None or span[0] <= year <= span[1]]
    held = any(span is not None and span[0] <= year <= span[1] for span in spans)
    return "\n".join(numbered_anew(kept)) if held and len(kept) < len(lines) else text


def _years_of(line: str) -> tuple[int, int] | None:
    """The first and last year that the label of a line is of; None for a line that is of any."""
    labelled = _LINE.match(line)
    if labelled is None:
        return None
    return years_named(labelled["label"])


def years_named(label: str) -> tuple[int, int] | None:
    """The first and last year that a label or a title is of; None where it names none."""
    if span := _SPAN.search(label):
        return int(span["first"]), int(span["last"])
    if until := _UNTIL.search(label):
        return _FIRST, int(until["last"]) - (until["itself"] is None and "以前" not in until[0])
    begun = _FROM.search(label)
    return (int(begun["first"]), _LAST) if begun is not None else None
