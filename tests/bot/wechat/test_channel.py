"""The WeChat channel, through real HTTP on both sides: pushes in, replies and customer-service messages out."""

from __future__ import annotations

import asyncio
import contextlib
import io
import logging
import sqlite3
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from PIL import Image

from bot.wechat import phrases
from bot.wechat.contacts import CHANNEL
from faq.library import Library
from tests.bot.wechat.stage import OPENID, OTHER, Stage, running_gateway, running_stage
from tests.fakes.rasa_server import FakeRasa, say
from tests.fakes.wechat_server import FakeWeChat
from wechat.simulator import Account, Fault
from wechat.simulator.people import Shown

SEND = "/cgi-bin/message/custom/send"
TOKEN = "/cgi-bin/stable_token"


@pytest.fixture
async def stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    async with running_stage(tmp_path, small_library, rasa) as running:
        yield running
        assert running.platform.fault_notices == []


@pytest.fixture
async def hasty_stage(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> AsyncIterator[Stage]:
    """Passive replies are given up after a fifth of a second."""
    async with running_stage(tmp_path, small_library, rasa, passive_s=0.2) as running:
        yield running
        assert running.platform.fault_notices == []


def _png() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), "red").save(buffer, "PNG")
    return buffer.getvalue()


def _shown(screen: list[Shown]) -> list[tuple[str, str]]:
    return [(item.via, item.text) for item in screen]


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_a_question_is_answered_in_the_response(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, mode: str
) -> None:
    async with running_stage(tmp_path, small_library, rasa, Account(mode=mode)) as stage:
        assert await stage.platform.check_address()
        delivered = await stage.platform.say(OPENID, "忘记密码怎么办")
        assert (delivered.attempts, delivered.result) == (1, "reply")
        assert _shown(stage.person.screen) == [("passive", "echo:忘记密码怎么办")]
        assert stage.platform.calls == []


async def test_rasa_never_sees_an_openid(stage: Stage) -> None:
    await stage.platform.say(OPENID, "忘记密码怎么办")
    [turn] = stage.rasa.turns
    assert turn["sender"].startswith(f"{CHANNEL}-")
    assert OPENID not in str(turn)
    assert turn["metadata"]["channel"] == "wechat"


async def test_a_slow_answer_comes_as_a_customer_message_once(hasty_stage: Stage) -> None:
    stage = hasty_stage
    stage.rasa.stalled = True
    delivered = await stage.platform.say(OPENID, "忘记密码怎么办")
    assert (delivered.attempts, delivered.result) == (1, "silent")
    stage.rasa.resume()
    await stage.idle()
    assert _shown(stage.person.screen) == [("custom", "echo:忘记密码怎么办")]
    assert len(stage.rasa.turns) == 1


