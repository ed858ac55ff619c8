"""The client against the simulator: every call, every kind of fault, no secret anywhere."""

from __future__ import annotations

import asyncio
import json
import logging
import traceback

import pytest

from simulator import Fault
from tests.wechat.conftest import OPENID, Bench
from wechat.codes import Outcome
from wechat.errors import ApiError, MediaError, UncertainError, UnreachableError, WeChatError
from wechat.media import Media, VideoAddress
from wechat.menu import Menu, MenuEntry
from wechat.outgoing import Image, MenuMessage, News, Text

SEND = "/cgi-bin/message/custom/send"
TOKEN = "/cgi-bin/stable_token"


async def test_texts_arrive_in_order_and_unescaped(bench: Bench) -> None:
    await bench.client.send(OPENID, Text("一😀"))
    await bench.client.send(OPENID, Text("二"), generated=True)
    screen = bench.platform.person(OPENID).screen
    assert [(item.via, item.kind, item.text, item.is_ai) for item in screen] == [
        ("custom", "text", "一😀", False),
        ("custom", "text", "二", True),
    ]
    assert json.loads(bench.platform.calls[-1].raw)["text"] == {"content": "二"}
    assert "二".encode() in bench.platform.calls[-1].raw
    assert [call.path for call in bench.platform.calls] == [TOKEN, SEND, SEND]


async def test_pictures_cards_and_menus_arrive(bench: Bench) -> None:
    media_id = await bench.client.upload("image", b"\x89PNG", "shot.png", "image/png")
    await bench.client.send(OPENID, Image(media_id))
    await bench.client.send(OPENID, News("题", "述", "https://example.com/"))
    await bench.client.send(OPENID, MenuMessage("选", ((101, "甲"),), "或输入"))
    assert [(item.kind, item.text, item.options) for item in bench.platform.person(OPENID).screen] == [
        ("image", media_id, ()),
        ("news", "题 https://example.com/", ()),
        ("msgmenu", "选\n甲\n或输入", (("101", "甲"),)),
    ]


async def test_the_allowance_is_the_platforms_to_refuse(bench: Bench) -> None:
    for number in range(5):
        await bench.client.send(OPENID, Text(str(number)))
    with pytest.raises(ApiError) as refusal:
        await bench.client.send(OPENID, Text("第六条"))
    assert (refusal.value.code, refusal.value.outcome) == (45047, Outcome.HOLD)
    bench.platform.clock.advance(48 * 3600)
    with pytest.raises(ApiError) as refusal:
        await bench.client.send(OPENID, Text("太晚"))
    assert refusal.value.code == 45015


@pytest.mark.parametrize(
    ("change", "code"),
    [("stranger", 40003), ("gone", 43004), ("blocks", 48002), ("empty", 44004), ("long", 45002), ("sandbox", 40200)],
)
async def test_what_cannot_be_sent_is_permanent(bench: Bench, change: str, code: int) -> None:
    person, openid = bench.platform.person(OPENID), OPENID
    message: Text | MenuMessage = Text("x")
    match change:
        case "stranger":
            openid = "oSomebodyElse"
        case "gone":
            person.follows = False
        case "blocks":
            person.blocks = True
        case "empty":
            message = Text("\x00")
        case "long":
            message = Text("长" * 700)
        case "sandbox":
            bench.platform.account.sandbox = True
            message = MenuMessage("选", ((1, "甲"),))
    with pytest.raises(ApiError) as refusal:
        await bench.client.send(openid, message)
    assert (refusal.value.code, refusal.value.outcome) == (code, Outcome.PERMANENT)


async def test_a_revoked_token_is_replaced_and_the_call_repeated_once(bench: Bench) -> None:
    await bench.client.send(OPENID, Text("一"))
    bench.platform.api.tokens.revoke()
    await bench.client.send(OPENID, Text("二"))
    assert bench.platform.person(OPENID).texts == ["一", "二"]
    assert [call.path for call in bench.platform.calls] == [TOKEN, SEND, SEND, TOKEN, SEND]


async def test_revoked_under_load_means_one_refresh(bench: Bench) -> None:
    person = bench.platform.person(OPENID)
    person.grant(100, 3600, bench.platform.clock.now())
    await bench.client.check_token()
    bench.platform.api.tokens.revoke()
    await asyncio.gather(*(bench.client.send(OPENID, Text(str(number))) for number in range(50)))
    assert sorted(map(int, person.texts)) == list(range(50))
    assert bench.platform.api.tokens.fetches == 2


