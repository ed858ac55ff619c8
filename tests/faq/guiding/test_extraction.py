"""Facts taken from sentences as people write them."""

from __future__ import annotations

import time
from functools import cache

import pytest

from common.clock import FakeClock
from faq.guiding.extraction import Extractor, updated
from tests.real_content import real_guidance


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor(real_guidance().guides.situation)


@cache
def of_today() -> Extractor:
    """One that reckons years from the day the tests play on."""
    return Extractor(real_guidance().guides.situation, FakeClock())


# (what was asked, what was said, what is known after it)
SAID = [
    # the name of a button in quotes, or a page that lists the phone only
    ("", "手滑勾了「我要重新注册」，还提交了", "by_mistake=mistaken reregistered=sent"),
    ("", "重新注册已经提交了", "reregistered=sent"),
    ("", "勾了“我要重新注册”，还没点提交", "reregistered=unsent"),
    ("", "找回密码那里方式只有手机", "mail=unusable security=unusable"),
    ("", "我只有手机没有电脑", ""),
    # what is told behind «绑的是» is of that thing; what is yet to come has not happened
    ("worked", "邮箱没绑 绑的是密保", "mail=unusable security=known"),
    ("", "其实绑的是微信", "scan=bound"),
    ("phone", "15号就停了", ""),
    ("phone", "旧号我这周末才去停", ""),
    ("worked", "又来一条 还是说不对", "worked=failed"),
    ("worked", "手机号是我老公的，现在他不给我用了", "phone=unusable"),
    # one thing, asked or not
    ("", "绑的那个手机号早就停机了", "phone=unusable"),
    ("", "原来的手机卡注销了", "phone=unusable"),
    ("", "号没换，就是忘了密码", "phone=usable password=forgotten"),
    ("", "密码不记得，短信也收得到", "phone=usable password=forgotten"),
    ("", "身份证上有三个点，框里填不下", "name_letters=dot"),
    ("", "手机输入法里没有我的姓，显示方块", "name_letters=rare"),
    ("phone", "早换了", "phone=unusable"),
    ("phone", "还在用呢", "phone=usable"),
    ("phone", "不能用了", "phone=unusable"),
    ("mail", "有的", "mail=usable"),
    ("mail", "没有", "mail=unusable"),
    ("mail", "好像绑过", "mail=usable"),
    ("mail", "没绑过", "mail=unusable"),
    ("mail", "记不清了", "mail=unknown"),
    ("scan", "不知道有没有绑", "scan=unknown"),
    ("security", "当时瞎填的", "security=unusable"),
    ("worked", "还是不行啊", "worked=failed"),
    ("worked", "搞定了", "worked=done"),
    ("enrolment", "没在报名", "enrolment=nothing"),
    # what was borrowed to try with, and a plain no with 什么 in it
    ("", "换我媳妇手机也试了", "device=tried"),
    ("", "借同学的手机刷了也不过", "device=tried"),
    ("app", "没弹什么人工审核", "manual_review=hidden"),
    ("", "没绑过什么邮箱", "mail=unusable"),
    # what holds oneself against others answers nothing else
    ("matches", "她宿舍的都查得到 就她没有", "classmates=can"),
    ("matches", "一样的，同班的都查到了就他没有", "matches=same classmates=can"),
    # what is yet to come is no state
    ("", "手机号下个月就停机", "phone=usable"),
    ("", "换手机号了，旧卡下礼拜就停机", "phone=usable"),
    ("", "页面写“如使用过兵役登记，请用原账号登录”，我没弄过", ""),
    ("", "旧卡上个月停机了", "phone=unusable"),
    ("other_phone", "我得呢个号，冇第二个", "other_phone=hasnt"),
    ("", "问题在，可答案我也忘了", "security=unusable"),
    ("", "邮件发了没人回", "mailbox=dead"),
    ("worked", "也查不到", "worked=failed"),
    ("enrolment", "我要去当兵", "enrolment=enlist"),
    ("graduated_when", "1997年", "graduated_when=early"),
    ("graduated_when", "2015年毕业的", "graduated_when=late studies=graduated"),
    # others held against oneself: a no is of oneself, whoever that is
    ("classmates", "她室友全有，单她那儿是空白", "classmates=can"),
    ("classmates", "除了我们家孩子，其他人全查到了", "classmates=can"),
    ("classmates", "班上三十几个人就漏了她", "classmates=can"),
    ("classmates", "就他一个人没显示", "classmates=can"),
    ("classmates", "人哋查到喇，我個仔查唔到", "classmates=can"),
    ("classmates", "佢班同学全部有，净系佢冇", "classmates=can"),
    ("classmates", "同班的都已经有学籍了可我没有", "classmates=can"),
    ("classmates", "能查到，他们都能", "classmates=can"),
    ("classmates", "不单我家娃，他们全班都没", "classmates=cannot"),
    ("classmates", "室友跟我一样查不到", "classmates=cannot"),
    ("classmates", "佢班啲同学都未有", "classmates=cannot"),
    ("classmates", "班里没有一个人能查", "classmates=cannot"),
    ("classmates", "也都没有", "classmates=cannot"),
    ("classmates", "有的有，有的没有", "classmates=unknown"),
    ("classmates", "还没问过", "classmates=unknown"),
    ("classmates", "我不认识他同学", "classmates=unknown"),
    # what is not seen of what was asked about
    ("manual_review", "翻遍了都没瞅见人工审核", "manual_review=hidden"),
    ("manual_review", "始终没看见啥人工审核入口", "manual_review=hidden"),
    ("manual_review", "冇睇到", "manual_review=hidden"),
    ("manual_review", "哪里有啊", "manual_review=hidden"),
    ("manual_review", "我这边没显示", "manual_review=hidden"),
    ("manual_review", "跳出来了", "manual_review=shown"),
    ("manual_review", "没看到邮件", ""),
    ("manual_review", "怎么才能看到人工审核", ""),
    ("found", "页面是空白的", "found=nothing"),
    ("found", "没见着账号", "found=nothing"),
    ("found", "查到了，不认识", "found=stranger"),
    ("prompt", "没看到什么提示", "prompt=nothing"),
    ("prompt", "什么都没写", "prompt=nothing"),
    ("prompt", "没看清", ""),
    # several at once, in any order
    ("", "手机停用了，邮箱没绑，密保也忘了", "phone=unusable mail=unusable security=unusable"),
    ("", "邮箱还能进但是手机号换了", "mail=usable phone=unusable"),
    ("", "手机、邮箱都用不了", "phone=unusable mail=unusable"),
    ("", "没绑邮箱和密保", "mail=unusable security=unusable"),
    ("phone", "全都不行，哪个都用不了", "phone=unusable mail=unusable security=unusable scan=unbound"),
    ("", "密码忘了，我在考研报名，号也换了", "password=forgotten enrolment=postgraduate phone=unusable"),
    # a turn is no answer, and what stands behind it is told too
    ("other_phone", "不过邮箱绑过的", "mail=usable"),
    ("worked", "卡没丢，但是短信不来", "worked=failed phone=usable trouble=code"),
    ("", "以前的号停了，可是邮箱能打开", "phone=unusable mail=usable"),
    # the only number there is
    ("", "我手里只有一个号码", "other_phone=hasnt"),
    ("worked", "没有第二个手机号呀", "other_phone=hasnt"),
    # a code that does not come answers «做成了吗» and is known besides
    ("worked", "登录的时候码收不到", "worked=failed trouble=code"),
    ("worked", "可是短信码一直收不到", "worked=failed trouble=code"),
    ("worked", "还是收不到验证码", "worked=failed trouble=code"),
    # denied and put right
    ("", "手机号没停机", "phone=usable"),
    ("", "不是没绑邮箱", "mail=usable"),
    ("security", "不对，邮箱其实能登上", "mail=usable"),
    ("security", "等一下，手机号又能用了", "phone=usable"),
    # asked, not told
    ("", "手机号还能用吗", ""),
    ("", "有没有绑邮箱", ""),
    ("mail", "怎么知道绑没绑", ""),
    ("mail", "我有个问题", ""),
    ("phone", "为什么要问这个", ""),
    ("worked", "多久能好", ""),
    ("phone", "", ""),
    ("phone", "？？", ""),
    # a bare answer before a pause denies nothing
    ("phone", "没有 接不到短信", "phone=unusable"),
    ("login", "不行 上不去", "login=out"),
    ("mail", "嗯 能登", "mail=usable"),
    ("", "支付宝都没有绑过", "scan=unbound"),
    ("", "我没绑定微信", "scan=unbound"),
    # what others can or cannot, what is supposed, what is asked with «对吧»
    ("", "室友的手机号停用了", ""),
    ("", "同事的邮箱进不去，我的手机号还能收短信", "phone=usable"),
    ("password", "这样一改她就登录不了我的号是吧", ""),
    ("login", "她登不进去", "login=out"),
    ("", "万一手机号注销了该找谁", ""),
    ("", "密码忘了能找回来对不对", "password=forgotten"),
    # a pasted notice tells what the page says, and nothing of the person
    ("", "证件号码已被注册\n温馨提示：如果您参加过兵役登记，可使用原账号登录；旧账号将被注销", "prompt=id_registered"),
    ("", "邮箱没了。\n重要提示：请您换绑手机号后再应征报名，您的旧号码已停用", "mail=unusable"),
    # how near the end is says what it is the end of
    ("", "考研今晚12点截止，登不上研招网", "enrolment=postgraduate login=out"),
    ("", "应征快截止了密码忘了", "enrolment=enlist password=forgotten"),
    # a year of studies, whose end it tells; a new handset is no new number; what was tried; a number from abroad
    ("", "八八年的中专", "graduated_when=early"),
    ("", "我是2019级的大专", "schooling=higher"),
    ("graduated_when", "88", "graduated_when=early"),
    ("", "我换了台新手机，号码没变", "device=tried phone=usable"),
    ("", "手机号早换了", "phone=unusable"),
    ("", "那手机号以后能换成别的吗", ""),
    ("app", "当然在App里，光线背景手机都换过", "app=official light=tried device=tried"),
    ("", "用的是加拿大手机号", "region=foreign"),
    ("", "拦截箱翻过了，等了四十分钟", "blocked=tried waited=while"),
    # «都没绑» is of what can be bound, a bare «是» beside another fact is no answer
    ("login", "都没绑过，邮箱密保微信都没有", "mail=unusable security=unusable scan=unbound"),
    ("login", "登不进去，我是要改密码", "login=out change_what=password"),
    # spelled and typed in other ways
    ("", "手機號碼已經停用了", "phone=unusable"),
    ("mail", "冇绑", "mail=unusable"),
    ("", "I forgot my password, my phone number was cancelled", "password=forgotten phone=unusable"),
    # a clause with a thing of its own says nothing of the thing before
    ("", "邮箱和密保当年都没设，电脑倒是能用", "mail=unusable security=unusable"),
    ("", "密保想不起来了，账号倒是有两个", "security=unusable"),
    ("", "旧电话用不了了，想换张新的", "phone=unusable"),
    ("", "邮箱没绑，等找回来以后再绑", "mail=unusable"),
    ("phone", "收不到你们的", ""),
    # lists before and behind, and who none of it is said of
    ("", "没绑过微信、支付宝跟邮箱", "scan=unbound mail=unusable"),
    ("", "手机还有密保全都不行", "phone=unusable security=unusable"),
    ("", "我室友的手机，邮箱，密保都用不了", ""),
    ("mail", "我老公的邮箱能进", ""),
    # supposed, planned, put off, wished, once so
    ("phone", "哪怕补了卡，号码能用，也得等一天吧", ""),
    ("phone", "打算年底注销", ""),
    ("phone", "以前能收", ""),
    ("", "以前密码记得，现在忘了", "password=forgotten"),
    ("mail", "等我绑好邮箱再来", ""),
    ("mail", "系统让我绑邮箱", ""),
    ("", "担心密保忘了", ""),
    ("worked", "成了告诉你", ""),
    # asked in whole, or from where the question begins
    ("", "没绑邮箱就不能找回吗", ""),
    ("", "手机号换了还能登进去吗", "phone=unusable"),
    ("mail", "去哪里看绑没绑", ""),
    ("", "谁说我没绑邮箱", ""),
    # a bare yes or no that only begins something else
    ("enrolment", "没考上", ""),
    ("registered_before", "不记得注册过", "registered_before=unknown"),
    ("password", "记不清是哪个", "password=unknown"),
    ("enrolment", "没有没有", "enrolment=nothing"),
    # homophones answer what was asked, and nothing else
    ("mail", "没邮向", "mail=unusable"),
    ("mail", "mei you", "mail=unusable"),
    ("mail", "meibang", "mail=unusable"),
    ("phone", "bu zhidao", "phone=unknown"),
    ("phone", "ting le", "phone=unusable"),
    ("phone", "hello", ""),
    ("", "mei you", ""),
    ("password", "忘计了", "password=forgotten"),
    ("mail", "帮我看下", ""),
    ("login", "等不了", ""),
    # two schools, two years
    ("", "1996年中专毕业，2004年本科毕业", "studies=graduated graduated=done schooling=higher"),
    ("", "2000毕业", "graduated_when=early"),
    # a year says that somebody finished, also behind the clause that speaks of it; so does a generation
    ("", "2023年毕业，学历查不到", "graduated_when=late studies=graduated seen=empty"),
    ("", "查不到我的毕业证，八三年的", "graduated_when=early seen=empty"),
    ("", "学历查不到，我98年的", "seen=empty"),
    ("", "大专毕业，10年", "graduated=done studies=graduated schooling=higher"),
    # who is kept from a job has finished too: the «不» is the employer's
    ("", "单位说对不上不让入职", "graduated=done"),
    ("", "没法入职，也没转正", "graduated=done"),
    ("", "我妈那辈的大学生", "graduated_when=early"),
    # where somebody logs in says that they can
    ("", "支付宝可以登进去", "scan=bound login=in"),
    ("", "微信绑过，现在还能登", "scan=bound login=in"),
    ("", "微信登不上", "scan=unbound"),
    # what is told by the way
    ("", "名字和证件号都核对了没问题", "matches=same"),
    ("", "考研正报着名呢", "enrolment=postgraduate"),
    ("", "征兵那边也报着名", "enrolment=enlist"),
    ("", "文凭早拿到手了，公司要我入职", "graduated=done"),
    ("", "毕业证上名字没写错", "graduated=done"),
    ("", "毕业证还没拿", ""),
    ("", "进学信档案，学籍那一栏显示没有", "seen=empty"),
    ("app", "后来弹了人工审核，审核给我打回来了", "manual_review=rejected"),
    # what a page wants
    ("worked", "点了修改，它非要旧号的验证码", "page_wants=old_code"),
    ("phone", "以前的号停了", "phone=unusable"),
    ("", "提示操作频繁，让明天再来", "prompt=limited"),
    # who opened an account, and with whose number
    ("found", "听说是街道武装部帮我登记的", "made_by=army"),
    ("found", "是我自己弄的，用的我爸手机号", "made_by=own phone_whose=family"),
    # what one clause says to have tried, all of it
    ("", "换背景、换手机都试过了", "light=tried device=tried"),
    ("", "换设备和换背景全试了", "light=tried device=tried"),
    ("", "换手机号都试过了", "change_what=phone"),
    ("manual_review", "两回都被拒了", "manual_review=rejected"),
    # what was tried so often, closed by oneself, or read at which level
    ("", "脸已经扫了七八遍了都不过", "face_tries=many"),
    ("", "人脸试了四次，提示今日次数已用完", "face_tries=used_up"),
    ("", "报告是我自己前两天点了关闭", "own_report=closed"),
    ("", "报告能关闭吗", ""),
    ("", "提示手机号已被注册，是我本人几年前注册的", "prompt=phone_registered registered_before=mine"),
    ("", "出国要高中毕业的英文证明", "schooling=secondary used_for=abroad"),
    ("", "中专毕业以后又读了函授大专", "schooling=higher studies=adult"),
    # the only way that the page offers tells that the others were never set
    ("", "找回页上只有手机一种", "mail=unusable security=unusable"),
]


