"""Bodies as fields: good, empty, malformed, hostile."""

from __future__ import annotations

import contextlib
import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wechat.errors import MessageError
from wechat.fields import BODY_BYTES, read_fields, read_head


def test_xml_becomes_fields_with_repeats_as_lists() -> None:
    body = "<xml><A><![CDATA[<甲>]]></A><B/><C>1</C><D><E>x</E><E>y</E><E>z</E></D></xml>".encode()
    assert read_fields(body) == {"A": "<甲>", "B": "", "C": "1", "D": {"E": ["x", "y", "z"]}}


def test_json_becomes_the_same_fields_with_numbers_as_text() -> None:
    body = '{"A":"<甲>","B":null,"C":24000000000000001,"D":{"E":["x",1.50]},"F":true}'.encode()
    assert read_fields(body) == {"A": "<甲>", "B": "", "C": "24000000000000001", "D": {"E": ["x", "1.50"]}, "F": "True"}


def test_a_byte_order_mark_and_leading_space_do_no_harm() -> None:
    assert read_fields(b"\xef\xbb\xbf \r\n<xml><A>1</A></xml>") == {"A": "1"}


def test_half_a_surrogate_pair_in_json_becomes_a_character_that_can_be_written() -> None:
    assert read_fields(b'{"A":"x\\ud83d"}') == {"A": "x\ufffd"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("收不到验证码\x08", "收不到验证码"),
        ("收\x00到\ufffe", "收到"),
        ("a ]]> b", "a ]]> b"),
        ("]]>", "]]>"),
        ("甲 & 乙 ]]> <b>", "甲 & 乙 ]]> <b>"),
    ],
)
def test_what_people_type_and_wechat_passes_on_is_repaired(typed: str, read: str) -> None:
    body = f"<xml><A><![CDATA[x]]></A>\n<Content><![CDATA[{typed}]]></Content><B>1</B></xml>".encode()
    assert read_fields(body) == {"A": "x", "Content": read, "B": "1"}


def test_a_character_cut_in_half_is_shown_as_one() -> None:
    cut = "验证码".encode()[:-1]
    assert read_fields(b"<xml><A>1</A><C><![CDATA[" + cut + b"]]></C></xml>") == {"A": "1", "C": "验证\ufffd"}


def test_a_field_that_stands_twice_is_never_repaired() -> None:
    typed = "x]]></Content><FromUserName><![CDATA[other]]></FromUserName><Content><![CDATA[ ]]> y"
    head = "<FromUserName><![CDATA[me]]></FromUserName>"
    with pytest.raises(MessageError):
        read_fields(f"<xml>{head}<Content><![CDATA[{typed}]]></Content></xml>".encode())
    with pytest.raises(MessageError):
        read_head(f"<xml>{head}<Content><![CDATA[{typed}]]></Content></xml>".encode())


BILLION_LAUGHS = ('<!DOCTYPE x [<!ENTITY a "' + "a" * 20000 + '">]><xml><A>' + "&a;" * 200 + "</A></xml>").encode()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b" ",
        b"success",
        b"[]",
        b'"text"',
        b"{",
        b'{"a":NaN',
        b"<xml>",
        b"<a/>",
        b"<xml></xml><xml></xml>",
        b"<!DOCTYPE xml><xml/>",
        b'<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd"><xml/>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><xml><A>&a;</A></xml>',
        BILLION_LAUGHS,
        b"\xff\xfe<\x00x\x00",
        b"<xml>" + b"<a>" * 9 + b"</a>" * 9 + b"</xml>",
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b'{"a":' * 9 + b"1" + b"}" * 9,
        b"<xml>" + b" " * BODY_BYTES + b"</xml>",
    ],
)
def test_what_is_no_push_is_refused(body: bytes) -> None:
    with pytest.raises(MessageError):
        read_fields(body)


def test_an_encoding_named_in_the_declaration_has_no_say() -> None:
    assert read_fields('<?xml version="1.0" encoding="utf-16"?><xml><A>甲</A></xml>'.encode()) == {"A": "甲"}


@pytest.mark.parametrize(
    "body",
    [b"<xml>" + b"<a>" * 21000, b"<xml><a>" + b"<b/>" * 16000 + b"</a></xml>", b"{" + b'"a":' * 13000, b"[" * 65000],
    ids=["deep xml", "wide xml", "deep objects", "deep lists"],
)
def test_the_largest_hostile_body_is_read_quickly(body: bytes) -> None:
    started = time.perf_counter()
    with contextlib.suppress(MessageError):
        read_fields(body)
    assert time.perf_counter() - started < 5.0


@given(st.one_of(st.binary(max_size=400), st.text(max_size=200).map(lambda text: f"<xml>{text}</xml>".encode())))
def test_random_bodies_raise_nothing_but_our_error(body: bytes) -> None:
    try:
        fields = read_fields(body)
    except MessageError:
        return
    assert isinstance(fields, dict)


_LEAVES = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(st.dictionaries(_LEAVES, st.recursive(_LEAVES, lambda inner: st.lists(inner, max_size=3), max_leaves=5)))
def test_json_of_texts_comes_back_as_it_was(fields: dict[str, object]) -> None:
    assert read_fields(json.dumps(fields).encode()) == fields
