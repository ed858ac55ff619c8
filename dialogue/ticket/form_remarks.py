"""What people say about a ticket's form itself while they fill it in: questions, refusals, that they want none."""

from __future__ import annotations

import re
from typing import Literal

from dialogue.text.clauses import is_asked, split_clauses
from faq.text.normalise import matching_key
from faq.text.pinyin import is_chinese

FormQuestion = Literal[
    "hours", "where", "by_when", "without", "how_long", "why_username", "why_picture", "safe", "who", "what", "change"
]

SAID_ANYWAY: tuple[FormQuestion, ...] = ("how_long", "without")
"""Questions that the beginning or the sending of a ticket answers by itself."""
_LONGEST = 26
_PERSON = "(?:人工(?!智能|审核|核验|认证)|客服|真人|活人)"
_NAME = "(?:用户名|账号|帐号|手机号?码?|号码|电话|邮箱|身份证号?)"
_PICTURE = "(?:截图|图片|照片|截屏|图)"
_WHY = "(?:为什么|为啥|干嘛|凭什么|怎么还|一定|必须|非)"
_WHAT_FOR = "(?:干嘛|干什么|干啥|做什么|有什么用|有啥用|什么用|必须|一定要|非要)"
_ASKS = re.compile("[吗么?？不呢啊]$|会不会|能不能|是不是|谁|多久|怎么|几|什么|啥|哪|行不行|成不成|可不可以")
# These matters have times and dangers of their own, which the knowledge base knows.
_OF_A_MATTER = re.compile("学籍|学历|学位|短信|验证码|证书|报告|认证|更新|录取|毕业|注册|安全问题|密保")
_HOW_ANSWERED = re.compile("(?:那|你们|客服|工单|的|到时候){0,4}(?:回复|答复|结果|消息).{1,10}")
"""«回复会发短信吗» asks of the answer, and of no code."""
_IS_FINE = (
    "(?:就|也|的话|我|要|都|那){0,3}(?:行不行|行吗|行么|可以吗|可不可以|可以不|能不能(?:提交|交|办|行)?|能(?:提交|交|办)吗"
    "|成不成|得不得|要紧吗|没关系吧|会怎么样)(?:呀|啊|呢)?$"
)
_QUESTIONS: tuple[tuple[FormQuestion, re.Pattern[str]], ...] = (
    (
        "where",
        re.compile(
            "(?:怎么|从哪|在哪|去哪|到哪|哪)(?:里|儿|边)?(?:能|可以|才能)?(?:看|查|收|找)(?:到|得到)?(?:你们|客服|工单)?的?(?:回复|答复|结果|消息|回信)"
            "|(?:回复|答复|结果|消息)(?:会|是|到时候|要|了)?(?:给我)?(?:发到?|在|到|出现在|怎么|通过)(?:哪里?|哪儿|什么地方|什么|短信|邮箱|邮件|手机|微信|电话|通知|看)"
            "|(?:怎么|会不会|会|咋)(?:发短信|发邮件|打电话|短信)?(?:通知|告诉|联系|给)(?:我|到我)"
        ),
    ),
    (
        "hours",
        re.compile(
            "(?:人工|客服|真人|你们|工作人员).{0,8}(?:上班|下班|在线|工作时间|休息|接听)|(?:上班|接听|服务|办公)时间"
            "|几点.{0,4}(?:上班|下班|开始|有人|接听?|能打通)|(?:电话|热线).{0,6}(?:几点|什么时候|啥时候).{0,6}(?:接|通|有人|打)|(?:周末|周六|周日|节假日|晚上).{0,6}(?:上班|有人|处理|休息)"
        ),
    ),
    (
        "by_when",
        re.compile(
            "(?:能不能|能否|可不可以|可以|能|会不会|会|是否|来得及|赶得上|赶得及|最晚).{0,5}"
            "(?:今天|今晚|今日|明天|明晚|明早|后天|周[一二三四五六日末]|星期.|下周|这周|本周|当天|[0-9一二三四五六七八九十]+(?:号|日|点|小时)|上午|下午|早上|晚上)"
            ".{0,10}(?:回|答复|处理|弄好|办好|解决|联系|搞定|给我|结果)"
            "|(?:来得及|赶得上|赶得及|来不来得及|赶不赶得上|会不会(?:来不及|赶不上|太晚|晚了))(?:吗|么|不|嘛|吧|啊|呢|了){0,2}$"
            "|^(?:那|这样?|我|您?你?们?|[0-9一二三四五两几]|个|工作日|天|答复|回复|明天|后天|今天|能|还|等|会){0,10}"
            "(?:来得及|来不来得及|来不及|赶得上|赶不赶得上|赶得及|太晚)(?:了)?(?:吗|么|不|呢|吧)?$"
        ),
    ),
    (
        "how_long",
        re.compile(
            "(?:多久|几天|多长时间|多少天|什么时候|啥时候|何时|哪天).{0,6}(?:回|答复|处理|联系|有人|结果|弄好|办好|解决|找我|看)"
            "|(?:回复?|答复|处理|联系).{0,5}(?:多久|几天|多长时间|什么时候)|(?:怎么|为什么|为啥)还没有?人?(?:回|理|答复|处理)"
        ),
    ),
    (
        "without",
        re.compile(
            "(?:不|没有?)(?:想)?(?:写|填|给|留|发|说|提供|传|上传|交)?(?:我的?)?"
            f"(?:{_NAME}|{_PICTURE}|这个|这些|它)?{_IS_FINE}"
        ),
    ),
    (
        "change",
        re.compile(
            "(?:你们|客服|人工|工作人员|交(?:了|上去)|提交(?:了|以后|之后)?|收到(?:了|以后|之后)?|看[到完]?了?).{0,8}(?:就|直接|马上)?(?:能|会|可以|帮)"
            "(?:给|帮|替)?(?:我|我们|我家孩子)?(?:直接|马上|就)?(?:改|更正|修改|改过来|改好)(?!不)"
        ),
    ),
    ("safe", re.compile("安全|泄[露漏]|保密|隐私|靠谱|[被把].{0,6}(?:看[到见]|卖|盗|给别人)|谁(?:能|会|可以)?看|外传")),
    (
        "what",
        re.compile(
            "^(?:那|请问)?(?:还|都|总共|一共|到底)?(?:要|需要|得|有)(?:我)?(?:填|写|发|给|提供|准备|补)?(?:啥|什么|哪些|哪几样)"
            "(?:要|需要)?(?:我)?(?:填|写|发|给|提供|准备|补)(?:的|吗|呢|啊|给你们?|吧){0,3}$"
        ),
    ),
    (
        "who",
        re.compile("^(?:那|请问|喂)?(?:你|您|这|对面|那边).{0,4}(?:机器人?|真人|活人|人工智能|ai|自动回?复?).{0,4}$"),
    ),
    (
        "why_picture",
        re.compile(rf"{_WHY}.{{0,3}}[要得填给发问].{{0,6}}{_PICTURE}|{_PICTURE}.{{0,6}}{_WHAT_FOR}"),
    ),
    (
        "why_username",
        re.compile(
            rf"{_WHY}.{{0,3}}[要得填给发问].{{0,6}}(?:{_NAME}|这个?|这些)"
            rf"|(?:{_NAME}|填?这个|填?这些).{{0,6}}{_WHAT_FOR}"
        ),
    ),
)
_ENGLISH_QUESTIONS: tuple[tuple[FormQuestion, re.Pattern[str]], ...] = (
    (
        "where",
        re.compile(
            "(?:怎么|从哪|在哪|去哪|到哪|哪)(?:里|儿|边)?(?:能|可以|才能)?(?:看|查|收|找)(?:到|得到)?(?:你们|客服|工单)?的?(?:回复|答复|结果|消息|回信)"
            "|(?:回复|答复|结果|消息)(?:会|是|到时候|要|了)?(?:给我)?(?:发到?|在|到|出现在|怎么|通过)(?:哪里?|哪儿|什么地方|什么|短信|邮箱|邮件|手机|微信|电话|通知|看)"
            "|(?:怎么|会不会|会|咋)(?:发短信|发邮件|打电话|短信)?(?:通知|告诉|联系|给)(?:我|到我)"
        ),
    ),
    (
        "without",
        re.compile(
            r"\b(?:possible|submit|send|ok|okay|fine|go\son)\b.{0,24}\b(?:without|if\si\s(?:do\snot|don't))\b"
            r"|\bwithout\b.{0,24}\b(?:possible|ok|okay|fine|submit)\b",
            re.I,
        ),
    ),
    (
        "by_when",
        re.compile(
            r"\b(?:can|could|will|would)\b.{0,30}\b(?:by|before|until|today|tomorrow|tonight|this\sweek)\b.{0,30}\?"
            r"|\b(?:answer|reply|get\sback)\b.{0,16}\b(?:by|before)\s(?:today|tomorrow|tonight|\w+day)\b",
            re.I,
        ),
    ),
    (
        "what",
        re.compile(
            r"\bwhat (?:will|do|did|would) (?:you|i) (?:send|write|submit|need|have to|fill)|\bwhat is needed\b", re.I
        ),
    ),
    ("why_username", re.compile(r"\b(?:why|what)\b.{0,20}\b(?:username|user name|account|phone|e-?mail|this)\b", re.I)),
    ("why_picture", re.compile(r"\bwhy\b.{0,20}\b(?:screenshot|picture|photo)\b", re.I)),
    (
        "change",
        re.compile(
            r"\b(?:can|could|will|would)\s(?:you|they|your staff|the staff|the agent)\s(?:just |then |directly ){0,2}"
            r"(?:change|correct|fix|edit|update)\b",
            re.I,
        ),
    ),
    ("safe", re.compile(r"\b(?:safe|secure|privacy|private|who (?:can|will) (?:see|read))\b", re.I)),
    ("who", re.compile(r"\bare you (?:a |an )?(?:bot|robot|real|human|person|machine|ai)\b", re.I)),
    ("hours", re.compile(r"\b(?:opening|office|working) hours\b|\bwhen are you open\b", re.I)),
    (
        "how_long",
        re.compile(
            r"\b(?:how long|when|how soon)\b.{0,24}\b(?:answer|repl|respon|hear|get back|wait)"
            r"|\bhow long (?:does|will|would) (?:it|this|that) take",
            re.I,
        ),
    ),
)
_USERNAME = re.compile(r"用户名|账号|帐号|登录名|\buser\s?name\b", re.IGNORECASE)
_LONGEST_ENGLISH = 70
_FILL = "(?:我|可|又|并|根本|压根|就|也|真的?|都|现在|先|这次|你|其实){0,5}"
_DENIES = re.compile(
    rf"{_FILL}(?:不是|没有?|没说过?|没想)(?:说过?|要求?|想要?|叫你?|让你?|说要|想说){{1,2}}(?:你|给我|帮我)?(?:转接?|找|开|提交|填|接)?"
    rf"(?:个|到|一?张)?(?:{_PERSON}|工单)(?:客服|服务|处理|了|啊|呀|吧|的|呢|嘛){{0,3}}"
    rf"|{_FILL}(?:不要|不用|不需要|别|不想要?)(?:再|给我|帮我)?(?:转接?|找|开|提交|填|接)?(?:个|到|一?张)?"
    rf"(?:{_PERSON}|工单)(?:客服|服务|处理|了|啊|呀|吧|的|呢|嘛){{0,3}}"
)
_INSISTS = re.compile(
    rf"(?:我|你|还是|那|给我|帮我){{0,4}}(?:(?:直接|就|只|马上|赶紧|立刻|立即){{1,3}}(?:给我|帮我|我)?"
    rf"(?:要|想|找|转接?|接|叫){{0,3}})"
    rf"(?:个|到|一个)?{_PERSON}(?:客服|服务|说话?|聊|处理|来|吧|啊|了|行不行|可以吗){{0,3}}"
    rf"|(?:别|不要|不用)(?:再)?(?:问|填)(?:这么多|来问去|这些|了|我){{0,3}}"
)
_HAS_NONE = re.compile(
    r"(?:我|也|还|现在|根本|就|都|压根){0,4}没有?(?:注册过?|设过?|什么|有)?(?:学信网?的?)?(?:用户名|账号|帐号|账户)(?:了|啊|呀|的|吧|呢){0,2}"
    rf"|{_NAME}(?:他|她|孩子|家人|本人|对方|人家)(?:也|都|还){{0,2}}没(?:有)?(?:给|告诉|发|跟我?说|说)过?我?(?:了|啊|呀|的|吧|呢){{0,2}}"
)
_DECLINES = re.compile(
    rf"(?:我|这个|就|也|都|先|可以|说好){{0,4}}(?:不想|不愿意?|不方便|不能|不)(?:说|给|填|写|留|提供|告诉|透露|发)(?:你们?|您)?(?:我的?|这[个些]|那[个些]|任何|{_NAME})?"
    rf"(?:了|啊|呀|吧|的|行不行|可以吗){{0,2}}|(?:我|他|她|孩子|女儿|儿子|家人|本人)?的?{_NAME}(?:我|就|先|也){{0,2}}(?:不想|不愿意?|不方便|不)(?:说|给|填|写|提供|发|要)?(?:了|啊|吧){{0,2}}"
)
_GRUMBLES = re.compile(
    r"(?:我|你|您|不是|刚才?|前面|之前|都|已经|早就|明明){0,5}(?:说过?了?|讲过?了?|告诉过?你了?|发过?了?)(?:吗|啊|呀|的|呢|嘛|好几?[遍次])*"
    r"|(?:我|就|只|先|想|那){1,4}(?:问|说)(?:一?[下句])?[你您]们?"
    r"|(?:你)?(?:听|看)不懂.{0,4}|答非所问|什么意思|烦死了?|随便(?:你|吧)?"
)
_NAME_DECLINED = re.compile(
    "(?:我|先|都|就|也|用户名|账号|帐号)*(?:跳过|不(?:想|方便|愿意?|能|用)?(?:说|给|告诉|透露|提供|填)(?:用户名|账号|帐号)?(?:你|您)?|保密)们?"
    "(?:吧|了|啊|呢|的|啦|呀|哦)*|skip|no(?:username)?"
)


