"""Texts with personal data and secrets in every spelling, and texts whose numbers belong to nobody."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.common import private_values as made

# Around the value: nothing, Chinese characters that touch it, punctuation, words.
FRAMES = (
    "{}",
    "我的号是{}怎么办",
    "身份信息：{}，查不到",
    "{}这个登不上去了",
    "老师您好，请帮我看看（{}）",
    "改成{}。谢谢",
    "我叫小明 {} 急急急",
    "“{}”提示已被注册",
    "旧的【{}】新的还没有",
    "号码{}、密码都忘了",
)
SEPARATORS = (" ", "  ", "   ", "-", "—", ".", "·", ",", "，", "/", "、", "\n", "\u3000", "\u2003", "_", "\r\n")
FAR_SEPARATORS = (
    "    ",
    "        ",
    "\n\n\n\n",
    " \n \n ",
    "------",
    " - - ",
    "－－－－",
    "……",
    "……——",
    "空格",
    "横杠",
)
"""What stands between digits when somebody means it."""
_NUMERALS = ("零一二三四五六七八九", "〇一二三四五六七八九", "零幺二三四五六七八九", "零壹贰叁肆伍陆柒捌玖")
_DRESSES = ("０１２３４５６７８９", "⓪①②③④⑤⑥⑦⑧⑨", "𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗", "⁰¹²³⁴⁵⁶⁷⁸⁹", "٠١٢٣٤٥٦٧٨٩")
_GLUED = ("sfz{}", "tel{}", "ID{}", "{}qq同号", "{}wx", "wx{}", "abc{}def")
_PASSWORD_FRAMES = (
    "密码是{}",
    "我的密码：{}，登不上",
    "密码 {}",
    "密码{}不对",
    "密码就是{}啊",
    "密码我记得是{}",
    "密码改成{}了",
    "password: {}",
    "pwd={}",
    "账号zhangsan密码{}",
    "初始密码是：{}。怎么改",
    "密码设置{}提示不行",
    "口令是“{}”",
    "PIN码是{}",
    "Password {}",
    "密码是生日{}",
)
_CODE_FRAMES = (
    "验证码{}",
    "验证码是{}",
    "短信验证码 {} 收到了",
    "验证码：{}，5分钟内有效",
    "【学信网】您的验证码为{}，请勿告诉他人",
    "校验码{}填进去没反应",
    "收到的验证码是 {} 对吗",
    "动态码:{}",
    "code {}",
    "code: {} 不对",
    "{}是我的验证码",
    "手机验证码输入{}提示错误",
)
_RECEIVED_FRAMES = (
    "收到短信 {} 了，填哪里",
    "收到的码是{}",
    "我收到 {} 但是提示错误",
    "短信里的码 {} 不对",
    "verification {} wrong",
    "短信发来一串数字{}，填了不行",
)
"""A code that nobody calls one: only that it came in a message."""


_LETTER_FRAMES = (
    "我的密码是 {}",
    "密码是{}",
    "密码{}",
    "密码就是{}啊",
    "密码改成{}了",
    "我用{}当密码",
    "密码我设的{}",
    "密码是生日加{}",
    "我的密码是小写的{}",
    "password is {}",
    "my password was {}, it fails",
    "my pw is {}",
    "password: {}",
    "the password should be {}.",
    "mima shi {}",
    "口令{}",
    "用户名 lihua88x 密码 {}",
)
_VALUE_FRAMES = (
    "{}是我的密码",
    "{} is my password",
    "{}这个密码不对",
    "пароль: {}",
    "비밀번호 {}",
    "密_码_是_{}",
    "密.码.是.{}",
    "我密码设置成了那个{}",
)
PASSWORDS_ARE = (
    "wrong",
    "not accepted",
    "too short",
    "expired",
    "rejected",
    "lost",
    "correct",
    "case sensitive",
    "gone",
)
ENGLISH = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
PINYIN = ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")


@dataclass(frozen=True)
class Sample:
    """A text, the pieces of it that must go, as (kind, value, what was typed); none: it must stay."""

    text: str
    family: str = ""
    pieces: tuple[tuple[str, str, str], ...] = ()

    def still_readable(self, masked: str) -> bool:
        """Whether four characters in a row of what must go stand in the masked text, and not by chance."""
        rest = self.text
        for _, _, typed in self.pieces:
            rest = rest.replace(typed, "", 1)
        return any(
            typed[place : place + 4] in masked and typed[place : place + 4] not in rest
            for _, _, typed in self.pieces
            for place in range(len(typed) - 3)
        )


def private_samples(seed: int = 11643) -> Iterator[Sample]:
    """Well over two thousand texts with personal data or a secret, the same for the same seed."""
    chance = random.Random(seed)
    spelled: tuple[tuple[str, Callable[[random.Random], str], tuple[tuple[int, ...], ...], int], ...] = (
        ("id_number", made.id_number, ((6, 14), (6, 10, 14), (4, 8, 12, 16), (6,), (3, 6, 10, 14)), 300),
        ("phone", made.mobile_number, ((3, 7), (4, 8), (3,), (5,), (1, 2, 3, 4, 5, 6, 7, 8, 9, 10)), 300),
        ("bank_card", made.bank_card, ((4, 8, 12, 16), (4, 8, 12), (6,)), 120),
    )
    for kind, make, groupings, count in spelled:
        for index in range(count):
            number = make(chance)
            yield _framed(index, kind, number, _spelled(number, chance, groupings, index), "spelled")
    for index in range(240):
        kind, make, groupings, _ = spelled[index % len(spelled)]
        number, breaks = make(chance), chance.choice(groupings)
        typed = _grouped(number, FAR_SEPARATORS[index // len(spelled) % len(FAR_SEPARATORS)], breaks)
        yield _framed(index, kind, number, typed, "far apart")
    plain = (
        ("id_number", made.id_with_wrong_check, "wrong check digit"),
        ("id_number", made.id_one_short, "one short"),
        ("id_number", made.id_one_long, "one long"),
        ("id_number", made.id_mistyped, "mistyped"),
        ("id_number", made.short_id_number, "first generation"),
        ("email", made.email, "e-mail"),
        ("travel_document", made.lettered_document, "document"),
        ("travel_document", made.taiwan_id, "Taiwan"),
    )
    for kind, make, family in plain:
        for index in range(120):
            number = make(chance)
            yield _framed(index, kind, number.upper() if kind == "travel_document" else number, number, family)
    for index in range(160):
        glued = _GLUED[index % len(_GLUED)]
        kind, make = (("phone", made.mobile_number), ("id_number", made.id_number))[index // len(_GLUED) % 2]
        number = make(chance)
        text = FRAMES[index % len(FRAMES)].format(glued.format(number))
        yield Sample(text, "glued", ((kind, number, number),))
    for index in range(120):
        numbers = [made.mobile_number(chance) for _ in range(2 + index % 2)]
        typed = "".join(numbers)
        text = FRAMES[index % len(FRAMES)].format(typed)
        yield Sample(text, "no gap", tuple(("phone", number, number) for number in numbers))
    for index in range(200):
        kind, make = (("phone", made.mobile_number), ("id_number", made.id_number))[index % 2]
        number = make(chance)
        numerals = str.maketrans("0123456789", _NUMERALS[index % len(_NUMERALS)])
        cut = chance.choice((0, 0, 3, 6))  # the first may be plain digits
        typed = number[:cut] + number[cut:].translate(numerals)
        yield _framed(index, kind, number, typed, "Chinese numerals")
    for index in range(120):
        number, check = made.hong_kong_id(chance)
        typed = f"{number}{chance.choice(('({})', '（{}）', '{}')).format(check)}"
        yield _framed(index, "travel_document", number + check, typed, "Hong Kong")
    for index in range(60):
        number = made.digits(chance, 8 + index % 2 * 2)
        word = chance.choice(("台胞证", "台胞证号：", "台湾居民来往大陆通行证 "))
        yield Sample(f"{word}{number}，登不上", "permit", (("travel_document", number, number),))
    for index in range(300):
        frame = _PASSWORD_FRAMES[index % len(_PASSWORD_FRAMES)]
        typed = made.digits(chance, 8) if "生日" in frame else made.password(chance)
        yield Sample(frame.format(typed), "password", (("password", "", typed),))
    for index in range(240):
        frame, typed = _CODE_FRAMES[index % len(_CODE_FRAMES)], made.digits(chance, chance.choice((4, 6, 6, 6)))
        yield Sample(frame.format(typed), "code", (("code", "", typed),))
    yield from _behind_words(chance)
    yield from _hidden(chance)
    yield from _in_letters(chance)
    for index in range(60):
        typed = f"{chance.randrange(3, 10)}{made.digits(chance, 5)}"  # 20 26 09 would be a month
        yield Sample(_RECEIVED_FRAMES[index % len(_RECEIVED_FRAMES)].format(typed), "received", (("code", "", typed),))


def _behind_words(chance: random.Random) -> Iterator[Sample]:
    """What only its word makes somebody's own, digits that are kept apart, and 密码 written by sound."""
    for index in range(80):
        word = chance.choice(("准考证号", "准考证号：", "我的准考证号是", "考生号 ", "考生号是", "报名号："))
        number = f"{chance.randrange(1, 9)}{made.digits(chance, chance.choice((8, 13, 14)))}"
        yield Sample(f"{word}{number}，查不到成绩", "exam number", (("exam_number", number, number),))
        number = f"{chance.randrange(1, 9)}{made.digits(chance, chance.choice((7, 8, 9)))}"
        frame = chance.choice(("QQ号{}，加我", "我的qq：{}", "扣扣 {} 联系", "qq{}有空聊"))
        yield Sample(frame.format(number), "chat name", (("chat_name", number, number),))
        number = f"0{chance.randrange(310, 999)}{chance.choice(('-', '', ' '))}{chance.randrange(2_000_000, 9 * 10**6)}"
        frame = chance.choice(("家里座机{}", "我家固话是{}，白天在", "我家的电话 {}", "座机：{}随时打"))
        plain = "".join(filter(str.isdigit, number))
        yield Sample(frame.format(number), "landline", (("landline", plain, number),))
        number = made.mobile_number(chance)
        word = chance.choice(("啊", "然后", "再", "呃"))
        typed = word.join(number) if index % 2 else word.join((number[:3], number[3:7], number[7:]))
        yield _framed(index, "phone", number, typed, "words between")
        number = f"13{made.digits(chance, 2)}0{made.digits(chance, 2)}1{made.digits(chance, 3)}"
        typed = number.translate(str.maketrans("01", chance.choice(("O1", "0l", "Ol"))))
        yield _framed(index, "phone", number, typed, "letters for digits")
        frame = chance.choice(
            (
                "咪玛{}进不去",
                "密马是{}",
                "蜜码：{}不对",
                "密🐎是 {}",
                "我用{}当密码登不上",
                "用{}登录，提示密码错误",
                "输入{}说密码错",
            )
        )
        typed = made.password(chance) + "7"
        yield Sample(frame.format(typed), "password by sound", (("password", "", typed),))


