"""Where the site itself does not work, that is what is answered, whoever's name stands over it."""

from __future__ import annotations

import pytest

from faq.pages.naming import TROUBLE, page_name
from faq.pages.page import read_page
from faq.pages.trouble import is_server_error, tells_trouble
from tests.faq.pages.asking import answered, entry, reading
from tests.faq.pages.seen import page


@pytest.mark.parametrize(
    "text",
    [
        "500 Internal Server Error",
        "当前访问量过大",
        "系统正在维护",
        "网络连接超时",
        "该网站响应时间过长",
        "Service Unavailable",
        "无法访问此网站",
    ],
)
def test_what_does_not_work_is_known(text: str) -> None:
    assert tells_trouble(text)
    assert page_name(page("全国征兵网", "兵役登记", text)) == TROUBLE


@pytest.mark.parametrize("text", ["人脸识别超时", "无法访问相机", "您没有学籍信息", "第503宿舍"])
def test_what_is_no_trouble_of_the_site(text: str) -> None:
    assert not tells_trouble(text)
    assert not is_server_error(text)


def test_the_bare_error_of_a_server_is_quoted_and_not_the_menu_over_it() -> None:
    shown = read_page(page("yz.chsi.com.cn", "研招网", "首页 公告 院校 专业", "503 Service Unavailable", "nginx"), {})
    assert shown.quote == "503 Service Unavailable"


def test_a_prompt_of_the_site_that_fails_is_the_same_on_every_site() -> None:
    found = answered(reading("yz.chsi.com.cn", "中国研究生招生信息网", "502 Bad Gateway"), "还来得及不")
    assert found.entry == entry("site_down")
