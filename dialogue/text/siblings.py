"""Words of which one takes another's place in the same question: «搞错了，是学历的» after «学籍验证报告怎么申请»."""

from __future__ import annotations

import re

from faq.text.normalise import matching_key

GROUPS: tuple[tuple[str, ...], ...] = (
    ("毕业证书", "学位证书"),
    ("毕业证", "学位证"),
    ("学籍", "学历", "学位"),
    ("手机号", "邮箱", "密保", "用户名", "密码"),
    ("姓名", "名字", "证件号", "身份证号", "性别", "出生日期"),
    ("专科", "大专", "本科", "研究生", "硕士", "博士"),
    ("微信", "支付宝"),
    ("中文", "英文"),
    ("考研", "推免", "征兵", "兵役登记"),
    ("验证报告", "认证报告", "成绩单"),
    ("转学", "转专业"),
    ("自学考试", "自考", "成人高考", "成考", "成教", "函授", "网教", "网络教育", "电大", "国开", "开放教育", "统招"),
    ("应届", "往届"),
    ("研究生考试", "考研", "四六级", "四级", "六级"),
    ("录取照片", "学历照片"),
)
_EXAMS = ("考研", "研招", "四六级", "四级", "六级", "普通话", "教资", "自考", "成考", "征兵", "高考", "公务员")
_ALL = frozenset(word for group in GROUPS for word in group)
_AROUND = re.compile("^(?:我?(?:要|是|说|问|指)(?:的是)?|那个|关于)|(?:的|那个|那种|这个|的那个|吧|啊|呀|哈|哦){1,4}$")


def are_siblings(one: str, other: str) -> bool:
    """Whether one of two words can take the place of the other."""
    return one != other and any(one in group and other in group for group in GROUPS)


def sibling_in(word: str, text: str) -> str:
    """The word in a text whose place another one can take; empty when none is there."""
    groups = (group for group in GROUPS if word in group)
    found = (other for group in groups for other in sorted(group, key=len, reverse=True) if other in text)
    return next((other for other in found if other != word), "")


def has_one(word: str, text: str) -> bool:
    """Whether exactly one word stands in a text whose place another can take: who compares two asks of neither."""
    found = sibling_in(word, text)
    return bool(found) and not any(are_siblings(found, other) and other in text.replace(found, "") for other in _ALL)


def of_other_exam(text: str, title: str) -> bool:
    """Whether a title names an exam that a text does not, while the text names another."""
    titled = [exam for exam in _EXAMS if exam in title]
    return bool(titled) and not any(exam in text for exam in titled) and any(exam in text for exam in _EXAMS)


def put_in_place(said: str, question: str) -> str:
    """The question with what is said in the place of its sibling; before it all where it holds none."""
    word = _AROUND.sub("", said)
    for group in GROUPS:
        if word not in group:
            continue
        taken = next((other for other in sorted(group, key=len, reverse=True) if other in question), "")
        if taken and taken != word:
            return question.replace(taken, word)
    return f"{word}{question}" if matching_key(word) else ""
