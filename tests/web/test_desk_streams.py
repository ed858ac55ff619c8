"""Streams to pages of the desk: a page that is closed while it asks is no fault."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from aiohttp import web

from web.desk.streams import EventStreams


async def test_a_page_that_is_gone_before_its_stream_begins_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(*_: Any) -> None:
        raise ConnectionResetError("Cannot write to closing transport")

    monkeypatch.setattr(web.StreamResponse, "prepare", gone)
    monkeypatch.setattr("web.desk.streams.account_of", lambda _: SimpleNamespace(name="小林"))
    request: Any = object()
    streams = EventStreams(1000)
    async with streams.opened(request) as stream:
        assert not stream.goes_on
