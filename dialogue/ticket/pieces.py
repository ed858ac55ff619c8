"""How the parts of a ticket are put into one sentence: a name forgotten, where to answer, what is added outright."""

from __future__ import annotations

import re

from faq.text.normalise import matching_key

ONE_MORE = "补(?=上?(?:一|两|几)[句条点]|个(?:情况|信息))"
"""«再补一句»: the beginning of what is added."""
BEGINS_TO_ADD = re.compile(rf"^.{{0,6}}?(?:补充|{ONE_MORE})")
_FORGOTTEN_BARE = re.compile(
    r"(?:我|早|都|也|已经|完全|真){0,5}(?:忘记?掉?|记不[得住]|记不起来?|不记得|记不清|想不起来?|不晓得|不知道|不清楚|[搞弄]不清楚?)[了啦呀啊喇]{0,3}"
    r"|(?:我)?(?:要是|如果|早)(?:我)?(?:知道|记得|想得起来?)(?:用户名|账号)?.{0,12}"
    r"|(?:sorry)?i?(?:dont|donot|cant|cannot|couldnt|nolonger)(?:really)?(?:remember|know|recall)(?:it|that"
    r"|this|my(?:user)?name)?"
    r"|(?:sorry)?i?(?:have)?(?:forgot|forget|forgotten)(?:it|that|my(?:user)?name)?|noidea|notsure"
)
_FORGOTTEN_TAIL = re.compile(
    r"(?!.{0,16}(?:密[码保]|姓名|身份证))(?:我|以前|当年|原来|那时|注册|用|的|是|哪个|那个|开头|号码?|手机|邮箱|\d|都|也|早|已经|全|真|x){1,14}+"
    r"(?:忘记?掉?|记不[得住清]|记不起来?|不记得|想不起来?)[了啦呀啊喇]{0,3}"
)
"""«138开头那个号忘了»: what was asked for, by another name."""
_ENGLISH_ADDITION = re.compile(r"^(?:please\s)?add(?:\sthis)?\s?[:：]\s*(?P<what>\S.+)", re.IGNORECASE | re.DOTALL)
_ADDED_OUTRIGHT = re.compile(
    r"^.{0,6}?(?:补充|补上?(?=[一两几][句条点]))(?:一下|说明|一点|一句|两句|几句|一条)?[:：]\s*\S{2}"
)
_PLACED = "上去?|进去?|进来|下来?|一下|到.{0,6}里面?|在里面|进.{0,4}(?:工单|单子)"
_INTO = f"(?:写|加|填|补充?|记|放|备注)(?:{_PLACED})[吧了啊哈]{{0,2}}[。！!~]*$"
_THESE = "(?:这[些个]?|这[个件]事|这一?点)?"
_WRITTEN_UP = re.compile(
    rf"^.{{0,8}}?把(?P<what>.{{2,80}}?){_THESE}(?:也|都|一起|一并|再|帮我|给我|给){{0,3}}{_INTO}"
    rf"|^(?:还有|另外|对了|再|麻烦)?[，,：: ]{{0,3}}(?P<told>.{{2,80}}?){_THESE}(?:也|都|一起|一并|再|帮我|给我){{1,3}}"
    rf"{_INTO}"
)
_NOTED_DOWN = re.compile(
    r"^.{0,6}?(?:(?:记|备注|写|加)(?:一?下来?|一句|一条|上|进去|进工单)|(?:告诉|转告|提醒|(?:跟|和|给)(?=.{2,6}说))(?:一下)?(?:你们?)?(?:的)?"
    r"(?:客服|他们|工作人员|老师)(?:说)?(?:一[下声])?)(?:吧|啊)?[:：，, ]{1,3}(?P<what>\S.{2,})",
    re.DOTALL,
)
"""«记一下：我是专升本», «跟客服说一声，我下周出国»."""
_ONLY = re.compile(
    r"^(?:.{0,8}?(?:转人工|人工|工单)[吧了，,。 ]{1,3})?"
    r"(?:那|好|行|你|您|工单|描述|问题|内容|里面?|上|帮我|给我|麻烦|请|[，, ]){0,6}"
    r"(?:就|只)(?:要|用|需要?)?(?:写|说|填|反映|提)(?:上|一?句|一条|这[个句]|成)?[：:，, “\"「]{0,3}"
    r"(?P<what>.{2,200}?)[”\"」]?[，,。；;！! ]{1,3}"
    r"(?:别的|其他的?|其它的?|多余的?|剩下的?|旁的|前面的?)(?:话|内容|东西|事)?(?:都|就|全|一概|什么){0,2}"
    r"(?:不用|别|不要|不必|不需要)(?:再|给我)?(?:写|说|填|提|加|放|管)?(?:进去|上去?)?[了啦吧啊]{0,2}[。！!~]{0,2}$"
    r"|^(?:please |just |only |ok,? ){0,3}(?:just|only)(?: please)? (?:write|say|put|send|mention)"
    r"(?: that| only)?[: ]{1,2}[“\"]?(?P<told>.{3,300}?)[”\"]?[,.; ]{1,2}(?:and )?nothing (?:else|more)[.! ]{0,2}$",
    re.DOTALL | re.IGNORECASE,
)
"""«就说……，别的不用写»: the ticket is to say exactly that."""
_ALL_OF_IT = re.compile(
    "(?:我)?(?:这|那|它|上面|前面|刚才?|之前|刚刚)(?:[个些句点条]|一[句点条]|我?说的|写的|的)?(?:些|话|内容|情况|事|都|全部?){0,2}"
)
"""What points at something said before and is no words of its own."""
_PUT_IN = re.compile(
    r"^(?:[^，,。！!？?]{0,10}[没漏](?:有|写|加|记|填|放){0,2}(?:进去|上|了)?[啊呢吗嘛]{0,2}[，,。！!？? ]{1,3})?"
    r"(?:请|麻烦|给我|帮我|把|再|你|快){0,3}[补加写]上(?:去|一句|一条)?[：:，, ]{0,2}"
    r"(?P<what>[^了吧啊呢。！!？?，,去 ].{1,80}?)[。！!~]{0,2}$"
)
"""«怎么没写进去，补上苹果手机»."""
_PUT_IN_BARE = re.compile(
    "(?:请|麻烦|你|帮我|给我|那){0,3}把(?:我)?(?:这|那|它|上面|前面|刚才?|之前)(?:[个些句点条]|一[句点条]|我?说的|的)?(?:些|话|内容|情况|事|都|也|全部?){0,3}"
    "(?:写|加|记|填|放|补)(?:进去|上去?|进来|下来?|一下)[吧啊了呀]{0,2}|(?:我|你|刚才?|说的|这些?|那些?|那句|前面|上面|给的|都|也|怎么|为什么|为啥|全|就|还){0,6}没(?:有|给我){0,2}(?:写|加|记|填|放)(?:进去|上去?|进来)[啊呢吗嘛了呀]{0,2}"
    "(?:(?:快|请|麻烦|给我|帮我|都|也|把它|你){0,3}[补加写](?:上去?|进去)[吧啊了呀]{0,2})?"
    "|(?:快|请|麻烦|给我|帮我|都|也|把它|你){0,3}补上[吧啊了呀]{0,2}"
)
_WISH_FOR_PERSON = re.compile(
    r"(?:直接|还是|就是|我是|需要|麻烦|能不能|可不可以|可以|[你我]们|联系|一下|一个|我|要|想|请|找|转|叫|让|给|帮|快|换|接|跟|和|那|就|您|你|个|下"
    r"|再|来|哦|算了|得了|好吧|行吧|不行|唉|哎){0,9}+"
    r"(?:(?:人工|客服|真人|活人|工作人员|领导|负责人|主管|管事的|接线员|懂的人|懂行的|明白人){1,3}+|(?<=[找让叫请派换个位])人(?=帮|给|跟|和|说|讲|聊|替|来|处理|弄|办|问|看|吧|啊|$))"
    r"(?:客服|服务|人员|处理|解决|核实|核查|看看|看一下|看下|看|一下|帮我|帮忙|帮|替我|尽快|快点|谢谢|回复|联系|说话|说说?|讲讲?|聊|跟我|给我|聊聊|问问|问一下|问|办理|办"
    r"|弄|改|来|接|在不在|还?在|有没有|吧|下|我|给|好|了|啊|呢|吗|的){0,9}+"
)
_NO_MACHINE = re.compile(
    r"(?:不(?:想|要|愿意?|需要)|别|懒得|讨厌|受够了?|烦)(?:再|老|总){0,2}(?:跟|和|同|对着|让|给|用|找|是){0,2}我?(?:一个|这个|你们?的?)?"
    r"(?:机器人?|ai|程序)(?!人?(?:验证|审核|识别|检测))(?:说话?|聊天?|对话|沟通|废话|回|答|来|敷衍|打交道|了|啊|吧){0,3}"
)
"""«我不想跟机器说话»."""
_NOBODY = re.compile(
    r"(?:你们?的?)?(?:客服|人工|真人|工作人员|人)(?:都|们|全|到底|是){0,3}(?:死|跑|躲|滚|去)(?:到|在|去)?哪(?:里|儿)?去?了?[啊呢吗]{0,2}"
    r"|(?:客服|人工|真人|活人)(?:人)?(?:呢|哪去了?)|(?:到底|怎么|就|都|难道){0,2}(?:有没有|没有?)(?:个|一个)?(?:活|真)?人(?:能|来|可以|在|会|出来|肯){0,2}"
    r"(?:管|理|帮|负责|处理|解决|搭理)(?:我|一?下|这事?|的|了){0,3}(?:聊|倾|讲|说|问|看|弄)?下?[吗么啊呢]{0,2}"
    r"|(?:就是|真的|难道|都|你们|怎么|连){0,3}没有?(?:一个|个)?(?:活人|真人|人工)(?:客服)?(?:都没有|在)?[吗么啊呀了的]{0,2}"
)
"""«客服死哪去了», «有没有人管»."""
_REACHED = re.compile(
    r"联系|联络|回(?:复?到?邮|电话?|信|我的?邮|我)|发(?:到|邮件)|打(?:这个|电话|我)|邮件$"
    r"|\b(?:e-?mail|contact|reach|call|write\sto|reply\sto|phone)\s(?:me|back|us)\b|\b(?:contact|reply)\b",
    re.IGNORECASE,
)
_OTHER_VALUE = re.compile(
    r"新的?(?:手机|电话|邮箱|号)|(?:换成|换到|换了|改成)[^〔〕没不还用后登，,]{0,6}〔|备用|打这个|(?:我|他|她|孩子)?(?:爸|妈|老公|老婆|男友|女友|对象|家里?人?|儿子|女儿|朋友|同学)的"
    r"|\bnew (?:phone|number|mobile|e-?mail)\b",
    re.IGNORECASE,
)
_NAME_SAID = re.compile(r"用户名|账号|帐号|登录名|user\s?name|login\b", re.IGNORECASE)
_ENGLISH_NAME = re.compile(
    r"\b(?:my\s+)?(?:chsi\s+)?(?:user\s?name|account|login|user\s?id)\s{0,3}(?:is|:|：|=)\s{0,3}"
    r"(〔[^〔〕]{1,8}〕)[.,;]?",
    re.IGNORECASE,
)
_SEEKS_NAME = re.compile(
    "(?:找回|查找|找不到|找不回|找|忘记?了?|不记得|记不得|想不起来?)(?:我|自己|学信网|以前|原来|当时){0,2}的?(?:用户名|登录名)"
    "|(?:用户名|登录名)(?:我|也|都|又|还|已经|早就){0,3}(?:怎么找回|怎么查|怎么找|找不|忘|不记得|记不|想不起|是哪个|是多少)"
    "|(?:find|recover|get(?:back)?|forgot|retrieve)my(?:chsi)?username"
)
_NAME_FOUND = re.compile("找到了|查到了|查出来|找出来|找回了|(?:不是|没)(?:要|想)?(?:找|忘)")
_MACHINE_CHARS = 16
_ENGLISH_TICKET = re.compile(
    r"(?:(?:ok|okay|yes|then|so|please|can you|could you|can i|could i|may i|let me|let's|i|i'd like to|i want to"
    r"|i would like to|want|need to|need|to|how do i|how can i),? ){0,6}"
    r"(?:open|create|submit|make|file|write|start|send|raise|fill in|fill out|have) (?:me )?(?:a |an |the "
    r"|my )?(?:new |support )?"
    r"(?:ticket|complaint|request|case)(?: for me| please| now| then| to the staff| with you){0,3}"
)
_ENGLISH_NO_PICTURE = re.compile(
    r"(?:(?:sorry|no|but|and|i|i'm|im|there is|there's|unfortunately|right now|at the moment|still|really),? ?){0,4}"
    r"(?:have no|have none|got no|no|don'?t have|do not have|have not|haven'?t(?: got)?|can(?:no|')t (?:take"
    r"|make|send|upload|give|attach)"
    r"|can not (?:take|make|send|upload|give|attach)|cannot (?:take|make|send|upload|give|attach)|without"
    r"|not possible to (?:take|send)"
    r"|won'?t send|will not send|don'?t want to send|did not take|didn'?t take)"
    r"(?: (?:one|any|it)|(?: (?:a|an|any|the|more))? (?:screen ?shots?|pictures?|photos?|images?))(?: (?:now"
    r"|here|yet|anymore|of it|at the moment|right now|sorry|please)){0,2}"
)
_BRINGS_PICTURE = re.compile(
    "(?:我|还|想|要|再|能|可以|给|你们?|工单|单子|那个|这边|这里|里|也|有|帮我|往|对了){0,6}(?:补充?|加|传|上传|发|附)(?:上|个|给你们?|一下)?"
    "(?:[一两几]?张|[一两几]个|点|些)?(?:新的?)?(?:截图|图片|截屏|图)(?:吧|了|啊|呢|一下|可以吗|行吗|行不行|能吗|怎么[补加发传]|上去|进去|给你们?|吗){0,3}"
    "|(?:我|还|也|又|这儿|这里|这边){0,4}有(?:[一两几]张|个)(?:新的?)?(?:截图|图片|截屏|图)(?:吧|了|啊|呢|想|要|怎么|可以|能|补充?|加|发|传|给你们?|上去|进去|吗){0,6}"
)
_MEANS_NUMBER = re.compile(
    "(?:就|那|我|用|填|写|拿|是|可以|能|行|直接|给你|发|报|要不|还是){1,6}(?:我的?|注册的?|登录的?)?(?:手机号?码?|邮箱|身份证号?码?|电话号?码?|证件号)"
    "(?:吧|行吗|可以吗|就行|了|啊|呢|登录的?|注册的?|行不行|好了){0,3}"
)
_ENGLISH_PROBLEM = re.compile(r"\b(?:my\s|the\s)?(?:problem|issue)\s{0,3}(?:is|:|：)\s{0,3}", re.IGNORECASE)


