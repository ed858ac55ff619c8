"""Lines of text seen in a picture: what they say, which belong together, which are only furniture."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from faq.pages.joining import joined
from faq.pages.trouble import is_server_error
from faq.text.normalise import matching_key


class PageLine(Protocol):
    """A line as it was read: its place in pixels, how sure the reading is, how it catches the eye."""

    @property
    def text(self) -> str: ...  # noqa: D102
    @property
    def left(self) -> int: ...  # noqa: D102
    @property
    def top(self) -> int: ...  # noqa: D102
    @property
    def width(self) -> int: ...  # noqa: D102
    @property
    def height(self) -> int: ...  # noqa: D102
    @property
    def confidence(self) -> float: ...  # noqa: D102
    @property
    def red(self) -> bool: ...  # noqa: D102
    @property
    def dialog(self) -> bool: ...  # noqa: D102
    @property
    def marked(self) -> bool: ...  # noqa: D102


LABELS = [
    "手机号",
    "手机号码",
    "短信验证码",
    "验证码",
    "图片验证码",
    "校验码",
    "密码",
    "登录密码",
    "新密码",
    "密码确认",
    "确认密码",
    "姓名",
    "真实姓名",
    "证件类型",
    "证件号",
    "证件号码",
    "身份证号",
    "身份证号码",
    "公民身份号码",
    "安全邮箱",
    "邮箱",
    "电子邮箱",
    "密保问题",
    "密保问题1",
    "密保问题2",
    "密保问题3",
    "密保答案",
    "用户名",
    "账号",
    "国籍地区",
    "学校名称",
    "院校名称",
    "毕业院校",
    "毕业学校",
    "就读院校",
    "学号",
    "考生号",
    "出生日期",
    "性别",
    "民族",
    "住址",
    "报告编号",
    "在线验证码",
]
"""What stands in front of the fields of the site's forms."""

_BUTTONS = [
    "登录",
    "注册",
    "立即注册",
    "确定",
    "取消",
    "返回",
    "关闭",
    "提示",
    "选填",
    "必填",
    "重试",
    "好",
    "好的",
    "知道了",
    "我知道了",
    "下一步",
    "上一步",
    "提交",
    "接受",
    "拒绝",
    "同意",
    "保存",
    "修改",
    "查看",
    "更多",
    "首页",
    "学籍查询",
    "学历查询",
    "在线验证",
    "学信档案",
    "研招",
    "图像校对",
    "微信登录",
    "支付宝登录",
    "找回用户名",
    "找回密码",
    "获取验证码",
    "复制",
    "发送",
    "完成",
    "居民身份证",
    "查看解答",
    "帮助中心",
    "人工客服",
    "我的",
    "消息",
    "通讯录",
    "发现",
]
_FURNITURE = frozenset((*LABELS, *_BUTTONS))
_CHROME = re.compile(
    r"\d{1,2}[:：]\d{2}(?:[:：]\d{2})?.{0,6}|\d{1,3}%|.{0,3}[2345]g.{0,8}|.{0,3}wi-?fi.{0,6}"
    r"|.{0,6}\b(?:https?://)?(?:[a-z0-9-]+\.)+(?:com|cn|net|org)(?:[/?#][^一-鿿]*)?.{0,3}",
    re.IGNORECASE,
)
_FOOTER = re.compile(r"版权所有|主办单位|ICP备|京公网|客服邮箱|客服热线|Copyright", re.IGNORECASE)
_MENU = re.compile(r"[一-鿿]{2,6}(?:[\s|｜·]{1,4}[一-鿿]{2,6}){2,9}")
_MENU_RUN = re.compile(f"(?:{'|'.join(sorted(_BUTTONS, key=len, reverse=True))}){{3,9}}")
"""A row of links, as it is read with its gaps and without."""
_HINT = re.compile(r"^[^，,。]{0,6}请(?:再次)?(?:输入|填写|选择)(?!.*(?:有误|错误|正确的))|仅支持|已有账号")
_GAP = 1.0
_SAME_SIZE = 1.7
_SAME_LETTERS = 1.25
_SAME_LETTERS_TIGHT = 1.5
"""A short rest of a line is measured less exactly; right below a sentence it can only be its rest."""
_TIGHT = 0.5
_MARGIN, _ENDS = 0.15, 0.62
"""A line that begins at the page's edge and ends before that share of its width ends by itself."""
_MOST_JOINED = 3
_FULL_WIDTH = 0.8
_CELL_WIDTH = 0.7
"""Up to what share of the page's width a label with its value is a text of its own."""
_ITEM = re.compile(r"^(?![(（])\W{0,2}[一-鿿]{2,6}(?:[:：]|\s+\S)|^[(（]?\d{1,2}[.、)）]")
"""What begins a text of its own: a label with its value, an item of a list."""
_FIELD = re.compile(r"[一-鿿][:：]")


@dataclass(frozen=True)
class PagePassage:
    """One line, or lines that a narrow page broke one sentence into.

    `key` is what gets compared, `parts` the keys of the lines, `numbers` their places among all lines.
    """

    text: str
    key: str
    parts: tuple[str, ...]
    numbers: tuple[int, ...]
    confidence: float
    red: bool
    dialog: bool
    marked: bool


