"""WeChat's signatures: SHA-1 over the sorted parts.

Source: https://developers.weixin.qq.com/miniprogram/dev/framework/server-ability/message-push.html
"""

from __future__ import annotations

import hashlib
import hmac


def sign(*parts: str) -> str:
    """The lower-case hex signature of the parts, whatever their order (they are sorted as strings)."""
    joined = "".join(sorted(parts)).encode("utf-8", "surrogatepass")
    return hashlib.sha1(joined, usedforsecurity=False).hexdigest()


def signature_matches(given: str, *parts: str) -> bool:
    """Whether a received signature is the right one, in constant time."""
    return hmac.compare_digest(given.encode("utf-8", "surrogatepass"), sign(*parts).encode())