def _hidden(chance: random.Random) -> Iterator[Sample]:
    """Numbers read aloud in letters, from behind, in parts, and in signs that only look like digits."""
    for index in range(80):
        number = "1"
        while number[-1] not in "078":  # from behind it is no other number
            number = made.mobile_number(chance) if index % 2 else made.id_number(chance)
        kind = "phone" if index % 2 else "id_number"
        words = ENGLISH if index % 4 < 2 else PINYIN
        spelled = [word if chance.random() < 0.7 else digit for digit in number for word in (words[int(digit)],)]
        typed = chance.choice((" ", "-", ", ", "")).join(["yi" if word == "1" else word for word in spelled])
        yield _framed(index, kind, number, typed, "read aloud")
        frame = chance.choice(("我的号倒着写是{}", "{}，反过来看", "号码倒过来：{}", "backwards: {}"))
        yield Sample(frame.format(number[::-1]), "backwards", ((kind, number, number[::-1]),))
        dress = chance.choice(
            ("〇㈠㈡㈢㈣㈤㈥㈦㈧㈨", "〇㊀㊁㊂㊃㊄㊅㊆㊇㊈", "0ⅠⅡⅢⅣⅤⅥⅦⅧⅨ", "〇〡〢〣〤〥〦〧〨〩", "⓿❶❷❸❹❺❻❼❽❾")
        )
        typed = number.translate(str.maketrans("0123456789", dress))
        yield _framed(index, kind, number, typed, "rare signs")
        cut = chance.choice((3, 7) if index % 2 else (6, 10, 14))
        frame = chance.choice(("前{}位是{}，后面{}", "开头{0}位{1}，然后是{2}", "先发前{0}位：{1}，剩下的：{2}"))
        text = frame.format(cut, number[:cut], number[cut:])
        yield Sample(text, "in two parts", ((kind, number, text[text.index(number[:cut]) :]),))
        part, word = (
            made.digits(chance, chance.choice((4, 6))),
            chance.choice(("身份证后四位", "手机尾号", "证件号最后6位是")),
        )
        yield Sample(f"{word}{part}，对不上", "part", (("number_part", part, part),))