async def test_with_rasa_asleep_the_library_answers_in_time(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with running_stage(tmp_path, small_library, rasa, deadline_s=0.3, passive_s=3.5) as stage:
        rasa.stalled = True
        assert (await stage.platform.say(OPENID, "忘记密码怎么办？")).result == "reply"
        rasa.resume()
        await stage.idle()
        assert len(stage.person.screen) == 1
        assert "在登录页点" in stage.person.texts[0]
        assert stage.platform.fault_notices == []


async def test_a_json_account_gets_everything_as_customer_messages(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with running_stage(tmp_path, small_library, rasa, Account(is_json=True)) as stage:
        assert (await stage.platform.say(OPENID, "忘记密码怎么办")).result == "silent"
        await stage.idle()
        assert _shown(stage.person.screen) == [("custom", "echo:忘记密码怎么办")]


@pytest.mark.parametrize("fresh_nonce", [False, True])
async def test_a_lost_answer_is_given_again_and_only_one_turn_is_run(stage: Stage, fresh_nonce: bool) -> None:
    stage.platform.rules.lose_answers = 2
    stage.platform.rules.fresh_nonce = fresh_nonce
    delivered = await stage.platform.say(OPENID, "忘记密码怎么办")
    assert (delivered.attempts, delivered.result) == (3, "reply")
    assert _shown(stage.person.screen) == [("passive", "echo:忘记密码怎么办")]
    assert len(stage.rasa.turns) == 1


async def test_a_repeat_while_the_first_is_at_work_takes_its_place(stage: Stage) -> None:
    stage.rasa.stalled = True
    stage.platform.rules.timeout_s = 0.3
    pushing = asyncio.create_task(stage.platform.say(OPENID, "忘记密码怎么办"))
    await asyncio.sleep(0.45)
    stage.rasa.resume()
    delivered = await pushing
    assert (delivered.attempts, delivered.result) == (2, "reply")
    await stage.idle()
    assert stage.person.texts == ["echo:忘记密码怎么办"]
    assert len(stage.rasa.turns) == 1


async def test_after_all_deliveries_failed_the_answer_still_comes_once(stage: Stage) -> None:
    stage.rasa.stalled = True
    stage.platform.rules.timeout_s = 0.1
    assert (await stage.platform.say(OPENID, "忘记密码怎么办")).result == "fault"
    stage.person.screen.clear()
    stage.rasa.resume()
    await stage.idle()
    assert _shown(stage.person.screen) == [("custom", "echo:忘记密码怎么办")]


async def test_three_deliveries_at_once_are_one_turn_and_one_answer(stage: Stage) -> None:
    same = {"MsgId": 24_000_000_000_000_777, "CreateTime": 1}
    results = await stage.platform.push_together(
        *(stage.platform.push_message(OPENID, "text", Content="忘记密码怎么办", **same) for _ in range(3))
    )
    await stage.idle()
    assert len(stage.rasa.turns) == 1
    assert sorted(result.result for result in results).count("fault") == 0
    assert set(stage.person.texts) == {"echo:忘记密码怎么办"}


async def test_equal_message_ids_of_different_people_are_both_answered(stage: Stage) -> None:
    for openid in (OPENID, OTHER):
        await stage.platform.push_message(openid, "text", Content=f"忘记密码怎么办{openid[-1]}", MsgId=7, CreateTime=1)
    assert stage.platform.person(OPENID).texts == ["echo:忘记密码怎么办1"]
    assert stage.platform.person(OTHER).texts == ["echo:忘记密码怎么办2"]


async def test_messages_of_one_person_are_answered_in_order(stage: Stage) -> None:
    questions = [f"第{number}个问题是忘记密码了" for number in range(12)]
    await stage.say_in_order(questions)
    await stage.idle()
    assert [turn["text"] for turn in stage.rasa.turns] == questions
    assert sorted(stage.person.texts) == sorted(f"echo:{question}" for question in questions)
    assert stage.rasa.most_at_once == {stage.rasa.turns[0]["sender"]: 1}


async def test_short_pieces_become_one_question(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with running_stage(tmp_path, small_library, rasa, join_s=60.0) as stage:
        await stage.say_in_order(("我的", "账号", "登不上去", "了，这是为什么呢"))  # the last ends it, not the minute
        await stage.idle()
        assert [turn["text"] for turn in rasa.turns] == ["我的 账号 登不上去 了，这是为什么呢"]
        assert stage.person.texts == ["echo:我的 账号 登不上去 了，这是为什么呢"]


async def test_a_short_but_clear_question_is_not_kept_waiting(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with running_stage(tmp_path, small_library, rasa, join_s=60.0, passive_s=4.0) as stage:
        for text in ("密码忘了", "人工", "2"):
            assert (await stage.platform.say(OPENID, text)).result == "reply"


async def test_a_long_answer_comes_in_parts_that_fit(stage: Stage) -> None:
    answer = "这是一句不长的话。" * 200
    stage.rasa.answers.append(say(answer))
    assert (await stage.platform.say(OPENID, "忘记密码怎么办")).result == "silent"
    await stage.idle()
    assert "".join(stage.person.texts) == answer
    assert [len(text.encode()) for text in stage.person.texts] == [1998, 1998, 1404]
    assert all(item.via == "custom" and item.text.endswith("。") for item in stage.person.screen)


async def test_what_exceeds_the_allowance_waits_for_the_next_message_in_order(stage: Stage) -> None:
    paragraphs = [f"{number}" * 1990 for number in range(1, 8)]
    stage.rasa.answers.append(say("\n\n".join(paragraphs)))
    await stage.platform.say(OPENID, "忘记密码怎么办")
    await stage.idle()
    assert stage.person.texts == paragraphs[:5]
    assert stage.rows("SELECT count(*) FROM wechat_outgoing") == [(2,)]
    await stage.platform.say(OPENID, "还有呢，请继续说完")
    await stage.idle()
    assert stage.person.texts == [*paragraphs[:5], *paragraphs[5:], "echo:还有呢，请继续说完"]
    assert stage.rows("SELECT count(*) FROM wechat_outgoing") == [(0,)]
    assert [call.code for call in stage.platform.calls if call.path == SEND] == [0] * 8


async def test_waiting_texts_are_merged_to_save_allowance(stage: Stage) -> None:
    paragraphs = [f"{number}" * 1990 for number in range(1, 6)]
    stage.rasa.answers.append(say("\n\n".join([*paragraphs, "尾巴在这里"])))
    await stage.platform.say(OPENID, "忘记密码怎么办")
    await stage.idle()
    await stage.platform.say(OPENID, "还有呢，请继续说完")
    await stage.idle()
    assert stage.person.texts == [*paragraphs, "尾巴在这里\n\necho:还有呢，请继续说完"]


OPTIONS = {
    "text": "您是不是想问：\n1. 忘记密码怎么办？\n2. 都不是\n\n点选或回复序号都可以。",
    "buttons": [
        {"title": "忘记密码怎么办？", "payload": '/choose_option{"option": "reset_password"}'},
        {"title": "都不是", "payload": '/choose_option{"option": "none"}'},
    ],
}


async def test_options_are_links_in_their_place_and_a_tap_chooses(stage: Stage) -> None:
    stage.rasa.answers.append(say(OPTIONS))
    await stage.platform.say(OPENID, "我登录的时候出问题了")
    assert stage.person.texts == [
        "您是不是想问：\n"
        '1. <a href="weixin://bizmsgmenu?msgmenucontent=%E5%BF%98%E8%AE%B0%E5%AF%86%E7%A0%81%E6%80%8E%E4%B9%88%E5%8A%9E'
        '%EF%BC%9F&msgmenuid=101">忘记密码怎么办？</a>\n'
        '2. <a href="weixin://bizmsgmenu?msgmenucontent=%E9%83%BD%E4%B8%8D%E6%98%AF&msgmenuid=102">都不是</a>\n\n'
        "点选或回复序号都可以。"
    ]
    await stage.platform.tap(OPENID, "都不是")
    assert stage.rasa.turns[-1]["text"] == '/choose_option{"option": "none"}'


async def test_options_as_a_menu_message(tmp_path: Path, small_library: Library, rasa: FakeRasa) -> None:
    async with running_stage(tmp_path, small_library, rasa, options="msgmenu") as stage:
        rasa.answers.append(say(OPTIONS))
        await stage.platform.say(OPENID, "我登录的时候出问题了")
        await stage.idle()
        assert [(item.kind, item.text, item.options) for item in stage.person.screen] == [
            (
                "msgmenu",
                "您是不是想问：\n1. 忘记密码怎么办？\n2. 都不是\n点选或回复序号都可以。",
                (("101", "1. 忘记密码怎么办？"), ("102", "2. 都不是")),
            )
        ]
        await stage.platform.tap(OPENID, "忘记密码怎么办？")
        assert rasa.turns[-1]["text"] == '/choose_option{"option": "reset_password"}'


async def test_an_account_without_menu_messages_gets_links(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with running_stage(tmp_path, small_library, rasa, Account(sandbox=True), options="msgmenu") as stage:
        rasa.answers.append(say(OPTIONS))
        await stage.platform.say(OPENID, "我登录的时候出问题了")
        await stage.idle()
        assert [item.kind for item in stage.person.screen] == ["text"]
        assert [title for _, title in stage.person.screen[0].options] == ["忘记密码怎么办？", "都不是"]


@pytest.mark.parametrize("option_id", ["101", "0", "999"])
async def test_a_stale_or_lost_option_is_read_like_typed_words(stage: Stage, option_id: str) -> None:
    stage.rasa.answers.append(say(OPTIONS))
    await stage.platform.say(OPENID, "我登录的时候出问题了")
    stage.clock.advance(49 * 3600)
    await stage.platform.push_message(OPENID, "text", Content="1. 忘记密码怎么办？", bizmsgmenuid=option_id)
    assert stage.rasa.turns[-1]["text"] == "忘记密码怎么办？"


async def test_an_option_of_somebody_else_means_nothing(stage: Stage) -> None:
    stage.rasa.answers.append(say(OPTIONS))
    await stage.platform.say(OPENID, "我登录的时候出问题了")
    await stage.platform.push_message(OTHER, "text", Content="都不是", bizmsgmenuid=102)
    assert stage.rasa.turns[-1]["text"] == "都不是"


async def test_a_persons_own_markup_is_never_a_link(stage: Stage) -> None:
    stage.rasa.answers.append(say('您说的是“<a href="https://evil.example">点我</a>”吗'))
    await stage.platform.say(OPENID, "看看这个链接是不是官方的")
    assert stage.person.texts == ['您说的是“＜a href="https://evil.example">点我＜/a>”吗']


async def test_a_picture_becomes_an_attachment_of_the_conversation(stage: Stage) -> None:
    assert (await stage.platform.send_picture(OPENID, _png(), "text/plain")).result == "reply"
    [turn] = stage.rasa.turns
    [attachment] = turn["metadata"]["attachments"]
    assert turn["text"] == "/send_picture"
    assert stage.rows("SELECT id, media_type, width FROM attachment") == [(attachment, "image/png", 8)]
    assert stage.rows("SELECT channel, conversation_key FROM requester") == [("wechat", turn["sender"])]


async def test_a_file_that_is_no_picture_is_declined_politely(stage: Stage) -> None:
    await stage.platform.send_picture(OPENID, b"MZ not a picture")
    assert stage.rasa.turns == []
    assert stage.person.texts == [
        "这个文件不是我能打开的图片。请截图后以 JPG 或 PNG 图片再发一次；发不了可以回复「没有」。"
    ]


async def test_a_picture_that_is_gone_is_asked_for_again(stage: Stage) -> None:
    await stage.platform.push_message(OPENID, "image", MediaId="gone", PicUrl="http://mmbiz.qpic.cn/x")
    assert stage.person.texts == [phrases.PICTURE_GONE]


async def test_a_picture_is_tried_again_when_the_line_breaks(stage: Stage) -> None:
    async def no_pause(_: float) -> None:
        await asyncio.sleep(0)

    stage.service.replies.sleep = no_pause
    stage.platform.faults.add("/cgi-bin/media/get", Fault("status", 502, times=2))
    await stage.platform.send_picture(OPENID, _png())
    assert len(stage.rasa.turns) == 1


async def test_voice_is_answered_by_a_request_for_text(stage: Stage) -> None:
    await stage.platform.send_voice(OPENID)
    assert stage.person.texts == [phrases.VOICE]
    await stage.platform.send_voice(OPENID, recognition="忘记密码怎么办")
    assert stage.person.texts[1:] == ["echo:忘记密码怎么办"]


async def test_voice_with_a_hook_is_understood_and_a_broken_hook_is_survived(stage: Stage) -> None:
    heard: list[tuple[bytes, str]] = []

    async def transcribe(data: bytes, kind: str) -> str:
        heard.append((data, kind))
        if data == b"broken":
            raise ValueError("no sound")
        return "手机号被注册了"

    stage.service.replies.transcribe = transcribe
    await stage.platform.send_voice(OPENID, b"#!AMR\nclip")
    await stage.platform.send_voice(OPENID, b"broken")
    assert heard == [(b"#!AMR\nclip", "amr"), (b"broken", "amr")]
    assert stage.person.texts == ["echo:手机号被注册了", phrases.VOICE]


async def test_every_other_kind_of_message_has_its_sentence(stage: Stage) -> None:
    await stage.platform.send_video(OPENID)
    await stage.platform.send_video(OPENID, short=True)
    await stage.platform.send_location(OPENID)
    await stage.platform.send_link(OPENID, "题", "https://example.com/")
    await stage.platform.send_sticker(OPENID)
    await stage.platform.push_message(OPENID, "hologram")
    assert stage.person.texts == [
        phrases.VIDEO,
        phrases.VIDEO,
        phrases.LOCATION,
        phrases.LINK,
        phrases.UNSUPPORTED,
        phrases.UNKNOWN,
    ]
    assert stage.rasa.turns == []


async def test_following_is_welcomed_with_what_help_says(stage: Stage) -> None:
    stage.rasa.answers.append(say(OPTIONS))
    await stage.platform.follow(OPENID)
    assert stage.person.texts[0].startswith("感谢您的关注！\n\n您是不是想问：\n1. <a href=")
    assert stage.rasa.turns[0]["text"] == "你好"


async def test_menu_taps_say_what_they_stand_for(stage: Stage) -> None:
    for key in ("help", "agent", "tickets"):
        await stage.platform.click_menu(OPENID, key)
        stage.clock.advance(1)
    assert [turn["text"] for turn in stage.rasa.turns] == ["你好", "人工", "我的工单"]
    assert stage.person.texts == ["echo:你好", "echo:人工", "echo:我的工单"]


async def test_events_nobody_answers_are_acknowledged_in_silence(stage: Stage) -> None:
    assert (await stage.platform.view_menu(OPENID, "https://example.com/")).result == "silent"
    assert (await stage.platform.report_location(OPENID)).result == "silent"
    assert (await stage.platform.push_event(OPENID, "novelty")).result == "silent"
    assert stage.rows("SELECT count(*) FROM inbox") == [(0,)]
    assert stage.person.screen == []


async def test_events_of_the_same_second_are_different(stage: Stage) -> None:
    await stage.platform.push_together(
        stage.platform.report_location(OPENID),
        stage.platform.click_menu(OPENID, "agent"),
        stage.platform.click_menu(OPENID, "tickets"),
        stage.platform.click_menu(OPENID, "agent"),
    )
    await stage.idle()
    assert sorted(turn["text"] for turn in stage.rasa.turns) == ["人工", "我的工单"]


async def test_unfollowing_deletes_everything_about_the_person(stage: Stage) -> None:
    await stage.platform.say(OPENID, "我的手机号是13800000000，登录不了")
    await stage.platform.send_picture(OPENID, _png())
    await stage.platform.say(OTHER, "我的手机号也登录不了")
    mine, others = stage.rasa.turns[0]["sender"], stage.rasa.turns[2]["sender"]
    delivered = await stage.platform.unfollow(OPENID)
    await stage.idle()
    assert delivered.result == "silent"
    for table, column in (
        ("conversation", "key"),
        ("wechat_contact", "pseudonym"),
        ("wechat_allowance", "pseudonym"),
        ("private_value", "conversation_key"),
        ("requester", "conversation_key"),
    ):
        left = {row[0] for row in stage.rows(f"SELECT {column} FROM {table}")}
        assert mine not in left
        assert (others in left) or table in ("private_value", "requester")
    assert stage.rows("SELECT payload, reply FROM inbox WHERE conversation_key = '" + mine + "'") == [("{}", None)]
    assert stage.rows("SELECT count(*) FROM attachment WHERE deleted_at IS NULL") == [(0,)]
    # Coming back is a new beginning.
    await stage.platform.follow(OPENID)
    assert stage.rows(f"SELECT subscribed FROM wechat_contact WHERE pseudonym = '{mine}'") == [(1,)]


async def test_unfollowing_empties_rasas_memory_too(stage: Stage) -> None:
    await stage.platform.say(OPENID, "我的账号登录不了怎么办")
    mine = stage.rasa.turns[0]["sender"]
    with contextlib.closing(sqlite3.connect(stage.root / "var/tracker.db")) as tracker, tracker:
        tracker.execute("CREATE TABLE events (id INTEGER PRIMARY KEY, sender_id TEXT)")
        tracker.executemany("INSERT INTO events (sender_id) VALUES (?)", [(mine,), ("wechat-other",)])
    await stage.platform.unfollow(OPENID)
    await stage.idle()
    with contextlib.closing(sqlite3.connect(stage.root / "var/tracker.db")) as tracker:
        assert tracker.execute("SELECT sender_id FROM events").fetchall() == [("wechat-other",)]


async def test_what_has_ended_is_forgotten(stage: Stage) -> None:
    stage.rasa.answers.append(say(OPTIONS))
    await stage.platform.say(OPENID, "我登录的时候出问题了")
    stage.platform.faults.add(SEND, Fault("error", 45047))
    stage.rasa.answers.append(say("长" * 1300))
    await stage.platform.say(OPENID, "手机号注册不了怎么办")
    await stage.idle()
    tables = ("wechat_option", "wechat_allowance", "wechat_outgoing")
    assert stage.rows("SELECT count(*) FROM wechat_outgoing") == [(2,)]
    stage.clock.advance(31 * 86400)
    stage.service.forget_old(30)
    assert [stage.rows(f"SELECT count(*) FROM {table}") for table in tables] == [[(0,)]] * 3


async def test_nothing_personal_is_stored_in_the_clear_or_logged(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    await stage.platform.say(OPENID, "我叫云杉，手机号13800000000，忘记密码了")
    stage.rasa.answers.append(say("长" * 1300))
    stage.platform.faults.add(SEND, Fault("error", 45047, times=None))
    await stage.platform.say(OPENID, "手机号13800000000的密码忘记了怎么办")
    await stage.idle()
    stored = stage.stored_bytes()
    for secret in (OPENID, "13800000000", stage.platform.account.app_secret, "stable-000001"):
        assert secret.encode() not in stored
        assert secret not in caplog.text
    assert "云杉" not in caplog.text


@pytest.mark.parametrize(
    ("query", "body"),
    [
        ({}, b""),
        ({"signature": "0" * 40, "timestamp": "1", "nonce": "n"}, b"<xml/>"),
        ({"signature": "0" * 40, "timestamp": "1", "nonce": "n", "encrypt_type": "aes"}, b"<xml/>" * 20000),
    ],
)
async def test_forged_requests_get_the_same_403(stage: Stage, query: dict[str, str], body: bytes) -> None:
    answered = await stage.platform.pusher.post(query, body)
    assert answered == (403, b"forbidden")
    assert stage.rows("SELECT count(*) FROM inbox") == [(0,)]


async def test_a_downgrade_to_plain_text_is_refused(stage: Stage) -> None:
    stage.platform.account.mode = "plain"
    answered = await stage.platform.say(OPENID, "忘记密码怎么办")
    assert (answered.result, answered.reason) == ("fault", "HTTP 403")
    stage.platform.person(OPENID).screen.clear()


async def test_a_verified_but_unreadable_push_is_acknowledged(stage: Stage) -> None:
    delivered = await stage.platform.pusher.deliver(stage.person, b"<xml><Nothing/></xml>")
    assert delivered.result == "silent"


async def test_a_database_that_fails_is_told_to_the_person(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(stage.service.inbox, "accept", broken)
    await stage.platform.say(OPENID, "忘记密码怎么办")
    assert stage.person.texts == [phrases.BUSY]


async def test_a_turn_that_fails_is_told_to_the_person(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    async def broken(_: object) -> None:
        raise ValueError("bug")

    monkeypatch.setattr(stage.service.replies.turns, "run", broken)
    await stage.platform.say(OPENID, "忘记密码怎么办")
    assert stage.person.texts == [phrases.BROKEN]
    assert stage.rows("SELECT state FROM inbox") == [("failed",)]


async def test_a_flood_is_slowed_down(stage: Stage) -> None:
    for number in range(31):
        await stage.platform.say(OPENID, f"这是我要问的第{number}个问题")
    assert stage.person.texts[-1] == phrases.TOO_FAST
    assert len(stage.rasa.turns) == 30


async def test_a_token_refused_under_load_is_refreshed_once(hasty_stage: Stage) -> None:
    stage = hasty_stage
    openids = [f"oInvented-Crowd_{number:012d}" for number in range(40)]
    for openid in openids:
        stage.platform.person(openid).follows = True
    stage.rasa.stalled = True
    await stage.service.client.check_token()
    stage.platform.api.tokens.revoke()
    await stage.platform.push_together(*(stage.platform.say(openid, "忘记密码怎么办") for openid in openids))
    stage.rasa.resume()
    await stage.idle()
    assert [stage.platform.person(openid).texts for openid in openids] == [["echo:忘记密码怎么办"]] * 40
    assert [call.path for call in stage.platform.calls].count(TOKEN) == 2


async def test_an_answer_left_by_a_dead_process_is_sent_by_the_next(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with FakeWeChat() as platform:
        platform.person(OPENID).follows = True
        async with running_gateway(tmp_path, small_library, rasa, platform, passive_s=0.1) as stage:
            rasa.stalled = True
            await platform.say(OPENID, "忘记密码怎么办")
            assert stage.rows("SELECT state FROM inbox WHERE channel = 'wechat_push'") == [("received",)]
        rasa.resume()
        async with running_gateway(tmp_path, small_library, rasa, platform, passive_s=0.1) as stage:
            await stage.idle()
            assert _shown(platform.person(OPENID).screen) == [("custom", "echo:忘记密码怎么办")]
            assert stage.rows("SELECT state FROM inbox WHERE channel = 'wechat_push'") == [("done",)]
        async with running_gateway(tmp_path, small_library, rasa, platform) as stage:
            await stage.idle()
            assert platform.person(OPENID).texts == ["echo:忘记密码怎么办"]
