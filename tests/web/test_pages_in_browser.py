"""Every page on every width, without errors; hostile texts stay texts."""

from __future__ import annotations

import json

import pytest

from tests.web.browser import Page
from tests.web.fake_api import FakeApi, answer, text_reply

pytestmark = pytest.mark.browser

TOO_WIDE = """[...document.querySelectorAll("*")].filter((one) => {
  const box = one.getBoundingClientRect();
  return box.width && box.right > innerWidth + 0.5 && !one.closest(".hidden, .skip");
}).map((one) => one.outerHTML.slice(0, 90))"""
# Texts whose contrast with what lies under them is below 4.5 (WCAG 2.2, 1.4.3).
FAINT = r"""(() => {
  const linear = (v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = (colour) => colour.reduce((sum, v, i) => sum + linear(v / 255) * [0.2126, 0.7152, 0.0722][i], 0);
  const parse = (text) => text.match(/[\d.]+/g).map(Number);
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * (top[3] ?? 1) + under[i] * (1 - (top[3] ?? 1)));
  const ground = (one) => {
    const layers = [];
    for (let up = one; up; up = up.parentElement) layers.unshift(parse(getComputedStyle(up).backgroundColor));
    return layers.reduce((under, top) => over(top, under), [255, 255, 255]);
  };
  const contrast = (one) => {
    const under = ground(one);
    const [a, b] = [light(over(parse(getComputedStyle(one).color), under)), light(under)];
    return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
  };
  const hasText = (one) => [...one.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  return [...document.querySelectorAll("body *")]
    .filter((one) => one.offsetParent && hasText(one) && !one.closest(".hidden, .skip, :disabled"))
    .filter((one) => contrast(one) < 4.5)
    .map((one) => one.outerHTML.slice(0, 80));
})()"""
# Texts that lie over others; each line a little lower than it is, for a font's lines may touch.
CROWDED = """(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const unseen = ".hidden, .skip, noscript, script, dialog:not([open]), details:not([open]) > :not(summary)";
  const boxes = [];
  while (walker.nextNode()) {
    const one = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || one.closest(unseen)) continue;
    const view = one.closest(".scroll, .brief")?.getBoundingClientRect() ?? {top: -1e6, bottom: 1e6};
    const range = document.createRange();
    range.selectNodeContents(walker.currentNode);
    for (const {left, right, top: from, bottom: to, height} of range.getClientRects()) {
      const [top, bottom] = [Math.max(from + height / 5, view.top), Math.min(to - height / 5, view.bottom)];
      const box = {left, right, top, bottom, node: walker.currentNode};
      if (box.bottom > box.top) boxes.push({...box, text: walker.currentNode.data.trim().slice(0, 20)});
    }
  }
  const cross = (a, b) => a.node !== b.node && a.left < b.right - 1 && b.left < a.right - 1
    && a.top < b.bottom && b.top < a.bottom;
  return boxes.flatMap((a, i) => boxes.slice(i + 1).filter((b) => cross(a, b)).map((b) => [a.text, b.text]));
})()"""
SCALE = """[...document.querySelectorAll("body, body *")]
  .map((one) => [one, parseFloat(getComputedStyle(one).fontSize)])
  .forEach(([one, size]) => one.style.setProperty("font-size", size * 1.6 + "px"))"""
WECHAT = "Mozilla/5.0 (Linux; Android 14) Chrome/126.0 Mobile Safari/537.36 MicroMessenger/8.0.50 WeChat/arm64"
LONG = "https://my.chsi.com.cn/archive/index.action?" + "x" * 200
NOT_FOUND = "Failed to load resource: the server responded with a status of 404 (Not Found)"
LOAD = 'import([...document.scripts].at(-1).src.replace(/[^/]+$/, "rich_text.js"))'


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
@pytest.mark.parametrize("path", ["/", "/help", "/help/reset_password", "/help?q=abc", "/help/no_such"])
async def test_no_page_scrolls_sideways_or_logs_an_error(
    page: Page, site: str, api: FakeApi, path: str, width: int
) -> None:
    await page.resize(width, 800)
    await page.goto(site + path)
    if path == "/":
        reply = text_reply("x" * 300 + LONG, ("reset_password", "很长的选项" * 30))
        api.answers = [answer(reply, band="answer", faq_id="reset_password")]
        await page.click("#box")
        await page.type("y" * 200)
        await page.press("Enter")
        await page.click(".verdict button", "没用")
        await page.click(".verdict button", "其他")
        # Only the messages scroll: the page itself never grows.
        assert await page.evaluate("document.documentElement.scrollHeight") == 800
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await page.evaluate(TOO_WIDE) == []
    assert page.errors == ([NOT_FOUND] if "no_such" in path else [])


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("path", ["/", "/help", "/help/reset_password"])
async def test_texts_stand_out_from_their_ground(page: Page, site: str, path: str, dark: bool) -> None:
    await page.resize(390, 844, dark=dark)
    await page.goto(site + path)
    assert await page.evaluate(FAINT) == []