def forgets(clause: str) -> bool:
    """Whether the first clause of an answer about the username only says «忘了»."""
    return _FORGOTTEN_BARE.fullmatch(matching_key(clause)) is not None


def forgets_it(clause: str) -> bool:
    """Whether the answer about the username says that this number or address is forgotten, whatever it is called."""
    return forgets(clause) or _FORGOTTEN_TAIL.fullmatch(matching_key(clause)) is not None


def seeks_username(text: str) -> bool:
    """Whether somebody does not have their username at hand: wants to find it, or to know which it is."""
    key = matching_key(text)
    return _SEEKS_NAME.search(key) is not None and _NAME_FOUND.search(key) is None


def wishes_person_only(key: str) -> bool:
    """Whether words only wish for a person: «麻烦人工看一下»; «请客服把日期改一下» says what for."""
    return _WISH_FOR_PERSON.fullmatch(key) is not None or (len(key) <= _MACHINE_CHARS and wants_no_machine(key))


def wants_no_machine(key: str) -> bool:
    """«我不想跟机器说话», «客服死哪去了», «有没有人管»."""
    return _NO_MACHINE.search(key) is not None or _NOBODY.fullmatch(key) is not None


def adds_outright(text: str) -> bool:
    """Whether a message says «补充一下：…» or «把…也写上»: it belongs into the ticket whatever it asks besides."""
    return _ADDED_OUTRIGHT.match(text) is not None or written_up(text) is not None