@pytest.mark.parametrize(("asked", "said", "facts"), SAID)
def test_facts_of_a_sentence(extractor: Extractor, asked: str, said: str, facts: str) -> None:
    assert extractor.facts(said, asked or None) == dict(pair.split("=") for pair in facts.split())


def test_what_is_done_with_facts_changes_no_later_reading(extractor: Extractor) -> None:
    first = extractor.facts("手机号不用了")
    assert first
    kept = dict(first)
    first.clear()
    assert extractor.facts("手机号不用了") == kept


def test_last_word_counts_and_stands_last() -> None:
    known = updated({"phone": "usable", "mail": "unknown"}, {"phone": "unusable"})
    assert list(known.items()) == [("mail", "unknown"), ("phone", "unusable")]


@pytest.mark.parametrize(
    "piece", ["手机号不用", "没没没", "邮箱", "不不是不", "有没有", "a", "9", "、", "但是", "没绑"]
)
def test_time_grows_with_the_length_only(extractor: Extractor, piece: str) -> None:
    short, long = piece * (2_000 // len(piece)), piece * (32_000 // len(piece))

    def least_s(text: str) -> float:
        """Processor seconds to read a text, the least of three: a busy machine makes single readings longer."""
        taken = []
        for end in "。！？":
            began = time.process_time()
            extractor.facts(text + end, "phone")
            taken.append(time.process_time() - began)
        return min(taken)

    # Sixteen times the text; a quadratic reading would take 256 times as long.
    assert least_s(long) < 80 * least_s(short) + 0.2


def test_known_facts_are_described_for_staff() -> None:
    situation = real_guidance().guides.situation
    told = situation.described({"phone": "unusable", "worked@forgot_password.by_phone": "failed", "mail": "unknown"})
    assert told == [("注册用的手机号", "不用了、收不到"), ("安全邮箱", "不清楚")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("2024年上的大一", "student"),
        ("我今年刚上大一", "freshman"),
        ("2026级的本科", "freshman"),
        ("2012年考上的大专", None),
    ],
)
def test_the_year_somebody_began_in_tells_what_they_are_now(text: str, value: str | None) -> None:
    assert of_today().facts(text).get("studies") == value