def passages(lines: Sequence[PageLine]) -> list[PagePassage]:
    """Every line, and every two or three that follow each other in one column."""
    found = []
    for number, line in enumerate(lines):
        if is_chrome(line):
            continue
        chain = [number]
        found.append(_passage(lines, chain))
        while len(chain) < _MOST_JOINED:
            below = _next_below(lines, chain[-1])
            if below is None:
                break
            chain = [*chain, below]
            found.append(_passage(lines, chain))
    return found


def is_chrome(line: PageLine) -> bool:
    """The clock, the battery, the address of the page: nothing the page itself says."""
    return _CHROME.fullmatch(line.text.strip()) is not None


def is_menu(line: PageLine) -> bool:
    """Whether it is a row of links."""
    return bool(_MENU.fullmatch(line.text.strip()) or _MENU_RUN.fullmatch(matching_key(line.text)))


def is_furniture(line: PageLine) -> bool:
    """Labels, buttons, hints and footers, which every page has: they say where somebody is, not what is wrong."""
    key = matching_key(line.text)
    has_words = re.search(r"[一-鿿]{2}", key) is not None or is_server_error(line.text)
    return (
        is_chrome(line)
        or not has_words
        or is_menu(line)
        or key in _FURNITURE
        or _FOOTER.search(line.text) is not None
        or (_HINT.search(line.text) is not None and not (line.red or line.dialog))
    )


def is_rest(line: PageLine) -> bool:
    """Whether it is the end of a sentence that a narrow page broke off, which alone says nothing."""
    key = matching_key(line.text)
    return line.text.rstrip().endswith("。") or (re.fullmatch(r"[一-鿿]", key) is not None and key not in _FURNITURE)


def _passage(lines: Sequence[PageLine], numbers: list[int]) -> PagePassage:
    chosen = [lines[number] for number in numbers]
    text = joined(line.text for line in chosen)
    looks = [all(getattr(line, name) for line in chosen) for name in ("red", "dialog", "marked")]
    parts = tuple(matching_key(line.text) for line in chosen)
    return PagePassage(text, "".join(parts), parts, tuple(numbers), min(line.confidence for line in chosen), *looks)


def _next_below(lines: Sequence[PageLine], number: int) -> int | None:
    above = lines[number]
    bottom = above.top + above.height
    close = [
        index
        for index, line in enumerate(lines)
        if -0.3 * above.height < line.top - bottom < _GAP * above.height
        and shared_width(above, line) > 0.3 * min(above.width, line.width)
        and max(above.height, line.height) < _SAME_SIZE * min(above.height, line.height)
        and not is_chrome(line)
    ]
    return min(close, key=lambda index: abs(lines[index].left - above.left), default=None)


def follows(lines: Sequence[PageLine], number: int) -> int | None:
    """The line that goes on with a sentence the narrow page broke off: as large, as red, right below a full one."""
    line, below = lines[number], _next_below(lines, number)
    ended = re.search(r"[。！!？?；;]\W{0,6}$", line.text) is not None or is_server_error(line.text)
    if below is None or ended or (_ITEM.search(lines[below].text) and not _splits_label(line, lines[below])):
        return None
    other = lines[below]
    widest = max(item.left + item.width for item in lines)
    if line.left < _MARGIN * widest and line.left + line.width < _ENDS * widest and not (line.dialog or line.red):
        return None  # it had room for more: nothing was broken off
    is_cell = line.left + line.width < _CELL_WIDTH * widest or len(_FIELD.findall(line.text)) > 1
    if _ITEM.search(line.text) and is_cell:
        return None
    looks = all(getattr(line, name) == getattr(other, name) for name in ("red", "dialog"))
    tight = other.width < line.width and other.top - line.top - line.height < _TIGHT * line.height
    if tight and line.red == other.red and abs(line.left - other.left) < _TIGHT * line.height:
        looks = True  # of a few letters the ground behind them is measured less exactly
    most = _SAME_LETTERS_TIGHT if tight else _SAME_LETTERS
    alike = max(line.height, other.height) <= most * min(line.height, other.height)
    is_full = line.width >= 0.9 * other.width
    if line.width >= _FULL_WIDTH * widest:
        looks = True  # it fills the page: nothing else can follow, whatever a misread colour says
    aligned = (
        abs(line.left - other.left) < 2.5 * line.height
        or abs(2 * line.left + line.width - 2 * other.left - other.width) < 2 * line.height
    )
    return below if looks and alike and is_full and aligned else None


def _splits_label(line: PageLine, below: PageLine) -> bool:
    """Whether the name of a field was broken in two by the end of a line: 短信验 / 证码：…."""
    head = matching_key(re.split("[:：]", below.text, maxsplit=1)[0])
    key = matching_key(line.text)
    return any(key.endswith(label[: -len(head)]) for label in LABELS if head and label.endswith(head) and label != head)


def paragraphs(lines: Sequence[PageLine]) -> list[str]:
    """The texts that were broken over several lines, in one piece."""
    texts, taken = [], set[int]()
    for number in range(len(lines)):
        chain = [number]
        while number not in taken and (below := follows(lines, chain[-1])) is not None and below not in chain:
            chain.append(below)
        if len(chain) > 1:
            taken.update(chain)
            texts.append("".join(lines[index].text for index in chain))
    return texts


def shared_width(one: PageLine, other: PageLine) -> int:
    """How many pixels two lines have above each other; less than 0 when they stand side by side."""
    return min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