def adds_in_english(text: str) -> bool:
    """Whether a message says «add: …»."""
    return _ENGLISH_ADDITION.match(text.strip()) is not None


def asks_for_ticket_in_english(text: str) -> bool:
    """Whether somebody wants a ticket begun: «open a ticket please», «I'd like to file a complaint»."""
    return _ENGLISH_TICKET.fullmatch(text.strip(" .!?\n").lower().replace("’", "'")) is not None


def says_no_picture_in_english(clause: str) -> bool:
    """Whether an English clause says that there is no screenshot, or that none can be sent."""
    return _ENGLISH_NO_PICTURE.fullmatch(clause.strip(" .!?,;\n").lower().replace("’", "'")) is not None


def written_up(text: str) -> str | None:
    """What «把…也写上» or «add: …» wants written; None when nothing."""
    patterns = (_WRITTEN_UP, _PUT_IN, _NOTED_DOWN, _ENGLISH_ADDITION)
    found = next((match for pattern in patterns if (match := pattern.match(text.strip()))), None)
    groups = found.groupdict() if found else {}
    what = (groups.get("what") or groups.get("told") or "").strip(" ，,")
    return None if not what or _ALL_OF_IT.fullmatch(what) else what


def only_words(text: str) -> str | None:
    """What a ticket is to say, and nothing else; None when nobody says so."""
    found = _ONLY.match(text.strip())
    return (found["what"] or found["told"]).strip(" ，,") if found else None