def _in_letters(chance: random.Random) -> Iterator[Sample]:
    """Passwords of letters only, those named before the word, and those in other languages."""
    words = ("woaini", "sunshine", "zhangwei", "iloveyou", "qwertyuiop", "WoAiNi", "LiXiaoLong", "hellokitty")
    for index in range(160):
        frame = _LETTER_FRAMES[index % len(_LETTER_FRAMES)]
        typed = chance.choice(words) + chance.choice(("", "", "wo", "abc"))
        yield Sample(frame.format(typed), "password of letters", (("password", "", typed),))
    for index in range(80):
        frame = _VALUE_FRAMES[index % len(_VALUE_FRAMES)]
        typed = made.password(chance)
        yield Sample(frame.format(typed), "password first", (("password", "", typed),))


def lookalike_samples(seed: int = 400) -> Iterator[Sample]:
    """Well over five hundred texts whose numbers belong to nobody, the same for the same seed."""
    chance = random.Random(seed)

    def year() -> int:
        return chance.randrange(1990, 2027)

    def day() -> tuple[str, str]:
        return f"{chance.randrange(1, 13):02d}", f"{chance.randrange(1, 29):02d}"

    def landline() -> str:
        return str(chance.randrange(20_000_000, 90_000_000))

    makers: tuple[Callable[[], str], ...] = (
        lambda: f"报告编号{chance.randrange(10**15, 10**16)}查不到",
        lambda: f"在线验证码 {made.letters(chance, 16)}",
        lambda: f"在线验证码是{made.letters(chance, 12)}过期了",
        lambda: f"验证码{made.letters(chance, 16)}打不开报告",
        lambda: f"学历证书编号 {chance.randrange(10_000, 20_000)}1{year()}05{made.digits(chance, 6)}",
        lambda: f"{chance.randrange(10_001, 15_000)}1{year()}0600{made.digits(chance, 4)}是证书上的号",
        lambda: f"学位证书编号{chance.randrange(10_000, 20_000)}4{year()}{made.digits(chance, 6)}",
        lambda: f"我是{year()}年毕业的",
        lambda: f"{year()}-{'-'.join(day())}入学，{year()}/{'/'.join(day())}毕业",
        lambda: f"{year()}{''.join(day())}那天报名",
        lambda: f"{year()}.9.1，{year()}.6.30，{year()}.7.1 三个日期",
        lambda: f"学号{chance.randrange(2015, 2026)}{made.digits(chance, 6)}",
        lambda: f"学号是{chance.randrange(2015, 2026)}{made.digits(chance, 8)}登不上",
        lambda: f"拨打010-{landline()}没人接",
        lambda: f"热线010{landline()}",
        lambda: f"0{chance.randrange(311, 999)}-{chance.randrange(2_000_000, 9_000_000)}是学校的电话吗",
        lambda: f"400-{made.digits(chance, 3)}-{made.digits(chance, 4)}打不通",
        lambda: f"400{made.digits(chance, 7)}是官方的吗",
        lambda: f"订单号{chance.randrange(2020, 2027)}{made.digits(chance, 18)}",
        lambda: f"订单 {made.digits(chance, 24)} 付了款",
        lambda: f"准考证号第{chance.randrange(1, 15)}位看不清，考生号一共{chance.randrange(10, 16)}位",
        lambda: f"客服座机0{chance.randrange(311, 999)}-{landline()}打不通，学校固话010{landline()}呢",
        lambda: f"{year()}年{year()}年{year()}年，{chance.randrange(10, 30)}级{chance.randrange(10, 30)}级都是",
        lambda: f"这些能保密吗{year()}年起，数据加密吗{chance.randrange(10**5, 10**7)}",
        lambda: f"QQ {chance.randrange(5, 10)}.{chance.randrange(0, 30)} 版打不开，QQ音乐会员",
        lambda: f"QQ群{chance.randrange(10**7, 10**9)}",
        lambda: f"院校代码{chance.randrange(10_000, 20_000)}",
        lambda: f"教学〔2014〕{chance.randrange(1, 30)}号文件",
        lambda: f"版本 {chance.randrange(1, 9)}.{chance.randrange(0, 30)}.{chance.randrange(0, 90)}",
        lambda: f"工单 T{made.letters(chance, 7)} 有结果吗",
        lambda: f"等了{chance.randrange(2, 30)}天{chance.randrange(1, 24)}小时",
        lambda: f"学费{chance.randrange(1, 99)},{made.digits(chance, 3)},{made.digits(chance, 3)}元",
        lambda: f"花了{chance.randrange(100, 99999)}.{made.digits(chance, 2)}元",
        lambda: f"语文{chance.randrange(60, 150)} 数学{chance.randrange(60, 150)} 英语{chance.randrange(60, 150)}",
        lambda: f"四级{chance.randrange(300, 710)}分，六级{chance.randrange(300, 710)}分",
        lambda: f"成绩 {chance.randrange(130, 150)} {chance.randrange(60, 100)} {chance.randrange(100, 150)} 120",
        lambda: f"{year()}    {year()}    {chance.randrange(60, 150)}    {chance.randrange(60, 150)}",
        lambda: f"{year()}\n\n\n\n{chance.randrange(60, 150)}\n\n\n\n{chance.randrange(60, 150)}\n\n\n\n{year()}",
        lambda: f"{chance.randrange(1, 13)}空格{chance.randrange(1, 29)}空格{year()}这样填生日吗",
        lambda: f"{year()}----{year()}----{chance.randrange(1, 5)}年制",
        lambda: f"PIN 输错{chance.randrange(3, 10)}次",
        lambda: f"我选{chance.randrange(1, 7)}",
        lambda: made.digits(chance, 4),
        lambda: f"验证码{chance.randrange(30, 120)}秒内收不到",
        lambda: f"验证码 {chance.randrange(2, 10)} 次都不对",
        lambda: f"密码要{chance.randrange(6, 9)}-{chance.randrange(12, 20)}位吗",
        lambda: f"密码 {chance.randrange(6, 20)} 位以上行不行",
        lambda: f"密码输错{chance.randrange(3, 10)}次锁定{chance.randrange(10, 60)}分钟",
        lambda: f"{year()}年改过密码，{year()}年又忘了",
        lambda: f"错误代码{chance.randrange(400, 600)}，error code {chance.randrange(1000, 99999)}",
        lambda: f"照片{chance.randrange(20, 50)}mm*{chance.randrange(30, 60)}mm，{chance.randrange(100, 900)}x480",
        lambda: (
            f"第{''.join(chance.choice('一二三四五六七八九') for _ in range(2))}届，二〇{chance.choice('一二')}三年"
        ),
        lambda: f"https://www.chsi.com.cn/xlcx/{made.digits(chance, 6)}.html",
        lambda: f"密码怎么改，网址是https://account.chsi.com.cn/a{made.digits(chance, 3)}",
        lambda: (
            f"IP {chance.randrange(1, 255)}.{chance.randrange(255)}.{chance.randrange(255)}.{chance.randrange(255)}"
        ),
        lambda: f"my password is {chance.choice(PASSWORDS_ARE)}",
        lambda: f"password was {chance.choice(PASSWORDS_ARE)}, what now",
        lambda: (
            f"密码是{chance.choice(('APP', 'chsi', 'wechat'))}里的吗，密码{chance.choice(('error', 'reset', 'wrong'))}"
        ),
        lambda: f"密码是{chance.choice(('什么', '错的', '对的', '空的', '我家小狗的名字', '多少位'))}",
        lambda: f"wo de mima {chance.choice(('wangle', 'shi shenme', 'bu dui', 'shi cuo de', 'zhaohui bu liao'))}",
        lambda: f"前{chance.randrange(2, 9)}位是{year()}，后面{chance.randrange(100, 999)}分",
        lambda: (
            f"前{chance.randrange(2, 9)}个月{chance.randrange(100, 999)}人，然后{chance.randrange(1000, 9999)}人报名"
        ),
        lambda: f"报告编号后四位{made.digits(chance, 4)}看不清，证书编号前6位{made.digits(chance, 6)}",
        lambda: f"身份证后{chance.randrange(4, 7)}位是初始密码吗，手机号前{chance.randrange(2, 5)}位呢",
        lambda: f"step one, two, three: {year()} to {year()}, then four or five",
        lambda: f"第Ⅰ、Ⅱ、Ⅲ批，㈠㈡㈢㈣ 条，{year()}年",
        lambda: f"收到{chance.randrange(2, 9)}条短信，{chance.randrange(1, 12)}点收到的",
        lambda: f"{chance.randrange(9, 18)}:{chance.randrange(10, 60)}提交，{chance.randrange(1, 13)}月9日8点还没好",
    )
    for index in range(16 * len(makers)):
        yield Sample(makers[index % len(makers)]())
    for text in (
        "kefu@chsi.com.cn",
        "KEFU@CHSI.COM.CN 没人回",
        "@学信网 帮帮我",
        "打开 www.chsi.com.cn/a@b",
        "a@b",
        "密码是什么",
        "密码是我的生日",
        "密码：忘了",
        "用户名和密码都忘了",
        "my password is wrong",
        "忘记密码/重置密码",
        "密码(8到20位)有什么要求",
        "验证码一直收不到",
        "验证码:没收到",
        "客服热线 010-67410388",
        "座机 010-67410388 没人接",
        "微信号：chsi_chesicc 是官方的吗",
        "用什么当密码好，能用8位数字做密码吗",
        "95105 和 12306 都打了",
        "1、登录 2、找回密码 3、人工",
        "一二三四五六七",
    ):
        yield Sample(text)


def _framed(index: int, kind: str, value: str, typed: str, family: str) -> Sample:
    return Sample(FRAMES[index % len(FRAMES)].format(typed), family, ((kind, value, typed),))


def _spelled(value: str, chance: random.Random, groupings: tuple[tuple[int, ...], ...], index: int) -> str:
    """The number as people type it: plain, dressed up, with a small x, and in groups with every separator."""
    style = index % 5
    if style == 0:
        return value.replace("X", "x")
    if style == 1:
        dress = str.maketrans("0123456789", chance.choice(_DRESSES))
        return value.translate(dress)
    breaks = chance.choice(groupings)
    mark = SEPARATORS[index // 5 % len(SEPARATORS)] if style < 4 else chance.choice(SEPARATORS)
    return _grouped(value, mark, breaks)


def _grouped(value: str, mark: str, breaks: tuple[int, ...]) -> str:
    ends = [place for place in breaks if place < len(value)]
    return mark.join(value[begin:end] for begin, end in zip((0, *ends), (*ends, None), strict=True))
