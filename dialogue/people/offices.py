"""The offices people name, by what they are for: whoever goes to one that a matter does not name goes in vain."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

_OFFICES: Mapping[str, re.Pattern[str]] = {
    "carrier": re.compile("营业厅|运营商|移动|联通|电信"),
    "police": re.compile("派出所|公安|户籍|报警|警察"),
    "bank": re.compile("银行"),
    "labour": re.compile("社保局|人社局|人才中心|人才市场"),
    "notary": re.compile("公证处|公证"),
    "army": re.compile("武装部|征兵办"),
    "community": re.compile("居委会|社区|村委会|街道"),
}
"""Schools, provinces and our own staff have a say in nearly everything, and are none of these."""
_NAMED = re.compile("营业厅|派出所|公安局|银行|社保局|人社局|人才中心|人才市场|公证处|武装部|居委会|村委会")


def office_beside(plan: str, texts: Iterable[str]) -> str:
    """The office a plan goes to that none of the texts of its matter names; empty where there is none."""
    named = [kind for kind, words in _OFFICES.items() if words.search(plan)]
    written = "\n".join(texts) if named else ""
    found = _NAMED.search(plan)
    beside = bool(named) and not any(_OFFICES[kind].search(written) for kind in named)
    return found[0] if beside and found is not None else ""
