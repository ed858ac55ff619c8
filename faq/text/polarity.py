"""Whether an answer that begins with yes or no may be given to who asks whether: only when it is about that very thing.

Of the questions for calibration 89 % of such answers were right where 96 % of all others were, and of those whose
question says more than a third that the entry nowhere says two in three (cross-validated): «名字错了影响考研吗» is not
answered by «不会» about passwords.
"""

from __future__ import annotations

import re

from faq.text.markup import to_plain
from faq.text.phone import first_sentence

MOST_UNSAID = 0.35
"""How much of a question, by weight, may be nowhere in an entry's own questions that answers it with yes or no."""
_WHETHER = re.compile(
    r"[吗么嘛](?:\W|$)|能不能|可不可以|行不行|会不会|要不要|是不是|能否|是否|有没有|行不"
    r"|(?:能|可以|会|行|要|用|算|影响)[^，。,]{0,12}[不没]\W*$|(?:正常|成|对|有用|合法|有效|好使|属实)[不没]\W*$"
)
_VERDICT = re.compile(
    r"^(?:不一定|不建议|不影响|不[能会行要用是算可]|可以|能|会|行|要|是|算|正常|一般不?[能要]|可能)[^，：。；、]{0,6}[，：。；]"
)

_FRAMES = (
    (re.compile("影响|耽误"), re.compile("影响|耽误|不受|后果")),
    (
        re.compile(
            "(?:让|叫|请|找|托|由)(?:别人|他人|家|我?[爸妈]|父母|同学|室友|舍友|朋友|同事|孩子|老师)|代办|代替|替我|帮我代"
        ),
        re.compile("别人|他人|家人|家长|父母|本人|代办|代[刷查替]"),
    ),
)
"""What is asked of a matter, and what an entry says whose yes or no is about that: «能改» is no answer to 影响吗."""
_VERBS = (
    (re.compile("正常"), re.compile("正常|要紧|怎么回事|有事|有问题|对[吗不]|开除|没了")),
    (re.compile("能|可以|行"), re.compile("能|可以|可不可以|行不|行[吗么嘛]|允许|办得[了成]")),
    (re.compile("会|影响"), re.compile("会|影响|耽误")),
    (re.compile("要|用"), re.compile("要|用不用|不用|必须|非得|一定|费|钱")),
    (re.compile("是|算"), re.compile("是|算|真|假|骗|信")),
)
"""The verb of a yes or no, and what a question holds that it answers."""
_WORDS_ON = re.compile("^[但也就还都而才是只]")
_ENOUGH = 10
"""How many characters what stands behind a verdict must have to stand alone."""
_BARE_VERDICT = re.compile(r"^(?:不(?:影响|能|会|行|要|用|是|算|可以)|可以|能|会|行|要|是|算)[，：。；]\s*")


def asks_whether(plain: str) -> bool:
    """Whether a normalised text can be answered with yes or no."""
    return _WHETHER.search(plain) is not None


def says_whether(answer: str) -> bool:
    """Whether an answer, as it is written in its file, begins with yes or no."""
    return _VERDICT.search(to_plain(answer)) is not None


def decides_otherwise(line: str, answer: str) -> bool:
    """Whether two texts both begin with yes or no, and one says the contrary of the other."""
    return says_whether(line) and says_whether(answer) and _denies(line) != _denies(answer)


def _denies(text: str) -> bool:
    return to_plain(text).removeprefix("一般").startswith("不")


def speaks_of(plain: str, said: str) -> bool:
    """Whether what an entry says answers a yes-or-no question of this kind at all."""
    return all(theirs.search(said) for asked, theirs in _FRAMES if asked.search(plain))


def verdict_fits(plain: str, said: str) -> bool:
    """Whether a first word of yes or no is about what is asked: «不会» is no answer to «马上能用吗».

    `plain` is the normalised question, `said` what would be said to it. True where either is no matter of yes or no.
    """
    verdict = _VERDICT.search(said)
    if verdict is None or not asks_whether(plain):
        return True
    told = [asked for verb, asked in _VERBS if verb.search(verdict[0])]
    return not told or any(asked.search(plain) for asked in told)


def fitting_verdict(plain: str, said: str, title: str = "") -> str:
    """What is said, without a yes or no that is about another thing.

    With a `title` to say, a longer one is left out too («能办，要收费：…») where the rest of its sentence stands alone;
    where it does not, all stands under that title.
    """
    if verdict_fits(plain, said):
        return said
    rest = _BARE_VERDICT.sub("", said, count=1)
    if rest and rest != said:
        return rest
    if not title:
        return said
    rest = _VERDICT.sub("", said, count=1).lstrip()
    stands = _WORDS_ON.search(rest) is None and len(first_sentence(rest)) >= _ENOUGH
    return rest if stands else f"【{title}】\n{said}"
