"""Every page on every width, without errors; hostile texts stay texts."""

from __future__ import annotations

import json
import re

import pytest
from playwright.async_api import Page, expect

from tests.web.browsing import IN_BROWSER, ON_BOTH, WECHAT, OpenPage, complaints, screen, shows
from tests.web.chatting import say
from tests.web.fake_api import FakeApi, answer, text_reply
from tests.web.looks import CROWDED, FAINT, SCALE, TOO_WIDE, fits_in_wechat

pytestmark = IN_BROWSER

LONG = "https://my.chsi.com.cn/archive/index.action?" + "x" * 200
NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"
LOAD = 'import([...document.scripts].at(-1).src.replace(/[^/]+$/, "rich_text.js"))'


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/help",
        "/help/reset_password",
        "/help?q=abc",
        "/help/no_such",
        "/help/hot",
        "/help/recover_username/steps",
    ],
)
async def test_no_page_scrolls_sideways_or_logs_an_error(
    open_page: OpenPage, site: str, api: FakeApi, path: str, width: int
) -> None:
    page = await open_page(**screen(width, 800))
    await page.goto(site + path)
    if path == "/":
        reply = text_reply("x" * 300 + LONG, ("reset_password", "很长的选项" * 30))
        api.answers = [answer(reply, band="answer", faq_id="reset_password")]
        await say(page, "y" * 200)
        await page.locator(".verdict button", has_text="没用").click()
        await page.locator(".verdict button", has_text="其他").click()
        # Only the messages scroll: the page itself never grows.
        assert await page.evaluate("document.documentElement.scrollHeight") == 800
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await page.evaluate(TOO_WIDE) == []
    assert await complaints(page) == ([NOT_FOUND] if "no_such" in path else [])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["/", "/help", "/help/reset_password"])
async def test_texts_stand_out_from_their_ground(open_page: OpenPage, site: str, path: str, dark: bool) -> None:
    page = await open_page(color_scheme="dark" if dark else "light")
    await page.goto(site + path)
    assert await page.evaluate(FAINT) == []


async def test_taps_have_room_on_a_phone(page: Page, site: str) -> None:
    await page.goto(site)
    small = """[...document.querySelectorAll("button, .top-link")].filter((one) => one.offsetParent)
      .filter((one) => one.offsetHeight < 34 || one.offsetWidth < 34).map((one) => one.outerHTML)"""
    assert await page.evaluate(small) == []


