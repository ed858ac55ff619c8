"""wechatpy 1.8.18 as an independent judge of signatures, cipher, parsing and reply XML."""

from __future__ import annotations

import base64
import time
import warnings
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import wechatpy
    from wechatpy.crypto import PrpCrypto, WeChatCrypto
    from wechatpy.replies import ArticlesReply, ImageReply, TextReply, VideoReply, VoiceReply
    from wechatpy.utils import check_signature

from simulator.account import Account
from simulator.bodies import push_body, signed_request
from tests.wechat import vectors as v
from wechat import messages as m
from wechat.callback import Callback
from wechat.cipher import MessageCipher
from wechat.fields import read_fields
from wechat.outgoing import Image, News, Passive, Text, Video, Voice, passive_xml
from wechat.parser import parse_push
from wechat.signature import sign

PRINTABLE = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80)


@given(st.text("abc123", min_size=3, max_size=32), st.integers(0, 10**10), st.text("abc123", min_size=1))
def test_signatures_agree(token: str, timestamp: int, nonce: str) -> None:
    check_signature(token, sign(token, str(timestamp), nonce), str(timestamp), nonce)


@given(st.binary(min_size=32, max_size=32), PRINTABLE)
@settings(max_examples=50)
def test_ciphers_open_each_others_messages(key: bytes, text: str) -> None:
    encoded = base64.b64encode(key).decode().rstrip("=")
    ours, theirs = MessageCipher(v.APP_ID, encoded), PrpCrypto(key)
    assert theirs.decrypt(ours.seal(text.encode()), v.APP_ID) == text
    assert ours.open(theirs.encrypt(text, v.APP_ID).decode()).message.decode() == text


def test_wechatpy_opens_our_sealed_answer() -> None:
    account = Account()
    callback = Callback(account.token, account.app_id, account.aes_key)
    moment = int(time.time())
    body = push_body(account, HEAD | {"MsgType": "text", "Content": "你好", "MsgId": 1})
    delivery = callback.open(*signed_request(account, body, openid="oInvented", timestamp=moment, nonce="n1"))
    reply = passive_xml(Text("答"), openid="oInvented", account=account.name, created=moment)
    sealed = read_fields(callback.seal(reply, delivery))
    crypto = WeChatCrypto(account.token, account.aes_key, account.app_id)
    opened = crypto.decrypt_message(
        {"Encrypt": sealed["Encrypt"]}, sealed["MsgSignature"], sealed["TimeStamp"], sealed["Nonce"]
    )
    assert opened == reply


HEAD = {"ToUserName": "gh_0001", "FromUserName": "oInvented", "CreateTime": 1714037059}


@pytest.mark.parametrize(
    ("fields", "pairs"),
    [
        ({"MsgType": "text", "Content": "您好 &<>"}, {"content": "content"}),
        ({"MsgType": "image", "PicUrl": "http://x/", "MediaId": "M"}, {"picture_url": "image", "media_id": "media_id"}),
        (
            {"MsgType": "voice", "MediaId": "M", "Format": "amr", "Recognition": "话"},
            {"media_id": "media_id", "format": "format", "recognition": "recognition"},
        ),
        (
            {"MsgType": "video", "MediaId": "M", "ThumbMediaId": "T"},
            {"media_id": "media_id", "thumb_media_id": "thumb_media_id"},
        ),
        (
            {"MsgType": "location", "Location_X": "23.1", "Location_Y": "113.3", "Scale": "20", "Label": "某处"},
            {"scale": "scale", "label": "label"},
        ),
        (
            {"MsgType": "link", "Title": "题", "Description": "述", "Url": "https://e/"},
            {"title": "title", "description": "description", "url": "url"},
        ),
        ({"MsgType": "event", "Event": "CLICK", "EventKey": "agent"}, {"key": "key"}),
        ({"MsgType": "event", "Event": "VIEW", "EventKey": "https://e/"}, {"url": "url"}),
        (
            {"MsgType": "event", "Event": "SCAN", "EventKey": "123", "Ticket": "T"},
            {"scene": "scene_id", "ticket": "ticket"},
        ),
        (
            {"MsgType": "event", "Event": "subscribe", "EventKey": "qrscene_123", "Ticket": "T"},
            {"scene": "scene_id", "ticket": "ticket"},
        ),
        ({"MsgType": "event", "Event": "unsubscribe", "EventKey": ""}, {}),
        (
            {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "MsgID": "7", "Status": "success"},
            {"status": "status"},
        ),
    ],
)
def test_both_read_the_same_from_a_push(fields: dict[str, Any], pairs: dict[str, str]) -> None:
    body = push_body(Account(), HEAD | {"MsgId": 24000000000000001} | fields)
    ours, theirs = parse_push(body), wechatpy.parse_message(body)
    assert (ours.account, ours.openid) == (theirs.target, theirs.source)
    assert str(ours.created) == theirs._data["CreateTime"]
    if isinstance(ours, m.Message):
        assert int(ours.message_id) == theirs.id
    assert {name: getattr(ours, name) for name in pairs} == {
        name: getattr(theirs, other) for name, other in pairs.items()
    }


@given(PRINTABLE.filter(lambda text: "]]>" not in text))
def test_our_reply_xml_says_what_theirs_says(text: str) -> None:
    pairs: list[tuple[Passive, Any]] = [
        (Text(text), TextReply(content=text)),
        (Image(text), ImageReply(media_id=text)),
        (Voice(text), VoiceReply(media_id=text)),
        (Video("M", text, text), VideoReply(media_id="M", title=text, description=text)),
        (
            News(text, text, "https://e/", "https://e/p"),
            ArticlesReply(articles=[{"title": text, "description": text, "image": "https://e/p", "url": "https://e/"}]),
        ),
    ]
    for ours, theirs in pairs:
        theirs.source, theirs.target, theirs.time = "gh_0001", "oInvented", 1714037059
        xml = passive_xml(ours, openid="oInvented", account="gh_0001", created=1714037059)
        assert read_fields(xml.encode()) == read_fields(theirs.render().encode())
