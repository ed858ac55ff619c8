"""What is answered to a page: the prompt that blocks, words typed with it, lines no entry knows, nothing of ours."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.choice import Option
from faq.decision import Decision
from faq.pages.answering import PageAnswer, answer_page, page_reply, points_at
from faq.pages.case import case_facts
from faq.pages.page import PageReading, Verdict, likeliest, read_page
from faq.pages.prompts import page_prompts
from tests.fakes.library import FakeLibrary, decided
from tests.faq.pages.seen import Seen, page
from tests.real_content import real_content, real_guidance, real_places

CONTENT = real_content()
PLACES = real_places()
GUIDANCE = real_guidance()
HEAD = ("account.chsi.com.cn", "学信网")


def reading(*rows: str | tuple[str, ...] | Seen) -> PageReading:
    return read_page(page(*HEAD, *rows), page_prompts(CONTENT.entries))


def answered(shown: PageReading, text: str = "", before: str = "", *decisions: Decision) -> PageAnswer:
    library = FakeLibrary(CONTENT, {item.text: item for item in decisions}, guidance=GUIDANCE)
    # The fake has what is used of a library.
    found: PageAnswer = answer_page(library, shown, text, before)  # type: ignore[arg-type]
    assert len(library.asked) == len(decisions)
    return found


BLOCKED = reading("注册学信网账号", "!证件号码已被注册")
PLACE = reading(Seen("找回密码", top=90, height=60), "第一步填写", "第二步核对", "第三步完成", "虚构的一行")
UNKNOWN = reading("学信档案", "!虚构的新提示出现了")
UNKNOWN_COMPLAINT = reading("学信档案", "!虚构的新动作失败，请换一种办法")
WEATHER = read_page(page("虚构市天气预报", "明天多云转晴"), {})
EMPTY = PageReading(Verdict.UNREADABLE)


def entry(name: str) -> object:
    return CONTENT.entry(name)


@pytest.mark.parametrize("text", ["", "这是啥意思", "老师帮我看看这是怎么回事", "登录不上怎么办"])
def test_a_prompt_that_blocks_decides_whatever_is_typed(text: str) -> None:
    assert answered(BLOCKED, text) == PageAnswer("我在图里看到“证件号码已被注册”。", entry("id_registered"))  # type: ignore[arg-type]


def test_a_question_beside_a_prompt_that_blocks_is_what_is_answered() -> None:
    asked = decided("原来那个号还能留着吗", "answer", ("reregister_consequences", 0.9))
    title = CONTENT.entry("id_registered")
    assert title is not None
    together = decided(f"{asked.text}，证件号码已被注册", "answer", ("reregister_consequences", 0.9), (title.id, 0.2))
    assert answered(BLOCKED, asked.text, "", asked, together) == PageAnswer(
        "我在图里看到“证件号码已被注册”。", decision=asked, others=(Option(title.id, title.title),)
    )
    of_prompt = decided(together.text, "answer", (title.id, 0.6))
    assert answered(BLOCKED, asked.text, "", asked, of_prompt).entry is title
    vague = decided("那我还能考试吗", "clarify", ("reregister_consequences", 0.3))
    assert answered(BLOCKED, vague.text, "", vague).entry is title
    assert answered(BLOCKED, "以前在老家弄过一次").entry is title
    far = decided("为什么不让我弄", "answer", ("change_password", 0.9))  # it names nothing: the prompt is meant
    assert answered(BLOCKED, far.text, "", far).entry is title


def test_words_that_name_nothing_do_not_pull_a_complaint_of_the_page_away() -> None:
    line = UNKNOWN_COMPLAINT.quote
    asked = decided(f"为什么不让弄，{line}", "none")
    page_alone = decided(line, "answer", ("id_registered", 0.9))
    found = answered(UNKNOWN_COMPLAINT, "为什么不让弄", "", asked, page_alone)
    assert found.decision is page_alone


@pytest.mark.parametrize(
    ("rows", "start"),
    [
        (("铁路12306", "账号登录", "!密码错误"), "这是铁路12306的页面，学信网管不了；学籍对不上找学校核对"),
        (("虚构银行", "登录密码已锁定", "请到柜台办理"), "这是银行的页面，学信网管不了；"),
        (("jwc.xugou.edu.cn", "统一登录", "!用户名或密码错误"), "这是学校自己的网站的页面，学信网管不了；请问学校"),
        (("某某小店", "shop.example.com", "!用户名或密码错误"), "这是别的网站的页面，学信网管不了；"),
        (("微信团队", "该微信账号暂时不能登录", "去解封"), "这是微信的页面，学信网管不了；"),
        (("passport.neea.edu.cn", "中国教育考试网", "!用户不存在"), "这是中国教育考试网的页面，学信网管不了；"),
    ],
)
def test_a_page_that_names_another_place_is_told_whose_it_is(rows: tuple[str, ...], start: str) -> None:
    shown = read_page(page(*rows), page_prompts(CONTENT.entries), PLACES)
    assert answered(shown).lead.startswith(start)
    theirs = decided("怎么解开它", "none")
    assert answered(shown, theirs.text, "", theirs) == answered(shown)
    assert answered(shown, "登录就成这样了") == answered(shown)
    asked = decided("学信网密码忘了", "answer", ("reset_password", 0.9))
    assert answered(shown, asked.text, "", asked).decision is asked


@pytest.mark.parametrize("text", ["登不上了", "登录不上怎么办", "我学信网账号登不上", "学信网登录不上"])
def test_a_bare_complaint_beside_the_page_of_another_place_is_about_that_page(text: str) -> None:
    shown = read_page(page("铁路12306", "账号登录", "!密码错误"), page_prompts(CONTENT.entries), PLACES)
    asked = decided(text, "answer", ("cannot_login", 0.9))
    found = answered(shown, text, "", *([asked] if "怎么" in text else []))
    assert (found.lead, found.entry, found.decision) == (answered(shown).lead, None, None)


@pytest.mark.parametrize("text", ["", "这是啥意思", "登不上了"])
def test_a_bare_title_is_read_out_and_asked_about(text: str) -> None:
    shown = reading("图像采集码")
    assert shown.bare
    assert answered(shown, text) == PageAnswer(
        "我在图里看到“图像采集码”，但不能确定您卡在哪一步。请用一句话说说遇到了什么问题。"
    )


def test_a_matter_that_is_named_wins_over_a_mere_title() -> None:
    named = decided("我的学历照片去哪了", "answer", ("image_missing", 0.8))
    assert answered(reading("图像采集码"), named.text, "", named).decision == named
    vague = decided("可以打印出来用吗，图像采集码", "answer", ("image_code", 0.8))
    assert answered(reading("图像采集码"), "可以打印出来用吗", "", vague).decision == vague


def test_a_notice_of_maintenance_is_answered_by_its_own_hours() -> None:
    shown = reading("系统维护公告", "4月3日22:30至4月4日05:00暂停服务")
    found = answered(shown, "进不去了")
    assert found.entry == entry("site_maintenance")
    assert "4月3日22:30至4月4日05:00暂停服务" in found.lead


def test_a_question_of_ours_beside_the_page_of_another_place_is_answered() -> None:
    shown = read_page(page("虚构银行", "登录密码已锁定", "请到柜台办理"), page_prompts(CONTENT.entries), PLACES)
    asked = decided("学籍什么时候能查到？", "answer", ("no_record", 0.9))
    assert answered(shown, asked.text, "", asked).decision is asked
    either = decided("密码忘了怎么办", "answer", ("reset_password", 0.9))  # it may be the bank's
    found = answered(shown, either.text, "", either)
    assert found.decision is None and [option.id for option in found.others] == ["reset_password"]
    reply = page_reply(found, CONTENT)
    assert reply.text.startswith(found.lead) and reply.options == found.others
    assert reply.text.endswith(f"要是问学信网的：\n1. {found.others[0].title}")


@pytest.mark.parametrize(
    "rows",
    [
        ("12306 学生资质核验", "学信网", "未通过"),
        ("登录", "微信登录", "支付宝登录", "找回密码"),
        ("网上报名", "户口所在地", "户口所在地详细地址", "档案所在地"),
        ("联系邮箱 a@qq.com", "找回密码"),
        ("您有学生账号未注销，影响征信", "转到安全账户", "虚构银行"),
    ],
)
def test_a_word_of_another_place_does_not_make_a_page_theirs(rows: tuple[str, ...]) -> None:
    assert read_page(page(*rows), {}, PLACES).facts.elsewhere == ""


@pytest.mark.parametrize(
    ("rows", "site"),
    [
        (("gfbzb.gov.cn", "登录"), "gfbzb"),
        (("面向港澳臺招生資訊網", "港澳臺僑聯招"), "gatzs"),
        (("全国大学英语四、六级考试报名网", "登录"), "cet"),
        (("yz.chsi.com.cn", "网上报名"), "yz"),
        (("学信网", "学籍查询", "学历查询", "在线验证", "我要报名", "研招", "研招网"), "chsi"),
        (("登录", "密码"), None),
    ],
)
def test_the_site_is_known_by_its_address_or_title(rows: tuple[str, ...], site: str | None) -> None:
    assert read_page(page(*rows), {}).facts.site == site


def test_a_prompt_that_many_sites_show_is_answered_for_the_site() -> None:
    shown = read_page(page("全国征兵网", "!用户名或密码错误"), page_prompts(CONTENT.entries), PLACES)
    steered = next(item for item in CONTENT.entries if item.title.startswith("全国征兵网账号登录不了"))
    asked = decided("征兵网用户名或密码错误", "clarify", ("login_wrong_password", 0.5), (steered.id, 0.4))
    assert answered(shown, "", "", asked) == PageAnswer("这是征兵网的页面，我在图里看到“用户名或密码错误”。", steered)


def test_an_entry_of_the_site_that_hardly_fits_is_not_said_instead() -> None:
    shown = read_page(page("全国征兵网", "!证件号码已被注册"), page_prompts(CONTENT.entries), PLACES)
    steered = next(item for item in CONTENT.entries if item.title.startswith("全国征兵网账号登录不了"))
    asked = decided("征兵网证件号码已被注册", "answer", ("id_registered", 0.9), (steered.id, 0.1))
    assert answered(shown, "", "", asked).entry is entry("id_registered")


def test_a_link_to_a_sister_site_does_not_make_the_page_its_own() -> None:
    assert reading("研招", "注册学信网账号", "!证件号码已被注册").facts.site == "chsi"
    assert reading("研招网", "网上报名").facts.site == "yz"


@pytest.mark.parametrize(
    ("title", "verdict"),
    [
        ("某某论坛注册", Verdict.NOTHING),
        ("修改手机号", Verdict.UNSURE),
        ("← 网上缴费", Verdict.UNSURE),
        ("设置新密码", Verdict.UNSURE),
        ("考研成绩查询", Verdict.UNSURE),
    ],
)
def test_a_matter_every_site_has_is_ours_only_without_another_name(title: str, verdict: Verdict) -> None:
    assert read_page(page(title, "!邮箱已被别人用过了", "写在旁边的话没有用"), {}).verdict is verdict


def test_two_prompts_are_answered_one_after_the_other() -> None:
    both = reading("!证件号码已被注册", "!姓名格式有误")
    found = answered(both)
    assert found.entry is entry(both.matches[0].entry_id)
    assert found.lead.endswith("先说第一个：")
    second = CONTENT.entry(both.matches[1].entry_id)
    assert second is not None
    assert found.others == (Option(second.id, second.title),)


def test_where_somebody_is_gives_way_to_what_they_ask() -> None:
    asked = decided("密保问题怎么改", "answer", ("security_question", 0.9))
    assert (PLACE.verdict, PLACE.matches[0].blocks) == (Verdict.MATCH, False)
    assert answered(PLACE, asked.text, "", asked) == PageAnswer("我在图里看到“找回密码”。", decision=asked)
    vague = decided("我不会", "none")
    with_page = decided("我不会，找回密码", "none")
    assert answered(PLACE, vague.text, "", vague, with_page).entry is entry("reset_password")
    assert answered(PLACE, "这是啥意思").entry is entry("reset_password")


def test_lines_that_no_entry_knows_are_read_with_the_words_before_them() -> None:
    line = UNKNOWN.question
    assert UNKNOWN.verdict is Verdict.UNSURE
    alone = decided(line, "none")
    # A bare complaint says less than the page; what says more leans on it, and the first answer ends the asking.
    assert answered(UNKNOWN, "", "注册不了", alone, decided("注册不了", "none")).decision is None
    before = "用老家的号码"
    spoken = decided(before, "none")
    together = decided(f"{before}，{line}", "answer", ("register_account", 0.9))
    assert answered(UNKNOWN, "", before, spoken, together).decision is together
    assert answered(UNKNOWN, "", "", alone) == PageAnswer(
        f"我在图里看到“{line}”，但不能确定您卡在哪一步。请用一句话说说遇到了什么问题。"
    )
    listed = decided(line, "clarify", ("register_account", 0.3))
    assert answered(UNKNOWN, "怎么办", "", listed) == PageAnswer(f"我在图里看到“{line}”。", decision=listed)


def test_words_are_read_on_the_page_they_were_typed_about() -> None:
    shown = read_page(page("图像采集码", "虚构大学 本科"), {})
    asked = decided("要拿给谁看，图像采集码", "answer", ("image_code", 0.9))
    assert (shown.verdict, shown.name) == (Verdict.UNSURE, "图像采集码")
    assert answered(shown, "要拿给谁看", "", asked) == PageAnswer("我在图里看到“图像采集码”。", decision=asked)


def test_a_list_is_cut_to_what_the_page_supports() -> None:
    line = UNKNOWN.question
    wide = decided(line, "clarify", ("register_account", 0.4), ("reset_password", 0.3), ("sms_limited", 0.05))
    found = answered(UNKNOWN, "", "", wide).decision
    assert found is not None
    assert (found.band, [item.entry_id for item in found.candidates]) == (
        "clarify",
        ["register_account", "reset_password"],
    )
    alone = decided(line, "clarify", ("register_account", 0.6), ("sms_limited", 0.1))
    found = answered(UNKNOWN, "", "", alone).decision
    assert found is not None
    assert (found.band, len(found.candidates)) == ("answer", 1)


def first_of(shown: PageReading, *decisions: Decision) -> str:
    found = answered(shown, "", "", *decisions).decision
    assert found is not None
    return found.candidates[0].entry_id


def test_of_two_entries_the_complaint_alone_decides() -> None:
    shown = read_page(page("找回登录方式学籍", "!未找到匹配的虚构用户"), {})
    both = decided(f"{shown.name}，未找到匹配的虚构用户", "answer", ("recover_username", 0.9), ("sms_limited", 0.7))
    alone = decided("未找到匹配的虚构用户", "answer", ("sms_limited", 0.9), ("recover_username", 0.1))
    assert first_of(shown, both, alone) == "sms_limited"


def test_of_two_entries_the_one_the_page_is_named_for_counts() -> None:
    shown = read_page(page("找回用户名", "!未找到匹配的虚构用户"), {})
    both = decided("找回用户名，未找到匹配的虚构用户", "answer", ("recover_username", 0.9), ("username_not_found", 0.7))
    assert first_of(shown, both) == "username_not_found"


def test_where_the_page_has_no_name_what_else_it_says_tells_two_entries_apart() -> None:
    shown = read_page(page("虚构照片比对未通过", "请正对屏幕再试", "chsi.com.cn"), {})
    assert (shown.name, shown.rest) == ("", "请正对屏幕再试")
    both = decided("虚构照片比对未通过", "answer", ("photo_match_failed", 0.9), ("real_person_fails", 0.7))
    more = decided(f"{both.text}，请正对屏幕再试", "clarify", ("real_person_fails", 0.5))
    assert first_of(shown, both, more) == "real_person_fails"


def test_an_empty_column_means_itself_not_its_page() -> None:
    shown = read_page(page("图像校对", "录取照片", "学历照片", "暂无照片"), {})
    both = decided("图像校对，学历照片：暂无照片", "answer", ("image_check", 0.98), ("image_missing", 0.25))
    alone = decided("学历照片：暂无照片", "answer", ("image_missing", 0.9))
    assert first_of(shown, both, alone) == "image_missing"


def test_how_far_a_matter_is_is_read_with_the_words() -> None:
    sent = reading(Seen("找回密码", top=90, height=60), "验证码已发送至您的手机", "第二步核对", "第三步完成")
    assert not sent.matches[0].blocks
    asked = decided("半天没有，验证码已发送至您的手机", "answer", ("sms_not_received", 0.9))
    assert answered(sent, "半天没有", "", asked).decision is asked


def test_words_that_point_are_read_with_all_the_page_says() -> None:
    shown = read_page(page("兵役登记", "您已完成登记手续啦", "可下载虚构登记凭证"), {})
    pointed = decided(f"这个要盖章吗，{shown.question}", "answer", ("enlist_certificate", 0.9))
    assert answered(shown, "这个要盖章吗", "", pointed).decision is pointed


def test_on_a_page_of_nobodys_a_list_is_not_guessed() -> None:
    listed = decided("延误了怎么赔", "clarify", ("register_account", 0.3))
    assert answered(WEATHER, listed.text, "", listed).decision is None


def test_nothing_of_ours_and_nothing_readable_are_said_so() -> None:
    assert answered(WEATHER).lead.startswith("图里没有看到学信网的提示。")
    assert answered(EMPTY).lead.startswith("图里没有我能看清的字。")
    asked = decided("密码忘了怎么办", "answer", ("reset_password", 0.9))
    assert answered(WEATHER, asked.text, "", asked) == PageAnswer(
        "图里没有看到学信网的提示，按您说的回答：", decision=asked
    )
    missed = decided("天气如何了呀明天", "none")
    assert answered(WEATHER, missed.text, "", missed).lead.startswith("图里没有看到学信网的提示。")


@pytest.mark.parametrize(
    "text", ["", "这是啥意思", "图里这个提示什么意思", "一直提示这个", "？？", "麻烦看下面红圈的地方", "看最后几行"]
)
def test_words_that_only_point(text: str) -> None:
    assert points_at(text)


@pytest.mark.parametrize("text", ["密码忘了怎么办", "手机号换了", "登录不上", "怎么改密保"])
def test_words_that_ask_something(text: str) -> None:
    assert not points_at(text)


def test_a_page_fills_the_case_like_typed_words() -> None:
    assert case_facts(BLOCKED, GUIDANCE) == {"prompt": "id_registered"}
    assert case_facts(reading("!姓名格式有误"), GUIDANCE) == {"prompt": "name_format"}
    ways = reading("找回密码", "请选择找回方式", "手机号找回")
    assert ways.facts.recovery_ways == ("phone",)
    assert case_facts(ways, GUIDANCE) == {"mail": "unusable", "security": "unusable"}
    assert case_facts(WEATHER, GUIDANCE) == {}
    # What a page explains is nobody's case.
    hint = reading("如果您忘记了注册信息，可以尝试 找回密码、找回用户名")
    assert case_facts(hint, GUIDANCE) == {}


def test_of_several_pictures_the_one_that_blocks_counts() -> None:
    assert likeliest([EMPTY, WEATHER, PLACE, BLOCKED, UNKNOWN]) is BLOCKED
    assert likeliest([WEATHER, UNKNOWN]) is UNKNOWN
    assert likeliest([]) is None


@pytest.mark.parametrize("shown", [BLOCKED, PLACE, UNKNOWN, WEATHER, EMPTY])
def test_a_reading_travels_with_its_message_without_the_whole_text(shown: PageReading) -> None:
    there = PageReading.from_dict(shown.as_dict())
    assert there == replace(shown, text="")


def test_beside_a_code_one_line_warns_and_the_complaint_is_answered() -> None:
    shown = reading(("短信验证码", "390712"), "!证件号码已被注册")
    found = answered(shown, "?")
    assert found.entry is entry("id_registered")
    assert found.lead.startswith("图里有验证码：别给任何人看")
    assert found.lead.endswith("\n我在图里看到“证件号码已被注册”。")
    alone = answered(reading("【学信网】验证码：390712，十分钟内有效"), "这是什么")
    assert (alone.entry, alone.decision) == (None, None)


@pytest.mark.parametrize(
    ("said", "entry_id"),
    [
        ("该账号已注销，无法使用", "account_cancelled"),
        ("该手机号已绑定其他账号，请换一个", "new_number_taken"),
        ("您的相机权限已关闭", "camera_permission"),
        ("今日验证次数已用完，请改日再来", "face_attempts_used"),
        ("没有检测到人脸", "real_person_fails"),
        ("暂无照片", "image_missing"),
        ("该微信已绑定其他账号", "bind_limit"),
    ],
)
def test_prompts_of_the_entries_are_answered_on_their_words(said: str, entry_id: str) -> None:
    for shown in (
        reading(f"!{said}"),
        read_page(page(said), page_prompts(CONTENT.entries)),
    ):  # a scrap has no name on it
        assert (shown.verdict, shown.matches[0].entry_id) == (Verdict.MATCH, entry_id)
        assert answered(shown).entry is entry(entry_id)


def test_what_is_told_beside_a_prompt_without_a_guide_may_be_a_matter_near_it() -> None:
    shown = reading("四六级成绩查询", "!无法找到对应的分数")
    told = decided("准考证号丢了", "answer", ("cet_ticket", 0.9))
    together = decided("准考证号丢了，无法找到对应的分数", "answer", ("cet_ticket", 0.9))
    assert answered(shown, told.text, "", told, together).decision is told
    apart = decided(together.text, "answer", ("cet_score", 0.9))
    assert answered(shown, told.text, "", told, apart).entry is entry("cet_score")


def test_an_empty_record_and_a_code_that_was_sent_are_facts_of_the_case() -> None:
    assert case_facts(reading("!没有找到您的学籍信息"), GUIDANCE) == {"seen": "empty"}
    assert case_facts(reading("找回密码", "短信验证码已发送至您的手机"), GUIDANCE) == {"prompt": "sent"}
