"""The page that somebody says to stand on."""

import pytest

from dialogue.questions.whereabouts import page_told


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("我在找回密码第二步了，只让选手机", "找回密码"),
        ("卡在找回用户名那一步", "找回用户名"),
        ("到了“账号管理”页面 然后呢", "账号管理"),
        ("点进账号管理了 下面点啥", "账号管理"),
        ("打开了在线验证报告，没看到申请", "在线验证报告"),
        ("怎么到账号管理页面", ""),
        ("没点进账号管理", ""),
        ("在哪里找回密码", ""),
        ("密码忘了", ""),
        ("想在学信档案里查学历", ""),
    ],
)
def test_the_page_somebody_is_on(text: str, page: str) -> None:
    assert page_told(text) == page
