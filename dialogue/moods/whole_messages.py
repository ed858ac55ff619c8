"""Moods of a whole message: lost, in a hurry, unwilling to tell, gone to try; they ask nothing and tell no fact.

Patterns fit `Heard.key`; each repeats only words of which none is made of two others, so that a text is read one way.
"""

from __future__ import annotations

import re

from dialogue.questions.aspects import aspect_in
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.text.filler import is_filler
from faq.text.normalise import matching_key

MOOD_CHARS = 22
_LATER_CHARS = 16
_LATER = re.compile(
    r"(?:ok|那|好|好的|行|嗯|我|先|等|去|马上|这就|现在|回头|晚点|待会儿?|等下|等会儿?|学校){0,8}(?:试试|试一?下|去试|试试看|去弄|弄一?下|看看|去看|操作一?下|等我一?下|去(?:搞|办|整|做|弄)|瞅瞅|瞧瞧|查查|打打?看?|打个?电话|问问|先去问问)(?:看|吧|再说|哈|先|去){0,4}"
)
_AT_WORK = "(?:重新)?(?:注册|登记|登录?|弄|办|搞|做|改|换|绑|查|试|找|填|报|刷|验证?|认证|申请|处理)"
_PUTS_OFF = re.compile(
    rf"(?:那|我|就|还是|也|算了|好吧|行吧|要不|现在){{0,5}}(?:先|暂时|暂且)(?:就)?(?:不|别)(?:想|要|打算|着急|急着?)?{_AT_WORK}[^吗么]{{0,6}}"
    rf"|(?:那|我|就|还是|也|想|要|打算|得|先|只能|准备|让[他她]){{0,6}}(?:等|过|改天|回头|晚点|晚上|明天|后天|周末|下周|下个?月|有空|以后|到时候?|放假)"
    rf"[^吗么怎哪谁多几]{{0,14}}(?:再|自己|来|去|慢慢){{1,2}}(?:说|看|问|{_AT_WORK})(?:看|看看|试|吧|了|一下|他|它){{0,3}}"
    r"|(?:那|我|就|也|现在|其实|倒|还){0,4}(?:不着?急|不忙)(?:用|的|办)?(?:了|吧|啊|呢){0,2}|(?:嗯|那|就|先|算了|好的?|行){1,4}(?:这样|放着|搁着|到这(?:儿|里)?)(?:吧|了|啊)?"
    r"|(?:好了|行了|可以了|谢谢(?:[你您]了?)?|不麻烦(?:[你您]了?)?){1,2}(?:先|就|也)?不(?:用|需要|必)了(?:谢谢|多谢|麻烦[你您]了?){0,2}"
)
"""What is put off to another day is neither done nor in vain."""
_GOES_AWAY = re.compile(
    r"(?:那|我|就|得|要|好|行|不说了|不聊了|现在){0,4}(?:先|去){1,2}(?:去)?(?:吃个?[早午晚中]?饭|上课|睡个?午?觉|睡|上班|开会|忙|下班|接下?孩子|做饭|洗澡|休息"
    r"|出门|出去|干活|上工|走|撤|下线|赶车|回家|办点?事)(?:去|一?会儿?|一下|别的)?(?:了|啦|吧|哈){0,2}"
    r"|(?:那|我|就|先|咱们?){0,3}(?:等一?会儿?|等下|待会儿?|晚点|回头|明天|明儿|明早|改天|晚上|下午|一会儿?|过会儿?|有空)(?:我|咱们?|回来)?(?:再|接着|继续){0,2}"
    r"(?:来)?(?:说|弄|问|聊|看|搞|办|试|讲|联系|来|整)(?:吧|哈|你|您|一下|这个|它){0,2}"
)
"""Somebody goes for a while: «先吃饭去了», «等会说»."""
_ASKS_ELSEWHERE = re.compile(
    r"(?:那|我|先|就|去|再|回头|明天){0,8}(?:问|找|联系)(?:一?下|问)?(?:我们?)?(?:学校|老师|辅导员|教务处?|家里人?|爸妈|武装部|派出所|同学|单位)(?:问问|看看|再说|吧|去|了)*"
)
_WAIT = re.compile(r"(?:等等|等一?下|稍等|等会儿?|我找找|我想想|正在弄|在弄了|弄着呢|还没弄|还没试)(?:啊|哈|吧|呢|我)*")
_AT_SEA = re.compile(
    r"(?:我|真|都|也|完全|还|是|不好意思|老师|年纪大|人老了?)*"
    r"(?:(?:不知道|不晓得|不懂|不会|搞不懂|弄不懂|不明白|不清楚|看不懂|没弄过)(?:该|要|应该|从)?(?:怎么|哪|什么|哪里)?(?:搞|弄|办|整|操作|开始|说|问|用|做|下手|点)?"
    r"|(?:这个|那个|就是|它|就)*(?:弄|搞|整|用|操作)不(?:了|明白|懂|好|来|成)|什么意思|一头雾水|一脸懵|懵了|晕了?|帮帮我|救命|helpme"
    r"|(?:有|遇到|出)(?:个|点|一个|了)?(?:问题|麻烦|困难|状况))(?:了|啊|呢|的|呀|吧)*"
)
_HURRY = re.compile(
    r"(?:你们?|您|能不能|可不可以|能|可以|有没有|麻烦|请|给|搞|弄|就|再|说|得|处理|回复|办|我|真|很|好|都|特别|太|赶紧)*"
    r"(?:快点|快一点|快些|抓紧|速度|快|着急|急死|急用|急|赶时间|来不及|慢|磨蹭)"
    r"(?:的|办法|一点|点|行|吗|啊|啦|呀|了|不|死|么|嘛)*"
)
_DECLINES = re.compile(
    r"(?:我|就是|真的|偏|也|都|什么){0,5}不(?:想|愿意|愿|能|方便|要)(?:再)?(?:说|告诉|透露|给|提供|回答|讲|填)(?:你们?|您|这个|这些|那个|我的?|任何|个人){0,5}(?:信息|资料|隐私|号码|情况)?(?:了|的|啊)*"
    r"|(?:我)?(?:凭什么|为什么|干嘛)(?:要)?(?:告诉|给|说给)(?:你|您|你们)(?:听)?(?:啊|呢)*"
    r"|(?:这|这个|那)?(?:是|算|属于)?(?:我的|我)?(?:个人)?隐私(?:啊|吧|信息)?|保密|无可奉告"
    r"|(?:你|您)?(?:为什么|凭什么|干嘛|干吗|干什么)(?:总|老|还)?(?:要)?(?:问|要|知道)(?:我)?(?:这个|这么多|那么多|这些|那么细|我的信息|我信息|信息)?(?:啊|呢|干什么|干嘛)*"
)
_NO_MORE_QUESTIONS = re.compile(
    r"(?:你|您)?(?:别|不要|少|能不能别|能别)(?:再|老)?(?:问|啰嗦|废话)(?:我|来问去|了|那么|这么|多)*(?:直接|就|快|给我)*(?:说|讲|告诉我|回答)?(?:答案|结论|怎么办|办法|吧|行不行|就行|啊)*"
    r"|(?:你|您|请)?(?:直接|就)+(?:说|讲|告诉我|给)(?:我)?(?:答案|结论|怎么办|怎么弄|怎么做|办法|重点)?(?:吧|行不行|就行|啊|好了)*"
)
_OTHER_WAY = re.compile(
    r"(?:那|就|真的?)?(?:还)?(?:有没有|有|没有)(?:什么)?(?:别的|其他|其它|另外的?)?(?:找回|登录|注册)?(?:的)?(?:办法|方法|路|途径|方式|渠道|法子)(?:了)?(?:吗|么|呢|啊|没有|没)?|(?:别的|其他)(?:办法|方法|渠道)(?:呢|有吗)?"
    r"|(?:那|我|就)?不(?:找|转|走|通过|经过)(?:人工|客服)(?:的话|也|就|能)?(?:行不行|[行成]吗|可以吗|可不可以|能不能|能[弄办改]吗|[弄办改]吗)[弄办改]?"
)
_NOD = re.compile(
    r"(?:好的?|嗯|哦|噢|知道了|明白了?|了解了?|收到|懂了|ok|k|okay|gotit|isee|原来如此|这样啊|是这样啊|行吧?|好吧|那行|那好|(?:那|这)就好|那太好了|太好了|好滴|好嘞|谢谢|多谢|谢[了啦]|谢谢[你您]|啦|哈|辛苦了?"
    r"|thx|thanks(?:somuch|alot|verymuch)?|thankyou(?:somuch|verymuch)?|cheers|alright|great|noted|understood)+的?"
)
_NOTED = re.compile("知道了|明白|了解|懂了|收到")
_THANKS = re.compile("谢|辛苦|thx|thank|cheers")
_ABUSE = re.compile(
    r"(?:你们?|您|这|那|他妈的?|真是|真|啥|就是|一群|一帮|什么|都是|都|个|的|群|尼玛|妈的){0,6}"
    r"(?:(?:垃圾(?!箱|邮件|短信|信息|桶|站|里|文件)|破(?!解|损|折|碎|坏|产)|狗屁|傻[逼子叉x比]|(?<![a-z])sb(?![a-z])|智障|弱智|脑残|人工智障|废物|饭桶|白痴|蠢货)"
    r"(?:玩意儿?|网站?|机器人?|客服|系统|软件|平台|东西|们){0,2}"
    r"|蠢死|笨死|猪脑子?|是猪吗?|放屁|吃屎|滚(?!动|屏|轮|回|瓜|烫|滚|石)(?:蛋|开|远点)?|去死|神经病|有病吧|脑子(?:有病|有坑|进水)"
    r"|(?<![a-z])tmd(?![a-z])|(?<![儿娃孩])他妈的(?![手号账帐身名电密卡毕文证档])|(?<![我你他她它爹爸咱俺当做作为是儿娃孩老亲])妈的(?![手号账帐身名电密卡毕文证档])|我靠|卧槽|耍我(?:呢|吗|玩)?|逗我(?:呢|玩)|坑人|你瞎|眼瞎|瞎了|废话(?:真多|少说|连篇)?|少废话)"
    r"(?:吗|啊|吧|们|呀|了|的){0,3}",
    re.IGNORECASE,
)
_OBJECTS = re.compile(
    r"(?P<asked>我(?:刚才|刚刚|是想|想|明明)?问的(?:是|就是)?(?!不是)|我(?:的意思)?是(?:说|指)(?![过错])|我的意思是"
    r"|(?:no,? )?i (?:asked|mean)[:,]?)"
    r"|我(?:又|刚才|根本)?(?:不是|没)(?:在)?问|问的不是|谁问(?:你|您)?|答非所问|所答非所问|[你您](?:又|都|全|刚才)?答错|不是(?:我)?(?:要)?问(?:的)?(?:这个|那个)|牛头不对马嘴"
    r"|(?:说|扯|讲|提)[^，。？?]{0,8}(?:干嘛|干什么|做什么|干啥|干吗)",
    re.IGNORECASE,
)
"""Somebody was given the answer to another question."""
_BESIDE_ABUSE = 5
_LEAST_BESIDE = 2
_LOOSE_MARKS = " ,，。.!！?？、;；~～"
_HAPPY, _SAD = "👍👌🙏💪❤😊😄😁😀🙂😃🤝✌🌹👏", "😭😢😡😤😠😩😫😞😔😣💔😱🤬"


