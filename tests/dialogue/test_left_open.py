"""What somebody says was not answered yet."""

import pytest

from dialogue.questions.left_open import SECOND, comes_back_to


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("那名字错字的事你还没说呢", "名字错字"),
        ("微信那个您没答", "微信"),
        ("那邮箱呢 你还没讲", "邮箱"),
        ("邮箱那个咋不说", "邮箱"),
        ("你还没说邮箱那件事", "邮箱"),
        ("那第二个问题呢", SECOND),
        ("另外一件呢", SECOND),
        ("学校没说", ""),
        ("学校还没说", ""),
        ("验证码还没来", ""),
        ("你还没说怎么办", ""),
        ("那邮箱呢", ""),
    ],
)
def test_what_somebody_comes_back_to(text: str, what: str) -> None:
    assert comes_back_to(text) == what
