"""Every message and event type, from the XML WeChat documents and from its JSON twin."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulator.account import Account
from simulator.bodies import push_body
from wechat import messages as m
from wechat.errors import MessageError
from wechat.parser import parse_push

HEAD = {"ToUserName": "gh_0001", "FromUserName": "oInvented", "CreateTime": 1714037059}
COMMON = {"account": "gh_0001", "openid": "oInvented", "created": 1714037059, "fields": {}}
SAID = COMMON | {"message_id": "24000000000000001"}


def _message(kind: str, **fields: Any) -> dict[str, Any]:
    return HEAD | {"MsgType": kind, "MsgId": 24000000000000001} | fields


def _event(name: str, **fields: Any) -> dict[str, Any]:
    return HEAD | {"MsgType": "event", "Event": name} | fields


POPUP = {"TemplateId": "T1", "SubscribeStatusString": "accept", "PopupScene": "1"}
CASES: list[tuple[dict[str, Any], m.Push]] = [
    (_message("text", Content="忘记密码 ]]> <b>"), m.TextMessage(content="忘记密码 ]]> <b>", **SAID)),
    (_message("text", Content=""), m.TextMessage(content="", **SAID)),
    (_message("text", Content="选项", bizmsgmenuid=101), m.TextMessage(content="选项", option_id=101, **SAID)),
    (_message("text", Content="选项", bizmsgmenuid="abc"), m.TextMessage(content="选项", option_id=0, **SAID)),
    (_message("text", Content="【收到不支持的消息类型，暂无法显示】"), m.UnsupportedMessage(**SAID)),
    (_message("text", Content="[Unsupported Message]"), m.UnsupportedMessage(**SAID)),
    (
        _message("image", PicUrl="http://mmbiz.qpic.cn/x", MediaId="M1"),
        m.ImageMessage(media_id="M1", picture_url="http://mmbiz.qpic.cn/x", **SAID),
    ),
    (
        _message("voice", MediaId="M1", Format="amr", MediaId16K="M2", Recognition="你好"),
        m.VoiceMessage(media_id="M1", media_id_16k="M2", format="amr", recognition="你好", **SAID),
    ),
    (
        _message("voice", MediaId="M1", Format="amr"),
        m.VoiceMessage(media_id="M1", media_id_16k="", format="amr", recognition="", **SAID),
    ),
    (
        _message("video", MediaId="M1", ThumbMediaId="M2"),
        m.VideoMessage(media_id="M1", thumb_media_id="M2", short=False, **SAID),
    ),
    (
        _message("shortvideo", MediaId="M1", ThumbMediaId="M2"),
        m.VideoMessage(media_id="M1", thumb_media_id="M2", short=True, **SAID),
    ),
    (
        _message("location", Location_X="23.134521", Location_Y="113.358803", Scale="20", Label="某处"),
        m.LocationMessage(latitude=23.134521, longitude=113.358803, scale="20", label="某处", **SAID),
    ),
    (
        _message("link", Title="题", Description="述", Url="https://example.com/"),
        m.LinkMessage(title="题", description="述", url="https://example.com/", **SAID),
    ),
    (_message("hologram", Depth="3"), m.UnknownMessage(kind="hologram", **SAID)),
    (_message("image", PicUrl="x"), m.UnknownMessage(kind="image", **SAID)),
    (
        _message("location", Location_X="nan", Location_Y="1"),
        m.UnknownMessage(kind="location", **SAID),
    ),
    (_event("subscribe", EventKey=""), m.SubscribeEvent(event="subscribe", key="", scene="", ticket="", **COMMON)),
    (
        _event("subscribe", EventKey="qrscene_123", Ticket="T"),
        m.SubscribeEvent(event="subscribe", key="qrscene_123", scene="123", ticket="T", **COMMON),
    ),
    (_event("unsubscribe", EventKey=""), m.UnsubscribeEvent(event="unsubscribe", key="", **COMMON)),
    (
        _event("SCAN", EventKey="123", Ticket="T"),
        m.ScanEvent(event="scan", key="123", scene="123", ticket="T", **COMMON),
    ),
    (
        _event("LOCATION", Latitude="23.1", Longitude="113.3", Precision="119.4"),
        m.LocationEvent(event="location", key="", latitude=23.1, longitude=113.3, precision=119.4, **COMMON),
    ),
    (_event("CLICK", EventKey="agent"), m.MenuClickEvent(event="click", key="agent", **COMMON)),
    (
        _event("VIEW", EventKey="https://example.com/", MenuId=7),
        m.MenuViewEvent(event="view", key="https://example.com/", url="https://example.com/", menu_id="7", **COMMON),
    ),
    (
        _event("scancode_waitmsg", EventKey="k", ScanCodeInfo={"ScanType": "qrcode", "ScanResult": "1"}),
        m.ScanCodeEvent(event="scancode_waitmsg", key="k", scan_type="qrcode", result="1", waiting=True, **COMMON),
    ),
    (
        _event("scancode_push", EventKey="k", ScanCodeInfo={"ScanType": "qrcode", "ScanResult": "1"}),
        m.ScanCodeEvent(event="scancode_push", key="k", scan_type="qrcode", result="1", waiting=False, **COMMON),
    ),
    (
        _event("TEMPLATESENDJOBFINISH", MsgID=200163836, Status="failed: system failed"),
        m.TemplateFinishedEvent(
            event="templatesendjobfinish", key="", message_id="200163836", status="failed:system failed", **COMMON
        ),
    ),
    (
        _event("subscribe_msg_popup_event", SubscribeMsgPopupEvent={"List": POPUP}),
        m.NoticeEvent(
            event="subscribe_msg_popup_event",
            key="",
            answers=(m.NoticeAnswer(template_id="T1", status="accept", scene="1"),),
            **COMMON,
        ),
    ),
    (
        _event("subscribe_msg_change_event", SubscribeMsgChangeEvent={"List": [POPUP, POPUP | {"TemplateId": "T2"}]}),
        m.NoticeEvent(
            event="subscribe_msg_change_event",
            key="",
            answers=(
                m.NoticeAnswer(template_id="T1", status="accept", scene="1"),
                m.NoticeAnswer(template_id="T2", status="accept", scene="1"),
            ),
            **COMMON,
        ),
    ),
    (
        _event("kf_create_session", KfAccount="a@gh"),
        m.DeskEvent(event="kf_create_session", key="", agent="a@gh", **COMMON),
    ),
    (_event("new_thing", EventKey="k"), m.UnknownEvent(event="new_thing", key="k", **COMMON)),
    (_event("CLICK"), m.UnknownEvent(event="click", key="", **COMMON)),
]


@pytest.mark.parametrize("is_json", [False, True], ids=["xml", "json"])
@pytest.mark.parametrize(("fields", "expected"), CASES)
def test_every_type(fields: dict[str, Any], expected: m.Push, is_json: bool) -> None:
    push = parse_push(push_body(Account(is_json=is_json), fields))
    assert push == expected
    assert type(push) is type(expected)


def test_unknown_fields_are_kept() -> None:
    push = parse_push(push_body(Account(), _message("text", Content="x", MsgDataId="9", Novelty={"A": "1"})))
    assert push.fields["Novelty"] == {"A": "1"}
    assert push.fields["MsgDataId"] == "9"


@pytest.mark.parametrize(
    "change",
    [
        {"ToUserName": None},
        {"FromUserName": None},
        {"FromUserName": ""},
        {"FromUserName": "<b>"},
        {"FromUserName": ["a", "b"]},
        {"CreateTime": None},
        {"CreateTime": "soon"},
        {"CreateTime": "-1"},
        {"CreateTime": "１７１４"},
        {"MsgType": None},
        {"MsgType": ["text", "image"]},
        {"MsgId": "x"},
        {"MsgId": ["1", "2"]},
        {"MsgType": "event"},
        {"MsgType": "event", "Event": ["CLICK", "VIEW"]},
    ],
)
def test_a_push_that_does_not_say_who_or_what_is_refused(change: dict[str, Any]) -> None:
    fields = {name: value for name, value in (_message("text", Content="x") | change).items() if value is not None}
    with pytest.raises(MessageError):
        parse_push(push_body(Account(), fields))
    with pytest.raises(MessageError):
        parse_push(json.dumps(fields).encode())


@pytest.mark.parametrize("body", [b"<xml></xml>", b"<xml/>", b"<a/>", b"{}", b"null"])
def test_bodies_that_crash_other_parsers_are_refused(body: bytes) -> None:
    with pytest.raises(MessageError):
        parse_push(body)


def _identity(fields: dict[str, Any]) -> tuple[str, ...]:
    return parse_push(push_body(Account(), fields)).identity


def test_equal_message_ids_of_different_people_are_different_messages() -> None:
    one = _identity(_message("voice", MediaId="M"))
    assert one == _identity(_message("voice", MediaId="M"))
    assert one != _identity(_message("voice", MediaId="M", FromUserName="oOther"))
    assert one != _identity(_message("voice", MediaId="M", CreateTime=1714037060))
    assert one != _identity(_message("voice", MediaId="M", MsgId=2))


def test_messages_without_an_id_are_told_apart_by_their_content() -> None:
    plain = HEAD | {"MsgType": "text"}
    assert _identity(plain | {"Content": "a"}) != _identity(plain | {"Content": "b"})
    assert _identity(plain | {"Content": "a"}) == _identity(plain | {"Content": "a"})


def test_events_of_the_same_second_are_different_events() -> None:
    identities = {
        _identity(_event("LOCATION", Latitude="1", Longitude="2", Precision="3")),
        _identity(_event("CLICK", EventKey="a")),
        _identity(_event("CLICK", EventKey="b")),
        _identity(_event("unsubscribe")),
        _identity(_event("TEMPLATESENDJOBFINISH", MsgID=1, Status="success")),
        _identity(_event("TEMPLATESENDJOBFINISH", MsgID=2, Status="success")),
    }
    assert len(identities) == 6


@pytest.mark.parametrize(("fields", "expected"), CASES)
def test_no_repr_shows_who_wrote_or_what(fields: dict[str, Any], expected: m.Push) -> None:
    shown = repr(parse_push(push_body(Account(), fields)))
    for private in ("oInvented", "忘记密码", "你好", "M1", "某处", "23.1"):
        assert private not in shown
