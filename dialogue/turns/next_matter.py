"""What somebody turns to in the middle of a matter: «算了不换了，干脆注销», «登上了。另外……», «弄完了，谢谢»."""

from __future__ import annotations

import re

from dialogue.mixed.several import may_ask
from dialogue.moods.whole_messages import is_courtesy, puts_off
from dialogue.questions.left_open import comes_back_to
from dialogue.text.asking import asks
from dialogue.text.clauses import marked_clauses, split_clauses
from faq.text.choice import means_none
from faq.text.normalise import matching_key

_DOING = "(?:重新)?(?:换绑?|修?改|找回?|弄|办|注册|注销|解绑|绑定?|登录?|查|搞|验证?|刷脸?|试|折腾|申请|认证|报)"
_REMEMBERED = "(?:密码|用户名|账号)?(?:我)?(?:又|刚才?|突然|忽然)?(?:想|记)起来?(?:密码|用户名|账号)?"
_GIVEN_UP = re.compile(
    r"(?:哎呀?|唉|那|还是|先|我|这个|好吧|行吧|要不|就|也|又|现在|还没|等等){0,4}"
    rf"(?:(?:算了|改主意了|改变主意了|不弄了|不搞了)|算了?吧?(?:先|就|我|也)?(?:不|别)(?:想|要|再)?{_DOING}.{{0,5}}"
    rf"|(?:不|别)(?:想|要|再)?{_DOING}.{{0,5}}了)(?:吧|啊|哈|呀|啦){{0,2}}"
    rf"|(?:我|哦|啊|诶){{0,2}}{_REMEMBERED}了"
)
"""How what was under way is put aside; who remembers the password needs no new one."""
_WISH = re.compile(
    "^(?:那|我|就|还是|现在|先|不如|要不)*(?:干脆|索性|直接|只|改成|改为|想要?|要(?!是|不)|打算|帮我|给我|麻烦)"
    "|^(?:还是|不如|要不).{2,}吧$|^(?:但是?|可是?|不过|就是).{3}"
)
_DONE = re.compile(
    "(?:我|自己|这边|已经|刚才?|终于|好像|嗯|哦|ok|好的?|行|那|现在|全|都|也|账号|手机号?|密码|邮箱|那个|这个|问题|事情?|可以"
    "|(?:学校|老师|教务处?|武装部|客服|派出所|招办|他们|人家|那边|家里人?|孩子|同学|朋友)(?:那边)?(?:给|帮|替)(?:我|她|他|孩子)?){0,4}"
    "(?:(?:登录?|扫码?|改|换|绑|设|弄|搞|办|找|查|注册|验证?|审核|填|重置|收|进|修改|打印?|下载?|下|存|装|领|拿|取|连|做|申请|导|提交)"
    "(?:上|好|完|定|成|成功|进|到|过|回|出|通过)(?:来|去)?"
    r"|进(?:去|来)|(?:能|可以)(?:正常)?(?:登录?|进|用|看|查|收|打开)(?:上|进|到|去){0,2}"
    rf"|登录?成功|解决|搞定|办成|成|好|可以|{_REMEMBERED})[了啦](?:的|啊|呀|哈|啦|哦|呢|谢谢[你您]?|多谢|辛苦了){{0,3}}"
)
_PASSED = re.compile(
    "(?!.{0,6}(?:别人|同学|室友|人家|大家|有人|骗子|陌生|[他她]们?(?!的)|被|学校|老师|单位))[^不没未怎哪谁啥如等想要吗什几多]{0,10}?"
    "(?:已经|都|也|早就?|刚才?|终于|总算|刚刚|顺利|这下|[那这](?:一?[步个关项边件]|里)|就|给){0,3}"
    "(?:(?:重新)?(?:登录?|登陆|扫码?|刷脸?|改|换|换绑|绑定?|设置?|弄|搞|办|找|查|注册|验证?|核验|审核|认证|填|重置|收|修改|打印?|下载?|申请|提交|解绑)"
    "(?:上去|进去|进来|回来|出来|过来|上|好|完|定|妥|成功|成|到|过|回|出|掉|通过)了?){0,2}"
    "(?<=[上好完定妥功成到过回出掉去来了])(?<!不过)(?:过?了|过)(?:的|啊|呀|哈|啦){0,2}|[^不没未怎哪谁啥如等想要吗什几多]{2,10}?(?:已经|都|也|早就?|刚才?|总算|顺利|[那这](?:一?[步个关项]))(?:通过|过|验过|成|好|办妥)了"
)
"""How somebody says of one thing or step, by its name, that it is behind them: «刷脸那关已经过了»."""
_OVER = re.compile(
    "(?:好的?|嗯|我|那|就|也|都|现在|暂时|应该|好像|真的?){0,4}没有?"
    "(?:(?:什么|啥|要|再)?(?:别的|其他|其它)(?:什么|要|想)?(?:事情?|问题|疑问|问)的?[了啦]?|(?:什么|啥)?(?:事情?|问题|疑问|[要想](?:问|办|说|弄)的)[了啦])"
    "(?:啊|呀|哈|谢谢|多谢|辛苦|[你您]|[了啦]){0,4}"
)
"""How somebody says that there is nothing more."""
_TROUBLE = re.compile("[不没](?!用|要紧|过|错|事|问题)|错误|失败|报错|提示")
_NO_NEED = re.compile(
    rf"(?:那|就|我|现在|所以|都|也){{0,3}}不(?:用|需要|必)(?:再)?{_DOING}(?:什么|密码|手机号?|邮箱|账号|资料|了|啦|的){{0,3}}"
)
_NO_MORE_HELP = re.compile(
    "(?:那|就|好了|行了|谢谢|算了|哦|嗯){0,3}不(?:用|需要|必)(?:麻烦)?[你您]?(?:管|帮|弄)?了(?:谢谢|多谢){0,2}"
)
"""«不用了» beside «我自己弄好了»."""
_HEAD = re.compile(
    "^(?:但是|可是|不过|就是|另外|对了|还有(?:就是|件事|个事)?|顺便(?:问一?下)?|那|然后|(?:再|想)问一?下)[，,：:、 ]*"
)
_BUT = re.compile("^(?:但是?|可(?!以|能)是?|不过|就是)")
_LEAST = 4
_ANOTHER = re.compile(
    "^(?:那|对了|不是|我说的是){0,2}[，, ]?"
    "(?:还有一?个(?!问题)|另一?个|另外(?:那|一)个|第[二三]个(?:人|是)|换一个|别的那个)"
)
_PLATFORM = re.compile("网|平台|系统|报名|登记|应征|征兵|考研|研招")
_ACCOUNT = re.compile("账[号户]|帐号|用不用|通用|共用|同一个号")


