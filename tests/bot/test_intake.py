"""A picture on its way in: read before it is kept, never kept when nobody should show it, unless on purpose."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import func, select
from sqlalchemy.engine import Engine

from bot.channels.base import Picture
from bot.conversation.intake import PictureIntake, Purpose, warned_now
from bot.serving.executors import make_executors
from common.clock import FakeClock
from common.pictures import BusyError, CleanPicture, PictureRefusedError, ReadingOffError, TooSlowError
from common.settings import Settings
from faq.content.loader import Content
from faq.pages.page import PageReading, Verdict
from faq.pages.saying import lead
from screenshots.lines import PictureReading, TextLine
from tests.fakes.library import FakeLibrary
from tests.ready_database import ready_database
from tests.real_content import real_content
from tests.tickets.samples import make_picture
from tickets import schema
from tickets.attachments import AttachmentStore
from tickets.database import reading
from tickets.model import Person
from tickets.vault import Vault

PERSON = Person("web", "web-anna")
CARD = ("姓名林小样", "性别女 民族汉", "住址虚构省样例市想象路1号", "公民身份号码11010119900307109X")
PAGE = ("学信网", "手机号 13900000016", "证件号码已被注册")


def lines(*texts: str) -> PictureReading:
    return PictureReading(
        tuple(TextLine(text, 40, 60 * row, 400, 30, 0.99) for row, text in enumerate(texts)), 800, 1600
    )


@dataclass
class FakePictures:
    """Reads what it is told to, refuses, or never answers."""

    seen: PictureReading | PictureRefusedError | None = None

    async def clean(self, data: bytes, whose: Sequence[str] = ()) -> CleanPicture:
        return make_picture()

    async def read(self, data: bytes, whose: Sequence[str] = ()) -> PictureReading:
        if isinstance(self.seen, PictureRefusedError):
            raise self.seen
        if self.seen is None:
            await asyncio.Event().wait()
        assert self.seen is not None
        return self.seen


@dataclass
class Stage:
    intake: PictureIntake
    pictures: FakePictures
    store: AttachmentStore
    engine: Engine

    async def show(self, seen: PictureReading | PictureRefusedError | None, purpose: Purpose | None = None) -> Picture:
        self.pictures.seen = seen
        return await self.intake.show(PERSON, make_picture(), purpose or Purpose())

    def kept(self) -> int:
        with reading(self.engine) as connection:
            return int(connection.execute(select(func.count()).select_from(schema.attachment)).scalar_one())


@pytest.fixture(scope="module")
def content() -> Content:
    return real_content()


@pytest.fixture
def stage(tmp_path: Path, content: Content) -> Iterator[Stage]:
    engine = ready_database(f"sqlite:///{tmp_path}/bot.db", tmp_path)
    store = AttachmentStore(engine, Vault([Fernet.generate_key().decode()]), tmp_path, clock=FakeClock())
    pictures, settings = FakePictures(), replace(Settings().pictures, wait_s=0.05)
    # The fakes have what is used of the real ones.
    executors = make_executors()
    intake = PictureIntake(pictures, store, FakeLibrary(content), settings, executors)  # type: ignore[arg-type]
    yield Stage(intake, pictures, store, engine)
    executors.close()


async def test_an_ordinary_page_is_kept_with_its_masked_text(stage: Stage) -> None:
    picture = await stage.show(lines(*PAGE))
    view, _ = stage.store.open_for_person(PERSON, picture.attachment)
    assert view.page_text == "学信网\n手机号 〔手机号〕\n证件号码已被注册"
    assert picture.page is not None
    page = PageReading.from_dict(picture.page)
    assert (page.verdict, page.quote, picture.danger, picture.said) == (Verdict.MATCH, "证件号码已被注册", "", "")


async def test_what_a_page_says_beside_a_code_is_handed_on_without_the_picture(stage: Stage) -> None:
    shown = lines("学信网", "短信验证码：390712", "证件号码已被注册")
    picture = await stage.show(shown)
    assert picture.page is not None
    page = PageReading.from_dict(picture.page)
    assert (page.verdict, page.quote, page.danger) == (Verdict.MATCH, "证件号码已被注册", None)
    assert (picture.attachment, picture.danger) == ("", "code") and "390712" not in str(picture.as_dict())
    assert picture.said.startswith("图里有验证码：") and "\n" not in picture.said
    into_ticket = await stage.show(shown, Purpose(for_ticket=True))
    assert into_ticket.page is None and into_ticket.said.startswith("图里有验证码。")
    assert stage.kept() == 0


async def test_papers_are_warned_of_and_not_kept(stage: Stage) -> None:
    picture = await stage.show(lines(*CARD))
    assert picture == Picture(danger="id_card", said=lead(PageReading(Verdict.DANGER, "id_card")))
    assert picture.said.startswith("图里像是证件或证件照。")
    assert stage.kept() == 0


async def test_into_a_ticket_they_go_only_when_they_are_sent_again(stage: Stage) -> None:
    first = await stage.show(lines(*CARD), Purpose(for_ticket=True))
    assert first.said.endswith("确实要交给客服看的话，请再发一次，我就放进工单；不发就接着填。")
    assert (first.attachment, stage.kept()) == ("", 0)
    other = await stage.show(lines(*CARD), Purpose(for_ticket=True, warned=frozenset({"code"})))
    assert (other.attachment, stage.kept()) == ("", 0)
    again = await stage.show(lines(*CARD), Purpose(for_ticket=True, warned=frozenset({"id_card"})))
    assert again == Picture(again.attachment, danger="id_card")
    assert stage.store.open_for_person(PERSON, again.attachment)[0].page_text == ""
    outside = await stage.show(lines(*CARD), Purpose(warned=frozenset({"id_card"})))
    assert (outside.attachment, stage.kept()) == ("", 1)


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (BusyError("busy"), "现在看图的人太多，这张没来得及看，也没有保存。"),
        (None, "现在看图的人太多，这张没来得及看，也没有保存。"),
        (TooSlowError("slow"), "这张图我没能看完，也没有保存。"),
    ],
)
async def test_what_could_not_be_read_is_kept_for_a_ticket_only(
    stage: Stage, trouble: PictureRefusedError | None, said: str
) -> None:
    picture = await stage.show(trouble)
    assert (picture.attachment, picture.page, stage.kept()) == ("", None, 0)
    assert picture.said.startswith(said)
    for_ticket = await stage.show(trouble, Purpose(for_ticket=True))
    assert for_ticket == Picture(for_ticket.attachment)
    assert stage.kept() == 1


async def test_what_nobody_can_read_is_kept_for_a_ticket_only(stage: Stage) -> None:
    blurred = PictureReading((TextLine("样例", 40, 60, 90, 30, 0.41),), 800, 1600)  # a card out of focus looks so
    picture = await stage.show(blurred)
    assert picture == Picture(page=PageReading(Verdict.UNREADABLE).as_dict())
    assert stage.kept() == 0
    for_ticket = await stage.show(blurred, Purpose(for_ticket=True))
    assert (for_ticket.attachment != "", stage.kept()) == (True, 1)


async def test_a_page_of_somebody_else_is_kept_for_a_ticket_only(stage: Stage) -> None:
    shown = lines("虚构小店", "收货人 林小样", "手机号 13900000016", "!付款失败，余额不足")
    picture = await stage.show(shown)
    assert picture.page is not None and picture.page["verdict"] == "nothing"
    assert (picture.attachment, stage.kept()) == ("", 0)
    assert "林小样" not in str(picture.page) and "手机" not in str(picture.page)
    assert (await stage.show(shown, Purpose(for_ticket=True))).attachment != ""


async def test_where_pictures_are_not_read_they_are_kept_as_before(stage: Stage) -> None:
    picture = await stage.show(ReadingOffError("off"))
    assert picture == Picture(picture.attachment)
    assert stage.kept() == 1


@pytest.mark.parametrize(
    ("seen", "text"),
    [
        (lines(*PAGE), "学信网\n手机号 〔手机号〕\n证件号码已被注册"),
        (lines(*CARD), ""),
        (BusyError("忙"), ""),
    ],
)
async def test_agents_read_what_a_form_was_sent_with(
    stage: Stage, seen: PictureReading | PictureRefusedError, text: str
) -> None:
    stage.pictures.seen = seen
    view = await stage.intake.take(PERSON, b"picture")
    assert stage.kept() == 1
    assert view.page_text == text


async def test_a_form_of_a_page_keeps_what_it_was_sent_with(stage: Stage) -> None:
    assert (await stage.intake.take(PERSON, b"raw")).page_text == ""
    assert stage.kept() == 1


def test_what_a_picture_is_sent_for() -> None:
    assert Purpose.of({}) == Purpose()
    assert Purpose.of({"asking": "topic", "warned": ["code"]}) == Purpose(warned=frozenset({"code"}))
    assert Purpose.of({"asking": "screenshot"}) == Purpose(for_ticket=True)
    assert Purpose.of({"asking": None, "added": True}) == Purpose(for_ticket=True)


def test_a_warning_holds_for_the_next_picture_of_its_kind() -> None:
    warned = warned_now({"asking": "screenshot"}, (Picture(danger="id_card", said="…"),))
    assert warned == {"asking": "screenshot", "warned": ["id_card"]}
    assert warned_now(warned, (Picture("a"),)) == warned
    assert warned_now(warned, (Picture("a", danger="id_card"),)) == {"asking": "screenshot", "warned": []}