@pytest.mark.parametrize(
    ("text", "when", "studies"),
    [
        ("打扰了老师，我侄女今年七月中专毕业的，网上搜不到她的学历，麻烦您看看", "late", "graduating"),
        ("我去年夏天本科毕业，毕业证也发了", "late", "graduated"),
        ("前年拿到的大专毕业证", "late", "graduated"),
        ("2026年6月毕业的", "late", "graduating"),
        ("今年想查一下我的毕业证", None, None),
        ("今年能毕业吗", None, None),
        ("今年考研，1998年大专毕业", "early", "graduated"),
    ],
)
def test_a_year_counted_from_now_tells_when_somebody_finished(text: str, when: str | None, studies: str | None) -> None:
    facts = of_today().facts(text)
    assert (facts.get("graduated_when"), facts.get("studies")) == (when, studies)


@pytest.mark.parametrize(
    ("text", "studies", "graduated"),
    [
        ("我自考还没毕业", "self_study", "studying"),
        ("还没毕业，读的自考", "self_study", "studying"),
        ("函授在读", "adult", "studying"),
        ("我是成教今年春天刚入学", "adult", None),
        ("大三在读", "student", "studying"),
        ("还没毕业", None, "studying"),
        ("我是新生", "freshman", None),
    ],
)
def test_what_somebody_reads_stands_beside_not_yet_finished(
    text: str, studies: str | None, graduated: str | None
) -> None:
    facts = of_today().facts(text)
    assert (facts.get("studies"), facts.get("graduated")) == (studies, graduated)