async def test_a_token_refused_for_ever_is_tried_twice_not_487_times(bench: Bench) -> None:
    bench.platform.api.tokens.always_invalid = True
    with pytest.raises(ApiError) as refusal:
        await bench.client.send(OPENID, Text("x"))
    assert refusal.value.code == 40001
    assert [call.path for call in bench.platform.calls] == [TOKEN, SEND, TOKEN, SEND]


async def test_an_expired_token_is_renewed_before_it_is_used(bench: Bench) -> None:
    await bench.client.send(OPENID, Text("一"))
    bench.platform.clock.advance(7200)
    await bench.client.send(OPENID, Text("二"))
    assert [call.code for call in bench.platform.calls] == [0, 0, 0, 0]


async def test_a_busy_system_is_asked_again_after_one_and_two_seconds(bench: Bench) -> None:
    bench.platform.faults.add(SEND, Fault("error", -1, times=2))
    await bench.client.send(OPENID, Text("x"))
    assert bench.pauses == [1.0, 2.0]
    bench.platform.faults.add(SEND, Fault("error", -1, times=None))
    with pytest.raises(ApiError):
        await bench.client.send(OPENID, Text("y"))
    assert bench.pauses == [1.0, 2.0, 1.0, 2.0]


async def test_a_minute_limit_is_left_to_the_caller(bench: Bench) -> None:
    bench.platform.faults.add(SEND, Fault("error", 45011))
    with pytest.raises(ApiError) as refusal:
        await bench.client.send(OPENID, Text("x"))
    assert (refusal.value.outcome, refusal.value.verdict.wait_s, bench.pauses) == (Outcome.RETRY, 60.0, [])


@pytest.mark.parametrize(
    ("fault", "cause"),
    [
        (Fault("slow", seconds=5.0), "timeout"),
        (Fault("reset"), "ServerDisconnectedError"),
        (Fault("status", 502), "http_502"),
        (Fault("garbage"), "not_json"),
        (Fault("lost"), "ServerDisconnectedError"),
    ],
)
async def test_an_unclear_send_is_uncertain_and_never_repeated(bench: Bench, fault: Fault, cause: str) -> None:
    await bench.client.check_token()
    bench.platform.faults.add(SEND, fault)
    with pytest.raises(UncertainError) as uncertain:
        await bench.client.send(OPENID, Text("x"))
    assert uncertain.value.endpoint == SEND
    assert uncertain.value.cause in (cause, "ClientOSError")
    assert [call.path for call in bench.platform.calls].count(SEND) <= 1
    assert bench.platform.person(OPENID).texts == (["x"] if fault.kind == "lost" else [])


async def test_nobody_listening_is_certain(bench: Bench) -> None:
    await bench.platform.__aexit__()
    with pytest.raises(UnreachableError) as fault:
        await bench.client.send(OPENID, Text("x"))
    assert fault.value.endpoint == TOKEN


@pytest.mark.parametrize(
    ("setting", "value", "code"),
    [("app_id", "wx2", 40013), ("app_secret", "other", 40125), ("secret_frozen", True, 40243)],
)
async def test_wrong_settings_are_an_alarm(bench: Bench, setting: str, value: str | bool, code: int) -> None:
    setattr(bench.platform.account, setting, value)
    with pytest.raises(ApiError) as refusal:
        await bench.client.check_token()
    assert (refusal.value.code, refusal.value.outcome) == (code, Outcome.ALARM)


async def test_the_white_list_error_names_the_address(bench: Bench) -> None:
    bench.platform.account.blocked_address = "203.0.113.7"
    with pytest.raises(ApiError) as refusal:
        await bench.client.check_token()
    assert (refusal.value.code, refusal.value.detail, refusal.value.outcome) == (40164, "203.0.113.7", Outcome.ALARM)


async def test_a_used_up_day_is_an_alarm(bench: Bench) -> None:
    bench.platform.api.quota[SEND] = 1
    await bench.client.send(OPENID, Text("一"))
    with pytest.raises(ApiError) as refusal:
        await bench.client.send(OPENID, Text("二"))
    assert (refusal.value.code, refusal.value.outcome) == (45009, Outcome.ALARM)


async def test_a_picture_is_downloaded_whatever_type_it_claims(bench: Bench) -> None:
    media_id = bench.platform.api.files.put(b"\xff\xd8\xff data", "text/plain")
    assert await bench.client.download(media_id) == Media(b"\xff\xd8\xff data", "text/plain")


async def test_a_download_refused_with_http_200_is_an_error(bench: Bench) -> None:
    with pytest.raises(ApiError) as refusal:
        await bench.client.download("nothing-here")
    assert refusal.value.code == 40007
    media_id = bench.platform.api.files.put(b"x", "image/png")
    bench.platform.clock.advance(3 * 86400)
    with pytest.raises(ApiError):
        await bench.client.download(media_id)


