"""What a gateway under test is told of the simulated WeChat account."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from common.settings import WeChatSettings
from simulator import Platform


def account_settings(platform: Platform, **changes: Any) -> WeChatSettings:
    """The settings of a gateway for the account of a simulated platform."""
    account = platform.account
    settings = WeChatSettings(
        app_id=account.app_id,
        app_secret=account.app_secret,
        token=account.token,
        aes_key=account.aes_key,
        mode=account.mode,
        api_url=platform.address,
    )
    return replace(settings, **changes)
