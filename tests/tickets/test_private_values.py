"""`tickets.private_values`: what is kept, for whom and how long, and what is never kept."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from common.clock import FakeClock
from common.masking import PrivateValue, Shape, find_private
from tickets.private_values import PrivateValues
from tickets.schema import private_value
from tickets.vault import Vault


@pytest.fixture
def private(engine: Engine, vault: Vault, clock: FakeClock) -> PrivateValues:
    return PrivateValues(engine, vault, clock)


def test_a_value_comes_back_to_its_own_conversation_only(private: PrivateValues, clock: FakeClock) -> None:
    (kept,) = private.keep("web:a", tuple(find_private("我的号13800138000")), hours=1)
    assert kept == {"kind": "phone", "ref": kept["ref"]}
    assert private.read("web:a", kept["ref"]) == PrivateValue("phone", 0, 0, "13800138000")
    assert private.read("web:b", kept["ref"]) is None
    clock.advance(2 * 3600)
    assert private.read("web:a", kept["ref"]) is None


def test_a_mistyped_value_says_so_before_and_after_it_was_kept(private: PrivateValues) -> None:
    (kept,) = private.keep("web:a", tuple(find_private("110101199003078532")), hours=1)
    assert kept == {"kind": "id_number", "ref": kept["ref"], "shape": "check_digit_wrong"}
    read = private.read("web:a", kept["ref"])
    assert read == PrivateValue("id_number", 0, 0, "110101199003078532", Shape.CHECK_DIGIT_WRONG)


def test_secrets_keep_their_place_but_nothing_is_stored(private: PrivateValues, engine: Engine) -> None:
    values = tuple(find_private("密码是abc123，手机13800138000，验证码 482913"))
    kept = private.keep("web:a", values, hours=1)
    assert [item["kind"] for item in kept] == ["password", "phone", "code"]
    assert [bool(item["ref"]) for item in kept] == [False, True, False]
    assert private.read("web:a", kept[0]["ref"]) is None
    with engine.connect() as connection:
        assert connection.execute(select(func.count()).select_from(private_value)).scalar_one() == 1


@pytest.mark.parametrize(
    ("text", "values", "filled"),
    [
        ("〔手机号〕收不到", ["13800138000"], "13800138000收不到"),
        ("〔手机号〕和〔用户名〕", ["13800138000", "zhang"], "13800138000和zhang"),
        ("〔手机号〕和〔邮箱〕", ["13800138000"], "13800138000和〔邮箱〕"),
        ("〔密码〕和〔邮箱〕", ["", "a@b.cn"], "〔密码〕和a@b.cn"),
        ("没有", ["x"], "没有"),
        ("〔手机号〕", [r"\1{}"], r"\1{}"),
    ],
)
def test_placeholders_get_their_values_back_in_order(
    private: PrivateValues, text: str, values: list[str], filled: str
) -> None:
    found = tuple(PrivateValue("phone" if value else "password", 0, 0, value) for value in values)
    references = [item["ref"] for item in private.keep("web:a", found, hours=1)]
    assert private.written("web:a", text, references) == filled
    assert private.written("web:b", text, references) == text