@ON_BOTH
async def test_an_answer_page_takes_a_verdict_and_links_contacts(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(f"{site}/help/reset_password")
    contacts = await page.evaluate("[...document.querySelectorAll('.contacts a')].map((one) => one.href)")
    assert contacts == ["mailto:kefu@chsi.com.cn", "tel:010-67410388"]
    await page.locator(".verdict button", has_text="没用").click()
    await page.locator(".verdict button", has_text="其他").click()
    await page.keyboard.insert_text("图看不清")  # the focus is where it is written
    await page.keyboard.press("Enter")
    await shows(page, "谢谢，已经记下")
    assert api.feedback == [{"faq_id": "reset_password", "helpful": False, "reason": "其他", "comment": "图看不清"}]


@ON_BOTH
async def test_the_search_box_leads_to_an_answer(page: Page, site: str, api: FakeApi) -> None:
    api.found = [{"id": "recover_username", "title": "忘记用户名怎么办？", "category": "学信网账号"}]
    await page.goto(f"{site}/help")
    await page.locator("#search").fill("用户名")
    await page.locator("#suggestions li", has_text="忘记用户名怎么办？").click()
    await page.wait_for_url("**/help/recover_username")
    assert await page.locator(".answer h1").inner_text() == "忘记用户名怎么办？"


async def test_what_is_folded_is_printed_open(page: Page, site: str) -> None:
    await page.goto(f"{site}/help/reset_password")
    more = "<details><summary>a</summary>b</details>"
    await page.evaluate(f"document.querySelector('.answer').insertAdjacentHTML('beforeend', '{more}')")
    for event, is_open in (("beforeprint", True), ("afterprint", False)):
        await page.evaluate(f"dispatchEvent(new Event('{event}'))")
        assert await page.evaluate("document.querySelector('details').open") is is_open


@pytest.mark.parametrize("path", ["/", "/help/reset_password"])
async def test_small_links_are_large_enough_for_a_finger(page: Page, site: str, path: str) -> None:
    await page.goto(site + path)
    heights = """[...document.querySelectorAll(".foot a, .crumbs a, .quick-note a")]
      .map((one) => one.getClientRects()[0].height)"""
    found = await page.evaluate(heights)
    assert found and min(found) >= 24  # WCAG 2.2, 2.5.8


BUILT_FROM_HTML = {
    "<p>好<strong>的</strong><br>二</p>": "<p>好<strong>的</strong><br>二</p>",
    '<ol start="3"><li>三</li></ol>': '<ol start="3"><li>三</li></ol>',
    "<script>window.hit=1</script><p onclick='window.hit=1'>字</p>": "<p>字</p>",
    "<img src=x onerror='window.hit=1'><svg onload='window.hit=1'><p>字</p></svg>": "<p>字</p>",
    '<a href="javascript:window.hit=1">点</a>': "点",
    '<a href="data:text/html,x">点</a><a href="//evil.example/">二</a>': "点二",
    '<a data-faq="x&quot; onclick=&quot;1" href="#">点</a>': "点",
    '<a data-faq="../desk" href="#">点</a>': "点",
    '<iframe srcdoc="<script>parent.hit=1</script>"></iframe><math><mtext>式</mtext></math>尾': "尾",
    "<div><h1>标题</h1></div>": "标题",
}


async def test_html_is_rebuilt_from_allowed_tags(page: Page, site: str) -> None:
    await page.goto(site)
    script = f"""{LOAD}.then(({{ fromHtml }}) => {json.dumps(list(BUILT_FROM_HTML))}.map((html) => {{
      const place = document.createElement("div"); document.body.append(place);
      place.append(fromHtml(html)); return [html, place.innerHTML]; }}))"""
    assert dict(await page.evaluate(script)) == BUILT_FROM_HTML
    assert await page.evaluate("window.hit === undefined")


LINKS_IN_TEXT: dict[str, list[str]] = {
    "看 https://www.chsi.com.cn/xlcx/ 。": ["https://www.chsi.com.cn/xlcx/"],
    "（https://www.chsi.com.cn/）": ["https://www.chsi.com.cn/"],
    "登录my.chsi.com.cn，再": ["https://my.chsi.com.cn/"],
    "写信kefu@chsi.com.cn。": ["mailto:kefu@chsi.com.cn"],
    "电话010-67410388，": ["tel:010-67410388"],
    "http://www.chsi.com.cn.evil.example/": [],
    "http://evilchsi.com.cn/ chsi.com.cnx xn--chsi.com.cn-x": [],
    "http://evil.example/www.chsi.com.cn": [],
    "http://www.chsi.com.cn@evil.example/": [],
    "javascript:alert(1)//chsi.com.cn": [],
    "https://example.com/": [],
    "<b>字</b>": [],
    "": [],
}


async def test_only_the_official_pages_become_links(page: Page, site: str) -> None:
    await page.goto(site)
    ours = {"打开 /ticket 填表": [f"{site}/ticket"], "/tickets a/ticket /ticket/x http://evil.example/ticket": []}
    expected = LINKS_IN_TEXT | ours
    script = f"""{LOAD}.then(({{ linked }}) => {json.dumps(list(expected))}.map((text) => {{
      const place = document.createElement("div"); place.append(linked(text));
      return [place.textContent, [...place.querySelectorAll("*")].map((one) => one.href)]; }}))"""
    assert dict(await page.evaluate(script)) == expected


BUILT_FROM_TEXT = {
    "一\n二\n\n三": "<p>一<br>二</p><p>三</p>",
    "做：\n1. 甲\n2. 乙\n\n好": "<p>做：</p><ol><li>甲</li><li>乙</li></ol><p>好</p>",
    "2. 乙": '<ol start="2"><li>乙</li></ol>',
    "· 甲\n- 乙": "<ul><li>甲</li><li>乙</li></ul>",
    "【标题】\n字": "<h3>标题</h3><p>字</p>",
    "<img src=x>": "<p>&lt;img src=x&gt;</p>",
    "\n\n": "",
}


async def test_plain_replies_get_their_shape(page: Page, site: str) -> None:
    await page.goto(site)
    script = f"""{LOAD}.then(({{ fromText }}) => {json.dumps(list(BUILT_FROM_TEXT))}.map((text) => {{
      const place = document.createElement("div"); place.append(fromText(text)); return [text, place.innerHTML]; }}))"""
    assert dict(await page.evaluate(script)) == BUILT_FROM_TEXT


async def test_a_hostile_conversation_stays_text(page: Page, site: str, api: FakeApi) -> None:
    hostile = "<img src=x onerror=window.hit=1><script>window.hit=1</script>"
    api.answers = [answer(text_reply(hostile, ("x", hostile)))]
    api.found = [{"id": "x", "title": hostile, "category": hostile}]
    await page.goto(site)
    await page.locator("#box").fill("<img src=x onerror=window.hit=1>")
    await expect(page.locator("#suggestions")).to_be_visible()
    await page.locator("#box").press("Enter")
    await expect(page.locator(".option")).to_be_visible()
    assert await page.evaluate("[document.querySelectorAll('#content img').length, window.hit ?? null]") == [3, None]
    assert await complaints(page) == []


async def test_every_page_fits_inside_wechat(open_page: OpenPage, site: str, api: FakeApi) -> None:
    page = await open_page(user_agent=WECHAT)
    for path in ("/help", "/help/reset_password", "/help/c/学信网账号", "/help?q=abc", "/help/no_such", "/"):
        await fits_in_wechat(page, site + path)
    ask = text_reply("邮箱还能收邮件吗？", ("fact:mail=usable", "能"), ("fact:mail=unusable", "不能"))
    api.answers = [answer(ask, guide_id="forgot_password", step="mail", step_number=2)]
    await say(page, "密码忘了")
    await expect(page.locator(".option")).to_have_count(2)
    assert await page.locator("#messages .bot:last-child .bubble").inner_text() == "第 2 步\n\n邮箱还能收邮件吗？"
    await expect(page.locator("#announcer")).to_have_text(re.compile("^第 2 步"))
    await page.evaluate(SCALE)
    assert await page.evaluate(CROWDED) == []


OVERLAPS = """(() => {
  const boxes = [...document.querySelectorAll(".brand-text, .top-link")].filter((one) => one.offsetParent)
    .map((one) => one.getBoundingClientRect());
  return boxes.some((a, i) => boxes.slice(i + 1).some((b) =>
    a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 1 && b.top < a.bottom - 1));
})()"""


@pytest.mark.parametrize("path", ["/", "/help", "/help/reset_password"])
@pytest.mark.parametrize(("width", "scale"), [(320, 1.0), (390, 1.0), (390, 1.4), (390, 1.6)])
async def test_the_header_holds_its_links_at_every_size(
    open_page: OpenPage, site: str, path: str, width: int, scale: float
) -> None:
    """WeChat lets people choose type up to 1.6 times as large; it scales texts, not boxes."""
    page = await open_page(**screen(width, 844))
    await page.goto(site + path)
    await page.evaluate(
        f"""document.querySelectorAll("header *").forEach((one) => {{
          one.style.setProperty("font-size", parseFloat(getComputedStyle(one).fontSize) * {scale} + "px"); }})"""
        if scale > 1
        else "null"
    )
    assert await page.evaluate(OVERLAPS) is False
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await page.locator(".top-link").last.inner_text() == "人工客服"
