"""Pages at a foreign address and messages that want money are known; warnings and our own pages are not accused."""

from __future__ import annotations

from dataclasses import replace

import pytest

from faq.pages.answering import answer_page
from faq.pages.deceit import MESSAGE, SITE, deceit_in
from faq.pages.page import Verdict, read_page
from faq.pages.saying import lead
from tests.fakes.library import FakeLibrary, decided
from tests.faq.pages.seen import page, seen
from tests.real_content import real_content


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (("学信网学历查询", "http://www.chsi-xugou.com/login", "学历异常请立即认证", "银行卡号"), SITE),
        (("学信网", "www.xuexinxugou.top", "登录"), SITE),
        (("您的学籍将被注", "销，请缴纳保证金200元"), MESSAGE),
        (("学信网没有也行，内部渠道，三天入库", "先转账再说"), MESSAGE),
        (("您的学籍存在异常，请点击 chsi-xugou.vip/a 登录验证",), MESSAGE),
        (("不安全www.chsii-xugou.com.cn/login", "学历查询", "查询前请缴纳认证费198元"), SITE),
        (("m.xugou-archive.online", "学信网", "用户名", "密码"), SITE),
        (("m.xugou-archive.online", "学信网怎么查学历", "虚构的一篇文章"), None),
        (("www.baidu.com", "学信网", "用户名"), None),
        (("谨防诈骗：以注销学生账号为由要您转账的都是骗局",), None),
        (("学信网", "https://my.chsi.com.cn/archive", "注销账号", "手续费"), None),
        (("学信网", "https://my.chsi.com.cn/archive", "学籍信息"), None),
        (("全国征兵网", "www.gfbzb.gov.cn", "学历"), None),
        (("虚构银行", "转账失败，账户已冻结"), None),
        (("yzchsi.com.cn/a", "研招网", "yz.chsi.com.cn 没有响应"), None),
    ],
)
def test_what_only_looks_like_ours(rows: tuple[str, ...], kind: str | None) -> None:
    assert deceit_in(page(*rows)) == kind


def test_the_warning_comes_before_the_answer_and_the_link_is_not_repeated() -> None:
    shown = read_page(page("学籍中心", "您的学籍将注销，请点击http://chsi-xugou.vip/a缴纳保证金"), {})
    assert (shown.verdict, shown.facts.deceit) == (Verdict.UNSURE, MESSAGE)
    assert lead(shown, answered=True) == (
        "这像是诈骗：别点链接，别转账，别给验证码。\n我在图里看到“您的学籍将注销，请点击〔网址〕缴纳保证金”。"
    )


def test_a_false_site_is_asked_about_as_such() -> None:
    shown = read_page(page("学信网", "www.chsi-xugou.com", "!学历异常请立即认证"), {})
    asked = decided("这是不是假网站，官方网址是什么", "answer", ("official_site", 0.9))
    library = FakeLibrary(real_content(), {asked.text: asked})
    found = answer_page(library, shown)  # type: ignore[arg-type]
    assert found.decision is asked
    assert found.lead.startswith("图上的网址不是学信网的：")


def test_the_mail_at_the_foot_of_a_page_accuses_nobody_however_it_is_read() -> None:
    foot = ("客服热线：010-67410388 kefuwchsi.com.cn", "客展热线：010-67410388 kefaechsi.com.zn", "kefuechsi.com.cn")
    for text in foot:
        assert deceit_in(page("account.chsi.com.cn/account/register", "学信网", "证件号码", text)) is None, text
    beside = ("客服热线：010-67410388", seen("kefurchoi.com.cn", 3, 1))
    lines = [*page("account.chsi.com.cn/account/register", "学信网", "证件号码", beside[0]), beside[1]]
    assert deceit_in(lines) is None
    assert deceit_in([*page("www.chsii-xugou.com.cn", "学信网", "密码", foot[0])]) == SITE


@pytest.mark.parametrize("address", ["my.chsicom.cn/archive", "mychsi.com.cn/archive", "www.chsl.com.cn/xlcx"])
def test_what_a_reader_confuses_in_a_clear_picture_accuses_nobody(address: str) -> None:
    assert deceit_in(page(address, "学信网", "姓名", "证书编号")) is None


@pytest.mark.parametrize("address", ["www.chsii.com.cn/xlcx", "www.chisi.com.cn/xlcx"])
def test_an_address_of_ours_misread_in_a_poor_picture_accuses_nobody(address: str) -> None:
    lines = [seen(address, 0, confidence=0.94), *page("", "学信网", "姓名", "证书编号")]
    assert deceit_in(lines) is None
    assert deceit_in([replace(lines[0], confidence=0.99), *lines[1:]]) == SITE