async def test_a_video_is_an_address_and_only_tencents(bench: Bench) -> None:
    files = bench.platform.api.files
    good = files.put(b"", "video/mp4", video_url="https://video.weixin.qq.com/v.mp4")
    assert await bench.client.download(good) == VideoAddress("https://video.weixin.qq.com/v.mp4")
    bad = files.put(b"", "video/mp4", video_url="http://127.0.0.1/v.mp4")
    with pytest.raises(MediaError):
        await bench.client.download(bad)


async def test_an_oversized_or_empty_download_is_refused(bench: Bench) -> None:
    large = bench.platform.api.files.put(b"x" * 2000, "image/png")
    with pytest.raises(MediaError, match="太大"):
        await bench.client.download(large, max_bytes=1999)
    assert isinstance(await bench.client.download(large, max_bytes=2000), Media)
    with pytest.raises(MediaError, match="空的"):
        await bench.client.download(bench.platform.api.files.put(b"", "image/png"))


async def test_a_download_with_a_stale_token_is_repeated(bench: Bench) -> None:
    media_id = bench.platform.api.files.put(b"x", "image/png")
    await bench.client.check_token()
    bench.platform.api.tokens.revoke()
    assert await bench.client.download(media_id) == Media(b"x", "image/png")


async def test_the_menu_is_made_shown_and_deleted(bench: Bench) -> None:
    menu = Menu((MenuEntry("帮助中心", url="https://example.com/"), MenuEntry("人工", key="agent")))
    await bench.client.create_menu(menu)
    assert await bench.client.get_menu() == {"menu": menu.payload()}
    await bench.client.delete_menu()
    with pytest.raises(ApiError):
        await bench.client.get_menu()


async def test_a_template_with_the_same_key_is_sent_once(bench: Bench) -> None:
    first = await bench.client.send_template(OPENID, "T", {"thing1": "已回复"}, url="https://example.com/", key="t1-2")
    again = await bench.client.send_template(OPENID, "T", {"thing1": "已回复"}, key="t1-2")
    assert first == again
    assert bench.platform.person(OPENID).texts == ["thing1=已回复"]
    bench.platform.clock.advance(601)
    assert await bench.client.send_template(OPENID, "T", {"thing1": "已回复"}, key="t1-2") != first


async def test_a_template_value_too_long_is_refused(bench: Bench) -> None:
    with pytest.raises(ApiError) as refusal:
        await bench.client.send_template(OPENID, "T", {"thing1": "长" * 21})
    assert refusal.value.code == 47003


async def test_a_sign_in_code_works_once(bench: Bench) -> None:
    code = bench.platform.api.codes.make(OPENID, is_snapshot=True)
    person = await bench.client.exchange_code(code)
    assert (person.openid, person.is_snapshot) == (OPENID, True)
    with pytest.raises(ApiError) as refusal:
        await bench.client.exchange_code(code)
    assert refusal.value.code == 40163
    late = bench.platform.api.codes.make(OPENID)
    bench.platform.clock.advance(300)
    with pytest.raises(ApiError) as refusal:
        await bench.client.exchange_code(late)
    assert refusal.value.code == 40029


async def test_the_network_helpers(bench: Bench) -> None:
    assert await bench.client.callback_addresses() == ["127.0.0.1"]
    assert await bench.client.check_callback_network() == {
        "dns": [{"ip": "127.0.0.1"}],
        "ping": [{"ip": "127.0.0.1", "package_loss": "0%"}],
    }


@pytest.mark.parametrize(
    "fault",
    [
        Fault("slow", seconds=5.0),
        Fault("reset"),
        Fault("status", 500),
        Fault("garbage"),
        Fault("error", 40164),
        Fault("error", 45047),
    ],
)
async def test_no_secret_is_in_an_error_a_traceback_or_a_log(
    bench: Bench, fault: Fault, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    message = Text("私密的话")
    token = (await bench.client._tokens.get()).value
    bench.platform.faults.add(SEND, fault)
    with pytest.raises(WeChatError) as caught:
        await bench.client.send(OPENID, message)
    error: BaseException | None = caught.value
    texts = [caplog.text, repr(bench.client), repr(bench.store)]
    while error is not None:
        texts += [str(error), repr(error), repr(vars(error)), "".join(traceback.format_exception(error))]
        error = error.__cause__ or error.__context__
    for secret in (token, bench.platform.account.app_secret, OPENID, "私密的话"):
        assert not any(secret in text for text in texts)
