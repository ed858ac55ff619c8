"""Anger that nobody answers, cares or helps: «别又没人理», «上次就没人回», «你们到底管不管», «就知道让我填».

It is said to whoever runs the desk. Nothing in it tells of the matter, so that it fills no field of a ticket and is
quoted nowhere; what it wants to know is by when somebody answers. Patterns fit `faq.text.normalise.matching_key`.
"""

from __future__ import annotations

import re

from dialogue.text.languages import in_mandarin
from faq.text.normalise import matching_key

_LONGEST = 20
_NOBODY = "(?:没人|没有人|没个人|没一个人|无人|没谁)"
_CARES = "(?:管事|管|搭理|理睬|理会|理|回复|回应|回|答复|应|看|处理|解决|受理|负责|跟进|问津)"
_DEEDS = "(?:提交|提|交|填|发|问|说|投|写|反映|反馈|来|找|报)"
_EARLIER = "(?:上次|上回|上一次|前几次|前面|之前|以前|头回|头一次|每次|每回|回回|次次|那次)"
_MANY = "(?:又|再|老|总|还|也|都|就|是|一直|都是|还是|这次|这回|今天|今年){0,4}"
_SIGHS = "(?:了|啊|呀|吧|的|呢|嘛|啦|哦|哈|我|我们){0,4}"
_WORRY = "(?:啊|呀|吧|的|了|吗|么|呢|嘛|对吧|对不对|是吧|是不是|不是){0,3}"
_YOU = "(?:你们?|您们?|你们?学信网|学信网|网站|客服|人工|这边|这里|这儿)"
_PLAYED = (
    "(?:石沉大海|没(?:有)?(?:下文|后文|动静|音讯|音信|回音|回应|结果|反应|消息)|不了了之|白[填等写交提说]|敷衍|糊弄|忽悠|搪塞|踢皮球|装死|装聋作哑|晾着|拖"
    "|不(?:理|管|回复|回|答复|搭理|处理|解决)(?:人|我)?|让我(?:白|干|一直|再)?等)"
)
_NEGLECT = re.compile(
    # «这次别又没人理», «可别再石沉大海了»
    rf"(?:这次|这回|可|千万|请|拜托|麻烦|希望|你们|您们|给我){{0,3}}(?:别|不要|莫|不会|该不会|不会是){_MANY}"
    rf"(?:像|跟|和)?{_EARLIER}?(?:一样|那样|似的)?{_MANY}(?:{_NOBODY}{_CARES}|{_PLAYED}){_SIGHS}{_WORRY}"
    # «上次就没人回», «之前提了两次也没人管我»
    rf"|(?:我|可是|但是|可){{0,2}}{_EARLIER}{_DEEDS}?(?:的|了|过)?(?:[0-9一二两三四五几好多]{{1,2}}(?:次|回|遍|张)|工单|单子)?(?:到现在|到今天)?"
    rf"{_MANY}(?:{_NOBODY}{_CARES}|{_PLAYED}){_SIGHS}{_WORRY}"
    # «怎么还没人回», «又没人理是吧», «到现在都没人看»
    rf"|(?:怎么|为什么|为啥|咋|到底|难道|是不是|根本|压根|就是|果然|反正|到现在|到今天|现在|可|肯定|估计){{0,3}}{_MANY}{_NOBODY}{_CARES}"
    rf"(?:这事|这个|工单|单子)?{_SIGHS}{_WORRY}"
    # «你们到底管不管», «学信网理不理人»
    rf"|{_YOU}(?:到底|究竟|还|倒是|是不是){{0,2}}(?:管不管|理不理|回不回|处不处理|处理不处理|办不办|行不行|能不能管)(?:事|人|我)?{_SIGHS}{_WORRY}"
    # «到底有没有人管事», «有没有人看啊»
    rf"|(?:你们|这里|这边|到底|究竟|请问|怎么){{0,3}}(?:有没有|没有?)(?:个|一个)?活?人(?:能|会|来|在|肯){{0,2}}{_CARES}?(?:啊|呀|呢|吗|么|我|这事|的){{0,3}}"
    # «就知道让填填填», «只会让人等»
    r"|(?:你们?|您们?|就|只|光){1,3}(?:知道|会|晓得)(?:让|叫|要)(?:我|人|人家)?(?:一直|不停|反复)?(?:填表?|等|交|提交|转|找|写){1,4}(?:了|啊|呀|吧){0,2}"
    # «你们就是骗人的吧», «工单就是个摆设»
    rf"|(?:{_YOU}|工单|单子|这玩意儿?|这东西|这){{1,2}}(?:就|都|全|不会|该不会|是不是|就是|是|一群|一帮|个|根本|纯粹){{0,4}}(?:骗人|骗子|摆设|糊弄人|忽悠人|敷衍人|走过场|应付人|形式主义){_SIGHS}{_WORRY}"
    # «填了有什么用», «交了也没用», «提了也白提»
    rf"|(?:我)?(?:工单)?{_DEEDS}(?:了|完)?(?:工单|单子|表)?(?:也|又|有|都|还不是){{1,2}}(?:没(?:有)?(?:什么|啥)?用|什么用|啥用|白{_DEEDS}){_SIGHS}{_WORRY}"
)


def tells_neglect(clause: str) -> bool:
    """Whether a clause only says that nobody answers, or that this is no help."""
    key = matching_key(in_mandarin(clause))
    return len(key) <= _LONGEST and _NEGLECT.fullmatch(key) is not None