def asks_about_form(text: str) -> FormQuestion | None:
    """What somebody asks about the form or who reads it; None when it is no such question."""
    if not any(map(is_chinese, text)):
        short = len(text) <= _LONGEST_ENGLISH
        return next((kind for kind, pattern in _ENGLISH_QUESTIONS if short and pattern.search(text)), None)
    key = matching_key(text)
    of_matter = (
        _OF_A_MATTER.search(key.replace("短信", "")) if _HOW_ANSWERED.fullmatch(key) else _OF_A_MATTER.search(key)
    )
    if len(key) > _LONGEST or of_matter or not (is_asked(text) or _ASKS.search(text.strip())):
        return None
    return next((kind for kind, pattern in _QUESTIONS if pattern.search(key)), None)


def denies_person(text: str) -> bool:
    """Whether somebody says that they did not ask for a person or a ticket."""
    return any(_DENIES.fullmatch(matching_key(clause)) for clause in split_clauses(text))


def insists_on_person(text: str) -> bool:
    """Whether somebody wants a person right now instead of questions: «直接要真人», «别问了»."""
    clauses = split_clauses(text)
    return any(_INSISTS.fullmatch(matching_key(clause)) for clause in clauses) and all(map(is_remark, clauses))


def declines_field(clause: str) -> bool:
    """Whether a clause refuses what is asked for, or says that there is no such thing."""
    key = matching_key(clause)
    return declines_username(key) or any(pattern.fullmatch(key) for pattern in (_DECLINES, _HAS_NONE))


def declines_username(key: str) -> bool:
    """Whether somebody would rather not say their username, and goes on."""
    return _NAME_DECLINED.fullmatch(key) is not None


def refuses_username(clause: str) -> bool:
    """Whether a clause refuses the username by its name: «用户名我不想给»."""
    return declines_field(clause) and _USERNAME.search(clause) is not None


def is_remark(clause: str) -> bool:
    """Whether a clause is about the form and no part of a problem."""
    key = matching_key(clause)
    remarks = (_DENIES, _INSISTS, _DECLINES, _GRUMBLES)
    return any(pattern.fullmatch(key) for pattern in remarks) or declines_username(key) or bool(asks_about_form(clause))
