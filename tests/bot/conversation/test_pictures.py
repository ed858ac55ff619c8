"""Pictures in a turn: what Rasa is told of them, what it is not, their place among other messages, and without Rasa."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from unittest.mock import patch

import aiohttp
import pytest

from bot.conversation import several_pictures
from bot.conversation.limited_texts import CHINESE
from bot.conversation.several_pictures import said_of_several
from bot.serving.pictures import Pictures
from faq.engine.library import Library
from faq.pages.answering import PageAnswer, answer_page
from faq.pages.page import PageReading, Verdict, read_page
from faq.pages.prompts import page_prompts
from faq.pages.replying import page_reply
from faq.pages.saying import lead
from faq.ranking.decision import Candidate, Decision
from screenshots.lines import PictureReading, TextLine
from tests.bot.gateway import API, Gateway, running_gateway, settings_for, until
from tests.bot.wechat.stage import OPENID, Stage, png, running_stage, shown
from tests.fakes.library import FakeLibrary, decided
from tests.fakes.rasa_server import FakeRasa, say
from tests.real_content import real_content
from tests.tickets.samples import make_image

PAGE = ("学信网", "手机号 13900000016", "手机号已经被注册了")
CARD = ("姓名林小样", "性别女 民族汉", "住址虚构省样例市想象路1号", "公民身份号码11010119900307109X")
WARNING = lead(PageReading(Verdict.DANGER, "id_card"))
ON_PURPOSE = "确实要交给客服看的话，请再发一次，我就放进工单；不发就接着填。"


def seen(texts: tuple[str, ...]) -> PictureReading:
    lines = (TextLine(text, 40, 60 * row, 400, 30, 0.99, red=row == 2) for row, text in enumerate(texts))
    return PictureReading(tuple(lines), 800, 1600)


@dataclass
class Reader:
    """Reads every picture as these lines, when it is let."""

    texts: tuple[str, ...] = PAGE
    first: tuple[str, ...] = ()
    """What the first picture says, if that is something else."""
    free: asyncio.Event = field(default_factory=asyncio.Event)
    asked: int = 0

    async def read(self, _: Pictures, __: bytes, ___: Sequence[str] = ()) -> PictureReading:
        self.asked += 1
        await self.free.wait()
        texts, self.first = self.first or self.texts, ()
        return seen(texts)


class Unknowing(FakeLibrary):
    def decide(self, text: str, **_: Any) -> Decision:
        return decided(text, "none")


@pytest.fixture
def reader() -> Iterator[Reader]:
    """In the place of the models, which take seconds to load."""
    fake = Reader()
    fake.free.set()
    with (
        patch.object(Pictures, "read", lambda pictures, data, whose=(): fake.read(pictures, data, whose)),
        patch.object(Pictures, "warm", lambda _: asyncio.sleep(0)),
    ):
        yield fake


@pytest.fixture
async def sighted(tmp_path: Path, small_library: Library, rasa: FakeRasa, reader: Reader) -> AsyncIterator[Gateway]:
    """A gateway that reads pictures."""
    plain = settings_for(rasa)
    settings = replace(plain, pictures=replace(plain.pictures, read=True))
    async with running_gateway(tmp_path, small_library, rasa, settings) as running:
        yield running


async def show(gateway: Gateway, text: str = "", pictures: int = 1) -> dict[str, Any]:
    form = aiohttp.FormData({"session": await gateway.session("s"), "text": text})
    for shade in range(pictures):
        image = make_image(color=(0, 0, shade))
        form.add_field("image", image, filename="截图.png", content_type="image/png")
    async with gateway.client.post(f"{API}/messages", data=form) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == 200, answer
        return answer


def _page(*quotes: str) -> dict[str, Any]:
    verdict = Verdict.UNSURE if quotes else Verdict.NOTHING
    return PageReading(verdict, likely="\n".join(quotes)).as_dict()


@pytest.mark.parametrize(
    ("pages", "said"),
    [
        ([_page("手机号已被注册")], ""),
        ([_page("手机号已被注册"), _page("手机号已被注册")], ""),
        (
            [_page("手机号已被注册"), _page()],
            "收到 2 张图，上面先答了写着“手机号已被注册”的这一张。"
            "另外 1 张我没有读出学信网的提示，要问它，把上面那句话打给我。",
        ),
        (
            [_page(), _page("手机号已被注册", "请更换"), _page("验证码已超过次数限制")],
            "收到 3 张图，上面先答了写着“手机号已被注册”的这一张。"
            "另外的写着“验证码已超过次数限制”：要问哪一句，把它发给我。"
            "还有 1 张我没有读出学信网的提示，要问它，把上面那句话打给我。",
        ),
    ],
)
def test_of_several_pictures_none_is_passed_over_in_silence(pages: list[dict[str, Any]], said: str) -> None:
    told = said_of_several(pages, Unknowing(real_content()))  # type: ignore[arg-type]
    assert (told.text if told else "") == said
    assert not (told and told.options)


def test_the_other_pictures_have_buttons() -> None:
    both = [
        read_page(seen(("学信网", "注册", text)).lines, page_prompts(real_content().entries)).as_dict()
        for text in ("证件号码已被注册", "姓名格式有误")
    ]
    told = said_of_several(both, Unknowing(real_content()))  # type: ignore[arg-type]
    assert told is not None and [option.id for option in told.options] == ["name_format"]
    assert "点下面的按钮" in told.text


def test_a_picture_that_means_one_of_a_list_has_a_button_too(monkeypatch: pytest.MonkeyPatch) -> None:
    listed = Decision("clarify", (Candidate("name_format", 0.5), Candidate("login", 0.4)), "", "姓名里有空格")
    monkeypatch.setattr(several_pictures, "answer_page", lambda _, page: PageAnswer("", decision=listed))
    pages = [_page("手机号已被注册"), _page("姓名里有空格")]
    told = said_of_several(pages, Unknowing(real_content()))  # type: ignore[arg-type]
    assert told is not None and [option.id for option in told.options] == ["name_format"]


def texts_of(answer: dict[str, Any]) -> list[str]:
    return [reply["text"] for reply in answer["replies"]]


async def test_rasa_is_told_what_was_read_masked(sighted: Gateway, rasa: FakeRasa) -> None:
    await show(sighted, "这是啥意思")
    (turn,) = rasa.turns
    (page,) = turn["metadata"]["pages"]
    reading = PageReading.from_dict(page)
    assert (turn["text"], reading.verdict, reading.quote) == ("这是啥意思", Verdict.UNSURE, "手机号已经被注册了")
    ((attachment,),) = sighted.rows("SELECT id FROM attachment")
    assert turn["metadata"]["attachments"] == [attachment]
    assert b"13900000016" not in sighted.stored_bytes()
    await show(sighted)
    assert rasa.turns[1]["text"] == "/send_picture"


async def test_two_pictures_at_once_are_both_spoken_of_where_one_is_answered(
    sighted: Gateway, rasa: FakeRasa, reader: Reader
) -> None:
    reader.first = ("学信网", "验证码已超过次数限制")
    rasa.answers.append(say("换一个手机号。", {"custom": {"trace": {"band": "answer", "faq_id": "phone_registered"}}}))
    reply, said = texts_of(await show(sighted, pictures=2))
    assert (
        said.startswith("收到 2 张图，上面先答了写着“")
        and "验证码已超过次数限制" in said
        and "手机号已经被注册了" in said
    )
    assert reply == "换一个手机号。"


async def test_a_dangerous_picture_is_warned_of_and_rasa_hears_nothing_of_it(
    sighted: Gateway, rasa: FakeRasa, reader: Reader
) -> None:
    reader.texts = CARD
    assert texts_of(await show(sighted)) == [WARNING]
    assert (rasa.turns, sighted.rows("SELECT id FROM attachment")) == ([], [])
    assert texts_of(await show(sighted, "密码忘了")) == [WARNING, "echo:密码忘了"]
    assert rasa.turns[0]["metadata"]["attachments"] == []
    assert "pages" not in rasa.turns[0]["metadata"]


async def test_what_was_offered_and_asked_stays_open_after_a_warning(
    sighted: Gateway, rasa: FakeRasa, reader: Reader
) -> None:
    reader.texts = CARD
    asks = say("请发一张截图", {"custom": {"trace": {"asking": "screenshot"}}})
    rasa.answers.append(asks)
    await sighted.post(session="s", text="提交工单")
    assert texts_of(await show(sighted)) == [f"{WARNING}\n{ON_PURPOSE}"]
    assert sighted.rows("SELECT id FROM attachment") == []
    rasa.answers.append(asks)
    assert texts_of(await show(sighted)) == ["请发一张截图"]  # sent again, on purpose
    assert len(sighted.rows("SELECT id FROM attachment WHERE page_text IS NULL")) == 1
    assert len(rasa.turns[-1]["metadata"]["attachments"]) == 1
    assert texts_of(await show(sighted)) == [f"{WARNING}\n{ON_PURPOSE}"]  # the next one is warned of anew


async def test_what_is_said_while_a_picture_is_read_comes_after_it(
    sighted: Gateway, rasa: FakeRasa, reader: Reader
) -> None:
    reader.free.clear()
    picture = asyncio.create_task(show(sighted))
    await until(lambda: reader.asked == 1)
    words = asyncio.create_task(sighted.post(session="s", text="这是啥意思"))
    assert (await sighted.post(session="other", text="你好"))["replies"]  # nobody else waits
    reader.free.set()
    await asyncio.gather(picture, words)
    assert [turn["text"] for turn in rasa.turns] == ["你好", "/send_picture", "这是啥意思"]


async def test_without_rasa_the_library_answers_what_was_read(
    sighted: Gateway, rasa: FakeRasa, small_library: Library
) -> None:
    await rasa.server.close()
    page = read_page(seen(PAGE).lines, {})
    expected = page_reply(answer_page(small_library, page), small_library.content)
    answer = await show(sighted)
    assert texts_of(answer) == [f"{expected.text}\n\n{CHINESE.notice}"]
    assert expected.text.startswith("我在图里看到“手机号已经被注册了”")
    assert answer["trace"]["limited"] is True


async def test_in_wechat_a_picture_and_its_words_are_one_message(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, reader: Reader
) -> None:
    async with running_stage(tmp_path, small_library, rasa) as stage:
        await in_wechat(stage)


async def in_wechat(stage: Stage) -> None:
    platform, turns = stage.platform, stage.rasa.turns
    await platform.push_together(platform.send_picture(OPENID, png()), platform.say(OPENID, "这是啥意思"))
    await stage.idle()
    (turn,) = turns
    assert (turn["text"], len(turn["metadata"]["attachments"])) == ("这是啥意思", 1)
    assert len(turn["metadata"]["pages"]) == 1


async def test_in_wechat_a_picture_that_is_read_slowly_is_answered_once_by_a_customer_message(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, reader: Reader
) -> None:
    reader.free.clear()
    async with running_stage(tmp_path, small_library, rasa, passive_s=0.2) as stage:
        delivered = await stage.platform.send_picture(OPENID, png())
        assert (delivered.result, stage.person.texts) == ("silent", [])
        reader.free.set()
        await stage.idle()
        assert shown(stage.person.screen) == [("custom", "echo:/send_picture")]
        assert (len(stage.rasa.turns), reader.asked) == (1, 1)


async def test_in_wechat_a_dangerous_picture_leaves_nothing(
    tmp_path: Path, small_library: Library, rasa: FakeRasa, reader: Reader
) -> None:
    reader.texts = CARD
    async with running_stage(tmp_path, small_library, rasa) as stage:
        await stage.platform.send_picture(OPENID, png())
        assert (stage.person.texts, stage.rasa.turns) == ([WARNING], [])
        assert stage.rows("SELECT id FROM attachment") == []
