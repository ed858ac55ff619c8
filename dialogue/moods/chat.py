"""Chat in passing, of food, the weather, a match: nothing that anybody wants answered here.

A word of the table makes a clause chat only where nothing of our matters stands in it, and the clause is short.
"""

from __future__ import annotations

import re

from dialogue.text.clauses import split_clauses
from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_MOST_CHARS, _LEAST_TOLD = 18, 4
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "food",
        re.compile(
            "食堂|[好难]吃|吃(?:了[吗没]|过[吗没]|饭|什么|啥|火锅|烧烤|面|外卖|夜宵|早|午|晚)|食(?:什么|饭|晏|宵夜)|奶茶|咖啡|外卖|火锅|烧烤|夜宵|宵夜"
            "|喝(?:酒|茶|水|什么|啥|点)|肚子饿|饿死|饿了|早餐|早饭|午饭|晚饭"
        ),
    ),
    ("weather", re.compile("天气|下(?:雨|雪)|[好太真](?:热|冷|晒)(?:啊|了|呀|死|今天|哈){0,3}$|降温|刮风|出太阳")),
    (
        "fun",
        re.compile(
            "唱(?:个|首|支)?歌|跳(?:个|支)?舞|(?:讲|说)(?:个|一个)?(?:笑话|故事|段子)|打游戏|开黑|王者荣耀|看球|球赛|世界杯|有波看|踢球|打球"
            "|看电影|追剧|综艺|演唱会|彩票|股票|炒股|旅游|写(?:首|一首)诗|陪我聊|聊聊天|猜谜"
        ),
    ),
    (
        "you",
        re.compile(
            "[你您](?:今年)?(?:多大|几岁|累不累|困不困|睡(?:了|觉)|吃(?:了|过|饭)|喜欢|爱不爱|开心|寂寞|无聊|结婚|单身|有(?:没有)?(?:男|女)朋友|有对象|是男|是女|长什么样|工资)"
        ),
    ),
    (
        "life",
        re.compile("失恋|分手了|好困|想睡觉|睡不着|过生日|生日快乐|新年快乐|节日快乐|周末(?:去哪|干什么|愉快)|打麻将"),
    ),
)
_IDLE = re.compile(
    "(?:哈|呵|嘿|嘻|啊|哦|嗯|诶|唉|哎|好|收到|行|的|了|啦|对|谢谢|对了|话说|那个|老师好?|[你您]好|无聊|随便问问|开玩笑的?|今天|今晚){1,8}"
)
"""What may stand beside it."""
_OURS = re.compile(
    "学[信籍历位]|毕业|注册|登[录记陆]|密码|账[号户]|帐号|验证|认证|报告|证[书件]|身份证|照片|考研|研招|征兵|参军|入伍|[四六]级|准考|手机号|邮箱|短信|人工|客服"
    "|老师|辅导员|教务|报名|审核|绑定?|档案|实名|刷脸|人脸|工单|网站|页面|截图|app|系统|成绩|学费|学号|户口|查",
    re.IGNORECASE,
)


def chat_kind(text: str) -> str:
    """Which kind of chat a whole message is; empty for anything else."""
    clauses = [clause for clause in split_clauses(in_mandarin(text)) if matching_key(clause)]
    kinds = [_kind(clause) for clause in clauses]
    rest = [clause for clause, kind in zip(clauses, kinds, strict=True) if not kind]
    idle = all(_IDLE.fullmatch(matching_key(clause)) for clause in rest)
    return next(filter(None, kinds), "") if idle else ""


def without_chat(text: str) -> str:
    """A message without the clauses that are chat; as it is where nothing else is said."""
    clauses = split_clauses(text)
    kept = [clause for clause in clauses if not _kind(in_mandarin(clause))]
    told = any(
        len(matching_key(clause)) >= _LEAST_TOLD and not _IDLE.fullmatch(matching_key(clause)) for clause in kept
    )
    return "，".join(kept) if told and len(kept) < len(clauses) else text


def names_our_matter(key: str) -> bool:
    """Whether words name anything that people come here for."""
    return _OURS.search(key) is not None


def _kind(clause: str) -> str:
    key = matching_key(clause)
    if len(key) > _MOST_CHARS or names_our_matter(key):
        return ""
    return next((kind for kind, words in _KINDS if words.search(key)), "")
