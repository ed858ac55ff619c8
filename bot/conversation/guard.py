"""Makes what a person typed safe to pass on: length, control characters, commands, personal data."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from common.masking import NUMERALS, SECRET_KINDS, PrivateValue, Shape, find_alone, find_private, replaced
from tickets.errors import SubmissionError
from tickets.fields import USERNAME_PLACEHOLDER, read_username

WRONG = "wrong"
"""The kind of a username that was typed wrong: kept from Rasa all the same, it is nearly somebody's number."""

_COMMAND_PREFIXES = "/／"
_MARGIN_CHARS = 256
"""How much more than may be kept is looked at, so that what masking makes shorter can be filled up."""
_TORN_CHARS = 128
"""How far an address or a password may reach that the cut went through: more than the longest."""
_TORN_NUMBER_CHARS = 640
"""The same of a number, whose digits may stand far apart."""
_SPOKEN_MARKS = frozenset("空一格横杠线短减号斜下划逗顿换行")
"""What the names of marks are made of that people type between digits (空格, 横杠)."""
_IDEOGRAPHS = range(0x4E00, 0xA000)
_LEAST_NAME = 5
_SENTENCE_MARKS = "。！？；…"
_BARE_NAME = re.compile(r"(?P<name>[A-Za-z0-9][A-Za-z0-9_.\-]{2,63})", re.ASCII)
_NO_BARE_NAME = re.compile(
    r"skip|cancel|submit|send|none|yes|okay|human|agent|person|staff|help|back|stop|continue|next|forgot|forget|done|thanks"
    r"|hello|why|what|how|nothing|nevermind|quit|exit|wait|sorry|please|later|leave",
    re.IGNORECASE,
)
"""What is said in English to the question for a username and is none."""
_FIRST_NAME = re.compile(
    r"\s{0,8}(?P<name>(?=[A-Za-z]{0,64}+[0-9_.\-])[A-Za-z][A-Za-z0-9_.\-]{2,63}+)\s{0,8}+[，,。；;\n]", re.ASCII
)
_WORD = "(?:用户名|账号|帐号|登录名)"
_SAID = r"(?:应该)?(?:是|为|叫|改成|改为|换成|[:：])\s{0,8}+"
_NAMED = re.compile(rf"{_WORD}{_SAID}(?P<name>[A-Za-z][A-Za-z0-9_.\-]{{2,63}}+)", re.ASCII)
# Without «是» a word is a name when it has a digit or a mark inside, stands apart like one, or follows 用户名 at once.
_NAMED_APART = re.compile(
    r"(?:用户名|登录名|(?:账号|帐号)(?=[A-Za-z0-9 ]))\s{0,8}+"
    r"(?P<name>(?=[A-Za-z0-9_.\-]{0,63}[A-Za-z])(?:(?=[A-Za-z]{0,63}[0-9_.\-])[A-Za-z0-9]|(?<=[\s名])[A-Za-z])[A-Za-z0-9_.\-]{2,63}+)",
    re.ASCII,
)
_NO_ACCOUNT = re.compile(
    r"(?i:app|login|log|email|mail|wechat|weixin|alipay|chsi|error|wrong|password|not|does|can|www\.|http|(?:user|name)(?![0-9_.])|invalid"
    r"|exist|already|has\b|is\b|or\b|and\b)"
)
_CHINESE_NAMED = re.compile(rf"用户名{_SAID}(?P<name>[一-鿿]{{2,4}}\w{{0,12}})\s{{0,8}}")
# Anywhere in the answer to «用户名？»: «行吧 lihua88», «我的是 li_hua».
_WORD_WITH_DIGITS = re.compile(r"(?<![0-9A-Za-z_.@\-])(?P<name>[A-Za-z]{1,30}+[0-9_][A-Za-z0-9_.\-]{1,60}+)", re.ASCII)
_NO_NAME = re.compile(r"什么|哪|啥|多少|谁|不|没|忘|手机|邮箱|身份|证件|以前|原来|我|他|她|自己|已|被")
_MOST_LETTERS_IN_ONE = 3
_CODE_ALONE = re.compile(r"(?P<before>[^0-9A-Za-z]{0,10})(?P<value>[0-9]{3}[ \-]?[0-9]{3})[^0-9A-Za-z]{0,5}", re.ASCII)
"""To an agent: «482913», «收到了 482 913», «码是482913吧»."""
_OTHER_NUMBER = re.compile("代码|专业|邮编|编号|学号|考号|错误|提示|生日|日期|分")
_NUMBER_OR_ADDRESS = re.compile(
    r"(?<![0-9A-Za-z])(?P<name>(?:\d[ \-]?){6,64}[\dXx]|[A-Za-z0-9._%+\-]{0,64}+@[A-Za-z0-9.\-]{0,255}+)", re.ASCII
)