def misses_words(key: str) -> bool:
    """Whether somebody thinks that what they said is not in the ticket: «怎么没写进去», «补上»."""
    return _PUT_IN_BARE.fullmatch(key) is not None


def asks_to_be_reached(clause: str) -> bool:
    """Whether a clause says where an answer is to be sent: an address behind it belongs to it."""
    return _REACHED.search(clause) is not None


def is_other_value(clause: str) -> bool:
    """Whether what a clause gives is a new number or somebody else's: it is told, and no username."""
    return _OTHER_VALUE.search(clause) is not None and not says_username(clause)


def says_username(clause: str) -> bool:
    """Whether a clause calls what it gives a username."""
    return _NAME_SAID.search(clause) is not None


def brings_picture(key: str) -> bool:
    """Whether somebody who has a ticket has a screenshot for it: «再加一张图», «我想补张截图»."""
    return _BRINGS_PICTURE.fullmatch(key) is not None


def means_number(key: str) -> bool:
    """Whether somebody only says which number is their username, and not the number: «就用手机号»."""
    return _MEANS_NUMBER.fullmatch(key) is not None


def in_chinese_form(text: str) -> str:
    """«My username is …. Problem: …» with the words that introduce its parts as a Chinese message has them."""
    return _ENGLISH_PROBLEM.sub("，", _ENGLISH_NAME.sub(r"用户名\1，", text))
