"""«刚才说的第二步是啥», «给我排个一二三», «先找谁后找谁»: the order of what was said is wanted, or one line of it."""

from __future__ import annotations

import re

from dialogue.heard import Heard
from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

STEP = "step_"
"""How the kind of a follow-up begins that asks for one step of what was said; its number stands behind."""
LAST_STEP = -1
_LONGEST = 26
_GROUPS = ("1一", "2二两", "3三", "4四", "5五", "6六")
_NUMBERS = {letter: number for number, group in enumerate(_GROUPS, 1) for letter in group}
_LEAD = (
    "(?:那么?|所以|就是|就|我们?|咱们?|[您你]们?|能不能|能|可以|麻烦|请问|请|帮忙?|给|替|直接|再|到底|究竟|告诉|问一?下"
    "|等等|等下|哦|诶|对了|不好意思|刚才?|之前|前面|上面|上一条|说|讲|写|发|的|那个|里面|里头|里|忘了|一共|也|还是"
    "|你看|看看|现在){0,8}"
)
_END = (
    "(?:给我|跟我|帮我|一下|说|讲|看看|[捋理排列]|我|呗|吧|呢|呀|啊|嘛|[您你]|谢谢|好吗|行吗|行不行|行不|可以吗|好不好|来着"
    "|了|着|去|做|办|弄){0,6}"
)
_WHICH = "(?:哪一?[个里边样件家步头条]|哪儿|谁|什么|哪)(?:部门|单位|人|事)?"
_DEED = "(?:应该|去|来|要|该|得)?(?:做|办|弄|找|去|问|搞|走|联系|跑|处理|是)?"
_TURN = "(?:一二三四?|123|先后|前后|顺序|次序|步骤)"
_OF_ORDER = "先后序步捋理顺清流条思头一1"
"""One of these is in every such wish."""
_ORDER = re.compile(
    f"(?=[^{_OF_ORDER}]{{0,{_LONGEST}}}+[{_OF_ORDER}])(?:{_LEAD}先{_DEED}{_WHICH}(?:再|后|之后|然后|接着|最后){{1,2}}{_DEED}{_WHICH}{_END}"
    f"|{_LEAD}(?:把|按着?|照着?|有)?(?:一?个|[这那]些?|这几[样件个]|事情?|一步一步|一条一条|一步步|一条条|分步|挨个){{0,4}}"
    "(?:给我|帮我|跟我)?[排列捋理顺归总说写讲](?:一?[排列捋理顺总说下]){0,2}(?:出来|清楚|出|好|成|个|一个|几条){0,2}"
    f"(?:{_TURN}|清单|流程|条理|思路|头绪){{1,2}}(?:出来|给我)?{_END}"
    f"|{_LEAD}(?:[捋理顺]一?[捋理顺]|[捋理]一下|[捋理]顺){_END}"
    f"|{_LEAD}(?:按着?|照着?|把){_TURN}{{1,2}}(?:给我|帮我|跟我)?[排列捋理说写讲来](?:一?[捋理排说下遍]|出来)?{_END}"
    f"|{_LEAD}(?:先后|顺序|次序){{1,2}}(?:是|该)?(?:什么样?的?|怎么样?的?|怎么排|呢){_END})"
)
_SUMMED_UP = re.compile(
    "(?:那|好的?|行|嗯|麻烦|请|能不能|能|可以|你|您|再|最后|帮我|给我|替我|帮忙|所以){0,5}"
    "(?:(?:总结|归纳|概括|汇总|梳理|[捋理列写])(?:一?[个下份张遍]|成|出来?)?(?:一?[个下份张])?(?:给我|我)?"
    "(?=(?P<list>.{0,6}(?:清单|单子|步骤|流程|顺序|要点|重点|先后|几[步条点]|要做的|要办的|该做的|要带的))|(?P<sum>(?<=[结纳括总理捋下]).{0,12}(?:先|怎么|该|要|做|办|弄|干|吧|呗|行吗|好吗))|(?P<bare>(?<=[结纳括总下理遍])$))"
    "|一共(?:要|有|是)?几步|分几步|(?:清单|单子|先后|顺序)(?:给我|发我|列))"
)
"""«给我列个单子», «总结一下我该干啥»: all that was said, in short."""
_STEP = re.compile(
    rf"{_LEAD}(?:第(?P<number>[1-6一二两三四五六])|(?P<last>最后一?))(?:个|那)?(?:步|条|点|件|项|样)(?:事情?|骤)?"
    "(?P<asks>(?:你|您|刚才|要|该|得|是|又|到底|具体|应该|叫|让|我|说|讲|写|的){0,5}"
    "(?:做?(?:什么|哪个)(?:来着|意思|东西)?|哪一?步|怎么(?:说|写|讲)|再?(?:说|讲|发|念)一?[遍次下]|来着|呢|忘了|没记住"
    f"|没看清|没听清|(?:去|找|问|联系){_WHICH}|(?:哪个|什么)(?:部门|单位|人)))?{_END}"
)
_BARE = re.compile("步")
_SAID_BEFORE = re.compile("刚|之前|前面|上面|上一条|[说讲写发念忘漏]|来着|意思|没")
_ENGLISH_STEP = re.compile(
    "(?:(?:so|ok|and|sorry|wait|please|what|what's|which|was|is|were|did you say|again|tell me|repeat|the|about) ){0,6}"
    "(?:(?P<word>first|second|third|fourth|last) step|step (?P<number>[1-6]|one|two|three|four))"
    "(?: (?:again|once more|please|was|is|you said|just now)){0,3}"
)
_ENGLISH_NUMBERS = {
    **{name: number for number, name in enumerate(("first", "second", "third", "fourth"), 1)},
    **{name: number for number, name in enumerate(("one", "two", "three", "four"), 1)},
    "last": LAST_STEP,
}
_ENGLISH_ORDER = re.compile(
    "(?:(?:so|ok|and|then|but|please) ){0,3}"
    "(?:(?:which|what)(?: one| step| of (?:these|those|them))? (?:should|do|shall|must|to|comes|is)(?: i| we)?"
    "(?: do| start with| begin with)?(?: to do)? first|(?:in )?(?:what|which) order(?: (?:should|do) i .{1,12})?"
    "|where (?:should|do) i (?:start|begin)|(?:list|give me|number) .{0,20}in order)(?: then| please)?"
)
_NOT_LETTERS = re.compile("[^a-z0-9' ]")


