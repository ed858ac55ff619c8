"""Mails of the inbox as bytes: what an agent wrote, for which ticket, and everything that is no reply."""

from __future__ import annotations

import base64
import time
from email.message import EmailMessage

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.processor import allowed_s
from tests.tickets.samples import make_image
from tickets.mail_reading import MailReply, OtherMail, read_mail
from tickets.mail_text import text_of_html, written
from tickets.mail_tokens import ABOVE, ReplyTokens
from tickets.numbers import make_number

TOKENS = ReplyTokens("key")
NUMBER = make_number()
AGENTS = {"li@example.com": "小李"}
FIRST = f"<{NUMBER}.0.opened.mail.{TOKENS.word(NUMBER)}@example.com>"
QUOTED = "\n".join(f"> {line}" for line in [*TOKENS.head(NUMBER), "用户名：1390000****"])


def make_mail(text: str = "请重新登录。", **headers: str) -> EmailMessage:
    mail = EmailMessage()
    about = {"From": "小李 <Li@Example.com>", "In-Reply-To": FIRST, "Message-ID": "<a@example.com>"}
    for name, value in (about | {name.replace("_", "-"): value for name, value in headers.items()}).items():
        if value:
            mail[name] = value
    mail.set_content(text)
    return mail


def read(mail: EmailMessage | bytes) -> MailReply | OtherMail:
    return read_mail(mail if isinstance(mail, bytes) else mail.as_bytes(), TOKENS, AGENTS, "bot@example.com")


def reply_of(mail: EmailMessage | bytes) -> MailReply:
    found = read(mail)
    assert isinstance(found, MailReply), found
    return found


def test_a_reply_is_known_by_the_mail_it_answers() -> None:
    found = reply_of(make_mail(f"请重新登录。\n\n在 2026-11-02 10:00:00，bot <bot@example.com> 写道：\n{QUOTED}"))
    assert (found.number, found.author, found.text, found.pictures) == (NUMBER, "小李", "请重新登录。", ())


def test_or_by_the_number_it_quotes() -> None:
    found = reply_of(make_mail(f"请重新登录。\n{QUOTED}", In_Reply_To="", References="<other@example.com>"))
    assert (found.number, found.text) == (NUMBER, "请重新登录。")


@pytest.mark.parametrize(
    "name",
    [
        f"<{NUMBER}.0.opened.mail@example.com>",
        f"<{NUMBER}.0.opened.mail.{'0' * 16}@example.com>",
        f"<{make_number()}.0.opened.mail.{TOKENS.word(NUMBER)}@example.com>",
        f"<{NUMBER}.0.opened.mail.{ReplyTokens('other').word(NUMBER)}@example.com>",
    ],
    ids=["unsigned", "made_up", "another_ticket", "another_key"],
)
def test_what_we_did_not_sign_is_no_ticket(name: str) -> None:
    assert read(make_mail(In_Reply_To=name)) == OtherMail(read(make_mail()).key, "no_ticket")


@pytest.mark.parametrize(
    ("headers", "reason"),
    [
        ({"From": "stranger@example.org"}, "stranger"),
        ({"From": ""}, "stranger"),
        ({"From": "bot@example.com"}, "automatic"),
        ({"Auto_Submitted": "auto-replied"}, "automatic"),
        ({"Auto_Submitted": "no"}, ""),
        ({"Precedence": "bulk"}, "automatic"),
        ({"X_Autoreply": "yes"}, "automatic"),
        ({"List_Id": "<list.example.com>"}, "automatic"),
        ({"Return_Path": "<>"}, "automatic"),
        ({"From": "MAILER-DAEMON@example.com"}, "automatic"),
    ],
)
def test_robots_and_strangers_are_not_answered(headers: dict[str, str], reason: str) -> None:
    found = read(make_mail(**headers))
    assert (found.reason if isinstance(found, OtherMail) else "") == reason


def test_only_a_quotation_is_nothing() -> None:
    assert read(make_mail(QUOTED)) == OtherMail(read(make_mail()).key, "empty")


def test_pictures_come_along_and_emblems_do_not() -> None:
    mail, picture = make_mail(), make_image()
    mail.add_attachment(picture, maintype="image", subtype="png", filename="页面.png")
    mail.add_attachment(b"%PDF", maintype="application", subtype="pdf", filename="a.pdf")
    mail.add_attachment(picture, maintype="image", subtype="png", filename="logo.png", cid="<logo>")
    assert reply_of(mail).pictures == (picture,)


