"""What of a conversation goes into a ticket, in the person's words: the one place that decides it.

Each clause that tells anything (`dialogue.facts.told`) is of one kind: what was tried and what the page said, by when
it is needed, or the problem itself. All stays in the order in which it was told; where that is too much, the first
message (never to be lost) and the newest. What only answers a guide's question stands among the facts of the case.
All before goes when the person says that it is done («成了») or given up («不注销了»).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from dialogue.facts.no_part import is_bare
from dialogue.facts.plans import given_up, is_in_case, only_means_to
from dialogue.facts.retold import put_right
from dialogue.facts.told import Told, matter_of, read_told
from dialogue.questions.deadlines import says_until
from dialogue.questions.privacy import asks_privacy
from dialogue.said import GIVEN, OPEN
from dialogue.text.clauses import marked_clauses, split_clauses
from dialogue.text.filler import done_in_english
from dialogue.text.languages import in_mandarin
from dialogue.text.shortening import shortened
from dialogue.ticket.form_remarks import asks_about_form
from dialogue.ticket.words import wants_ticket
from dialogue.turns.coming_back import without_earlier
from faq.text.normalise import matching_key

_MOST_CHARS, _MOST_OPENING, _MOST_ASKED, _MOST_TRIED = 400, 200, 40, 90
_LEAST_WISH, _MOST_WISH = 5, 24
_BETWEEN = "；"  # of two messages: glued together nobody can read them
_ENGLISH_CHARS = 3
"""How many letters an English text has for one Chinese character."""
_GIVEN_UP = re.compile(
    "(?:先|那|还是|我|就|这个|算了|好吧?|行吧?){0,4}不(?:想|用|打算)?(?:注销|改|换|解绑|查|办|注册)了"
)
"""A clause that gives up what was wanted before."""
_DONE = re.compile(
    "(?:我|这个|那个|现在|好像|已经|都|真的?|终于|自己|刚才那个|密码|账号){0,4}"
    "(?:成了|好了|可以了|行了|弄好了|搞定了?|解决了|登上去?了|登进去了|进去了|收到了|找到了|找回来了|改好了|改过来了|查到了|通过了)"
    "(?:啦|呀|哈|吧|谢谢|多谢){0,2}"
)
_ENGLISH_SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
_FOUND = re.compile("(?:收到|找到|查到)了")
_GOES_ON = re.compile("但|可是|可(?!以)|不过|结果|却|还是|又|就是|只是|然后")
"""How a clause begins that goes on with what the one before says is done."""
_TRIED = re.compile(
    "试(?:了|过|遍)|换(?!一?个(?:问题|说法|话题|人))(?:了|过)?.{0,3}(?:[个台张]|浏览器|手机(?!号)|电脑|网络|光线|地方|网)|重启|清(?:了|除|理|过)?.{0,3}缓存"
    "|(?:卸载|重装|重新(?:登录|登陆|打开|申请|安装|提交|上传)|刷新)(?:了|过|好)|打了.{0,8}没人接|打了?.{0,6}(?:电话|热线|客服).{0,6}(?:没|不|占线|忙)|垃圾(?:箱|邮件)"
    "|(?:手机|电脑|别的|其他)(?:上|端)?也(?:一样|不行|是)|(?:问|找|联系)(?:了|过).{0,6}(?:学校|老师|客服|教务|辅导员)|拦截.{0,4}关"
)
_PAGE_SAYS = re.compile(
    '(?:提示|显示|弹出?|报错?|说是|写着|跳出?来?).{0,4}[“"「『‘]|页面.{0,3}(?:提示|显示|说|写)|(?:一直|总|就)?提示'
)
_QUOTES = re.compile("[“「『〔]")
_NUMBERS = re.compile(
    "[0-9]{2,}|[0-9一二三四五六七八九十两半几]{1,4}个?(?:次|遍|回|天|年|月|小时|分钟|周|星期|礼拜|钟头)"
)
"""What tells how often, since when or how long: no fact of the case says that as exactly."""
_WISH = re.compile(
    "^(?:但是?|就是|那我?|我|是|现在|其实|只|还是|不过|所以){0,4}(?:想要?|希望|打算|需要)(?!问|知道|说|投诉|不通|不到|起|办法)(?P<what>.{3,})"
)
_WISHED_OF = re.compile(
    "^(?:还有(?:一?[个件]事)?|另外|那)?(?:我(?![爸妈爷奶哥姐弟妹儿女家老孩侄外叔姑舅姨]))?(?P<what>.{2,12}?(?:也|就|都)?想要?(?:换|改|找回|注销|解绑|绑定?|查|申请|补办?|取消).{0,8})$"
)
"""«学信网的邮箱也想换»."""
_AGAINST = re.compile("不(?:想|用|打算|是)|没|投诉|人工|客服|真人")


_COUNTS_UP = re.compile("(?:两|俩|2|二|几|三|3)[个件](?:事|问题)|一个是|一是|第一")
_ONE_OF_SEVERAL = re.compile(
    "^(?:一个是|一是|首先是?|第[一二三][个件]?(?:事|问题)?是?|另一个是?|另外(?:一[个件])?(?:事|是|就是)?|二是|还有(?:就是|一?[个件](?:事|问题)?是?)?"
    "|再(?:就是|一个是?))[：:，, ]?(?P<what>[^：:，, ].{3,})"
)
_MOST_MATTER = 30


@dataclass(frozen=True)
class Story:
    """What was told of the problem, what was tried, by when it is needed, what was asked and wished for last."""

    told: str = ""
    tried: str = ""
    until: str = ""
    asked: str = ""
    wish: str = ""
    done: bool = False
    """Whether the person said that the last matter is done, or gave it up, and told of no other."""


@dataclass(frozen=True)
class ClauseJudge:
    """What the case says of a clause: whether it is still so, and whether the ticket has it as an answer already."""

    still_true: Callable[[str], bool]
    is_answer: Callable[[str], bool] = lambda _: False


def read_story(messages: Sequence[str], judge: ClauseJudge, answers: Sequence[str] = ()) -> Story:
    """The story of typed messages, from its beginning; `answers` says of each whether what it asks was answered."""
    said: list[Told] = []
    asked: list[tuple[str, bool]] = []
    done = False
    messages, before = without_earlier(put_right(messages))
    for place, text in enumerate(messages):
        clauses = _clauses(text)
        others = [f"{clause}{mark}" for clause, mark in clauses if not _ends(clause)]
        ends = len(others) < len(clauses) and not (_only_found(clauses, others) or _not_over(clauses))
        if ends and others and (plans := given_up([text])):  # «不解绑了，换成新的就行»: the problem stays
            kept = (replace(told, clauses=_without_plan(told.clauses, plans)) for told in said)
            said, asked = [told for told in kept if told.clauses], []
        elif ends:
            said, asked, done = [], [], bool(said)
        told = read_told("".join(others) if ends else text, later=bool(said))
        if told.clauses or told.asked:
            said, done = [*said, told], False
            asked = _still_open(asked, told.asked, "".join(answers[place : place + 1]))
    if not said:
        return Story(done=done)
    plans = given_up(messages)
    said = [replace(told, clauses=_kept(told.clauses, plans)) for told in said] if plans else said
    told_all, tried = _told(said, judge)
    telling = [clause for told in said for clause in told.clauses]
    questions = _once([question for question, _ in (*asked[:1], *asked[1:][-1:])])
    questions = [shortened(item, _room(item, _MOST_ASKED)) for item in questions]
    return Story(
        told_all,
        "；".join(filter(None, (before, tried))),
        "，".join(_once([clause for clause in telling if says_until(in_mandarin(clause))])[-2:]),
        "".join(item for item in questions if matching_key(item) not in matching_key(told_all)),
        _several(messages) or _last_wish(telling),
    )


def _several(messages: Sequence[str]) -> str:
    """The matters of who counts them up in one message: «两件事，一个是…，还有…»; empty when nobody does."""
    for text in reversed(messages):
        found = [match["what"] for clause in split_clauses(text) if (match := _ONE_OF_SEVERAL.match(clause))]
        matters = [matter_of(what) for what in found if not says_until(what)]
        if len(matters) > 1 and _COUNTS_UP.search(text):
            return "；".join(shortened(what, _MOST_MATTER) for what in matters)
    return ""


def _still_open(before: Sequence[tuple[str, bool]], question: str, answer: str) -> list[tuple[str, bool]]:
    """The questions for who reads the ticket once one more message was said, each with whether it surely is open.

    What was asked before the last message was answered, unless it is known that it was not; what asks the bot itself
    is nothing for them.
    """
    sure = [item for item in before if item[1]]
    idle = not question or is_bare(question) or asks_us(question)
    return sure if idle or answer == GIVEN else [*sure, (question, answer == OPEN)]


def asks_us(question: str) -> bool:
    """Whether a question is one about what is left here, or about the ticket itself: nothing for who reads that."""
    return bool(asks_privacy(question, going_on=True)) or asks_about_form(question) is not None


def _last_wish(clauses: Sequence[str]) -> str:
    """The last wish that says enough, else the last of all."""
    wishes = [wish for clause in reversed(clauses) if (wish := wished(clause))]
    return next((wish for wish in wishes if len(wish) >= _LEAST_WISH), next(iter(wishes), ""))


def wished(clause: str) -> str:
    """What a clause wishes for, a person or a ticket apart; empty when nothing."""
    found = _WISH.match(clause) or _WISHED_OF.match(clause)
    what = found["what"].strip("。！!") if found else ""
    return "" if _AGAINST.search(clause) or wants_ticket(clause) or len(what) > _MOST_WISH else what


def _kept(clauses: Sequence[str], plans: Sequence[str]) -> tuple[str, ...]:
    """The clauses without those that only tell of a plan that was given up."""
    return tuple(clause for clause in clauses if not only_means_to(clause, plans))


def _without_plan(clauses: Sequence[str], plans: Sequence[str]) -> tuple[str, ...]:
    """The clauses without those that speak of a plan that was given up."""
    return tuple(clause for clause in clauses if not any(plan in matching_key(clause) for plan in plans))


def _clauses(text: str) -> list[tuple[str, str]]:
    """The clauses with the marks behind them; in English its sentences."""
    if not text.isascii():
        return marked_clauses(text)
    return [(sentence, " ") for sentence in _ENGLISH_SENTENCE.split(text.strip()) if sentence]


def _ends(clause: str) -> bool:
    """Whether a clause says that the matter before is done, or gives it up."""
    key = matching_key(clause)
    return _GIVEN_UP.fullmatch(key) is not None or _DONE.fullmatch(key) is not None or done_in_english(clause)


def _only_found(clauses: Sequence[tuple[str, str]], others: Sequence[str]) -> bool:
    """«查到了，是个陌生的号»: something was found, and what is told of it goes on."""
    ending = [clause for clause, _ in clauses if _ends(clause)]
    found = all(_FOUND.search(matching_key(clause)) for clause in ending)
    return found and bool(read_told("".join(others), later=True).clauses)


def _not_over(clauses: Sequence[tuple[str, str]]) -> bool:
    """«密码改好了，但还是登不上»: what is told behind it goes on with the same matter."""
    place = next((place for place, (clause, _) in enumerate(clauses) if _ends(clause)), len(clauses))
    after = next((clause for clause, _ in clauses[place + 1 :]), "")
    return _GOES_ON.match(after) is not None and _GIVEN_UP.fullmatch(matching_key(clauses[place][0])) is None


def _told(said: Sequence[Told], judge: ClauseJudge) -> tuple[str, str]:
    """The problem and what was tried: the first message whole, of the others as much as there is room for."""
    while len(said) > 1 and not said[0].clauses and _no_matter(said[0].asked, said[1:]):
        said = said[1:]
    first, *others = said
    opening = _once(first.opening)
    true = list(filter(judge.still_true, opening))
    if not true:  # all of it was put right since: the first thing said that still holds takes its place
        true = [part for told in others for part in told.clauses if judge.still_true(part)][:1]
    opening = true or opening
    later = [clause for told in others for clause in told.clauses if not says_until(in_mandarin(clause))]
    later = [part for part in _once(later) if judge.still_true(part) and not _holds(opening, part)]
    later = [part for part in later if _says_more(part, opening) or not judge.is_answer(part)]
    tried = [part for part in later if _is_tried(part)]
    later = [part for part in later if part not in tried]
    opening = [part for part in opening if not _holds(later, part)] or opening
    urgent = [part for part in opening if says_until(in_mandarin(part))]
    opening = [part for part in opening if part not in urgent] or opening
    begun = _joined(opening)
    begun = shortened(begun, _room(begun, _MOST_OPENING))
    newest = _newest(later, _room(begun, _MOST_CHARS) - len(begun))
    said_in = {part: place for place, told in enumerate(others) for part in told.clauses}
    each = (_joined([*parts]) for _, parts in groupby(newest, key=said_in.get))
    return _joined([begun, *each], _BETWEEN), _tried(tried)


def _no_matter(question: str, others: Sequence[Told]) -> bool:
    """Whether what was asked first is no matter yet: «如果…会不会…» before what is told, or «这是啥意思»."""
    return is_bare(question) or (is_in_case(question) and any(told.clauses for told in others))


def _says_more(clause: str, opening: Sequence[str]) -> bool:
    """Whether a clause quotes a page, gives a value, or says more closely what the first message said."""
    key = matching_key(clause)
    return (
        _QUOTES.search(clause) is not None
        or _NUMBERS.search(clause) is not None
        or any(matching_key(part) in key for part in opening)
    )


def _is_tried(clause: str) -> bool:
    plain = in_mandarin(clause)
    return _TRIED.search(plain) is not None or _PAGE_SAYS.search(plain) is not None


def _tried(clauses: Sequence[str]) -> str:
    kept = _newest(clauses, _MOST_TRIED)
    return "；".join(kept)


def _newest(clauses: Sequence[str], room: int) -> list[str]:
    """The newest clauses there is room for, in their order."""
    kept: list[str] = []
    for clause in reversed(clauses):
        room -= len(clause) + 1
        if room < 0:
            break
        kept.insert(0, clause)
    return kept


def _room(text: str, most: int) -> int:
    """The characters there are for a text: English takes more of them for the same."""
    return most * _ENGLISH_CHARS if text.isascii() else most


def _once(clauses: Sequence[str]) -> list[str]:
    """The clauses in order, without what another one says too."""
    kept: list[str] = []
    for clause in clauses:
        if not _holds(kept, clause):
            kept = [*(part for part in kept if not _holds([clause], part)), clause]
    return kept


def _holds(clauses: Sequence[str], clause: str) -> bool:
    return any(matching_key(clause) in matching_key(part) for part in clauses)


def _joined(parts: Sequence[str], between: str = "，") -> str:
    """Clauses in one text; what was said in different messages is told apart by a heavier mark."""
    text = ""
    for part in filter(None, parts):
        mark = "" if not text or text.endswith(("？", "?")) else between if not text.isascii() else ". "
        text += f"{' ' if text.isascii() and text.endswith('?') else mark}{part}"
    return text
