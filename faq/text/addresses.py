"""Which network addresses are ours or a public body's, which are strange, and which are made to be taken for ours.

No list of false ones is kept: what is not ours and looks like it is not to be trusted.
"""

from __future__ import annotations

import re
import unicodedata

from rapidfuzz.distance import Levenshtein

FAMILY = re.compile(
    r"(?:^|\.)(?:chsi\.com\.cn|chsi\.cn|ncss\.cn|gatzs\.com\.cn|[a-z\d-]+\.gov\.cn|[a-z\d-]+\.edu\.cn)$"
)
_MILITARY = re.compile(r".{1,80}\.mil\.cn")
"""Names that only the forces get; somebody's password there is another one."""
ADDRESS = re.compile(
    r"(?<![a-z0-9@.\-])(?:https?://)?(?P<host>(?:[a-z0-9][a-z0-9\-]{0,40}\.){1,5}[a-z]{2,8})(?![a-z0-9\-@.]|\.[a-z])",
    re.IGNORECASE,
)
_LABEL = re.compile("[a-z0-9]+")
_NAMES = ("chsi", "xuexin", "xuexinwang", "xueli", "xueji")
_PLAIN = str.maketrans("1l0", "iio")


def is_official(host: str) -> bool:
    """Whether an address is ours, of our family or of a public body."""
    return FAMILY.search(host) is not None


def is_misspelt(label: str, name: str) -> bool:
    """Whether a label is a name, or made of it by one letter or in another order, to be taken for it."""
    return Levenshtein.distance(label, name) <= 1 or sorted(label) == sorted(name)


def strange_address(text: str) -> str:
    """The first address in a text that is neither ours nor a public body's; empty when there is none."""
    for found in ADDRESS.finditer(unicodedata.normalize("NFKC", text)):
        host = found["host"].lower()
        if not (is_official(host) or _MILITARY.fullmatch(host)):
            return host
    return ""


def false_address(text: str) -> str:
    """The first address in a text that is made to be taken for ours; empty when there is none."""
    host = strange_address(text)
    return host if host and looks_like_ours(host) else ""


def looks_like_ours(host: str) -> bool:
    """Whether a name is made to be taken for ours: «chsii», «chs1-edu», «xuexinwang»."""
    labels = [label.translate(_PLAIN) for label in _LABEL.findall(host)]
    return any(name in label or is_misspelt(label, name) for label in labels for name in _NAMES)
