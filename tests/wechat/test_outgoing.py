"""Replies as XML and as JSON: whole values, hostile texts."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat.fields import read_fields
from wechat.outgoing import (
    Image,
    MenuMessage,
    MiniProgramPage,
    Music,
    News,
    Outgoing,
    Passive,
    Text,
    Video,
    Voice,
    custom_payload,
    passive_xml,
)
from wechat.text import clean_text

NEWS = News("题", "述", "https://example.com/", "https://example.com/a.png")
HEAD = {"ToUserName": "oInvented", "FromUserName": "gh_0001", "CreateTime": "1714037059"}


def _render(reply: Passive) -> str:
    return passive_xml(reply, openid="oInvented", account="gh_0001", created=1714037059)


def test_the_xml_of_a_text_word_for_word() -> None:
    assert _render(Text("您好\n请讲")) == (
        "<xml><ToUserName><![CDATA[oInvented]]></ToUserName><FromUserName><![CDATA[gh_0001]]></FromUserName>"
        "<CreateTime>1714037059</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        "<Content><![CDATA[您好\n请讲]]></Content></xml>"
    )


@pytest.mark.parametrize(
    ("reply", "fields"),
    [
        (Image("M"), {"MsgType": "image", "Image": {"MediaId": "M"}}),
        (Voice("M"), {"MsgType": "voice", "Voice": {"MediaId": "M"}}),
        (Video("M", "题", "述"), {"MsgType": "video", "Video": {"MediaId": "M", "Title": "题", "Description": "述"}}),
        (
            Music("题", "述", "https://example.com/m", "T"),
            {
                "MsgType": "music",
                "Music": {
                    "Title": "题",
                    "Description": "述",
                    "MusicUrl": "https://example.com/m",
                    "HQMusicUrl": "https://example.com/m",
                    "ThumbMediaId": "T",
                },
            },
        ),
        (
            NEWS,
            {
                "MsgType": "news",
                "ArticleCount": "1",
                "Articles": {
                    "item": {
                        "Title": "题",
                        "Description": "述",
                        "PicUrl": "https://example.com/a.png",
                        "Url": "https://example.com/",
                    }
                },
            },
        ),
    ],
)
def test_the_xml_of_every_other_reply(reply: Passive, fields: dict[str, Any]) -> None:
    assert read_fields(_render(reply).encode()) == HEAD | fields


@given(st.text())
def test_no_text_can_leave_its_cdata(text: str) -> None:
    fields = read_fields(_render(Text(text)).encode())
    # An XML reader turns \r\n and \r into \n.
    assert fields == HEAD | {
        "MsgType": "text",
        "Content": clean_text(text).replace("\r\n", "\n").replace("\r", "\n"),
    }


def test_the_classic_break_out_is_shown_as_text() -> None:
    hostile = "]]></Content><MsgType>image</MsgType><Content><![CDATA["
    assert read_fields(_render(Text(hostile)).encode())["Content"] == hostile


@pytest.mark.parametrize(
    ("message", "kind", "body"),
    [
        (Text("您好\x00"), "text", {"content": "您好"}),
        (Image("M"), "image", {"media_id": "M"}),
        (Voice("M"), "voice", {"media_id": "M"}),
        (
            Video("M", "题", "述", "T"),
            "video",
            {"media_id": "M", "thumb_media_id": "T", "title": "题", "description": "述"},
        ),
        (
            Music("题", "述", "https://example.com/m", "T"),
            "music",
            {
                "title": "题",
                "description": "述",
                "musicurl": "https://example.com/m",
                "hqmusicurl": "https://example.com/m",
                "thumb_media_id": "T",
            },
        ),
        (
            NEWS,
            "news",
            {
                "articles": [
                    {
                        "title": "题",
                        "description": "述",
                        "url": "https://example.com/",
                        "picurl": "https://example.com/a.png",
                    }
                ]
            },
        ),
        (
            MenuMessage("头", ((101, "甲"), (102, "乙"))),
            "msgmenu",
            {"head_content": "头", "list": [{"id": "101", "content": "甲"}, {"id": "102", "content": "乙"}]},
        ),
        (
            MiniProgramPage("题", "wx1", "pages/a", "T"),
            "miniprogrampage",
            {"title": "题", "appid": "wx1", "pagepath": "pages/a", "thumb_media_id": "T"},
        ),
    ],
)
def test_the_json_of_every_message(message: Outgoing, kind: str, body: dict[str, Any]) -> None:
    assert custom_payload(message, "oInvented") == {"touser": "oInvented", "msgtype": kind, kind: body}


def test_a_generated_answer_is_marked_and_an_agent_named() -> None:
    assert custom_payload(Text("答"), "oInvented", generated=True, agent="a@gh") == {
        "touser": "oInvented",
        "msgtype": "text",
        "text": {"content": "答"},
        "customservice": {"kf_account": "a@gh"},
        "aimsgcontext": {"is_ai_msg": 1},
    }


def test_no_repr_shows_a_text() -> None:
    assert repr(Text("秘密")) == "Text()"
