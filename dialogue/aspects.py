"""What is asked about a matter that is already being talked about: its price, time, place, people, papers, ways.

Patterns fit `Heard.core_key` whole; each repeats only words of which none is made of two others.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

ASPECT_CHARS = 14
_LEAD = r"(?:那么?|这个|这事|这一步|请问|一般|大概|到底|我|还|就|办|弄|申请|查|改|现在|一共){0,5}"
_END = r"(?:啊|呢|呀|哦|吧|嘛|来着|的|了|啦|㗎|噶|嘅){0,4}"
_VERBS = (
    "改|弄|办|办理|操作|做|解|解绑|绑|绑定|查|查询|申请|注册|找回|设|设置|换|换绑|填|验|验证|认证|下载|搞|整|处理|登录"
    "|看|补|交|打印|延长"
)
_OTHERS = (
    "我?(?:别人|他人|家人|家里人|家属|家长|亲戚|父母|爸爸?|妈妈?|爸妈|姐姐?|哥哥?|弟弟?|妹妹?|嫂子|媳妇|侄子|侄女|外甥女?|叔叔|舅舅|姑姑|爷爷|奶奶|老公|老婆|爱人|对象|孩子|儿子|女儿|闺女"
    "|同学|室友|舍友|朋友|同事|中介)"
)
_MAY = "(?:能不能|可不可以|能否|能|可以|行不行)"
_WHOSE = "(?:她|他|孩子|女儿|儿子|我妈|我爸|老人|老人家)"
_ASPECTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "fee",
        re.compile(
            rf"{_LEAD}(?:要不要|需不需要|用不用|是不是|会不会|要|需要|用|得|会|是)?(?:收|交|给|花|付)?"
            rf"(?:钱|费|费用|收费|付费|缴费|手续费|免费)(?:吗|么|不|吧)?{_END}"
            rf"|{_LEAD}(?:要|得|收|花)?(?:多少|几多|几块|几)钱{_END}|收费(?:标准)?(?:是)?(?:多少|怎么样)?{_END}|贵不贵|贵吗"
        ),
    ),
    (
        "time",
        re.compile(
            rf"{_LEAD}(?:要|得|需要|需|会)?(?:等|审核|审|处理)?(?:要|得|需要)?(?:多久|多长时间|几天|多少天|几个工作日|几日)"
            rf"(?:时间)?(?:能|可以|才能|才|会)?(?:办|弄|改|出|审|查|下)?(?:好|完|来|成|到|下来|出来|有结果|有|拿到|收到|生效|更新|显示|同步|通过)?{_END}"
            rf"|{_LEAD}(?:还)?来得及(?:吗|么|不){_END}|{_LEAD}(?:什么时候|啥时候|几时)(?:能|可以|才能)?(?:办|弄|改|出|审|下)?(?:好|完|来|成|下来|出来|有结果){_END}"
        ),
    ),
    (
        "date",
        re.compile(
            rf"{_LEAD}(?:要|等到?|得|在|到|是){{0,3}}(?:几月份?|哪个?月份?|几号|哪一?天)(?:才|能|可以|会|去|开始|就){{0,3}}"
            rf"(?:{_VERBS}|有|出)?(?:到|得到|出来|好|来)?{_END}"
        ),
    ),
    (
        "kept",
        re.compile(
            rf"{_LEAD}(?:照片|证件照|聊天|记录|信息|资料|截图|这些|会不会|不会|会|都|要|我的?|你们|被|的){{0,6}}"
            rf"(?:保存|保留|留存|留着|存着|留|存)(?:下来|起来|着)?(?:吗|么|不|(?:多久|多长时间|几天|几年)(?:时间)?){_END}"
        ),
    ),
    (
        "place",
        re.compile(
            rf"{_LEAD}(?:该|要|应该|得)?(?:在|去|从|上|到)(?:哪里|哪儿|哪|什么地方)(?:一个|个)?(?:里|页面|栏目|地方)?(?:能|可以|才能)?"
            rf"去?(?:点|找|进|进去|要|领|拿|取|开|买|下|{_VERBS})?(?:到)?{_END}"
            rf"|{_LEAD}哪里?(?:能|可以)(?:点|找|要|领|拿|{_VERBS})(?:到)?{_END}"
            rf"|{_LEAD}入口(?:在哪里?|呢|是哪个){_END}|(?:找不到|没找到|没看到)入口{_END}"
        ),
    ),
    (
        "whom",
        re.compile(
            rf"{_LEAD}(?:该|要|应该|得|去|跟|先){{0,3}}(?:找|问|联系|归|由)(?:谁|哪里|哪儿|什么人|哪[个位些]?(?:部门|单位|科室|老师|人|学校|机构))"
            rf"(?:来|去)?(?:问|管|办|负责|处理|催|开|{_VERBS})?{_END}"
            rf"|{_LEAD}(?:谁|哪里|哪儿|哪个?(?:部门|单位|科室))(?:管|负责|来办|在管|说了算){_END}"
        ),
    ),
    (
        "phone",
        re.compile(
            rf"{_LEAD}(?:有|有没有)?(?:学校|学院|学籍|招生办|教务处?|老师|辅导员|武装部|考试院|考办|他们|的){{1,5}}(?:联系)?电话(?:号码|号)?"
            rf"(?:是|在|去|从|要|到){{0,2}}(?:哪里|哪儿|哪|怎么)(?:能)?(?:找|查|问|看|有){_END}"
            rf"|{_LEAD}(?:有|有没有)?(?:学校|武装部|考试院|考办|自考办|客服|他们|你们|联系)?的?(?:联系)?电话(?:号码|号)?(?:吗|么|不|没有|没)?{_END}"
            rf"|{_LEAD}(?:学校|武装部|考试院|考办|自考办|他们|你们)?的?电话(?:号码|号)?(?:是)?(?:多少|几号|呢|有吗|有没有){_END}"
        ),
    ),
    (
        "papers",
        re.compile(
            rf"{_LEAD}(?:要|需要|得|需|都要|应该)?(?:带|准备|交|提供|备|提交|上传)?(?:什么|哪些|啥)(?:样的)?(?:材料|证件|资料|东西|手续|文件){_END}"
            rf"|{_LEAD}(?:要|需要|得|需|都要|应该|用)?(?:带|准备|交|提供|备|提交|上传|拿)(?:些|点|上|好)?(?:什么|哪些)(?:去|过去)?{_END}"
            rf"|{_LEAD}(?:材料|证件|资料)(?:要)?(?:呢|哪些|什么|有哪些){_END}"
        ),
    ),
    (
        "helper",
        re.compile(
            rf"{_LEAD}{_MAY}?(?:让|叫|请|找|由)?(?:{_OTHERS}){_MAY}?(?:用|拿)?(?:他|她|他们|自己)?的?(?:手机|电脑)?(?:来|在旁边)?"
            rf"(?:帮|教|陪)(?:我|着|忙|一?下){{0,2}}(?:{_VERBS}|点|打)?(?:一下)?(?:吗|么|不|行吗|可以吗|行不行|可不可以)?{_END}"
            rf"|{_LEAD}{_MAY}?(?:来|去)?(?:帮|替|教)(?:{_OTHERS}|{_WHOSE})(?:{_VERBS}|点|打)?(?:一下)?(?:吗|么|行吗|可以吗|行不行|可不可以){_END}"
            rf"|{_LEAD}{_MAY}?(?:用|拿|让|填)?(?:{_OTHERS}|{_WHOSE})的?(?:手机号?|号码?|微信|邮箱)(?:来|帮我|替我)?(?:收|接|验证|登录|弄)?"
            rf"(?:验证码|短信|码)?(?:行不行|行吗|可以吗|可不可以|行么|能行吗|好使吗){_END}"
        ),
    ),
    (
        "self",
        re.compile(
            rf"{_LEAD}{_WHOSE}?(?:必须|一定要?|非得|要|需要|得|是不是){{0,3}}(?:要)?(?:是)?{_WHOSE}?"
            rf"本人(?:去|来|办|到场|操作|亲自){{0,3}}(?:吗|么|不)?{_END}"
            rf"|{_LEAD}(?:{_OTHERS})?{_MAY}(?:让|叫|请|找|由|派|委托)?(?:{_OTHERS})?(?:代|帮|替)(?:我|忙|为)?(?:{_VERBS})?(?:吗|么|不|不行)?{_END}"
            rf"|{_LEAD}{_MAY}(?:让|叫|请|找|由|派|委托)(?:{_OTHERS})(?:去|来|代|帮|替|我|过去|学校|现场|窗口){{0,4}}(?:{_VERBS})?(?:吗|么|不|行吗|可以吗|行不行)?{_END}"
            rf"|{_LEAD}(?:让|叫|请|找|由|派|委托)?(?:{_OTHERS})(?:去|来|代|帮|替|我|他|她|学校|现场|窗口){{0,4}}(?:{_VERBS})?(?:行|可以)(?:吗|么|不|不行|不可以){_END}"
        ),
    ),
    (
        "fast",
        re.compile(
            rf"{_LEAD}{_MAY}?(?:不能|帮我?|给我|帮忙|麻烦)?(?:加急|加快|插队|优先|催|催一催|催一下|快(?:一?点|些)儿?)"
            rf"(?:{_VERBS}|审|出)?(?:一下)?(?:吗|么|不|行吗|行不行|可以吗)?{_END}"
        ),
    ),
    (
        "effect",
        re.compile(
            rf"{_LEAD}(?:这样|那样|这么[改办弄]|[^会影有耽不没怎什哪]{{1,4}}(?:了|完|后|之后|以后))?(?:会不会|不会|会|有没有|有|是不是会?)?"
            rf"(?:什么)?(?:影响|耽误)(?:到|我|以后){{0,2}}[^吗么不没呢啊怎什哪]{{0,6}}(?:吗|么|不|没有?)?{_END}"
        ),
    ),
    (
        "device",
        re.compile(
            rf"{_LEAD}(?:用|在)?手机(?:上|里)?(?:能|可以|能不能|可不可以|行不行)(?:{_VERBS})?(?:吗|么|不)?{_END}"
            rf"|{_LEAD}(?:必须|一定要?|要|得)(?:用|在)?电脑(?:上)?(?:{_VERBS})?(?:吗|么)?{_END}"
        ),
    ),
    (
        "login",
        re.compile(
            rf"{_LEAD}(?:必须|一定要?|要不要|要|需要|得|用|不用)(?:先)?(?:登录|注册|登陆|有账号)(?:吗|么|不)?{_END}"
        ),
    ),
    (
        "first",
        re.compile(
            rf"{_LEAD}(?:应该|该|要|得)?(?:最先|首先|先|第一步)(?:要|该|应该|得|去|是)?(?:做|干|弄|办|搞|走|找|去|从)?"
            rf"(?:什么|哪(?:里|儿|一?步|一?个|边|一?项)|谁)(?:开始|下手|做|办|弄|起)?{_END}"
            rf"|{_LEAD}从(?:哪(?:里|儿|一?步)?|什么地方)(?:开始|下手|做起|入手|弄起){{1,2}}{_END}|{_LEAD}(?:做|干)什么先{_END}"
        ),
    ),
    (
        "other_way",
        re.compile(
            rf"{_LEAD}(?:有没有|还有|有|没有|没)(?:没有)?(?:什么)?(?:别的|其他|其它|另外的?)的?(?:办法|方法|方式|渠道|途径|路|法子)"
            rf"(?:可以走|能走|了)?(?:吗|么|没有|没|不)?{_END}|{_LEAD}(?:别的|其他|其它)(?:办法|方法|渠道)(?:有吗|有没有|呢){_END}"
            rf"|{_LEAD}(?:没有|都没有|一个都没有|都不行|都用不了|用不了|做不到|办不到)(?:的话)?(?:呢|怎么[办弄]){_END}"
        ),
    ),
    (
        "failed",
        re.compile(
            rf"{_LEAD}(?:要是|如果|万一)?(?:还是|又|再)?(?:没过|不过|没通过|不通过|通不过|不合格|不达标|被退回?|退回来|被驳回|驳回|失败|没成|不行|不成功"
            rf"|不给[办弄改过]|不同意|不答应)(?:了|的话)?(?:呢|怎么[办弄]){_END}"
        ),
    ),
    (
        "undo",
        re.compile(
            rf"{_LEAD}{_MAY}(?:再)?(?:撤回|撤销|反悔|恢复|改回来|改回去|取消)(?:吗|么|不)?{_END}"
            rf"|{_LEAD}(?:填|弄|选|写|交|报|传)错了?(?:呢|怎么[办改弄]|{_MAY}(?:再)?(?:改|撤|重填|重来)(?:吗|么|不)?){_END}"
        ),
    ),
    (
        "valid",
        re.compile(
            rf"{_LEAD}(?:有效期|能用|管用|有效)(?:是|有)?(?:多久|多长时间|多长|几天|几个月|几年|到什么时候){_END}"
            rf"|{_LEAD}(?:会|会不会)?(?:过期|失效)(?:吗|么|不){_END}"
        ),
    ),
    (
        "online",
        re.compile(
            rf"{_LEAD}(?:必须|一定|要不要|用不用|需不需要|是不是)?(?:要|得|需要|用)?(?:去|到|跑)(?:一趟)?(?:现场|学校|线下|窗口|当地)"
            rf"(?:去|一趟)?(?:{_VERBS})?(?:吗|么|不|才行吗)?{_END}"
            rf"|{_LEAD}{_MAY}(?:在|直接|全程)?(?:网上|线上|在线|远程|邮寄)(?:{_VERBS})?(?:吗|么|不|行吗)?{_END}"
            rf"|{_LEAD}(?:网上|线上|远程|在线){_MAY}(?:直接)?(?:{_VERBS})?(?:吗|么|不)?{_END}"
        ),
    ),
    (
        "must",
        re.compile(
            rf"{_LEAD}(?:是)?(?:必须|一定要?|非要|非得|强制)(?:要)?(?:{_VERBS})?的?(?:吗|么){_END}"
            rf"|{_LEAD}{_MAY}?不(?:{_VERBS})(?:行不行|行吗|可以吗|可不可以|会怎么样|会怎么|有什么后果|有事吗|要紧吗|吗|么){_END}"
        ),
    ),
    (
        "why",
        re.compile(
            rf"{_LEAD}(?:为什么|凭什么)(?:会|要|就|得|非要|一定要){{0,2}}(?:这样|这么(?:麻烦|规定|办|弄)|不行|不能|不可以|不给[办弄改过]?)?{_END}"
            rf"|{_LEAD}(?:是)?什么(?:原因|理由|道理){_END}"
        ),
    ),
    ("how", re.compile(rf"{_LEAD}(?:具体)?(?:怎么|怎样|咋|如何|咋个)(?:去|样)?(?:{_VERBS}){_END}")),
)
_MENTIONED: Mapping[str, re.Pattern[str]] = {
    "kept": re.compile(
        "(?:保存|保留|留存|留着|存着|留|存)(?:.{0,6})(?:多久|多长时间|几天|几年)|会不会(?:被)?(?:保存|留存|存|留)|(?:保存|留存)(?:下来|着)?[吗么不]"
    ),
    "date": re.compile("几月|哪个?月|几号|哪一?天"),
    "count": re.compile("几次|多少次|几张|多少张|几份|多少份"),
    "other_way": re.compile("(?:别的|其他|其它|另外的?)(?:.{0,4})(?:办法|方法|方式|渠道|途径|路)"),
    "fee": re.compile("多少钱|要钱|收费|费用"),
    "time": re.compile("多久|几天|什么时候能|多长时间"),
    "place": re.compile("在哪|去哪|从哪|哪里|入口"),
    "whom": re.compile("找谁|问谁|联系谁|归谁|归哪"),
    "fast": re.compile("加急|加快|快点|快一点|快些"),
    "self": re.compile(f"(?:让|叫|请|找|由|派|委托)(?:{_OTHERS})|代办|代为|(?:{_OTHERS})(?:去|来)?(?:帮|代|替)"),
    "papers": re.compile("(?:什么|哪些)(?:材料|证件|资料)|(?:带|准备|交|提供|上传)(?:些|点)?(?:什么|哪些)"),
    "valid": re.compile("有效期|过期|失效"),
    "effect": re.compile("影响|后果|会怎么样|会怎么"),
    "why": re.compile("为什么|凭什么|什么(?:原因|理由)"),
}
"""What a longer question asks of an answer that was given already."""
_OF_GUIDES = ("other_way", "failed", "undo")
"""What a guide that is under way answers itself, with its next step."""
_OF_THINGS = ("fee", "time", "place", "whom", "fast")
_THING_CHARS = 6
_ASKING = re.compile("[怎什哪谁几多吗呢么能可]")
_KEPT_CHARS = 24
_KEPT_HERE = re.compile("聊天记录|对话记录|我说的话|说过的话|聊的内容|你们.{0,8}记录|记录.{0,4}你们")


def aspect_in(key: str) -> str:
    """The aspect that a whole key asks for; empty when it asks for none or says more."""
    if not 2 <= len(key) <= ASPECT_CHARS:
        return ""
    return next((kind for kind, pattern in _ASPECTS if pattern.fullmatch(key)), "")


def is_of_guides(aspect: str) -> bool:
    """Whether an aspect is an answer to the step of a guide: it did not work."""
    return aspect in _OF_GUIDES


def aspect_of_thing(key: str) -> tuple[str, str]:
    """The aspect that a short key asks of a thing it names first: «证明书要多少钱»; ("", "") when it does not."""
    if len(key) <= ASPECT_CHARS:
        for end in range(2, min(_THING_CHARS, len(key) - 2) + 1):
            aspect = aspect_in(key[end:])
            if aspect in _OF_THINGS and not _ASKING.search(key[:end]):
                return aspect, key[:end]
    return "", ""


def aspect_mentioned(text: str) -> str:
    """The aspect that a longer question asks for; empty when none."""
    return next((kind for kind, pattern in _MENTIONED.items() if pattern.search(text)), "")


def asks_what_we_keep(key: str) -> bool:
    """Whether somebody asks how long what they write here is kept."""
    return len(key) <= _KEPT_CHARS and _KEPT_HERE.search(key) is not None and bool(aspect_mentioned(key) == "kept")