def test_who_still_studies_is_a_student_until_he_says_more() -> None:
    situation = real_guidance().guides.situation
    assert situation.with_implied({"graduated": "studying"})["studies"] == "student"
    assert situation.with_implied({"graduated": "studying", "studies": "self_study"})["studies"] == "self_study"


@pytest.mark.parametrize("text", ["公司的号码离职交回去了", "前妻的手机号绑着我的学信网"])
def test_a_number_in_other_hands_is_of_no_use(text: str) -> None:
    assert of_today().facts(text).get("phone") == "unusable"


def test_a_school_that_is_gone_made_no_mistake() -> None:
    assert "who_wrong" not in of_today().facts("学校倒闭了", "who_wrong")
    assert of_today().facts("学校", "who_wrong").get("who_wrong") == "school"


@pytest.mark.parametrize("text", ["能改吗", "名字有个字不对，可以弄吗？", "我弟名字里的“浩”学校给登成“皓”了。能改么?"])
def test_a_question_answers_no_step(text: str) -> None:
    facts = of_today().facts(text, "matches")
    assert "matches" not in facts
    assert facts.get("who_wrong") == ("school" if "学校" in text else None)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("身份证换了新号码学籍怎么对不上", None),
        ("准考证号没了", None),
        ("学号换了", None),
        ("护照前年换了新号码", None),
        ("我换了新号", "unusable"),
        ("身份证和手机号都换了", "unusable"),
        ("身份证没变手机号换了", "unusable"),
        ("我用身份证注册的号停了", "unusable"),
    ],
)
def test_the_number_of_another_thing_is_no_phone(extractor: Extractor, text: str, phone: str | None) -> None:
    assert extractor.facts(text).get("phone") == phone


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("账号登不登得上我也忘了", {"login": "unknown"}),
        ("还能不能登录我也说不好", {"login": "unknown"}),
        ("能不能登录", {}),
        ("找回那页就出来手机这一种", {"mail": "unusable", "security": "unusable"}),
    ],
)
def test_what_is_not_remembered_and_what_a_page_does_not_offer(text: str, facts: dict[str, str]) -> None:
    assert of_today().facts(text) == facts
