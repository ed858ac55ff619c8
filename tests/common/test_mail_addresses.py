"""Mail addresses as people write them in settings: understood, or refused at start with the name of the setting."""

from __future__ import annotations

import pytest

from common.errors import BotError
from common.mail_addresses import read_address, read_addresses


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("a@example.com", ["a@example.com"]),
        ("a@example.com;b@example.com", ["a@example.com", "b@example.com"]),
        ("a@example.com；b@example.com，c@example.com、d@example.com", [f"{name}@example.com" for name in "abcd"]),
        ("a＠example.com", ["a@example.com"]),
        ("a@example.com,,b@example.com,", ["a@example.com", "b@example.com"]),
        ("客服 <a@example.com>", ["客服 <a@example.com>"]),
        (
            '"Desk; first, floor" <a@example.com>; b@example.com',
            ['"Desk; first, floor" <a@example.com>', "b@example.com"],
        ),
        ("desk@localhost", ["desk@localhost"]),
    ],
)
def test_addresses(written: str, meant: list[str]) -> None:
    assert [str(address) for address in read_addresses(written, "recipient")] == meant


@pytest.mark.parametrize(
    "written",
    [
        "desk",
        "a@",
        "@example.com",
        "a@@example.com",
        "a@example..com",
        "a b@example.com",
        "a@example.com b@example.com",
        "<a@example.com",
        "desk@例子.com",
        "支持 <a@example.com>\nBcc: e@example.com",
        "张三；李四",
        "\x00@example.com",
    ],
)
def test_what_is_no_address_stops_the_start(written: str) -> None:
    with pytest.raises(BotError, match=r"mail\.recipient 不是邮箱地址（现在是「"):
        read_addresses(written, "recipient")


def test_nothing_is_no_address() -> None:
    with pytest.raises(BotError, match="（现在是空的）"):
        read_addresses(" ；, ", "recipient")


def test_there_is_one_sender() -> None:
    assert read_address("机器人 <bot@example.com>", "sender").addr_spec == "bot@example.com"
    with pytest.raises(BotError, match=r"mail\.sender 只能是一个邮箱地址（现在有 2 个）"):
        read_address("a@example.com, b@example.com", "sender")
