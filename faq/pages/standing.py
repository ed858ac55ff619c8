"""How far a page says something is: not open yet, not begun, handed in, done, there already, closed, not found."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

NUMBER = r"[\d一二两三四五六七八九十]{1,3}"
LEFT = re.compile(
    rf"(?:还有|还剩|剩余?|距[^，。]{{2,10}})\s?{NUMBER}\s?(?:个)?(?:秒|分钟?|小时|天|日)"
    r"|(?:还有|还剩|剩余?|倒计时)\s?[:：]?\s?\d{1,3}[:：]\d{2}(?:[:：]\d{2})?"
)
"""How much of a time is left."""
_IN_HAND = re.compile(
    r"(?:审核|受理|处理|核查|审批|校验|核验)中|待(?:审核|受理|处理|审批)|(?:正在|等待)[一-鿿]{0,6}(?:审核|审批|处理|受理|核验|出具)|(?:申请|材料|照片)?已(?:经)?(?:提交|受理)|审核(?:通过|完成)(?:之?后|以后)(?:才|方)"
)
_REFUSED = re.compile(r"(?:未|不)(?:予)?通过|退回|驳回|失败|拒绝")
_NOT_YET = re.compile(
    r"(?:尚|暂|还)?未(?:到(?![账期场位])|开始|开放|公布|发布)|还没(?:有)?(?:到|开始|开放|公布|发布)|(?:暂|尚)不开放|(?:即将|稍后)(?:开放|开始)"
    r"|不在[^，。]{0,14}(?:时间|期间|时段)(?:范围)?(?:之?内)?|非(?:报名|开放|下载|查询|填报)(?:时间|期间|时段)"
)
_NOW = re.compile(r"目前|当前|现在|系统|页面|功能|入口|通道|^时间|您|你|的|！|。")
_UNDONE = re.compile(
    r"(?:还|尚|暂)?(?:没有?|未)(?P<act>申请|登记|绑定|设置|填写|报名|缴费|签约|提交|完成)过?(?P<what>[一-鿿]{2,10})?"
)
_SITE_WORDS = re.compile("^我的|[（(].{0,6}$")
_DONE = re.compile(
    r"(?<![未不没后])(?:注册|绑定|解绑|解除绑定|修改|重置|找回|设置|支付|缴费|登记|报名|确认|校对|登录|激活|更换|换绑)(?:[已己]?成功|[已己]完成)(?!后|之后|以后|才)"
    r"|(?:验证|核验|认证|校验|比对)(?:[已己]?成功|[已己]完成|(?<![未不没])[已己]?通过)(?!后|之后|以后|才)|[已己]经?(?:完成|通过)[一-鿿]{0,6}(?:验证|核验|认证|比对|校对|登记)"
)
_ALARM = re.compile("(?:非|不是)(?:[您你])?(?:本人|自己)")
"""Behind what somebody else may have done: nobody wants to hear that it succeeded."""
_THERE = re.compile(r"[已己]经?(?!经|被|注[销册]|使用|失效|锁定|截止|冻结|关闭|满|达|超|过期?|绑定了?其)[一-鿿]{1,12}")
_NEEDLESS = re.compile(
    r"(?:无需|无须|不需要?|不用|不必)(?:再次?|重复|重新|另行)?[一-鿿]{2}|(?:请勿|切勿|不要)(?:再次|重复)[一-鿿]"
)
_IF = re.compile(r"(?:^|[。；;！!，,\n])\s{0,2}(?:如(?![下上图前实何期]|约)|若|倘若|假如|一旦)[^。；;！!\n]{0,200}")
"""What holds for some only: who has not done it reads the same «如已支付，请勿重复支付»."""
_STILL = re.compile(
    r"(?:仍|还|却|一直|依然)(?:然)?(?:为|是|显示)|但[^，。]{0,10}(?:未|没)"
    r"|(?:不能|无法|不可以?|不得|禁止|不予|不允许)(?!重复(?:提交|点击))[一-鿿]{2}"
)
"""What stands beside a state and takes it back: it still says otherwise, or it is why something else is refused."""
_NOTHING = re.compile(
    r"(?:未能?|没有?|暂未)(?:查询?|查找|检索|找)到|查无|(?:查|查询|找)不到|(?:无|没有)(?:符合|匹配)[一-鿿]{0,6}的"
)
_ONLY_FOR = re.compile(
    r"(?:只有|仅(?:限|有)?)(?:[已己]经?|完成)?(?P<what>绑定[一-鿿]{2,10}?|[一-鿿]{2,8}?(?:认证|验证|核验|绑定))"
    r"(?:过|了|成功|之?后)?的?(?:用户|账号|人员|考生|学生)?(?:，?才|使用|办理|申请|查询|可)"
)
_ON_WAITING = re.compile(r"等结果|等审核|看结果|再等|多久|时限|工作日|天数|进度|看状态|催|别重复|反复提交")
_CLOSED_BY = re.compile("锁定|受限|限制|上限|维护|冻结")
_NUMBER_BEFORE = re.compile(r"^\s*\d{1,2}[.、]\s*")


def what_now(quote: str, details: Sequence[str] = ()) -> str:
    """What the state on a page leaves to do (Chinese, behind a quotation): to wait for a time, or for a result; ""."""
    if any(LEFT.search(text) for text in (quote, *details)):
        return "，等到那时再操作"
    if is_in_hand(quote):
        return "，已经交上去了，等结果，别重复提交"
    if is_done(quote):
        return "，这一步办成了"
    if is_settled(quote):
        return "，不用再办了"
    if first := only_for(quote):
        return f"，要先{first}"
    return "，现在还没到时候" if is_not_yet(quote) else ""


def is_not_yet(text: str) -> bool:
    """Whether a page says that its time has not come, or is not now."""
    return _NOT_YET.search(text) is not None


def asked_for_time(text: str, name: str) -> str:
    """The question behind «准考证下载尚未开始»: when that begins; "" where a page does not say so."""
    found = _NOT_YET.search(text)
    if found is None:
        return ""
    inside = re.sub(r"^不在|(?:时间|期间|时段|范围|之?内){1,4}$", "", found[0]) if found[0].startswith("不在") else ""
    clause = re.split("[，。；]", text[: found.start()])[-1] + inside + re.split("[，。；]", text[found.end() :])[0]
    matter = _NOW.sub("", clause)
    begins = "公布" if re.search("公布|发布", found[0]) else "开始"
    return f"{matter if len(matter) > 1 else name}什么时候{begins}" if matter or name else ""


def asked_to_do(text: str, name: str) -> str:
    """The question behind «您还没有申请过报告», «登记状态：未登记»: how to do it; "" where a page does not say so."""
    found = _UNDONE.search(text)
    matter = (found["what"] or _SITE_WORDS.sub("", name)) if found else ""
    if found is None or not matter or _REFUSED.search(text):
        return ""
    return f"{matter}怎么做" if found["act"] in matter else f"怎么{found['act']}{matter}"


def may_be_others(text: str) -> bool:
    """Whether a notice tells of what was done with an account, and asks whether it was its owner."""
    return _ALARM.search(text) is not None and "忽略" not in text


def is_done(text: str) -> bool:
    """Whether a page says that what it is for succeeded: of itself, not of who might have done it."""
    if _ALARM.search(text):
        return False
    text = unconditional(text)
    return _DONE.search(text) is not None and not _REFUSED.search(text)


def is_settled(text: str) -> bool:
    """Whether a page says that this is done, or there already so that nothing has to be done."""
    if is_done(text):
        return True
    text = unconditional(text)
    if _STILL.search(text):
        return False
    there = _THERE.search(text) is not None and _NEEDLESS.search(text) is not None
    return there and not is_in_hand(text) and not _REFUSED.search(text)


def unconditional(text: str) -> str:
    """What a page says of whoever sees it, without the sentences that begin with 如 or 若."""
    return _IF.sub("", text)


def found_nothing(text: str) -> bool:
    """Whether a page says that what was looked for is not there."""
    return _NOTHING.search(text) is not None


def only_for(text: str) -> str:
    """What has to be done first, where a page says who alone may go on (只有实名认证的用户才能…); "" elsewhere."""
    found = _ONLY_FOR.search(text)
    return found["what"] if found else ""


def is_in_hand(quote: str) -> bool:
    """Whether something was handed in and has no result yet."""
    quote = unconditional(quote)
    return _IN_HAND.search(quote) is not None and not _REFUSED.search(quote)


def on_state(quote: str, answer: str) -> str:
    """The lines of an answer for who has done its steps already and only waits; "" when it has none for them."""
    closed = _CLOSED_BY.search(quote)
    if not is_in_hand(quote) and closed is None:
        return ""

    def wanted(part: str) -> bool:
        return _ON_WAITING.search(part) is not None if closed is None or is_in_hand(quote) else closed[0] in part

    return lines_of(answer, wanted)


def lines_of(answer: str, wanted: Callable[[str], bool]) -> str:
    """The lines of an answer that say something wanted, without their numbers."""
    lines = [_NUMBER_BEFORE.sub("", line).split("；") for line in answer.split("\n")]
    kept = ["；".join(part for part in parts if wanted(part)) for parts in lines]
    return "\n".join(filter(None, kept))
