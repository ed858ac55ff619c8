"""Which sentences were said in this conversation: none is said twice within a few replies, nor twice in one.

Kept are fingerprints only, a group for each reply. A numbered line stays where it stands, for a list with gaps is
none; so do a question, a word of warning, and what belongs to the list under it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence

from faq.content.likeness import letter_pairs
from faq.text.normalise import matching_key

REPLIES_REMEMBERED = 6
"""How many replies back a sentence still counts as said."""
_GROUP = "."
"""How the fingerprints of one reply begin among what is remembered."""
_LEAST_LETTERS = 12
"""From how many letters on a sentence is one that people notice a second time."""
_PRINT_CHARS = 8
_SAME, _HALF, _NEARLY_ALL = 0.7, 0.5, 0.9
"""How much of a sentence another line must hold that says it already: in pairs of letters, in them and in letters."""
_SENTENCE = re.compile(r"[^。！!？?]+[。！!？?]?[”）)]?")
_PIECE = re.compile(r"[^；。！!？?]+[；。！!？?]?[”）)]?")
_NUMBERED = re.compile(r"\s{0,8}(?:\d{1,2}[.、]|[·•-])")
_STANDS = re.compile(
    "[？?]|“继续”|“continue”|注销|报警|诈骗|骗|改(?:掉)?密码|止付|盗|不能再用于|(?:别|不要)(?:再)?(?:勾|给|发|付|转|点|信|重新注册)|截止"
)
"""What may be said as often as it is needed: a question to answer, and a warning."""
_LEANS = re.compile("^(?:这|那|它|他|她|否则|不然|但|所以|其中|另外两|都不是)")
"""How a sentence begins that is not to be understood without the one before it."""
_HEADS = ("：", ":")
_LEAD = re.compile(
    r"^\s{0,4}(?:(?:“[^”]{1,18}”，)?知道了。\s{0,2})?(?:查到的是这样说的|还是那句|照刚才说的|前面(?:说过)?的要点|前面说过的，要点是|就是前面这一句|先做这一件|就从刚才说的这一件做起|好，按“[^”]{1,18}”说)[：:]\s{0,2}"
)
"""What only leads to a sentence that was said: it makes it no other one."""
SAID_AGAIN = "{}。还卡着就说说卡在哪一步，或回复“人工”。"
"""What is said to whoever would hear the same once more: its verdict, and where to go from there."""
AGAIN = "again"
"""What stands for such a short repeat among the fingerprints: the second time it is no answer any more."""
_AGAIN_TAIL = SAID_AGAIN.partition("{}")[2]
_VERDICT = re.compile("能|可以|可能|会|不|别|要|得|是|有|算|行|免费|用|先|找")
"""What a gist holds that decides something: «请看» and «依据» do not."""
_GIST = re.compile(r"\s*(?:那(?=先|就))?(.{5,30}?)(?<!的话)[：:。；;！!]")
_SORRY = re.compile(r"[^。：:]{0,8}(?:[，,]|^)抱歉[。！!]")
"""A sentence that is nothing but an apology: in whatever words, one of them is enough for a few replies."""
APOLOGY = "sorry"
"""What stands for it among the fingerprints."""
_AGAIN_CHARS = 22
_AGAIN = re.compile(
    "(?:再|重新?)(?:给我|跟我|帮我)?(?:说|讲|发|念|来|复述|重复)(?:一)?(?:遍|次|下)|重复一?[遍下]|没(?:看|听)(?:清|明白|懂)|没记(?:住|下)|刚才(?:你|您)?(?:说|讲)的?(?:是)?(?:什么|啥|哪)"
    "|(?:说|讲|写)(?:得)?(?:再)?(?:细|详细|清楚|仔细)|(?:看|要|发)(?:完整|全文|全部)|前面(?:那|的)?(?:几步|步骤)"
)
"""How somebody asks for what was said already."""


def without_lead(sentence: str) -> str:
    """A sentence without the words that only lead to it."""
    return _LEAD.sub("", sentence)


def wants_again(text: str) -> bool:
    """«再说一遍», «没看清»: what was said is to be said once more."""
    key = matching_key(text)
    return len(key) <= _AGAIN_CHARS and _AGAIN.search(key) is not None


def sentences_of(text: str) -> Iterator[str]:
    """The sentences of a reply that people would notice a second time."""
    for line in text.splitlines():
        for sentence in _SENTENCE.findall(line):
            if _counts(sentence):
                yield sentence


def group_of(text: str) -> str:
    """The sentences of one reply as they are remembered; empty where there is none."""
    prints = dict.fromkeys(map(_print, sentences_of(text)))
    prints |= {AGAIN: None} if _AGAIN_TAIL in text else {}
    return f"{_GROUP}{' '.join(prints)}" if prints else ""


def group_of_apology() -> str:
    """The same of a reply that only apologises."""
    return f"{_GROUP}{APOLOGY}"


def is_group(item: str) -> bool:
    """Whether something remembered is such a group."""
    return item.startswith(_GROUP)


def said_in(recent: Iterable[str]) -> frozenset[str]:
    """The fingerprints of all that was said in the last replies."""
    return frozenset(name for item in recent if is_group(item) for name in item.removeprefix(_GROUP).split())


def is_said(text: str, recent: Iterable[str]) -> bool:
    """Whether all the sentences of a text were said in the last replies."""
    said, prints = said_in(recent), [*map(_print, sentences_of(text))]
    return bool(prints) and all(name in said for name in prints)


def holds_news(text: str, recent: Sequence[str]) -> bool:
    """Whether anything of a reply was not said in the last ones; short words are no news where all else was said.

    Steps are: who is told them again has come back to them.
    """
    said, sentences = said_in(recent), [*sentences_of(text)]
    if not sentences or any(map(_NUMBERED.match, text.splitlines())):
        return True
    return any(_print(sentence) not in said or _STANDS.search(sentence) for sentence in sentences)


def without_apology(text: str, recent: Sequence[str]) -> str:
    """A text without its apology, where one was made in the last replies."""
    if APOLOGY not in said_in(recent):
        return text
    kept = ([one for one in _SENTENCE.findall(line) if not _SORRY.fullmatch(one.strip())] for line in text.splitlines())
    return "\n".join(filter(None, map("".join, kept)))


def apologises(text: str) -> bool:
    """Whether a text makes an apology."""
    return any(_SORRY.fullmatch(one.strip()) for line in text.splitlines() for one in _SENTENCE.findall(line))


def only_news(text: str, recent: Sequence[str]) -> tuple[str, str]:
    """A reply without the sentences that were said in the last ones, and the first that was left out (or empty)."""
    said, lines, dropped = said_in(recent), text.splitlines(), ""
    kept: list[str] = []
    for place, line in enumerate(lines):
        if _NUMBERED.match(line) or not line.strip():
            kept.append(line)
            continue
        listed = place + 1 < len(lines) and _NUMBERED.match(lines[place + 1]) is not None
        left, gone = _without(line, said, head=listed and line.rstrip().endswith(_HEADS))
        dropped = dropped or gone
        if left:
            kept.append(left)
        elif kept and kept[-1].rstrip().endswith(_HEADS):  # a heading with nothing under it
            kept.pop()
    return "\n".join(kept).strip("\n"), dropped


def again_in_short(text: str) -> str:
    """The verdict at the head of what was said, for who asks for it once more; empty where it has none that short."""
    gist = _gist_of(text)
    return SAID_AGAIN.format(gist) if gist else ""


def _gist_of(text: str) -> str:
    found = _GIST.match(without_lead(text))
    return found[1] if found and _VERDICT.search(found[1]) else ""


def said_once(text: str) -> str:
    """A reply without a sentence that mostly says what another line of it said before."""
    before: list[str] = []
    kept: list[str] = []
    for line in text.splitlines():
        if _NUMBERED.match(line):
            before.append(line)
            kept.append(line)
            continue
        sentences = _PIECE.findall(line)
        left = [one for one in sentences if _STANDS.search(one) or not _held(one, before)]
        before += sentences
        if left or not line.strip():
            kept.append(line if len(left) == len(sentences) else _ended("".join(left)))
    return "\n".join(kept)


def _ended(text: str) -> str:
    return f"{text[:-1]}。" if text.endswith("；") else text


def _held(sentence: str, lines: Iterable[str]) -> bool:
    """Whether one of some lines says what a sentence says: in its words, or all of its letters in another order."""
    key = matching_key(sentence)
    if len(key) < _LEAST_LETTERS:
        return False
    pairs, letters = letter_pairs(sentence), set(key)
    for line in lines:
        shared = len(pairs & letter_pairs(line))
        turned = shared > _HALF * len(pairs) and len(letters & set(matching_key(line))) >= _NEARLY_ALL * len(letters)
        if shared > _SAME * len(pairs) or turned:
            return True
    return False


def _without(line: str, said: frozenset[str], *, head: bool) -> tuple[str, str]:
    """A line without what was said, and the first sentence of that."""
    sentences = _SENTENCE.findall(line)
    left: list[str] = []
    dropped, gone = "", False
    for place, sentence in enumerate(sentences):
        known = _counts(sentence) and _print(sentence) in said
        led_on = place + 1 < len(sentences) and _LEANS.match(sentences[place + 1].strip())
        if known and not (head or led_on or _STANDS.search(sentence)):
            dropped = dropped or ("" if _SORRY.fullmatch(sentence.strip()) else sentence)
            gone = True
            led = without_lead(sentence) != sentence and AGAIN not in said
            if led and (gist := _gist_of(sentence)):  # the lead needs it
                left.append(f"{gist}。")
        else:
            left.append(sentence)
    return "".join(left).strip() if gone else line, dropped


def _counts(sentence: str) -> bool:
    return len(matching_key(sentence)) >= _LEAST_LETTERS or _SORRY.fullmatch(sentence.strip()) is not None


def _print(sentence: str) -> str:
    if _SORRY.fullmatch(sentence.strip()):
        return APOLOGY
    return hashlib.sha256(matching_key(without_lead(sentence)).encode()).hexdigest()[:_PRINT_CHARS]
