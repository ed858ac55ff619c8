"""The words of the lexicon as they stand in a clause, and how one bears on the next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

NEAR = 3
"""How many letters may stand between words that belong together."""
_QUESTION_ENDS = ("吗", "么", "不", "没", "没有", "否")
_MODALS = frozenset({"能", "可以", "会", "行", "有", "要", "还能", "也能", "是"})
_DENYING = ("没有", "不能")
_PARTICLES = "了过的啊呀"
ASKING_ENDS = ("吗", "么")
_NEGATIONS = frozenset({"不", "没"})
_UNWANTED = frozenset({"不要", "不用"})
_BARE = frozenset({"有", "没", "是", "不", "对", "能", "可以", "会", "要", "行", "没有", "不是"})


@dataclass(frozen=True)
class WordMeaning:
    """What a word of the lexicon stands for: a kind, and the fact and value it speaks of."""

    kind: str
    fact: str = ""
    value: str = ""


@dataclass(frozen=True)
class Token:
    """A word found in a clause, and what it stands for."""

    start: int
    end: int
    entries: tuple[WordMeaning, ...]

    def of(self, *kinds: str) -> list[WordMeaning]:
        """What it stands for, of these kinds."""
        return [entry for entry in self.entries if entry.kind in kinds]


def joins(token: Token, after: Token | None) -> bool:
    """Whether «还有» goes on with a list: «手机还有邮箱都不行»."""
    return token.of("join") != [] and after is not None and after.start == token.end and bool(after.of("name"))


def is_asked(clause: str, token: Token, after: Token | None) -> bool:
    """Whether a word is what a question asks: «能用吗», «绑没绑»."""
    if clause[token.start : token.end] in _MODALS and clause.endswith(ASKING_ENDS):
        return True  # «能改手机号吗» tells of no mail
    near = clause[token.end : token.end + NEAR].lstrip(_PARTICLES)
    if near in _QUESTION_ENDS and token.end + NEAR >= len(clause):
        return True
    if after is None or token.of("unknown"):  # «不知道有没有绑» is an answer
        return False
    return after.start == token.end and bool(after.of("asking"))


def is_a_not_a(clause: str, token: Token) -> bool:
    """Whether a word begins «绑没绑», «能不能用»."""
    return clause[token.end : token.end + 1] in ("没", "不") and clause.startswith(clause[token.start], token.end + 1)


def speaks(token: Token | None, end: int) -> bool:
    """Whether a word that tells something follows at once, so that «没» before it only denies it."""
    return (
        token is not None
        and token.start - end <= 1
        and bool(token.of("says", "after", "before", "only", "tails", "yes", "not"))
    )


def denies_all(clause: str, token: Token) -> bool:
    """Whether «none of them» only denies what stands behind it, as in «都没有绑»."""
    return bool(token.of("none", "none_bound")) and clause[: token.end].endswith(_DENYING)


def speaks_of(token: Token, following: Sequence[Token]) -> bool:
    """Whether a word belongs to the name right behind it: «没邮箱», «忘了密保», «换了我的手机»."""
    end = token.end
    for after in following[:NEAR]:
        if after.start - end > 1:
            return False
        named = {entry.fact for entry in after.of("name")}
        if any(entry.fact in named for entry in token.of("before")):
            return True
        if not after.of("filler"):
            return False
        end = after.end
    return False


def goes_on(clause: str, before: Token | None, token: Token, after: Token | None) -> bool:
    """Whether a bare yes or no only begins something else: «没考上», «有两个», «不要让我…», «等不了»."""
    word = clause[token.start : token.end]
    if word in _UNWANTED:
        return not clause[token.end :].startswith(("了", "啦")) and token.end < len(clause)
    behind = len(clause) if after is None else after.start
    ahead = 0 if before is None else before.end
    return (word in _BARE and token.end < behind) or (word in _NEGATIONS and ahead < token.start)


def is_bare(clause: str, token: Token) -> bool:
    """Whether a word is a bare yes, which is none when more is told behind it: «这个是新办的»."""
    return clause[token.start : token.end] in _BARE - _NEGATIONS and not token.of("not")


def is_doubted(before: Token | None, token: Token) -> bool:
    """Whether somebody says right before a word that they do not know of it: «不记得注册过»."""
    near = before is not None and token.start - before.end <= 1 and bool(before.of("unknown"))
    return near and bool(token.of("says", "only", "after", "before")) and not token.of("unknown")


def asks_open(clause: str, token: Token) -> bool:
    """Whether a word asks what or which; «哪个都没绑» asks nothing."""
    return bool(token.of("open")) and clause[token.end : token.end + 1] not in ("都", "也")


def has_other_object(token: Token, after: Token | None) -> bool:
    """Whether another thing than the subject follows at once: «收不到你们的» is no word on the number."""
    follows = after is not None and after.start == token.end and bool(after.of("elsewhere"))
    return follows and not token.of("name", "none", "none_bound", "says")
