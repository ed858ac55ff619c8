"""What people say when they go: «我这就打电话去，谢谢», «让他重新发一份», «那我就等着对吧»; it asks for no answer.

Patterns fit the key of a clause whole; each repeats only words of which none is made of two others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from dialogue.moods.chat import names_our_matter
from dialogue.moods.whole_messages import is_courtesy, nods
from dialogue.text.asking import asks
from dialogue.text.clauses import is_asked, marked_clauses, split_clauses
from dialogue.ticket.words import cancels
from faq.text.normalise import matching_key

_OWN = re.compile("(?:我|俺|咱|那我|就|还是我?|直接|自己)(?!想|要问|问|没|不)")
Plan = Literal["police", "call", "wait", "others", "family", "go", "later"]
_WHEN = (
    "现在|这就|马上|等下|待会儿?|回头|明天|明早|后天|今天|今晚|晚上|下午|上午|明儿个?"
    "|(?:周|星期|礼拜)[一二三四五六日天末]|下(?:周|星期|礼拜)|抽空|有空|改天"
)
_MEANS = rf"(?:那|就|先|再|算了|好吧|还是|只好|只能|准备|打算|也|去|这边|自己|好|行|嗯|{_WHEN})"
"""What shows that something is meant to be done; «找回密码» alone asks for it."""
_LEAD = rf"(?:{_MEANS}|我们?|俺|咱们?|得|要){{1,7}}"
_WHO = (
    "(?:我们?|咱们?|那边的?|他们?的?|她们?的?|对方的?|本人|孩子|女儿|儿子|闺女|家里人?|爸妈?|妈妈?|爸爸|老公|老婆|同学|朋友|同事|学生们?|家长|员工|应聘的?人?|求职者"
    "|学校的?|学院的?|老师|辅导员|班主任|教务处?|学籍科?|招生办?|招办|研招办|报考点|招生单位|单位|公司|人事|hr|武装部|派出所|营业厅|运营商|银行"
    "|考试院|教育厅|教育局|省里|官方|客服|客服热线|学信网|热线|部门|管理|的|[一-鿿]{1,3}(?:处|室|科|部|局|所|厅|馆|中心|窗口)){1,4}"
)
_END = "(?:吧|啊|呀|哈|啦|去|来|好了|再说|看看|看|一?下|就行|得了|试试){0,3}"
_KIN = (
    "(?:我|俺|咱|他|她|孩子)?(?:爸爸?|妈妈?|爸妈|老公|老婆|对象|姐姐?|哥哥?|弟弟?|妹妹?|儿子|女儿|闺女|孩子|室友|同学"
    "|朋友|家里人?|家长)"
)
_DEED = "(?:去|来|办|弄|打|问|找|拿|带|交|寄|补|开|改|换|绑|试|重新|登|联系|申请|跑)"
_OWN_PLAN = (
    "(?=.{0,6}(?:我|俺|咱|先|就))"
    rf"(?:那|就|先|再|还是|只好|只能|我|俺|咱|自己|{_WHEN}){{2,6}}(?!想|要|问|没|不|是|的)"
)
"""«那我先», «我下午»: who says when, or that it follows, means to do it; «我改手机号» may ask for it."""
_PLANS: tuple[tuple[Plan, re.Pattern[str]], ...] = (
    (
        "police",
        re.compile(
            rf"{_LEAD}(?:打个?|拨个?)(?:电话)?(?:给)?(?:110|96110|报警(?:电话)?|警察){_END}|{_LEAD}(?:报个?警|去?派出所报案){_END}"
        ),
    ),
    (
        "call",
        re.compile(
            rf"{_LEAD}(?:(?:给|跟|往){_WHO})?(?:打个?|拨个?|去个)电话(?:给|问问?|到|过去)?(?:{_WHO})?{_END}|{_LEAD}(?:打给|打到){_WHO}{_END}"
        ),
    ),
    (
        "wait",
        re.compile(
            rf"{_LEAD}(?:接着|继续|慢慢|安心|耐心)?等(?:着|等|一?等|到)?(?:他们?|她们?|学校|你们|明天|过?了?24小时|[一两几三]天|(?:[一两几三]|半)个?(?:月|周|星期|礼拜)|一阵子?)?"
            rf"(?:的)?(?:通知|结果|消息|审核|回复|答复|信)?(?:出来|下来|通过)?(?:再说|再试|再看|再取|再来)?{_END}"
        ),
    ),
    (
        "others",
        re.compile(
            rf"{_LEAD}(?:让|叫|请|喊|催){_WHO}(?:重新|再|赶紧|赶快|帮忙|自己|给我){{0,2}}(?:去|来)?[^吗呢么]{{1,10}}?{_END}"
            rf"|{_LEAD}(?:告诉|通知|转告){_WHO}[^吗呢么]{{0,12}}{_END}"
            rf"|{_LEAD}(?:找|问问?|联系|跟|和|同){_WHO}(?:去)?(?:说|问|讲|联系|沟通|改|弄|办|反映|核实|商量|要|开|帮忙)?(?:一?下|一声|清楚)?{_END}"
        ),
    ),
    (
        "family",
        re.compile(
            rf"(?:{_MEANS}){{0,2}}{_KIN}(?:说|会|要|帮我|给我|替我|自己|那边|他|她|可以|{_MEANS}){{0,4}}{_DEED}{{1,2}}[^吗呢么]{{0,10}}"
        ),
    ),
    (
        "go",
        re.compile(
            rf"(?=.{{0,8}}[去跑回到]){_LEAD}(?:跑|回|到|上)?(?:一?趟)?{_WHO}(?:一?趟)?(?:问问?|办|改|弄|补|跑|开|打听|说)?(?:一?下|一趟)?{_END}"
            rf"|{_OWN_PLAN}(?:把|拿|带着?|带上)?[^吗呢么]{{0,10}}?{_DEED}[^吗呢么]{{0,12}}"
            rf"|(?:{_LEAD})?(?:按|照|依)(?:着|照)?(?:您|你|这个|上面|这样|那个|说)?(?:说|写|讲|教)?(?:的|样)?(?:去)?(?:做|弄|办|试|操作|来){_END}"
        ),
    ),
)
_TIME = (
    "(?:今晚|明[天日早晚]|明儿个?|后[天日]|后儿个?|大后天|下?(?:周|个?星期|个?礼拜)[一二三四五六日天末]|下个?(?:周|星期|礼拜|月)|周末|过?[两几一二三]个?(?:天|周|星期|礼拜)"
    "|过(?:一?阵子?|段时间)|回头|晚[点些]|有空|抽空|得闲|改天|上午|下午|晚上|中午|早上|(?:[0-9]{1,2}|十?[一二三四五六七八九十])月份?|月底|年底|开学|上班|下班|放假|放学"
    "|白天|回(?:家|学校|宿舍|去)|到(?:家|学校|单位)|到时候?)"
)
_LATER = re.compile(
    rf"(?:[系是]这样先|[哦噢哎嗯]|那|就|先|还是|我们?|俺|咱|得|要|只能|只好|打算|准备|算了|也|嘛|好|行|嗯|现在){{0,5}}+(?:等到?|到|过)?{_TIME}{{1,3}}+(?:以后|之后|后|的时候)?"
    r"(?:我|俺|再|又|才|去|来|就|回来|接着|继续|慢慢){0,4}+(?:(?:弄|搞|办|整|改|看|说|讲|试|查|登|填|做|操作|处理|联系|问|刷|验|拍|取|传)(?:一?[下次遍]|看|看看)?|(?<=去)|(?<=来))"
    r"(?:它|这个|那个|吧|啊|嘛|咯|哈|呗|好了){0,3}+"
    rf"|(?:[哦噢哎嗯]|那|就|先|也|我|俺|只能|只好|得|要){{0,6}}+等到?{_TIME}{{1,3}}+(?:以后|之后|再说|上班|开门|了|吧|啊|嘛|咯|哈|呗){{0,3}}+"
)
"""«等星期一再弄», «那我周一去»: what is put off, whatever it is."""
_DIALECT_YES = re.compile(
    "(?:要得|中|得|成|妥|好[哩嘞嘛呀哟滴勒]|晓得|明白|懂|嗯呢|哦|行|好|[系是]?这样){1,3}(?:嘛|咯|啦|了|勒|先|哈){0,2}"
)
_NOT_NOW = re.compile(rf"(?:那|我|就|先|{_TIME}){{0,4}}不(?:弄|搞|办|管|整|问)了(?:吧|先|哈)?")
_NOT_MEANT = re.compile(
    "[过着]了$|(?<![好行得])了$|[不没](?!用急|着急|打扰)|错|失败|提示|显示|报|怎|什么|哪|谁|多久|几|能不能|可不可以|行不行"
    "|收不到|登不|想|能给"
)
_TAG = re.compile(
    r"(?:您看|你看|您说|你说)?(?:就|这样|这么)?(?:(?:对|是|行|可以|好|没错|成)(?:吧|吗|么|不对|不是|不(?![^?？!。]))|就(?:行|可以|好)了?(?:吧|吗|对吧|是吧)|是不是|对不对|行不行|没错吧|(?:就?是)?(?:这个|这)意思(?:吧|吗|么|对吧|是吧))[?？!！。]*$"
)
_TRIES = re.compile("(?:那|我|俺|先|就|再|行|好|嗯){1,5}去?(?:试|问|看|弄|查|办|搞|打){1,2}(?:看|一?下)?")
"""Who only goes to try names no plan."""
_THEN = "那"
"""What a plan behind a nod could begin with: «明白了，打电话给学校»."""
_FAMILY = re.compile(
    "(?:让|叫|请|喊|催|找|问)(?:孩子|女儿|儿子|闺女|家里人?|爸|妈|老公|老婆|同学|朋友|他们?(?=自己)|她们?(?=自己))"
)
"""Who is asked for help at home knows no more than we told."""
_TO_WHOM = re.compile("^.{1,8}?(?=我[找问等打去让叫跟])")
"""What stands before the one who does it: «照片我找学校是吧»."""
_SUMS_UP = re.compile(
    "(?:那么?|好的?|行|嗯|哦|噢|懂了?|明白了?|我){0,4}(?:也?就是说?|意思(?:就)?是|等于|总之|所以(?:说|就是)?)(?!不是|啊|呢)"
)
_OPEN = re.compile("(?:行|可以|好|成|能行)(?:吗|么|不|不行|否)$")
_PLANNED = re.compile("那|就|我(?:先|就|直接|去)")
_OPEN_CHARS = 14
_POINTS = re.compile("(?:那|这|所以|之前|前面|原来|以前|刚才).{2,40}(?:了|的)$")
"""What «？» alone makes a wish for a yes: it points at what was talked of, and states."""
_ASKS_LENGTH = re.compile("(?:要|得|需要?)等(?:上|到)?几个?(?:天|周|星期|礼拜|月|日)")
"""«要等几个礼拜» asks how long, and puts nothing off."""
_LONGEST = 24
_LEAST_CONFIRMED = 4
_SUPPOSES = re.compile(
    "(?:那么?|我|就|这个|这样){0,3}(?:要是|如果|万一|假如|假设|若是|倘若|不(?!是|用|需|能|会|要|影响|算))"
)
"""«要是没有电脑行不行», «不注销行不行» suppose a case and state nothing that could be confirmed."""
_NO_DEALING = re.compile(
    "(?:我|就|那|都|也|再|绝对|先|肯定|放心){0,4}(?:不|没|别|才不|不会)(?:再)?(?:理|搭理|管|信|相信|接|给|回|上当|点|转|告诉)(?:睬|会)?"
    "(?:他们?|她们?|它|骗子|那人|那个人|对方|电话|链接|钱|码|任何人){0,2}(?:的|了|啦|吧|就是了?){0,2}"
)
"""«我不理他»: what somebody will not do with who deceives them."""
_BYE = re.compile(
    "(?:嗯|那|好的?|行|算了|就|也){0,3}(?:实在|要是|如果)?(?:不行|不成|有问题|卡住了)(?:我)?再(?:来)?(?:找|问|麻烦)(?:你|您)"
    "|(?:嗯|那|好的?|行|算了|就|也){0,3}(?:先这样|就这样|拜拜|再见|回见|先走了|我先去忙|先忙了|下线了|bye)(?:吧|了|啊|哈)?"
)


@dataclass(frozen=True)
class Closing:
    """What somebody will do; `confirms` is the plan where they ask whether it is right, `thanks` whether they thank."""

    plan: Plan
    confirms: str = ""
    thanks: bool = False


def closing_in(text: str) -> Closing | None:
    """The plan a message ends on, when it says nothing else but courtesies; None for any other message.

    Before «…对吧？» something may be told that asks nothing.
    """
    marked = marked_clauses(text)
    plan: Plan | None = None
    confirms = ""
    told = False
    told_before: list[str] = []
    nodded = False
    for clause, mark in marked:
        if _idle(clause):
            nodded = nodded or nods(matching_key(clause))
            continue
        bare = _TAG.sub("", clause)
        if not matching_key(bare) and plan is not None:  # «我等着，对吧»
            confirms = confirms or "，".join(told_before)
            continue
        found = _plan(matching_key(bare)) or (_plan(f"{_THEN}{matching_key(bare)}") if nodded else None)
        if found is None and bare != clause:
            found = _plan(_TO_WHOM.sub("", matching_key(bare)))
        if found is None:
            if is_asked(clause) or set(mark) & set("?？"):
                return None
            told = True
            told_before.append(clause)
            continue
        told_before.append(bare)
        if bare == clause and set(mark) & set("?？"):
            return None
        plan = found
        confirms = bare if bare != clause else confirms
    if plan is None or (told and not confirms):
        return None
    return Closing(plan, confirms, thanks="谢" in text or "唔该" in text)


def gives_up_for_own(text: str) -> bool:
    """«算了，我买全价票»: given up, with what the person does instead, which is none of our matters."""
    first, *rest = split_clauses(text) or [""]
    own = [matching_key(clause) for clause in rest if not is_courtesy(clause)]
    return cancels(matching_key(first)) and bool(own) and all(map(_is_own, own))


def _is_own(key: str) -> bool:
    return _OWN.match(key) is not None and len(key) <= _LONGEST and not (asks(key) or names_our_matter(key))


def _plan(key: str) -> Plan | None:
    if not 2 < len(key) <= _LONGEST:
        return None
    if _PLANS[0][1].fullmatch(key):  # «报» in it reports no fault
        return "police"
    if _LATER.fullmatch(key) and "不" not in key and not _ASKS_LENGTH.search(key):
        return "later"
    if _NOT_MEANT.search(key) or _TRIES.fullmatch(key):
        return None
    found = next((kind for kind, pattern in _PLANS if pattern.fullmatch(key)), None)
    return "family" if found == "others" and _FAMILY.search(key) else found


def confirmed_in(text: str) -> str:
    """What somebody wants confirmed that is no plan: «改成毕业证上的号就行了吧»; empty for all else."""
    marked = [(clause, mark) for clause, mark in marked_clauses(text) if _is_tag(clause) or not _idle(clause)]
    clauses, marks = [clause for clause, _ in marked], [mark for _, mark in marked]
    if not clauses:
        return ""
    if len(clauses) > 1 and _is_tag(clauses[-1]):  # «先找教务，不行再找省里，对不»
        return "，".join(
            clause for clause in clauses[-3:-1] if not is_asked(clause) or _SUMS_UP.match(matching_key(clause))
        )
    last, before = clauses[-1], clauses[-2] if len(clauses) > 1 else ""
    bare = _TAG.sub("", last)
    if bare == last and _POINTS.match(matching_key(last)) and set(marks[-1]) & set("?？") and not is_asked(last):
        return bare  # «那份废了？»
    asked = is_asked(bare) and not _SUMS_UP.match(matching_key(bare))  # «就是让学校查是不是漏报了，对吧»
    if bare == last or asked or bare.endswith("不") or _SUPPOSES.match(matching_key(bare)):
        return ""
    if len(matching_key(bare)) < _LEAST_CONFIRMED:
        return before
    return f"{before}，{bare}" if before and not is_asked(before) else bare


def asks_openly(text: str) -> bool:
    """Whether a short question asks if something may be, and not if it was understood: «自己拍的行吗», «都行不»."""
    key = matching_key(text)
    return (
        len(key) <= _OPEN_CHARS and _OPEN.search(key) is not None and not (_SUMS_UP.match(key) or _PLANNED.match(key))
    )


def sums_up(text: str) -> bool:
    """Whether somebody says back what they heard and wants a yes: «就是先找学院，不行再找省里，对不».

    What it holds tells nothing of how things stand.
    """
    keys = [matching_key(clause) for clause in split_clauses(text)]
    return bool(confirmed_in(text)) and any(map(_SUMS_UP.match, keys))


def _is_tag(clause: str) -> bool:
    """Whether a clause only asks to confirm the one before it: «行吧» behind a plan is no courtesy."""
    return not matching_key(_TAG.sub("", clause))


def _idle(clause: str) -> bool:
    key = matching_key(clause)
    idle = (_BYE, _NO_DEALING, _DIALECT_YES, _NOT_NOW)
    return is_courtesy(clause) or any(pattern.fullmatch(key) for pattern in idle)