@dataclass(frozen=True)
class GuardedText:
    """A text Rasa may see, what was taken out of it, and whether it had to be cut."""

    text: str
    private: tuple[PrivateValue, ...]
    cut: bool


def guard(
    text: str,
    longest_chars: int,
    *,
    username_expected: bool = False,
    code_expected: bool = False,
    before: Sequence[str] | None = None,
) -> GuardedText:
    """Guard one text: a message, a question typed into a search box, a comment, a field of a page.

    Pure, and quick whatever the text: it is cut before anything looks at it, and what follows grows with its length
    only. A word torn by that cut is dropped, for half a number would no longer be known for one; what is left after
    masking is cut again, between placeholders. A leading slash is dropped because Rasa takes `/intent{…}` for a
    command; control characters are dropped because no keyboard makes them and logs and terminals obey them. A name
    said to be the username is masked too; when a username was just asked for, so is whatever may be one, right or
    wrong. To somebody who may ask for a code (`code_expected`), six digits with nothing much around them are one. In a
    conversation (`before`: its last messages, masked) a number by itself may be a piece of somebody's.
    """
    whole = text.strip()
    cleaned = "".join(filter(_is_typed, map(_plain_digit, whole[: longest_chars + _MARGIN_CHARS])))
    found = _found(cleaned, username_expected)
    if code_expected and not found:
        found = _bare_code(cleaned)
    if before is not None and not found and (alone := find_alone(cleaned, before)):
        found = (alone,)
    cut = len(whole) > longest_chars + _MARGIN_CHARS
    if cut:
        end = _before_torn(cleaned, found)
        found = tuple(item for item in found if item.start < end)
        cleaned = cleaned[: max(end, found[-1].end if found else 0)]
    pieces = list(replaced(cleaned, found, USERNAME_PLACEHOLDER))
    pieces[0] = pieces[0][_command_chars(pieces[0]) :]
    shown, kept, short = _shortened(pieces, longest_chars)
    return GuardedText(shown.strip(), found[:kept], cut or short)


def may_be_name(text: str) -> bool:
    """Whether a message is nothing but a word that may be a username, where nobody asked for one just now."""
    bare = _BARE_NAME.fullmatch(text.strip())
    return bare is not None and len(bare["name"]) >= _LEAST_NAME and not _NO_BARE_NAME.fullmatch(bare["name"])


def _before_torn(text: str, found: Sequence[PrivateValue]) -> int:
    """Where the number or word begins that a cut at the end of a text may have gone through; none that was found."""
    end = len(text)
    while end > max(0, len(text) - _TORN_CHARS) and _may_be_torn(text[end - 1]):
        end -= 1
    whole = max((item.end for item in found if item.end <= end), default=0)
    while end > max(whole, len(text) - _TORN_NUMBER_CHARS) and _may_be_in_number(text[end - 1]):
        end -= 1
    return end


def _may_be_in_number(character: str) -> bool:
    """Whether a character may be a digit or stand between digits."""
    return character.isdigit() or character in NUMERALS or character in _SPOKEN_MARKS or not character.isalnum()


def _may_be_torn(character: str) -> bool:
    """Whether a character may be inside a number, an address or a password, however it is written."""
    return character in NUMERALS or (ord(character) not in _IDEOGRAPHS and character not in _SENTENCE_MARKS)