def wanted_instead(text: str) -> str:
    """What is wanted by who gives up what was under way; empty when nothing is given up, or nothing else wanted."""
    clauses = split_clauses(text)
    given_up = [place for place, clause in enumerate(clauses) if _GIVEN_UP.fullmatch(matching_key(clause))]
    if not given_up:
        return ""
    return _wanted(clauses[given_up[-1] + 1 :])


def wanted_besides(text: str) -> str:
    """What is asked or wanted by who says first that a matter is done; empty when that is all."""
    clauses = split_clauses(text)
    rest = [clause for clause in clauses if not _DONE.fullmatch(matching_key(clause))]
    if any(_BUT.search(clause) for clause in rest):  # «改好了，可是还查不到» says how it went
        return ""
    return _wanted(rest) if len(rest) < len(clauses) and _DONE.fullmatch(matching_key(_first(clauses))) else ""


def told_after_none(text: str) -> str:
    """What is said behind «都不是» to a list; empty when that is all, or the message begins otherwise."""
    first, *rest = marked_clauses(text) or [("", "")]
    if not means_none(first[0]):
        return ""
    words = "".join(f"{clause}{mark}" for clause, mark in rest if not is_courtesy(clause))
    return words if len(matching_key(words)) >= _LEAST else ""


def names_another(text: str) -> bool:
    """«另一个是…», «那手机号呢，你还没说»: whoever or whatever is asked about now, it is not what was in talk."""
    return bool(comes_back_to(text)) or any(_ANOTHER.match(clause) for clause in split_clauses(text))


def tells_trouble(text: str) -> bool:
    """Whether a message only tells that something does not work: «学位也查不到»."""
    return _TROUBLE.search(text) is not None and not may_ask(text)


def says_done(text: str) -> bool:
    """Whether a message says that a matter is done, and nothing but thanks besides."""
    marked = [(clause, mark) for clause, mark in marked_clauses(text) if not is_courtesy(clause)]
    if any(set(mark) & set("?？") for _, mark in marked):
        return False
    left = [key for clause, _ in marked if not _NO_NEED.fullmatch(key := matching_key(clause))]
    return bool(left) and all(_DONE.fullmatch(key) or _OVER.fullmatch(key) for key in left)


def says_passed(text: str) -> bool:
    """Whether a clause only says of one thing or step that it is done: it tells of no trouble with that."""
    return _PASSED.fullmatch(matching_key(text)) is not None


def ends_talk(text: str) -> bool:
    """«不用改。没别的事了谢谢»: nothing is left to do for who says so, whatever they tell before it."""
    clauses = [clause for clause in split_clauses(text) if not is_courtesy(clause)]
    left = [clause for clause in clauses if not _OVER.fullmatch(matching_key(clause))]
    keys = list(map(matching_key, clauses))
    if any(map(_NO_MORE_HELP.fullmatch, keys)) and all(map(_ended, keys)) and any(map(_DONE.fullmatch, keys)):
        return True
    told = [clause for clause in left if not _NO_NEED.fullmatch(matching_key(clause))]
    return len(left) < len(clauses) and not any(
        asks(item) or _BUT.search(item) or _TROUBLE.search(item) for item in told
    )


def _ended(key: str) -> bool:
    """Whether a clause says that it is done, or that no help is needed any more."""
    return _DONE.fullmatch(key) is not None or _NO_MORE_HELP.fullmatch(key) is not None


def without_account_questions(text: str) -> str:
    """A text without what asks which account a platform takes: it tells of no application of one's own."""
    marked = marked_clauses(text)
    kept = [f"{clause}{mark}" for clause, mark in marked if not _asks_of_account(f"{clause}{mark}")]
    return text if len(kept) == len(marked) else "".join(kept)


def _wanted(clauses: list[str]) -> str:
    told = [clause for clause in clauses if not is_courtesy(clause) and not puts_off(clause)]
    words = "，".join(filter(None, (_HEAD.sub("", clause) for clause in told)))
    wished = any(asks(clause) or _WISH.search(matching_key(clause)) for clause in told)
    return words if wished and len(matching_key(words)) >= _LEAST else ""


def _first(clauses: list[str]) -> str:
    return next((clause for clause in clauses if not is_courtesy(clause)), "")


def _asks_of_account(clause: str) -> bool:
    return bool(_ACCOUNT.search(clause) and _PLATFORM.search(clause) and asks(clause))
