"""Which lines of a page most likely say what is wrong: whole sentences, not its titles, steps, buttons or dates."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile
from statistics import median

from faq.pages.joining import joined
from faq.pages.lines import LABELS, PageLine, follows, is_furniture, is_rest
from faq.pages.masking import masked_text
from faq.pages.prompts import says_what_blocks
from faq.pages.records import is_column_heading, is_unusual, unusual_rows
from faq.pages.rows import caption_of, heading_of, right_of, row_start
from faq.pages.standing import is_not_yet, is_settled, only_for, unconditional
from faq.text.normalise import matching_key

_MOST_LIKELY = 3
_LIKELY_CHARS = 80
_MOST_JOINED = 5
_PITCH = 1.3
"""How much further than the lines of a paragraph another line of it may stand."""
_SENTENCE_LETTERS = 8
_CELL_LETTERS = 3
TELLING = 1.0
"""The weight from which on a sentence says something of its own."""
_LINK = re.compile(r"https?[:：]//[!-~]+", re.IGNORECASE)
_MASK = re.compile(r"〔[^〕]*〕")
_DATE = re.compile(
    r"(?:\d{2,4}[年./-])?\d{1,2}[月./-]\d{1,2}日?|(?:星期|周)[一二三四五六日天]|上午|下午|凌晨|晚上|昨天|今天|前天|\d{1,2}[:：]\d{2}(?:[:：]\d{2})?"
)
_STEP = re.compile(
    r"^[（(]?(?:第[一二三四五六\d]步|[1-9①-⑨])[)）.、\s]*(?:选择|填写|输入|验证|身份|核对|设置|重置|确认|完成|提交|查看|上传)"
)
_TITLE = re.compile(
    r"^(?:中国)?(?:高等教育)?学(?:生)?信(?:息|档案)?网?(?:（?学信网）?)?$|[_|｜—-]\s*(?:学信网|学信档案|研招网)$|^(?:学信网|研招网)[_|｜—-]"
    r"|^信息\W*短信|^(?:登录|注册|查询|找回|修改|首页|我的|详情|公告)(?:页面|中心)?$|招生信息(?:公开)?网$|报名网$|征兵网$|学生信息网|^[您你]好[,，].{0,12}$|[|｜]\s*(?:退出|注销)$"
)
_SITE_NAME = re.compile(
    r"(?:中国)?(?:高等教育)?学生信息网(?:学信网)?|学信网|学信档案|中国研究生招生信息网|研招网|研究生招生信息网|全国征兵网|chsi"
)
_BOX_TITLE = re.compile(
    r"(?:温馨|系统|友情|错误|操作|安全|登录|注册|重要)?提[示醒]|提示信息|(?:系统)?(?:错误|警告|通知|公告)|出错了"
    r"|(?:验证|操作|提交|登录|注册|绑定|修改|保存|查询|认证|核验|申请|上传|加载|识别|获取)(?:失败|错误|异常|未通过|不通过)"
)
"""What every box may have over it, whatever it says."""
_EXPLAINS = re.compile(
    r"^(?:如果|如您|若|温馨提示|友情提示|注[:：]|[一-鿿]{0,8}(?:说明|须知|提醒)[:：])|怎么|怎样|如何|为什么|[?？]"
)
_TELLS = re.compile(r"状态|受理|审核|[您你]|请|尚未|暂无|正在|已(?:被|经|达)|不|未|无法|成功|等待|锁定|后再")


_STATE = re.compile(
    r"状态\W|(?:受理|审核|处理|办理|寄送|制作|核查|校验|核验)中|(?:正在|等待)[一-鿿]{0,6}(?:审核|审批|处理|受理|确认|核验|出具|制作)|已(?:经)?(?:提交|锁定)|锁定期|(?:需要?|须|请)先(?:完成|进行|做|办理|通过|绑定)|待(?:审核|支付|缴费|确认|录取)|已(?:经)?(?:发送|发出|下发|寄出)|秒后"
)


_RULE = re.compile(r"至少|不(?:少|多|超过)于?|必须|应(?:为|包含)|只能|不得|不能(?!为空)|长度(?:须|为)")
"""What a page asks of an entry; where it says so once, that is what the page is sent for."""
_STATE_LABEL = re.compile(r"(?!学籍|在籍)[一-鿿]{0,6}(?:状态|进度|结果|校验|审核|核验)")
"""The state of studies (学籍状态) is no progress of anything."""
_OUTCOMES = (is_settled, is_not_yet, only_for)
_COUNT = re.compile(r"\s{0,4}[（(]\d{0,6}[)）]\s{0,4}$")
_EMPTY = re.compile(r"(?:暂无|没有|查无|未查询到)(?:相关)?(?:数据|信息|记录|内容|照片)?|无(?:数据|信息|记录)")
"""All that a column without contents says: of what, its heading has to tell."""
_PICTURE = re.compile("照片?$|图像$")
_HELD = re.compile(r"学籍|学历|学位|照片|图像|报告|成绩|志愿|通知|资格|订单")
_LACKS = re.compile(rf"(?:{_HELD.pattern})[^：]{{0,4}}：(?:{_EMPTY.pattern})")

REASON = re.compile(
    r"(?:[一-鿿]{0,4}(?:未|不)(?:予)?通过|[一-鿿]{0,4}(?:退回|驳回|失败|拒绝|审核|审批|处理|补充|整改|修改))?的?(?:原因|理由|意见|说明|备注)"
)
"""What stands in front of the reason for a verdict."""
REASON_FIRST = re.compile(rf"\W{{0,2}}(?:可能的?|主要|常见)?{REASON.pattern}\s?[:：]\s?\S{{2}}")
ADVICE = re.compile(r"(?<=[，,。；;！!])\s?(?:请|建议|务必|可以?尝试)[^。！!；;]{1,60}")
"""What the page asks to do behind its complaint: nobody has done it yet, and it names other matters."""
CONSEQUENCE = re.compile(
    r"(?<=[，,；;])\s?(?:(?:因此|所以|故|暂时?|目前|您)*+(?:不能|无法|不可以?|不得|不予)|[^，,。；;]{0,8}后(?:才|方)?(?:能|可))[^，,。；;]{1,30}"
)
"""What comes of the clause before it, which is what has to be mended."""
_VERDICT = re.compile(r"(?:未|不)(?:予)?通过|退回|驳回|失败|拒绝")
_LONGEST_VERDICT = 16


@dataclass(frozen=True)
class Sentence:
    """Lines that are one text; `numbers` are their places among all lines, `weight` how much it tells."""

    text: str
    numbers: tuple[int, ...]
    weight: float


def sentences(lines: Sequence[PageLine], masked: Sequence[str]) -> list[Sentence]:
    """The texts that may say what is wrong, from top to bottom; what is only hidden, a date or a step is none."""
    usual = median([line.height for line in lines] or [0])
    bottom = max((line.top + line.height for line in lines), default=0)
    states, rules = _states(lines), sum(_RULE.search(line.text) is not None for line in lines)
    known = {*states, *states.values()}
    rows = {label: value for label, value in unusual_rows(lines).items() if known.isdisjoint((label, value))}
    states |= rows
    found, taken = [], set(states.values())
    for number, line in enumerate(lines):
        if number in taken or (is_furniture(line) and number not in states):
            continue
        chain = _until(_chain(lines, number), states) if number not in states else [number, states[number]]
        taken.update(chain)
        # A number that the page broke in two is none until its halves stand together.
        text = masked_text(joined(masked[index] for index in chain)) if len(chain) > 1 else masked[number]
        if number in states:
            text = f"{masked[number].strip(' :：')}：{masked[states[number]]}"
        text = _LINK.sub("〔网址〕", text)
        heading = _heading(lines, number) if _EMPTY.fullmatch(matching_key(text)) else None
        lacks = heading is not None and _HELD.search(masked[heading]) is not None
        if heading is not None and lacks:
            text = f"{_COUNT.sub('', masked[heading])}：{text}"
        lacks = lacks or tells_lack(text)
        if not _says_something(text) or _SITE_NAME.fullmatch(matching_key(text)):
            continue
        is_title = _TITLE.search(text.strip()) is not None or (
            len(chain) == 1 and line.height >= 1.15 * usual and line.top < 0.25 * bottom
        )
        eyes = [lines[index] for index in chain]
        stands_out = any(item.dialog for item in eyes) + any(item.marked for item in eyes)
        calls = any(item.red for item in eyes) + stands_out * (not is_button(text))
        letters = len(matching_key(_MASK.sub("", text)))
        row_tells = number in rows or is_unusual(text)
        complains = row_tells or (says_what_blocks(unconditional(text)) and not _explains(text))
        weight = (
            calls + 2.0 * complains + 0.5 * (_TELLS.search(text) is not None) + 0.4 * (letters >= _SENTENCE_LETTERS)
        )
        weight += 0.6 * (lacks or (rules == 1 and _RULE.search(text) is not None))
        weight += 0.6 * (not complains and (_STATE.search(text) is not None or any(test(text) for test in _OUTCOMES)))
        weight -= 1.5 * (is_title and not complains) + 1.0 * (letters <= _CELL_LETTERS and not row_tells)
        found.append(Sentence(text, tuple(chain), round(weight, 3)))
    return _verdict_first(_without_box_titles(found), set(states))


def _states(lines: Sequence[PageLine]) -> dict[int, int]:
    """The labels of a state (审核状态, 登记进度) and of fields that fail, each with the line beside it."""
    found = {}
    for number, line in enumerate(lines):
        key = matching_key(line.text)
        value = right_of(lines, number) if key in LABELS or _STATE_LABEL.fullmatch(key) else None
        if value is None or len(matching_key(lines[value].text)) > _SENTENCE_LETTERS:
            continue
        is_state = key not in LABELS or says_what_blocks(f"{key}：{lines[value].text}")  # no state stands in a field
        if is_state and not is_column_heading(lines, number):
            found[number] = value
    return found


def _without_box_titles(found: list[Sentence]) -> list[Sentence]:
    """The sentences, without the title of a box (验证失败) that says below what is the matter."""
    bodies = [item for item in found if not _BOX_TITLE.fullmatch(matching_key(item.text))]
    return bodies if any(item.weight >= TELLING for item in bodies) else found


def _verdict_first(found: list[Sentence], states: Container[int]) -> list[Sentence]:
    """The sentences, what went wrong (审核结果：驳回) before its reason, whose words may name any matter.

    Behind a verdict that stands at the label of a state every other complaint is a reason.
    """
    of_state = [item for item in found if is_verdict(item.text) and item.numbers[0] in states]
    short = of_state or [item for item in found if is_verdict(item.text) or _is_short_complaint(item.text)]
    most = max((item.weight for item in short), default=0.0)
    if most < TELLING:
        return found
    return [
        replace(item, weight=round(most - 0.1, 3))
        if item.weight >= most and (REASON_FIRST.match(item.text) or (of_state and item not in of_state))
        else item
        for item in found
    ]


def _is_short_complaint(text: str) -> bool:
    return len(matching_key(text)) <= _LONGEST_VERDICT and says_what_blocks(text) and not REASON_FIRST.match(text)


def is_verdict(text: str) -> bool:
    """Whether a few words say that something was refused, and not why."""
    short = len(matching_key(text)) <= _LONGEST_VERDICT and not REASON_FIRST.match(text)
    return short and _VERDICT.search(text) is not None


def tells_state(text: str) -> bool:
    """Whether a sentence says how far a matter is (当前状态：受理中), or what keeps it from going on."""
    tells = says_what_blocks(text) or _STATE.search(text) is not None or tells_lack(text) or only_for(text) != ""
    return tells or is_unusual(text)


def tells_lack(text: str) -> bool:
    """Whether a sentence says that a column with a heading is empty (学历信息：暂无)."""
    return _LACKS.search(text) is not None


def is_button(text: str) -> bool:
    """Whether a few words that stand on a ground of their own are a button: they tell nobody anything."""
    return len(matching_key(text)) <= _SENTENCE_LETTERS and not _TELLS.search(text) and not says_what_blocks(text)


def likely_text(found: Sequence[Sentence]) -> str:
    """The sentences that tell most, best first, one a line."""
    ranked = sorted(found, key=lambda item: (-item.weight, item.numbers))
    telling = (
        [item for item in ranked if item.weight >= TELLING] or [item for item in ranked if item.weight > 0] or ranked
    )
    return "\n".join(item.text for item in telling[:_MOST_LIKELY])[:_LIKELY_CHARS].rstrip("\n")


def around_text(found: Sequence[Sentence], likely: str) -> str:
    """What else the page says in sentences, from top to bottom, one a line: it tells alike matters apart."""
    said = likely.split("\n")
    rest = [item.text for item in found if item.weight > 0 and item.text not in said and not is_button(item.text)]
    return "\n".join(rest[:_MOST_LIKELY])[:_LIKELY_CHARS].rstrip("\n")


def complains(item: Sentence) -> bool:
    """Whether a sentence says by itself what keeps the person from going on."""
    return (
        len(matching_key(item.text)) >= _SENTENCE_LETTERS
        and says_what_blocks(unconditional(item.text))
        and not _explains(item.text)
    )


def _explains(text: str) -> bool:
    return _EXPLAINS.search(text) is not None and not REASON_FIRST.match(text)


def _chain(lines: Sequence[PageLine], number: int) -> list[int]:
    chain = [number]
    while len(chain) < _MOST_JOINED and (below := follows(lines, chain[-1])) is not None:
        broken = lines[below].red and lines[chain[-1]].red  # no label is red: a word like one ends the sentence
        ends = is_furniture(lines[below]) and not is_rest(lines[below]) and not broken
        if _is_cell(lines, chain[-1]) and _is_cell(lines, below):
            break  # values under each other, each with its own label
        if ends or len(matching_key(lines[chain[0]].text)) < _SENTENCE_LETTERS or _is_apart(lines, chain, below):
            break
        chain.append(below)
    return chain


def _until(chain: list[int], states: Container[int]) -> list[int]:
    """The lines of a text up to the one that is the label of a state: that is a text of its own."""
    return list(takewhile(lambda number: number == chain[0] or number not in states, chain))


def _is_cell(lines: Sequence[PageLine], number: int) -> bool:
    """Whether a line stands in a row with other words in front of it, and in no box over the page."""
    return not (lines[number].dialog or lines[number].red) and row_start(lines, number) != number


def _is_apart(lines: Sequence[PageLine], chain: Sequence[int], below: int) -> bool:
    """Whether a line stands further below a paragraph than the paragraph's own lines below each other: a button."""
    if len(chain) < 2:
        return False
    above, last = lines[chain[-2]], lines[chain[-1]]
    return lines[below].top - last.top > _PITCH * (last.top - above.top)


def _heading(lines: Sequence[PageLine], number: int) -> int | None:
    """What a cell without contents belongs to: a picture's caption stands below it, any other heading above."""
    caption = caption_of(lines, number)
    if caption is not None and _PICTURE.search(lines[caption].text):
        return caption
    return heading_of(lines, number)


def _says_something(text: str) -> bool:
    rest = _DATE.sub("", _MASK.sub("", text))
    return re.search(r"[一-鿿]{2}|[A-Za-z]{4}", rest) is not None and not _STEP.search(text.strip())