async def test_taps_have_room_on_a_phone(page: Page, site: str) -> None:
    await page.goto(site)
    small = """[...document.querySelectorAll("button, .top-link")].filter((one) => one.offsetParent)
      .filter((one) => one.offsetHeight < 34 || one.offsetWidth < 34).map((one) => one.outerHTML)"""
    assert await page.evaluate(small) == []


async def test_an_answer_page_takes_a_verdict_and_links_contacts(page: Page, site: str, api: FakeApi) -> None:
    await page.goto(f"{site}/help/reset_password")
    contacts = await page.wait_for("[...document.querySelectorAll('.contacts a')].map((one) => one.href)")
    assert contacts == ["mailto:kefu@chsi.com.cn", "tel:010-67410388"]
    await page.click(".verdict button", "没用")
    await page.click(".verdict button", "其他")
    await page.type("图看不清")
    await page.press("Enter")
    await page.wait_for_text("谢谢，已经记下")
    assert api.feedback == [{"faq_id": "reset_password", "helpful": False, "reason": "其他", "comment": "图看不清"}]


async def test_the_search_box_leads_to_an_answer(page: Page, site: str, api: FakeApi) -> None:
    api.found = [{"id": "recover_username", "title": "忘记用户名怎么办？", "category": "学信网账号"}]
    await page.goto(f"{site}/help")
    await page.click("#search")
    await page.type("用户名")
    await page.click("#suggestions li", "忘记用户名怎么办？")
    await page.wait_for("location.pathname === '/help/recover_username' && document.querySelector('.answer h1')")
    assert await page.evaluate("document.querySelector('.answer h1').innerText") == "忘记用户名怎么办？"


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
    await page.click("#box")
    await page.type("<img src=x onerror=window.hit=1>")
    await page.wait_for("!document.getElementById('suggestions').hidden")
    await page.press("Enter")
    await page.wait_for("document.querySelector('.option')")
    assert await page.evaluate("[document.querySelectorAll('#content img').length, window.hit ?? null]") == [3, None]
    assert page.errors == []


async def fits_in_wechat(page: Page, address: str) -> None:
    """Inside WeChat, its type at the largest: nothing lies over anything, and WeChat's bar is the only one."""
    await page.call("Emulation.setUserAgentOverride", userAgent=WECHAT)
    await page.goto(address)
    assert await page.evaluate("document.querySelector('.brand') === null && document.title !== ''")
    assert await page.evaluate("getComputedStyle(document.body).getPropertyValue('--weui-BRAND')") == "#07c160"
    assert await page.evaluate(FAINT) == []
    await page.evaluate(SCALE)
    assert await page.evaluate(CROWDED) == []
    assert await page.evaluate(TOO_WIDE) == []


async def test_every_page_fits_inside_wechat(page: Page, site: str, api: FakeApi) -> None:
    for path in ("/help", "/help/reset_password", "/help/c/学信网账号", "/help?q=abc", "/help/no_such", "/"):
        await fits_in_wechat(page, site + path)
    ask = text_reply("邮箱还能收邮件吗？", ("fact:mail=usable", "能"), ("fact:mail=unusable", "不能"))
    api.answers = [answer(ask, guide_id="forgot_password", step="mail", step_number=2)]
    await page.click("#box")
    await page.type("密码忘了")
    await page.press("Enter")
    await page.wait_for("document.querySelector('.option')")
    assert (
        await page.evaluate("document.querySelector('.bot:last-child .bubble').innerText")
        == "第 2 步\n\n邮箱还能收邮件吗？"
    )
    await page.wait_for("document.getElementById('announcer').textContent.startsWith('第 2 步')")
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
    page: Page, site: str, path: str, width: int, scale: float
) -> None:
    """WeChat lets people choose type up to 1.6 times as large; it scales texts, not boxes."""
    await page.resize(width, 844)
    await page.goto(site + path)
    await page.evaluate(
        f"""document.querySelectorAll("header *").forEach((one) => {{
          one.style.setProperty("font-size", parseFloat(getComputedStyle(one).fontSize) * {scale} + "px"); }})"""
        if scale > 1
        else "null"
    )
    assert await page.evaluate(OVERLAPS) is False
    assert await page.evaluate("document.documentElement.scrollWidth") == width
    assert await page.evaluate("[...document.querySelectorAll('.top-link')].at(-1).innerText") == "人工客服"
