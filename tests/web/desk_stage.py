"""A desk with invented people, tickets, pictures and talks, for tests in a browser."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from playwright.async_api import Page, expect
from sqlalchemy import insert

from screenshots.cleaning import clean_picture
from tests.bot.gateway import Gateway
from tests.tickets.samples import make_image
from tests.web.browsing import leaving
from tickets.accounts import Role
from tickets.model import Person, Priority, Status, Submission
from tickets.schema import inbox

PASSWORD = "correct-horse-42"
ANNA = Person("web", "web-anna")
BEN = Person("web", "web-ben")
PHONE = "13900001234"
PICTURE = {"name": "shot.png", "mimeType": "image/png", "buffer": make_image(size=(40, 30))}
"""As Playwright chooses a file."""
READ = "找回用户名\n上传的照片不合格，请重新上传\n剩余次数：2"
_TEXTS = (
    "注册时提示证件号已被注册",
    "学信档案页面一直转圈打不开",
    "毕业证书编号查不到",
    "图像校对时点错了不是本人",
    "英文报告怎么下载不了",
)


@dataclass(frozen=True)
class Stage:
    """The numbers of the tickets a test works on."""

    main: str
    """With a picture, a talk before it and another ticket of the same person."""
    other: str
    foreign: str


def furnish(gateway: Gateway) -> Stage:
    """Accounts, a talk and some tickets in every state."""
    parts, clock = gateway.served.parts, gateway.clock
    for name, role in (("小林", Role.AGENT), ("小王", Role.AGENT), ("编辑", Role.EDITOR)):
        parts.accounts.add("test", name, [role], PASSWORD)
    said = (
        ("我换手机了，原来的号停机了，登录不上", "先看看原来绑的邮箱还能不能收邮件。能收就用邮箱找回。"),
        (f"邮箱也忘了，现在的手机是{PHONE[:3]}〔手机号〕", "那可以用证件号码和姓名找回，需要按页面提示上传材料。"),
        ("上传以后提示照片不合格", "没有把握答对，要不要找人工？"),
    )
    rows = [
        {
            "channel": "web",
            "conversation_key": ANNA.conversation_key,
            "dedupe_key": f"talk{place}",
            "received_at": clock.now() - timedelta(minutes=9 - place),
            "payload": json.dumps({"text": text}),
            "state": "done",
            "attempts": 1,
            "reply": json.dumps({"replies": [{"type": "text", "text": answer}], "trace": {"faq_id": "phone_lost"}}),
        }
        for place, (text, answer) in enumerate(said)
    ]
    with parts.database.begin() as connection:
        connection.execute(insert(inbox), rows)
    picture = parts.pictures.take(ANNA, clean_picture(make_image(size=(300, 420), color=(226, 236, 232))), READ)
    facts = "情况：手机号：收不到短信；邮箱：不记得\n已走过「找回账号」：手机收不到 → 邮箱不记得 → 上传材料"
    context = f"问：上传以后提示照片不合格\n{facts}"
    text = f"换了手机号，找回用户名上传照片三次都说不合格，手机号{PHONE}，很急，明天要用。"
    main = parts.desk.open(ANNA, Submission("stage-1", PHONE, text, (picture.id,), context)).ticket.number
    other = parts.desk.open(ANNA, Submission("stage-2", None, "学籍信息里专业写错了，学校说已经改了")).ticket.number
    foreign = ""
    for place, text in enumerate(_TEXTS):
        clock.advance(600)
        foreign = parts.desk.open(BEN, Submission(f"stage-b{place}", None, text)).ticket.number
        if place == 1:
            parts.agents.assign("小王", foreign, "小王")
            parts.agents.set_priority("小王", foreign, Priority.URGENT)
            parts.agents.tag("小王", foreign, "等学校")
        if place == 2:
            parts.agents.reply("小王", foreign, "请把证书编号和姓名再核对一遍", status=Status.RESOLVED)
            parts.desk.rate(BEN, foreign, "good")
        if place == 3:
            parts.agents.reply("小王", foreign, "请发一下出现提示的截图")
    return Stage(main, other, foreign)


async def sign_in(page: Page, gateway: Gateway, name: str, path: str = "/desk") -> None:
    """Sign in as a person does."""
    await page.goto(str(gateway.client.make_url(path)))
    await page.locator("[name=name]").fill(name)
    await page.locator("[name=password]").fill(PASSWORD)
    async with leaving(page):
        await page.locator("button", has_text="登录").click()
    await expect(page.locator(".me")).to_be_visible()
