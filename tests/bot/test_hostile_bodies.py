"""Bodies that are small and cost much to understand: codecs that their headers name, JSON in JSON in JSON."""

from __future__ import annotations

import asyncio
import time

import pytest

from bot.serving.doors import ODD_TYPE
from common.shallow_json import load_shallow_json
from tests.bot.gateway import API, Gateway
from tests.bot.test_ticket_page import sealed_path, shown_form
from tests.processor import allowed_s
from web.header_parameters import is_plain_disposition

FORM = {"Content-Type": "multipart/form-data; boundary=XBOUND"}
LONG = "%41-" + "a" * 1900


def form_of(*dispositions: str) -> bytes:
    """A multipart body of parts with these `Content-Disposition`."""
    parts = [f"--XBOUND\r\nContent-Disposition: {one}\r\n\r\nhi\r\n" for one in dispositions]
    return ("".join(parts) + "--XBOUND--\r\n").encode()


HOSTILE = [
    f"form-data; name*=punycode''{LONG}",
    f"form-data; name*=PunyCode''{LONG}",
    f"form-data; name *=punycode''{LONG}",
    f"form-data; name=\"a;name*=punycode''{LONG}",
    f"form-data; name=text; filename*=idna''{LONG}",
    f"form-data; name*0=punycode''%41-; name*1={'a' * 1900}",
    f"form-data; name*0*=punycode''%41-; name*1*={'a' * 1900}",
    "form-data; name*=unicode_escape''%5c",
    "form-data; name*=undefined''a",
    f'form-data; name="{"a" * 3000}"',
]


@pytest.mark.parametrize("path", ["/messages", "/ticket"])
@pytest.mark.parametrize("hostile", HOSTILE)
async def test_a_part_in_a_codec_of_its_own_is_refused_unread(gateway: Gateway, path: str, hostile: str) -> None:
    address = API + path if path == "/messages" else sealed_path("/ticket", await shown_form(gateway))
    for body in (form_of(hostile), form_of('form-data; name="text"', hostile)):
        async with gateway.client.post(address, data=body, headers=FORM, allow_redirects=False) as response:
            assert response.status == 400
    assert gateway.rows("SELECT count(*) FROM ticket") == [(0,)]


async def test_forms_in_a_slow_codec_keep_nobody_waiting(gateway: Gateway) -> None:
    """Sixteen such posts of 64 KB kept the event loop busy for nine seconds."""
    body = form_of(*[f"form-data; name*=punycode''%41-{'a' * 7900}"] * 8)

    async def post() -> int:
        async with gateway.client.post(f"{API}/messages", data=body, headers=FORM) as response:
            return response.status

    started_s = time.process_time()
    assert set(await asyncio.gather(*(post() for _ in range(16)))) == {400}
    took_s = time.process_time() - started_s
    assert took_s < allowed_s(1.0)


@pytest.mark.parametrize(
    "kind",
    [
        "multipart/form-data; boundary*=punycode''%41aaa",
        "multipart/form-data; boundary*0=XBO; boundary*1=UND",
        "multipart/form-data; (=)boundary*=punycode''%41-aaa",
        'multipart/form-data; boundary="=?punycode?q?a-aaa?="',
        f"multipart/form-data; boundary={'a' * 400}",
        f"application/json; x={'a' * 4000}",
        "application/json; charset*=punycode''a",
    ],
)
@pytest.mark.parametrize("path", [f"{API}/messages", f"{API}/session", f"{API}/tickets", "/ticket", "/desk/sign-in"])
async def test_a_type_in_a_codec_of_its_own_is_refused_before_it_is_parsed(
    gateway: Gateway, path: str, kind: str
) -> None:
    async with gateway.client.post(path, data=b"{}", headers={"Content-Type": kind}) as response:
        assert response.status == 415
        assert ODD_TYPE in await response.text()


async def test_what_browsers_and_scripts_send_is_taken(gateway: Gateway) -> None:
    for place, named in enumerate(('name="text"', "name=text", "name*=utf-8''text", "name*=UTF-8'zh'text")):
        async with gateway.client.post(
            f"{API}/messages", data=form_of(f"form-data; {named}"), headers=FORM
        ) as response:
            assert response.status == 200, place
    for name in ('filename="毕业证*号.png"', "filename*=UTF-8''%E6%AF%95.png", "filename*=gb18030''%B1%CF.png"):
        assert is_plain_disposition(f'form-data; name="image"; {name}')


@pytest.mark.parametrize("path", ["messages", "feedback", "tickets", "session", "history/erase"])
@pytest.mark.parametrize("levels", [40, 450, 600, 900, 980, 5000])
@pytest.mark.parametrize(("opens", "closes"), [("[", "]"), ('{"a":', "}")])
async def test_deep_json_is_refused_in_one_line(
    gateway: Gateway, caplog: pytest.LogCaptureFixture, path: str, levels: int, opens: str, closes: str
) -> None:
    """600 levels were 200 KB of log each, written on the event loop."""
    body = f'{{"text":"hi","x":{opens * levels}1{closes * levels}}}'
    headers = {"Content-Type": "application/json"}
    async with gateway.client.post(f"{API}/{path}", data=body, headers=headers) as response:
        assert response.status in (400, 413)
    assert "Traceback" not in caplog.text


async def test_brackets_in_what_people_write_are_no_levels(gateway: Gateway) -> None:
    for text in ("[" * 200, '{"' * 200, "[\\" * 100 + '"['):
        async with gateway.client.post(f"{API}/messages", json={"text": text}) as response:
            assert response.status == 200
    body = {"text": "hi", "x": [{"a": [1]}] * 100}  # many, not deep
    async with gateway.client.post(f"{API}/messages", json=body) as response:
        assert response.status == 200


@pytest.mark.parametrize("endless", ['\\"', '"\\', '"', "\\", '\\"[', '"\\"['])
def test_the_depth_is_known_soon_whatever_the_text(endless: str) -> None:
    started_s = time.process_time()
    with pytest.raises(ValueError):
        load_shallow_json("[" * 40 + '"' + endless * 32_000)
    with pytest.raises(ValueError):
        load_shallow_json('{"a":"' + "[" * 40 + endless * 32_000)
    took_s = time.process_time() - started_s
    assert took_s < allowed_s(0.5)
