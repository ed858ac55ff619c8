"""Which addresses are Tencent's."""

from __future__ import annotations

import pytest

from wechat.media import is_tencent_address


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://mmbiz.qpic.cn/mmbiz_jpg/x/0", True),
        ("https://mmbiz.qpic.cn:443/x", True),
        ("https://video.weixin.qq.com/v", True),
        ("https://qpic.cn.evil.example/x", False),
        ("https://evilqpic.cn/x", False),
        ("https://user@mmbiz.qpic.cn/x", False),
        ("https://mmbiz.qpic.cn:8443/x", False),
        ("https://mmbiz.qpic.cn:bad/x", False),
        ("http://127.0.0.1/x", False),
        ("file:///etc/hostname", False),
        ("https://[::1/x", False),
        ("", False),
    ],
)
def test_only_tencents_hosts(url: str, expected: bool) -> None:
    assert is_tencent_address(url) is expected
