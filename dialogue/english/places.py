"""Where a degree is asked for is not where it was taken: «Wuhan graduate, my employer in Canada wants proof».

In meaning such a message is near the degrees that are taken abroad; in these words it is of a report on a Chinese one.
"""

from __future__ import annotations

import re

_ABROAD = (
    r"(?:the )?(?:german(?:y)?|canad(?:a|ian)|u\.?s\.?a?|united states|american?|u\.?k\.?|britain|british|england"
    r"|english|scotland|australian?|new zealand|japan(?:ese)?|korean?|singapore|france|french|italy|italian|spain"
    r"|spanish|portugal|netherlands|dutch|holland|belgium|austria|sweden|swedish|norway|denmark|finland"
    r"|switzerland|swiss|ireland|irish|poland|russian?|indian?|malaysian?|thai(?:land)?|vietnam|indonesia"
    r"|philippines|dubai|u\.?a\.?e\.?|saudi arabia|israel|turkey|brazil|mexico|south africa|europe|hong kong"
    r"|macau|taiwan)"
)
_ASKER = (
    r"(?:employers?|company|companies|firm|boss|hr|recruiters?|universit(?:y|ies)|college|school|embassy|consulate"
    r"|immigration(?: office)?|visa office|licensing board|board|agency|authorit(?:y|ies)|office|client|landlord)"
)
_WANTED_THERE = (
    re.compile(rf"\b(?P<who>{_ASKER}) (?:(?:which|that|who) is )?(?:based )?(?:in|from|of) {_ABROAD}\b", re.I),
    re.compile(rf"\b(?!english){_ABROAD} (?P<who>{_ASKER})\b", re.I),
    re.compile(rf"\b(?P<who>job|work|position|visa|move|moving|working) (?:in|to|for) {_ABROAD}\b", re.I),
)
_PLACE = re.compile(rf"\b(?:(?!english){_ABROAD}|abroad|overseas|foreign)\b", re.I)
_DEGREE = r"(?:degrees?|diplomas?|education|graduation|qualifications?|certificates?)"
_PROOF = re.compile(
    r"\b(?:(?:a|the|some|official|to) ){0,2}(?:proof|prove|verify|verification|confirm\w*|evidence|check|certif\w+)"
    rf" (?:(?:of|for|that) )?(?:my )?(?:[a-z']{{1,12}} )?{_DEGREE}\b",
    re.I,
)
_REPORT = "the verification report of my degree"
_HERE, _NEEDS = "I studied in China. ", "I need the verification report of my degree."
_STUDIED = re.compile(rf"\b(?:{_DEGREE}|graduat\w+|studied)\b", re.I)


def of_chinese_degree(text: str) -> str:
    """An English message without the place of who wants proof, where nothing else in it is abroad."""
    plain, found = text, 0
    for pattern in _WANTED_THERE:
        plain, times = pattern.subn(lambda match: match["who"], plain)
        found += times
    if not found or _PLACE.search(plain) or not _STUDIED.search(plain):
        return text
    told, times = _PROOF.subn(_REPORT, plain)
    return f"{_HERE}{told}" if times else f"{_HERE}{told} {_NEEDS}"
