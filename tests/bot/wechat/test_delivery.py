"""The WeChat channel, through real HTTP on both sides: each message answered once, in time, in order, in parts."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.channels.wechat.contacts import CHANNEL
from faq.engine.library import Library
from simulator import Account
from tests.bot.wechat.stage import OPENID, OTHER, Stage, running_gateway, running_stage, shown
from tests.fakes.rasa_server import FakeRasa, say
from tests.fakes.wechat_server import FakeWeChat

SEND = "/cgi-bin/message/custom/send"
TOKEN = "/cgi-bin/stable_token"


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
async def test_a_question_is_answered_in_the_response(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, mode: str
) -> None:
    async with running_stage(tmp_path, small_library, rasa, Account(mode=mode)) as stage:
        assert await stage.platform.check_address()
        delivered = await stage.platform.say(OPENID, "忘记密码怎么办")
        assert (delivered.attempts, delivered.result) == (1, "reply")
        assert shown(stage.person.screen) == [("passive", "echo:忘记密码怎么办")]
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
    assert shown(stage.person.screen) == [("custom", "echo:忘记密码怎么办")]
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
        assert shown(stage.person.screen) == [("custom", "echo:忘记密码怎么办")]


@pytest.mark.parametrize("fresh_nonce", [False, True])
async def test_a_lost_answer_is_given_again_and_only_one_turn_is_run(stage: Stage, fresh_nonce: bool) -> None:
    stage.platform.rules.lose_answers = 2
    stage.platform.rules.fresh_nonce = fresh_nonce
    delivered = await stage.platform.say(OPENID, "忘记密码怎么办")
    assert (delivered.attempts, delivered.result) == (3, "reply")
    assert shown(stage.person.screen) == [("passive", "echo:忘记密码怎么办")]
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
    assert shown(stage.person.screen) == [("custom", "echo:忘记密码怎么办")]


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


async def test_what_exceeds_the_allowance_waits_for_the_next_message_in_order(
    stage: Stage, capsys: pytest.CaptureFixture[str]
) -> None:
    """Answers that were held could not be seen where operators look for what is not sent."""
    paragraphs = [f"{number}" * 1990 for number in range(1, 8)]
    stage.rasa.answers.append(say("\n\n".join(paragraphs)))
    await stage.platform.say(OPENID, "忘记密码怎么办")
    await stage.idle()
    assert stage.person.texts == paragraphs[:5]
    assert stage.rows("SELECT count(*) FROM outbox WHERE kind = 'wechat'") == [(2,)]
    assert main(["tickets", "outbox"], stage.root) == 0
    listed = capsys.readouterr().out
    assert [line.count("微信消息") for line in listed.splitlines()[2:]] == [1, 1], listed
    assert listed.count("等用户下次来") == 2
    await stage.platform.say(OPENID, "还有呢，请继续说完")
    await stage.idle()
    assert stage.person.texts == [*paragraphs[:5], *paragraphs[5:], "echo:还有呢，请继续说完"]
    assert stage.rows("SELECT count(*) FROM outbox WHERE kind = 'wechat'") == [(0,)]
    assert [call.code for call in stage.platform.calls if call.path == SEND] == [0] * 7


async def test_waiting_texts_are_merged_to_save_allowance(stage: Stage) -> None:
    paragraphs = [f"{number}" * 1990 for number in range(1, 6)]
    stage.rasa.answers.append(say("\n\n".join([*paragraphs, "尾巴在这里"])))
    await stage.platform.say(OPENID, "忘记密码怎么办")
    await stage.idle()
    await stage.platform.say(OPENID, "还有呢，请继续说完")
    await stage.idle()
    assert stage.person.texts == [*paragraphs, "尾巴在这里\n\necho:还有呢，请继续说完"]


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
            assert stage.rows("SELECT state FROM inbox WHERE channel = 'wechat'") == [("working",)]
        rasa.resume()
        async with running_gateway(tmp_path, small_library, rasa, platform, passive_s=0.1) as stage:
            await stage.take_up()
            assert shown(platform.person(OPENID).screen) == [("custom", "echo:忘记密码怎么办")]
            assert stage.rows("SELECT state FROM inbox WHERE channel = 'wechat'") == [("done",)]
        async with running_gateway(tmp_path, small_library, rasa, platform) as stage:
            await stage.idle()
            assert platform.person(OPENID).texts == ["echo:忘记密码怎么办"]