def asks_order(text: str) -> bool:
    """Whether somebody wants what is to be done one after another: «给我捋捋», «which do I do first»."""
    plain = in_mandarin(text)
    if text.isascii():
        return _ENGLISH_ORDER.fullmatch(_english(text)) is not None
    keys = [matching_key(clause) for clause in split_clauses(plain)]
    whole = "".join(keys)
    ordered = any(_ORDER.fullmatch(key) is not None for key in (whole, *keys[-1:]))
    return len(whole) <= _LONGEST and (ordered or asks_list(text))


def asks_list(text: str) -> bool:
    """Whether all that was said is wanted in short, as a list: «总结一下我该干啥», «列个单子»."""
    return any(_SUMMED_UP.match(matching_key(clause)) is not None for clause in split_clauses(in_mandarin(text)))


def step_asked(text: str) -> int:
    """The number of the step of what was said that is asked for; `LAST_STEP` for the last, 0 where none is."""
    if text.isascii():
        found = _ENGLISH_STEP.fullmatch(_english(text))
        name = (found["word"] or found["number"]) if found is not None else ""
        return int(name) if name.isdigit() else _ENGLISH_NUMBERS.get(name, 0)
    heard = Heard(in_mandarin(text))
    found = _STEP.fullmatch(heard.core_key) if len(heard.core_key) <= _LONGEST else None
    if found is None or not (found["asks"] or _BARE.search(found[0])):  # «第二条吧» chooses from a list
        return 0
    if _NUMBERS.get(found["number"] or "") == 1 and not _SAID_BEFORE.search(found[0]):  # where to begin is asked
        return 0
    return _NUMBERS[found["number"]] if found["number"] else LAST_STEP


def _english(text: str) -> str:
    return " ".join(_NOT_LETTERS.sub(" ", text.lower()).split())
