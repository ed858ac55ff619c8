"""What people send beside words, and what they tap: options, pictures, voice, menus, events."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest

from bot.channels.wechat import phrases
from faq.engine.library import Library
from simulator import Account, Fault
from tests.bot.wechat.stage import OPENID, OPTIONS, OTHER, Stage, png, running_stage
from tests.fakes.rasa_server import FakeRasa, say


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
    assert (await stage.platform.send_picture(OPENID, png(), "text/plain")).result == "reply"
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
    stage.service.reader.sleep = no_pause
    stage.platform.faults.add("/cgi-bin/media/get", Fault("status", 502, times=2))
    await stage.platform.send_picture(OPENID, png())
    assert len(stage.rasa.turns) == 1


MEDIA = "/cgi-bin/media/get"


async def no_pause(_: float) -> None:
    await asyncio.sleep(0)


async def test_a_picture_that_is_too_large_is_called_that(
    tmp_path: Path, small_library: Library, rasa: FakeRasa
) -> None:
    async with running_stage(tmp_path, small_library, rasa) as stage:
        too_large = stage.service.turns.settings.tickets.picture_bytes + 1
        await stage.platform.send_picture(OPENID, b"\xff\xd8" + bytes(too_large))
        assert stage.person.texts == ["这张图片太大了，最多 10 MB。请截图后再发一次；发不了可以继续用文字说明。"]
        assert stage.service.trouble() == ""


@pytest.mark.parametrize("code", [45009, 40164])
async def test_what_keeps_every_picture_away_is_our_trouble_and_raises_the_alarm(stage: Stage, code: int) -> None:
    """People used to be told that their picture had expired, and no operator was told anything."""
    stage.platform.faults.add(MEDIA, Fault("error", code))
    await stage.platform.send_picture(OPENID, png())
    assert stage.person.texts == [phrases.PICTURE_LATER]
    assert stage.service.trouble().startswith("图片取不到：")
    assert str(code) in stage.service.trouble()
    await stage.platform.send_picture(OPENID, png())
    assert stage.service.trouble() == ""
    assert stage.person.texts[1:] == ["echo:/send_picture"]


async def test_a_page_in_the_place_of_a_picture_is_asked_for_again(stage: Stage) -> None:
    """A proxy's page was taken for a file that is no picture: the person was told to send another kind."""
    stage.service.reader.sleep = no_pause
    media_id = stage.platform.api.files.put(b"<html><body>502 Bad Gateway</body></html>", "text/html")
    await stage.platform.push_message(OPENID, "image", MediaId=media_id, PicUrl="http://mmbiz.qpic.cn/x")
    assert stage.person.texts == [phrases.PICTURE_LATER]
    assert len([call for call in stage.platform.calls if call.path == MEDIA]) == 3


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

    stage.service.reader.transcribe = transcribe
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


@pytest.mark.parametrize("address", ["https://help.example.edu.cn", "https://help.example.edu.cn/"])
async def test_a_new_follower_is_shown_the_way_to_the_privacy_page(stage: Stage, address: str) -> None:
    settings = stage.service.turns.settings
    stage.service.turns.settings = replace(settings, server=replace(settings.server, public_url=address))
    await stage.platform.follow(OPENID)
    assert stage.person.texts == ["感谢您的关注！隐私说明：https://help.example.edu.cn/privacy\n\necho:你好"]


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