def goes_to_try(key: str) -> bool:
    """«我先去试试», «等一下»."""
    return len(key) <= _LATER_CHARS and any(
        fits(key) for fits in (_LATER.fullmatch, _ASKS_ELSEWHERE.fullmatch, _WAIT.fullmatch)
    )


def puts_off(text: str) -> bool:
    """«先不注册了，等孩子回来再弄»: a message that only says that it is left for another time."""
    clauses = [clause for clause in split_clauses(text) if not nods(matching_key(clause))]
    return bool(clauses) and all(is_left(matching_key(clause)) for clause in clauses) and not is_asked(text)


def is_left(key: str) -> bool:
    """Whether a clause says that something is left for later, or that somebody goes."""
    return len(key) <= MOOD_CHARS + 6 and bool(_PUTS_OFF.fullmatch(key) or _GOES_AWAY.fullmatch(key))


def is_lost(key: str) -> bool:
    """«不知道怎么弄», «有个问题»: somebody who says nothing yet that could be answered."""
    return len(key) <= MOOD_CHARS and _AT_SEA.fullmatch(key) is not None


def is_hurried(key: str) -> bool:
    """«能不能快点», «很急»."""
    return len(key) <= MOOD_CHARS and _HURRY.fullmatch(key) is not None


def declines(key: str) -> bool:
    """«不想说», «凭什么问这个»: somebody who would rather not tell."""
    return len(key) <= MOOD_CHARS and _DECLINES.fullmatch(key) is not None


