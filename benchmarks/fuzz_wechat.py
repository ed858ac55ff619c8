"""Throws mutated pushes at the WeChat parser and cipher: no exception but ours, no slow input.

    python -m benchmarks.fuzz_wechat --inputs 1000000

Mutations start from every documented push (XML and JSON) and from the official ciphertext: bytes flipped, cut,
repeated and swapped, tags and values exchanged, hostile fragments spliced in. A third of the inputs are sealed or
signed correctly afterwards, so that they get past the gatekeeper. The random seed is printed and can be given again.
"""

from __future__ import annotations

import argparse
import base64
import random
import sys
import time
from datetime import UTC, datetime
from typing import Any

from common.clock import FakeClock
from simulator.account import Account
from simulator.bodies import push_body
from wechat.callback import Callback, Mode
from wechat.cipher import MessageCipher
from wechat.errors import MessageError, RefusedError
from wechat.messages import Push
from wechat.signature import sign
from wechat.text import TEXT_BYTES, byte_length, split_text

MOMENT = 1714037059
HEAD: dict[str, Any] = {"ToUserName": "gh_0001", "FromUserName": "oInvented", "CreateTime": MOMENT}
SEEDS: list[dict[str, Any]] = [
    HEAD | {"MsgId": 24000000000000001} | fields
    for fields in (
        {"MsgType": "text", "Content": "忘记密码 😀 [微笑]", "bizmsgmenuid": 101},
        {"MsgType": "image", "PicUrl": "http://mmbiz.qpic.cn/x", "MediaId": "M"},
        {"MsgType": "voice", "MediaId": "M", "Format": "amr", "MediaId16K": "M2", "Recognition": "话"},
        {"MsgType": "video", "MediaId": "M", "ThumbMediaId": "T"},
        {"MsgType": "location", "Location_X": "23.1", "Location_Y": "113.3", "Scale": "20", "Label": "某处"},
        {"MsgType": "link", "Title": "题", "Description": "述", "Url": "https://example.com/"},
        {"MsgType": "event", "Event": "subscribe", "EventKey": "qrscene_1", "Ticket": "T"},
        {"MsgType": "event", "Event": "LOCATION", "Latitude": "1", "Longitude": "2", "Precision": "3"},
        {"MsgType": "event", "Event": "scancode_push", "ScanCodeInfo": {"ScanType": "q", "ScanResult": "1"}},
        {"MsgType": "event", "Event": "TEMPLATESENDJOBFINISH", "MsgID": 7, "Status": "failed: x"},
        {
            "MsgType": "event",
            "Event": "subscribe_msg_popup_event",
            "SubscribeMsgPopupEvent": {"List": [{"TemplateId": "T", "SubscribeStatusString": "accept"}] * 2},
        },
    )
]
FRAGMENTS = [
    b"<!DOCTYPE a>", b'<!DOCTYPE a [<!ENTITY b "' + b"c" * 500 + b'">]>', b"&b;" * 200, b"]]>", b"<![CDATA[", b"-->",
    b"<?xml version='1.0' encoding='utf-7'?>", b"<a>" * 300, b"</a>" * 300, b"\x00", b"\xff\xfe", b"\xed\xa0\x80",
    b'{"a":' * 200, b"[" * 2000, b"\\ud83d", b"NaN", b"1e999999", b"9" * 5000, b"-", b"\xef\xbc\x91", b"\xef\xbb\xbf",
    b"<MsgType>text</MsgType>", b'"MsgType":"event",', b"&#xD800;", b"&#0;", b"xmlns='x'", b" " * 3000,
    b'<a href="', b"weixin://bizmsgmenu?", b"\xf0\x9f\x91\xa8\xe2\x80\x8d", b"\xcc\x81" * 200,
]  # fmt: skip


