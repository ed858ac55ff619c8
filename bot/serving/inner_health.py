"""How a process behind the gateway fares: whether it answers, and what its background work says of itself."""

from __future__ import annotations

import aiohttp


async def inner_trouble(http: aiohttp.ClientSession, url: str, within_s: float) -> str | None:
    """What fails beside its requests (Chinese, for operators), empty when nothing; None when it does not answer."""
    try:
        async with http.get(url, timeout=aiohttp.ClientTimeout(total=within_s)) as response:
            if response.status != 200:
                return None
            told = await response.json()
    except (TimeoutError, aiohttp.ClientError, ValueError):
        return None
    failing = told.get("background") if isinstance(told, dict) else None
    return "；".join(f"后台 {name} {state}" for name, state in failing.items()) if isinstance(failing, dict) else ""