def wants_no_questions(key: str) -> bool:
    """«别问那么多，直接说»."""
    return len(key) <= MOOD_CHARS and _NO_MORE_QUESTIONS.fullmatch(key) is not None


def asked_instead(text: str) -> str:
    """What somebody asks who was just given the answer to another question; empty when nobody objects."""
    found = _OBJECTS.search(text)
    if found is None:
        return ""
    rest = text[found.end() :].strip(_LOOSE_MARKS) if found["asked"] else ""
    return rest if len(matching_key(rest)) >= _BESIDE_ABUSE else text


def without_abuse(text: str) -> str:
    """What somebody says between the swear words; a text that holds nothing else stays as it is."""
    if not _ABUSE.search(text):
        return text
    pieces = [piece.strip(_LOOSE_MARKS) for piece in _ABUSE.sub("\n", text).split("\n")]
    rest = "，".join(filter(None, pieces))
    return f"{rest}？" if rest and text.rstrip().endswith(("?", "？")) else rest or text


def only_abuse(key: str) -> bool:
    """Whether nothing is left of a clause without its swear words."""
    return _ABUSE.search(key) is not None and len(_ABUSE.sub("", key)) < _LEAST_BESIDE


def tells_enough(rest: str) -> bool:
    """Whether what is left without the swear words is a problem of its own."""
    return len(matching_key(rest)) >= _BESIDE_ABUSE