class Fuzzer:
    """Makes inputs and runs them, keeping the slowest."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.account = Account(name="gh_0001")
        self.cipher = MessageCipher(self.account.app_id, self.account.aes_key)
        self.callback = Callback(
            self.account.token,
            self.account.app_id,
            self.account.aes_key,
            mode=Mode.COMPATIBLE,
            clock=FakeClock(datetime.fromtimestamp(MOMENT, UTC)),
        )
        json_account = Account(name="gh_0001", is_json=True)
        self.bodies = [push_body(account, fields) for account in (self.account, json_account) for fields in SEEDS]
        self.counts = {"read": 0, "refused": 0, "unreadable": 0}
        self.slowest_s = 0.0
        self.slowest = b""

    def run(self) -> None:
        """One input, start to end, timed on this thread's processor; any exception but ours comes out."""
        query, body = self._make()
        started = time.thread_time()
        try:
            self._use(self.callback.open(query, body).push)
            self.counts["read"] += 1
        except RefusedError:
            self.counts["refused"] += 1
        except MessageError:
            self.counts["unreadable"] += 1
        taken = time.thread_time() - started
        if taken > self.slowest_s:
            self.slowest_s, self.slowest = taken, body

    def _use(self, push: Push) -> None:
        _ = push.identity
        content = getattr(push, "content", "")
        assert all(byte_length(part) <= TEXT_BYTES for part in split_text(content))
        repr(push)

    def _make(self) -> tuple[dict[str, str], bytes]:
        body = self._mutated(self.random.choice(self.bodies))
        kind = self.random.randrange(3)
        if kind == 0:
            return self._query(), body
        encrypted = self.cipher.seal(body)
        if kind == 2:
            encrypted = self._mutated_cipher(encrypted)
        query = self._query() | {"encrypt_type": "aes"}
        query["msg_signature"] = sign(self.account.token, str(MOMENT), "n1", encrypted)
        return query, f"<xml><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>".encode()

    def _query(self) -> dict[str, str]:
        query = {"timestamp": str(MOMENT), "nonce": "n1", "signature": sign(self.account.token, str(MOMENT), "n1")}
        if self.random.random() < 0.02:
            query[self.random.choice(list(query))] = self.random.choice(["", "é", "\ud800", "9" * 400, "１", "a b"])
        return query

    def _mutated_cipher(self, encrypted: str) -> str:
        data = bytearray(base64.b64decode(encrypted))
        for _ in range(self.random.randint(0, 3)):
            data[self.random.randrange(len(data))] ^= 1 << self.random.randrange(8)
        if self.random.random() < 0.3:
            del data[self.random.randrange(len(data)) :]
        text = base64.b64encode(bytes(data)).decode()
        if self.random.random() < 0.3:
            place = self.random.randrange(len(text) + 1)
            text = text[:place] + self.random.choice(["=", " ", "\n", "é", "-", "A"]) + text[place:]
        return text

    def _mutated(self, body: bytes) -> bytes:
        data = bytearray(body)
        for _ in range(self.random.randint(0, 4)):
            start = self.random.randrange(len(data) + 1)
            end = min(len(data), start + self.random.randint(0, 40))
            match self.random.randrange(6):
                case 0 if start < len(data):
                    data[start] = self.random.randrange(256)
                case 1:
                    del data[start:end]
                case 2:
                    data[start:start] = data[start:end] * self.random.randint(1, 20)
                case 3:
                    data[start:start] = self.random.choice(FRAGMENTS)
                case 4:
                    data[start:end] = self.random.choice(FRAGMENTS)
                case _:
                    other = self.random.choice(self.bodies)
                    place = self.random.randrange(len(other))
                    data[start:end] = other[place : place + 40]
        return bytes(data)


def main() -> int:
    """Run the fuzzer and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=20261102)
    parser.add_argument("--slow-ms", type=float, default=250.0, help="fail when one input takes longer")
    options = parser.parse_args()
    fuzzer = Fuzzer(options.seed)
    started = time.thread_time()
    for number in range(options.inputs):
        try:
            fuzzer.run()
        except Exception:
            print(f"input {number} of seed {options.seed} broke the parser", file=sys.stderr)
            raise
    seconds = time.thread_time() - started
    shares = ", ".join(f"{name} {count}" for name, count in fuzzer.counts.items())
    print(f"{options.inputs} inputs, seed {options.seed}, {seconds:.0f} s of processor time: {shares}")
    print(f"slowest {fuzzer.slowest_s * 1000:.1f} ms ({len(fuzzer.slowest)} bytes)")
    return 1 if fuzzer.slowest_s * 1000 > options.slow_ms else 0


if __name__ == "__main__":
    sys.exit(main())
