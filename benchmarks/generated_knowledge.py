"""A knowledge base of any size, made by rule and seed: entries of ten wordings, and held-out questions.

An entry is one (system, thing, trouble); its wordings mix synonyms and frames. A tenth of the systems
is left out of the knowledge base: questions about them look like ours and are not.
"""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import date

from faq.content.entry import Entry

_SYSTEMS = (
    "选课 图书借阅 宿舍报修 校园卡 奖学金 助学贷款 实习备案 成绩查询 考试报名 四六级报名 论文提交 "
    "教材预订 体检预约 班车预约 场馆预约 请假审批 学费缴纳 户籍迁移 档案转递 就业签约 创业补贴 医保报销 "
    "校园网 邮箱系统 实验预约 辅修申请 转专业 休学申请 复学登记 毕业审核 学位申请 证书补办 学籍证明 "
    "在读证明 交换项目 夏令营 推免系统 调剂系统 研究生报名 博士申请 公寓入住 水电充值 快递代收 停车登记 "
    "访客预约 失物招领 社团注册 志愿服务 学分认定 素质拓展"
)
_THINGS = {
    "密码": ("密码", "口令", "登录密码"),
    "用户名": ("用户名", "账号名", "登录名"),
    "验证码": ("验证码", "短信验证码", "校验码"),
    "照片": ("照片", "相片", "证件照"),
    "姓名": ("姓名", "名字", "真实姓名"),
    "手机号": ("手机号", "手机号码", "电话号码"),
    "邮箱": ("邮箱", "电子邮箱", "邮件地址"),
    "缴费单": ("缴费单", "账单", "付款单"),
    "回执": ("回执", "回执单", "确认单"),
    "材料": ("材料", "附件", "证明材料"),
    "审核结果": ("审核结果", "审核状态", "审批结果"),
    "二维码": ("二维码", "扫码图", "条码"),
    "订单": ("订单", "申请单", "记录"),
    "发票": ("发票", "票据", "收据"),
    "名额": ("名额", "指标", "位置"),
    "时间": ("时间", "日期", "时段"),
    "地址": ("地址", "住址", "收件地址"),
    "学号": ("学号", "学生号", "编号"),
    "银行卡": ("银行卡", "卡号", "收款账户"),
    "指纹": ("指纹", "人脸", "生物信息"),
}
_TROUBLES = {
    "忘了": ("忘了", "记不得了", "想不起来"),
    "收不到": ("收不到", "一直没收到", "等不来"),
    "改错": ("填错了", "写错了", "输错了想改"),
    "上传失败": ("上传失败", "传不上去", "提交不了"),
    "查不到": ("查不到", "找不着", "不显示"),
    "过期": ("过期了", "失效了", "超过期限"),
    "被占用": ("被占用", "被别人用了", "提示已存在"),
    "重复": ("重复了", "出现两个", "多了一条"),
    "不通过": ("不通过", "被驳回", "审核没过"),
    "怎么换": ("怎么换", "想更换", "要换成新的"),
    "注销": ("怎么注销", "想取消", "不想要了"),
}
_FRAMES = (
    "{s}{t}{x}",
    "{s}的{t}{x}怎么办",
    "我的{t}{x}，是{s}那边的",
    "请问{s}{t}{x}找谁",
    "{t}{x}了咋整，{s}",
    "在{s}里{t}{x}",
    "{s}提示{t}{x}",
    "昨天弄{s}，{t}{x}",
    "同学帮我看{s}，说{t}{x}",
    "{x}，{s}的{t}",
    "急用{s}，可是{t}{x}",
    "{s}这块{t}老是{x}",
)
WORDINGS = 10


@dataclass(frozen=True)
class Knowledge:
    """Entries, and questions with the entry each belongs to (None: not ours)."""

    entries: tuple[Entry, ...]
    negatives: tuple[str, ...]
    questions: tuple[tuple[str, str | None], ...]


def make_knowledge(size: int, asked: int, seed: int = 0) -> Knowledge:
    """A knowledge base of about `size` questions, and `asked` questions, a quarter of them not ours."""
    dice = random.Random(seed)
    systems = _systems(max(10, size // (WORDINGS * 40)))
    foreign, ours = systems[: max(2, len(systems) // 10)], systems[max(2, len(systems) // 10) :]
    triples = list(itertools.product(ours, _THINGS, _TROUBLES))
    dice.shuffle(triples)
    entries, questions = [], []
    held_out = max(1, min(30, asked * WORDINGS // size))
    for number, triple in enumerate(triples[: max(2, size // WORDINGS)]):
        wordings = _wordings(triple, dice, WORDINGS + held_out)
        name = f"e{number}"
        entries.append(
            Entry(
                name, wordings[0], "类", f"intent_{triple[1]}", tuple(wordings[1:WORDINGS]), "答", (), date(2026, 1, 1)
            )
        )
        questions += [(wording, name) for wording in wordings[WORDINGS:]]
    elsewhere = list(itertools.product(foreign, _THINGS, _TROUBLES))
    dice.shuffle(elsewhere)
    dice.shuffle(questions)
    others = [(_wordings(triple, dice, 1)[0], None) for triple in elsewhere[: asked // 4]]
    taught = tuple(_wordings(triple, dice, 1)[0] for triple in elsewhere[asked // 4 : asked // 4 + 100])
    return Knowledge(tuple(entries), taught, (*questions[: asked - len(others)], *others))


def _systems(count: int) -> list[str]:
    names = _SYSTEMS.split()
    places = (
        "",
        "东校区",
        "西校区",
        "南校区",
        "北校区",
        "医学院",
        "商学院",
        "分校",
        "研究院",
        "附中",
        "继续教育学院",
        "国际学院",
    )
    return [place + name for place in places for name in names][:count]


def _wordings(triple: tuple[str, str, str], dice: random.Random, count: int) -> list[str]:
    system, thing, trouble = triple
    found: dict[str, None] = {}
    while len(found) < count:
        frame, said, wrong = dice.choice(_FRAMES), dice.choice(_THINGS[thing]), dice.choice(_TROUBLES[trouble])
        found[frame.format(s=system, t=said, x=wrong)] = None
    return list(found)
