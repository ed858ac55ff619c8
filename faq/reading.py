"""A message as the engine reads it: normalised, unwrapped, its typos and pinyin mended, cut into clauses."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from faq.clauses import clauses
from faq.normalise import normalise
from faq.spelling import Spelling
from faq.wording import core


@dataclass(frozen=True)
class Reading:
    """`plain` is the normalised text, `mended` what is compared with the knowledge base."""

    plain: str
    mended: str
    clauses: tuple[str, ...]

    @property
    def mended_share(self) -> float:
        """How much of what is compared was not typed like that, 0 to 1."""
        letters = [letter for letter in self.mended if letter.isalnum()]
        typed = Counter(self.plain)
        return sum((Counter(letters) - typed).values()) / (len(letters) or 1)


def read(text: str, spelling: Spelling) -> Reading:
    """Read a text with the spelling of a knowledge base."""
    plain = normalise(text)
    bare = core(plain)
    parts = tuple(spelling.read(clause) for clause in clauses(bare))
    return Reading(plain, parts[0] if len(parts) == 1 else spelling.read(bare), parts)


def studied(text: str) -> str:
    """A text of the knowledge base as it is learned: unwrapped, its spelling taken as right."""
    return core(normalise(text))