def _shortened(pieces: list[str], longest: int) -> tuple[str, int, bool]:
    """As much as fits, how many placeholders that has, and whether more than spaces had to go.

    Pieces are text and placeholders in turn. A text of nothing but numbers must not fill the store: what is behind
    the cut is not kept either, and no placeholder is cut in two.
    """
    shown, kept = "", 0
    for place, piece in enumerate(pieces):
        if len(shown) + len(piece) > longest:
            rest = "".join(pieces[place:]).rstrip()
            shown += "" if place % 2 else piece[: longest - len(shown)]
            return shown, kept, len("".join(pieces[:place]) + rest) > longest
        shown += piece
        kept += place % 2
    return shown, kept, False


def _found(text: str, username_expected: bool) -> tuple[PrivateValue, ...]:
    """All to be masked, left to right: personal data anywhere, usernames where they are to be expected."""
    found = [_as_username(item) if username_expected else item for item in find_private(text)]
    masked = bytearray(len(text))
    for item in found:
        masked[item.start : item.end] = b"1" * (item.end - item.start)
    kinds: dict[str, str] = {}  # many a hostile text says one thing a thousand times
    told = any(item.kind not in SECRET_KINDS for item in found)
    for start, end, name in _names(text, username_expected and not told):
        if not any(masked[start:end]):
            masked[start:end] = b"1" * (end - start)
            kinds[name] = kinds.get(name) or _kind(name)
            found.append(PrivateValue(kinds[name], start, end, name))
    return tuple(sorted(found, key=lambda item: item.start))


def _bare_code(text: str) -> tuple[PrivateValue, ...]:
    """A code sent by itself."""
    match = _CODE_ALONE.fullmatch(text)
    if match is None or _OTHER_NUMBER.search(match["before"]):
        return ()
    return (PrivateValue("code", *match.span("value"), ""),)


def _as_username(item: PrivateValue) -> PrivateValue:
    """A number that is nearly one is a username typed wrong, when one was asked for."""
    return item if item.shape is Shape.VALID or _kind(item.value) != WRONG else replace(item, kind=WRONG)


def _names(text: str, username_expected: bool) -> Iterator[tuple[int, int, str]]:
    """Where a username stands; a number of one or two digits is a choice, not a name."""
    patterns = [_NAMED]
    if username_expected:
        bare = _BARE_NAME.fullmatch(text.strip())
        if bare and not _NO_BARE_NAME.fullmatch(bare["name"]):
            start = text.index(bare["name"])
            yield start, start + len(bare["name"]), bare["name"]
            return
        if first := _FIRST_NAME.match(text):
            yield *first.span("name"), first["name"]
        patterns += [_NUMBER_OR_ADDRESS, _WORD_WITH_DIGITS]
        chinese = _CHINESE_NAMED.fullmatch(text)
        if chinese and not _NO_NAME.search(chinese["name"]):
            yield *chinese.span("name"), chinese["name"]
    for pattern in patterns:
        for match in pattern.finditer(text):
            yield *match.span("name"), match["name"]
    for match in _NAMED_APART.finditer(text):
        if not _NO_ACCOUNT.match(match["name"]):
            yield *match.span("name"), match["name"]


def _kind(name: str) -> str:
    try:
        return read_username(name).kind
    except SubmissionError:
        return WRONG


def _is_typed(character: str) -> bool:
    """No control character, no mark that stands on another (1️⃣ is 1 with two of them), and none that stands for many.

    ﷺ is eighteen letters once it is normalised: a thousand of them held everybody's turns for seconds.
    """
    if character.isascii():
        return character in "\n\t" or character.isprintable()
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Co", "Mn", "Me"):
        return False
    return len(unicodedata.normalize("NFKC", character)) <= _MOST_LETTERS_IN_ONE


def _plain_digit(character: str) -> str:
    """Digits in any dress (１ ① 𝟏 ¹ ١) as 0–9: normalisation would undress them after the masking."""
    digit = 8 if character in "Ⅷⅷ" else unicodedata.digit(character, None)  # the one numeral of four letters
    return character if digit is None else str(digit)


def _command_chars(text: str) -> int:
    """How many characters at the start are slashes or spaces of any kind."""
    return next(
        (index for index, character in enumerate(text) if not (character.isspace() or character in _COMMAND_PREFIXES)),
        len(text),
    )
