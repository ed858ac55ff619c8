"""`why`: what the FAQ library thinks of a question or a picture, signal by signal, without starting anything."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Callable
from pathlib import Path

from bot.commands.image_files import image_refused, read_image
from bot.commands.progress import Progress
from bot.serving.pictures import Pictures
from common.errors import UnusableError
from common.pictures import PictureRefusedError
from common.settings_file import load_settings
from faq.engine.explain import explain
from faq.engine.library import Library
from faq.engine.meaning_preparation import prepare_first_time
from faq.pages.answering import answer_page
from faq.pages.explain import page_dict, page_report, page_sentence
from faq.pages.page import read_page
from faq.pages.prompts import page_prompts
from screenshots.lines import PictureReading

DETAILS = "只用知识库计算，不启动 Rasa，也不需要训练好的模型。"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("text", nargs="?", metavar="文字", help="要解释的问题；有 --image 时是和图一起打的字")
    parser.add_argument(
        "--image", metavar="图片", help="一张截图：读出来的每一行、各占多少分量、对上了哪一条、为什么这样答"
    )
    parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")


def run(options: argparse.Namespace, root: Path, open_library: Callable[[Path], Library] = Library.open_whole) -> int:
    """Explain and print; `open_library` gives the knowledge base of a project as it is served.

    Raises:
        UnusableError: neither a text nor a picture was given.
    """
    if options.image is not None:
        data = read_image(Path(options.image))
        progress = Progress(sys.stderr)
        progress.say("读图上的字…")
        try:
            seen = asyncio.run(_read(root, data))
        except PictureRefusedError as refused:
            raise image_refused(options.image, refused) from refused
        # Only now: what is no picture need not wait for the library.
        progress.say("读知识库…")
        prepare_first_time(root, progress.say)
        library = open_library(root)
        progress.end()
        return _explain_image(library, seen, options.text or "", as_json=options.json)
    if options.text is None:
        raise UnusableError("./run why: 要给出其中一个参数：文字 --image")
    progress = Progress(sys.stderr)
    progress.say("读知识库…")
    prepare_first_time(root, progress.say)
    library = open_library(root)
    progress.end()
    explanation = explain(library, options.text)
    sentence = library.sentence(explanation.decision, options.text)
    if options.json:
        print(json.dumps({"sentence": sentence, **explanation.as_dict()}, ensure_ascii=False))
    else:
        print("\n".join([sentence, "", *explanation.lines()]))
    return 0


def _explain_image(library: Library, seen: PictureReading, typed: str, *, as_json: bool) -> int:
    page = read_page(seen.lines, page_prompts(library.content.entries), library.places)
    answer = answer_page(library, page, typed, context=typed)
    engine = explain(library, answer.decision.text, context=typed) if answer.decision else None
    decided = library.sentence(engine.decision, answer.decision.text) if engine and answer.decision else ""
    sentence = page_sentence(page, answer, decided)
    if as_json:
        plain = {**page_dict(seen.lines, page, answer), "engine": engine.as_dict() if engine else None}
        print(json.dumps({"sentence": sentence, **plain}, ensure_ascii=False))
        return 0
    print(f"{sentence}\n")
    turned = f"，转了 {seen.turned_degrees} 度" if seen.turned_degrees else ""
    print(f"{seen.width}×{seen.height}{turned}，{len(seen.lines)} 行字：")
    print("\n".join(page_report(seen.lines, page, answer)))
    if engine:
        print("\n".join(["", *engine.lines()]))
    return 0


async def _read(root: Path, data: bytes) -> PictureReading:
    settings = load_settings(root)
    pictures = Pictures(settings.pictures, settings.tickets)
    try:
        clean = await pictures.clean(data)
        return await pictures.read(clean.data)
    finally:
        await pictures.close()
