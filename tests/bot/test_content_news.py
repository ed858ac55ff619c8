"""Staff hear of a refused edit: a banner, and one mail for each state."""

from __future__ import annotations

from pathlib import Path

from bot.gateway.content_news import RefusalMail, refusal_notice
from common.errors import Problem

WRONG = Problem("faq/entries/a.yml", 3, "没有这个电话", "写 010-67410388")
ALSO = Problem("faq/entries/b.yml", 9, "链接打不开", "改链接")


class Mailbox:
    def __init__(self) -> None:
        self.texts: list[str] = []
        self.is_broken = False

    async def tell(self, subject: str, text: str) -> None:
        if self.is_broken:
            raise OSError("no route")
        self.texts.append(f"{subject}\n{text}")


def test_the_banner_names_the_first_fault() -> None:
    assert refusal_notice([]) == ""
    assert refusal_notice([WRONG, ALSO]) == (
        "知识库的新修改有错，没有上线，线上仍是上一版。"
        "faq/entries/a.yml:3: 没有这个电话。改法：写 010-67410388，另有 1 处。改好就自动换上。"
    )


async def test_what_no_editor_can_mend_is_shown_and_not_mailed(tmp_path: Path) -> None:
    away = Problem("faq", 1, "取不到发布的版本", "看数据库是否正常", "unreachable")
    assert refusal_notice([away]).startswith("知识库的新修改还没有换上，线上仍是上一版。faq:1: 取不到发布的版本")
    box = Mailbox()
    await RefusalMail(lambda: [away], box.tell, tmp_path).look()
    assert box.texts == []


async def test_one_mail_a_state_whichever_process_sees_it(tmp_path: Path) -> None:
    box, problems = Mailbox(), [WRONG]
    first, second = (RefusalMail(lambda: problems, box.tell, tmp_path / "checked") for _ in range(2))
    for mail in (first, second, first):
        await mail.look()
    assert len(box.texts) == 1 and "faq/entries/a.yml:3" in box.texts[0]
    problems.append(ALSO)
    await second.look()
    assert len(box.texts) == 2
    problems.clear()
    await first.look()
    problems.append(WRONG)
    await first.look()
    assert len(box.texts) == 3, "mended and broken again is news again"


async def test_a_mail_that_did_not_leave_is_tried_again(tmp_path: Path) -> None:
    box = Mailbox()
    mail = RefusalMail(lambda: [WRONG], box.tell, tmp_path)
    box.is_broken = True
    await mail.look()
    box.is_broken = False
    await mail.look()
    assert len(box.texts) == 1