def tells_problem(text: str) -> bool:
    """Whether a message says anything that whoever reads a ticket could use: no mood, no bare «怎么办»."""
    key = matching_key(without_abuse(text))
    idle = (wants_no_questions, is_lost, is_hurried, declines, nods, asks_other_way, goes_to_try)
    return len(key) > 1 and not aspect_in(key) and not any(says(key) for says in idle)


def nods(key: str) -> bool:
    """«好的，谢谢»: read, and nothing to say to it."""
    return len(key) <= MOOD_CHARS and _NOD.fullmatch(key) is not None


def is_courtesy(clause: str) -> bool:
    """«好的», «谢谢啦»: a clause that says nothing of any matter."""
    key = matching_key(clause)
    return not key or is_filler(clause) or nods(key)


def gives_thanks(key: str) -> bool:
    """«好的谢谢», «ok thx»: words that only nod, and give thanks with it."""
    return nods(key) and _THANKS.search(key) is not None


def takes_note(key: str) -> bool:
    """«行，知道了», «好的明白了»: read, and no yes, whatever was asked."""
    return nods(key) and _NOTED.search(key) is not None


def asks_other_way(key: str) -> bool:
    """«还有别的办法吗»."""
    return len(key) <= MOOD_CHARS and _OTHER_WAY.fullmatch(key) is not None


def asks_other_way_besides(text: str) -> bool:
    """«信号好的，还有别的办法吗»: one clause asks for another way, and none asks anything else."""
    clauses = split_clauses(text)
    others = [clause for clause in clauses if not asks_other_way(matching_key(clause))]
    return len(others) < len(clauses) and not any(map(is_asked, others))


def face(text: str) -> str:
    """What emoji say: a nod, a sigh, or only that somebody is there."""
    if any(mark in text for mark in _SAD):
        return "sad"
    return "understood" if any(mark in text for mark in _HAPPY) else "face"