def test_an_html_mail_is_read_as_text() -> None:
    mail = make_mail("x")
    mail.set_content(
        f"<style>p {{}}</style><div>请重新登录。<br>再&nbsp;试一次</div><blockquote>{QUOTED}</blockquote>"
        "<div>------------------ 原始邮件 ------------------</div><div>发件人: 机器人</div>",
        subtype="html",
    )
    assert reply_of(mail).text == "请重新登录。\n再 试一次"


def test_what_calls_itself_gb2312_and_is_more_is_read_too() -> None:
    raw = make_mail().as_bytes().partition(b"\n\n")[0].replace(b'charset="utf-8"', b"charset=gb2312")
    raw = raw.replace(b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: 8bit")
    assert reply_of(raw + b"\n\n" + "请用喆字登录".encode("gb18030")).text == "请用喆字登录"


@pytest.mark.parametrize(
    "head",
    [
        "------------------ 原始邮件 ------------------",
        "------------------&nbsp;原始邮件&nbsp;------------------".replace("&nbsp;", " "),
        "---- 回复的原邮件 ----",
        "-----原始邮件-----",
        '在 2026-11-02 10:00:00，"机器人" <bot@example.com> 写道：',
        "在 2026年11月2日，10:00，机器人 <bot@example.com> 写道：",
        "于2026年11月2日 周一 10:00写道：",
        "机器人 <bot@example.com> 于2026年11月2日周一 10:00写道：",
        "On Mon, Nov 2, 2026 at 10:00 AM bot <bot@example.com> wrote:",
        "发件人: 机器人 <bot@example.com>",
        "发件人： bot@example.com",
        "________________________________",
        "-- ",
        "发自我的iPhone",
        "发自 网易邮箱大师",
        "Sent from my iPhone",
        ABOVE,
        f"> {ABOVE}",
    ],
)
def test_what_mail_programs_put_in_is_cut(head: str) -> None:
    assert written(f"第一行\r\n\r\n第二行\r\n{head}\r\n旧的内容\r\n") == "第一行\n\n第二行"


@pytest.mark.parametrize(
    "line",
    ["从手机上登录就可以", "您写道：登不上", "发件人写错了，请重发", "来自学校的通知", "- 先退出", "2026年11月再试"],
)
def test_what_was_said_is_not(line: str) -> None:
    assert written(f"{line}\n好") == f"{line}\n好"


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(read(data), OtherMail)
    assert isinstance(read(make_mail().as_bytes() + data), MailReply | OtherMail)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    assert len(written(text)) <= len(text)
    text_of_html(text)


ODD_CODECS = (
    "punycode",
    "idna",
    "utf-7",
    "unicode_escape",
    "rot13",
    "base64_codec",
    "zlib_codec",
    "undefined",
    "nonsense",
)


@pytest.mark.parametrize("codec", ODD_CODECS)
def test_a_codec_that_no_mail_program_writes_is_not_asked(codec: str) -> None:
    """A word of 200 KB in punycode held the inbox for minutes."""
    long = "a-" + "b" * 200_000
    heads = [f"Subject: =?{codec}?q?{long}?=", f"References: =?{codec}*zh?Q?{long[:9000]}?= {FIRST}"]
    heads += [f"From: =?{codec}?b?{'YWFh' * 3000}?= <Li@example.com>", "Message-ID: <a@example.com>"]
    kind = f"Content-Type: text/plain; charset={codec};\n name*={codec}''{long[:9000]}; x*0*={codec}''{long[:9000]}"
    began = time.process_time()
    found = reply_of("\n".join([*heads, kind, "", "请重新登录。"]).encode())
    assert found.author == "小李"
    took_s = time.process_time() - began
    assert took_s < allowed_s(3.0)


@pytest.mark.parametrize("codec", ["gb2312", "GBK", "gb18030", "big5", "UTF-8"])
def test_what_mail_programs_of_our_staff_write_is_read(codec: str) -> None:
    text = "請重新登錄" if codec == "big5" else "请重新登录"
    encoded = base64.b64encode("小李".encode(codec if codec in ("big5", "UTF-8") else "gb18030")).decode()
    head = f"From: =?{codec}?B?{encoded}?= <Li@example.com>\nIn-Reply-To: {FIRST}\n"
    kind = f"Content-Type: text/plain; charset={codec}\nContent-Transfer-Encoding: 8bit\n\n"
    assert reply_of((head + kind).encode() + text.encode(codec)).text == text


def test_only_headers_are_looked_at() -> None:
    said = "代码里写着 name*=punycode''x，照抄就行"
    assert reply_of(make_mail(said)).text == said
