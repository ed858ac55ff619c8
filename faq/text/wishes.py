"""What a long message wants: its clauses without what only stands around them, and those that ask, wish or complain.

Somebody who tells a story («我六十多了，闺女给我买的手机……») wants one thing. Who they are and how they came to it are
facts beside it, and words of theirs that other entries are made of must not decide.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from faq.text.normalise import letters

_PIECE = re.compile(r"([^,。!?;~…、:]{1,200})([,。!?;~…、:]{0,4})")
_SPACE = re.compile(r"(?<![a-z0-9])\s+|\s+(?![a-z0-9])")
_LEAST_LETTERS = 4
LONG = 24
"""From how many letters on a message may be a story."""
_LEAST_PIECES = 2
_MOST_ALONE = 3
"""How many clauses are looked at each by itself."""

_CALLED = "(?:姑娘|小伙子?|同志|师傅|老师|客服|大姐|大哥|小姐姐?|小哥哥?|亲|各位|你们?|您们?|领导|兄弟|美女|帅哥|宝)"
_IDLE = re.compile(
    rf"(?:{_CALLED}|那|就|先|再|真的?|实在|我|也){{0,4}}"
    rf"(?:你好|您好|在吗|早上好|晚上好|下午好|打扰[一下你您了]{{0,3}}|辛苦[你您了啦]{{0,3}}|谢谢|多谢|感谢|拜托|麻烦|求助?|不好意思|抱歉|添麻烦|对不住"
    r"|别(?:嫌|见怪|笑话)|不怕.{1,3}笑话|(?:事情|情况)?(?:是|就是)这样|说(?:一下|下)(?:我的)?情况|请教|咨询|有(?:个|件)(?:事|问题)|想?问(?:一|个|件|你|您|下).{0,6}"
    r"|(?:帮|给)我?(?:看看|看一?下)|在线等|等(?:你|您)?回复|急|求指点|跪求)"
    rf"(?:{_CALLED}|了|啊|呀|哈|呢|吧|啦|哦|哟|得很|死|一下|问题|个事|的|晕|疯){{0,4}}"
    r"|(?:我|俺|我们|咱|人|老太婆|老头子?|老婆子){0,3}(?:今年|都|也|已经|快|有)?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})好?几?多?岁?(?:的人)?了?"
    r"|.{0,6}(?:年纪|岁数|上了?年纪|老了|老太婆|老头子|老花眼|耳朵背|眼睛不好|打字慢|字打得慢|文化不高|没文化|没念过|书读得少|嘴笨|脑子不好使).{0,8}"
    r"|(?:我|俺|也|是|都|真|不太?|没){0,5}(?:不太?会|不太?懂|没弄过|不识).{0,2}(?:弄|用|说|摆弄|操作|电脑|手机|网|这|搞).{0,6}"
    r"|.{0,8}(?:给我)(?:买|弄|装|下)的?.{0,4}(?:手机|智能机)"
    r"|.{0,10}(?:烦死|愁死|急死|气死|崩溃|无语|心慌|头都大|睡不好|睡不着|饭都凉|折腾|踢皮球|人都傻|跟你说|真的会谢|怎么回事啊?).{0,6}"
)
"""A clause that says who asks, how they feel, or is polite."""
_ASKS = re.compile(
    r"怎么|什么|哪|多久|多少|几天|几时|谁|吗|么$|呢$|能不能|可不可以|行不行|要不要|是不是|会不会|有没有|成不成|办不办|来不及|还能|能查|要不|还是"
)
_WORKS = re.compile("[^吗么不没呢]{0,8}(?:能|可以)(?:查|看|登|收|搜)(?:到|上|进去?)[^吗么不没呢]{0,6}")
"""A clause that tells what does work: «学信网能查到学历，查不到学位» is of the other."""
_WISHES = re.compile(
    r"(?:想|要|需要|得|打算|希望|求|帮.{0,4})(?:要|去|把|给.{0,4})?(?:查|看|改|换|办|注册|登|找|弄|下载|打印|开|申请|注销|删|绑|解|补|认证|验|报)"
)
_TROUBLE = re.compile(
    r"(?:查|看|找|登|进|收|打|连|搜|核|刷|点|改|换|绑|传|填|联系)不(?:到|上|了|进|开|出|通|过|成|动|全)|没(?:有)?(?:收到|显示|查到|看到|找到|动静|反应|学|我)"
    r"|不(?:通过|对|行|正确|一致|一样|显示|见了|给过|认|让|记得)|忘|记不|想不起|丢|错|有误|失败|失效|过期|提示|报错|显示|被(?:注册|占|盗|锁|冒|退|驳|人)|注册过|已.{0,3}注册"
    r"|转圈|白屏|黑屏|闪退|乱码|停(?:用|机|了)|注销|卡(?:住|在|了)|空(?:的|白|空)|漏|打不出|没有?(?:信息|学籍|学历|学位|短信|验证码|记录)|过不(?:去|了)|未通过|不见|假的?"
)


@dataclass(frozen=True)
class _Piece:
    text: str
    asks: bool
    tells: bool
    idle: bool


def wish_parts(plain: str) -> tuple[str, ...]:
    """The parts of a normalised text that may carry its wish, fullest first; nothing for what is no long message."""
    if len(letters(plain)) < LONG:
        return ()
    pieces = _pieces(plain)
    if len(pieces) < _LEAST_PIECES:
        return ()
    told = [piece for piece in pieces if not piece.idle]
    carrying = [piece for piece in told if piece.asks or piece.tells]
    tried = [_joined(told), _joined(carrying), *_asked_with_trouble(carrying)]
    alone = sorted(carrying, key=lambda piece: (piece.asks and piece.tells, piece.tells), reverse=True)
    tried += [piece.text for piece in alone[:_MOST_ALONE]]
    whole = letters(plain)
    return tuple(
        part for part in dict.fromkeys(tried) if len(letters(part)) >= _LEAST_LETTERS and letters(part) != whole
    )


def is_idle(clause: str) -> bool:
    """Whether a clause only says who asks or how they feel, or is polite."""
    return _IDLE.fullmatch(letters(clause)) is not None


def wishes(clause: str) -> bool:
    """Whether a clause says what somebody wants done: «想注销账号»."""
    return _WISHES.search(clause) is not None


def _pieces(plain: str) -> list[_Piece]:
    found = []
    for match in _PIECE.finditer(_SPACE.sub(",", plain)):
        text, mark = match[1].strip(), match[2]
        if text:
            asks = "?" in mark or (_ASKS.search(text) is not None and _WORKS.fullmatch(text) is None)
            tells = wishes(text) or _TROUBLE.search(text) is not None
            found.append(_Piece(text, asks, tells, is_idle(text)))
    return found


def _asked_with_trouble(carrying: list[_Piece]) -> list[str]:
    """The last question with the trouble told last before it."""
    asked = max((place for place, piece in enumerate(carrying) if piece.asks), default=None)
    if asked is None:
        return []
    before = [piece for piece in carrying[:asked] if piece.tells][-1:]
    return [_joined([*before, carrying[asked]])]


def _joined(pieces: list[_Piece]) -> str:
    return ",".join(piece.text for piece in pieces)
