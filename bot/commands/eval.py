"""`python -m bot eval`: labelled questions measured, with reports and a comparison with a saved run."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.commands.progress import Progress
from bot.running.training import ensure_model
from common.clock import SYSTEM_CLOCK, Clock
from common.errors import BotError, UnusableError, relative_path
from evaluation.answering import judge_with_library, judge_with_stack
from evaluation.circumstances import collect_beside, report_beside
from evaluation.follow_ups import FOLDS, collect, fit, report
from evaluation.html_report import html_report
from evaluation.metrics import measure
from evaluation.questions import Question, read_questions
from evaluation.runs import compare, make_run, read_run, run_as_dict
from evaluation.talks import PlayedTurn, ScriptedTalk, play_talks, read_talks, talks_as_dict, talks_report
from evaluation.text_report import sets_report, text_report
from evaluation.verdicts import Judged
from faq.content.loader import Content, load_content
from faq.engine.library import Library
from faq.engine.meaning_model import choose_model
from faq.engine.meaning_preparation import prepare_first_time
from faq.engine.state import build_state, calibration_file
from faq.follow_ups.follow_up_chance import BY_LETTERS, BY_MEANING
from faq.guiding.guidance import Guidance
from faq.ranking.calibration import load_calibration

DETAILS = """文件每行一个 JSON：{"text", "label", "faq_id", "also", "hard"}；label 是意图名，
其中 ask_other_service 写 other_service，不该回答的写 out_of_scope（faq_id 写 null）。
几个文件就并排列成一张表：自己写的问题旁边放上外人的问题，才看得出真实水平。
--talks 的文件每行一段对话：{"talk", "turns": [{"text", "right", "right_too", "kind"}]}，
right 是答得上这一句的条目或引导，right_too 是第二个问题的。
--report 把 report.txt、run.json、report.html 写进一个文件夹；--compare 和以前的 run.json 比。"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="文件", type=Path, nargs="*", help="标注问题（JSONL）；几个就并排比")
    parser.add_argument("--follow-ups", action="store_true", help="量条目的追问：用它们自己的问法，每句轮流留出来问")
    parser.add_argument(
        "--talks",
        metavar="对话",
        type=Path,
        nargs="+",
        help="把整段对话（JSONL）演一遍，看每一句得到什么；几个就并排比",
    )
    parser.add_argument("--report", metavar="文件夹", type=Path, help="把报告写进这个文件夹")
    parser.add_argument("--compare", metavar="run.json", type=Path, help="和以前保存的一次评测比")
    parser.add_argument(
        "--through",
        choices=("stack", "faq"),
        default="stack",
        help="stack：整个系统（默认，自动启动）；faq：只问知识库，不用模型，几秒钟",
    )
    parser.add_argument("--json", action="store_true", help="在终端输出 JSON 而不是文字")


def run(options: argparse.Namespace, root: Path, clock: Clock = SYSTEM_CLOCK) -> int:
    """Measure, print, write the reports."""
    if options.follow_ups:
        print("\n".join(_follow_ups(root)))
        return 0
    if options.talks:
        return _talks(options.talks, root, as_json=options.json)
    if not options.file:
        raise UnusableError("没有说评测哪个文件。改法：写上标注问题的文件，或用 --follow-ups 量追问。")
    content = load_content(root)
    intents = {entry.id: entry.intent for entry in content.entries}
    if len(options.file) > 1:
        if options.report or options.compare:
            raise BotError("--report 和 --compare 一次只用于一个文件。改法：分开运行。")
        sets = [read_questions(path, root, intents) for path in options.file]
        measured = [measure(judged, intents) for judged in _judge_sets(sets, options.through, root)]
        print("\n".join(sets_report([(path.stem, one) for path, one in zip(options.file, measured, strict=True)])))
        return 0
    (file,) = options.file
    if options.report:
        _open_report(options.report)
    questions = read_questions(file, root, intents)
    saved = read_run(options.compare) if options.compare else None
    (judged,) = _judge_sets([questions], options.through, root)
    figures = measure(judged, intents)
    result = make_run(relative_path(file, root), options.through, content.version, clock.now(), judged)
    changes = compare(saved.judged, judged) if saved else None
    text = "\n".join(text_report(result, figures, changes))
    as_json = json.dumps(run_as_dict(result, figures), ensure_ascii=False, indent=1)
    print(as_json if options.json else text)
    if options.report:
        for name, body in (
            ("report.txt", text + "\n"),
            ("run.json", as_json + "\n"),
            ("report.html", html_report(result, figures, changes)),
        ):
            (options.report / name).write_text(body, encoding="utf-8")
        _say(f"报告写在 {options.report}/：report.html、report.txt、run.json")
    return 0


def _talks(paths: Sequence[Path], root: Path, *, as_json: bool) -> int:
    """Play conversations through a system of its own and print what they got."""
    content, guides = load_content(root), Guidance.open(root).guides.guides
    talks = [read_talks(path, root, [*(entry.id for entry in content.entries), *guides]) for path in paths]
    ensure_model(root, _say)
    played = asyncio.run(_play_with_own_stack(talks, root, content))
    named = [(path.stem, turns) for path, turns in zip(paths, played, strict=True)]
    if as_json:
        print(json.dumps({name: talks_as_dict(turns) for name, turns in named}, ensure_ascii=False, indent=1))
    else:
        print("\n".join(talks_report(named)))
    return 0


async def _play_with_own_stack(
    sets: Sequence[Sequence[ScriptedTalk]], root: Path, content: Content
) -> list[list[PlayedTurn]]:
    from bot.running.stack import running_stack  # only here: the FAQ alone is measured without the gateway

    async with running_stack(root, announce=_say) as stack:
        return [await play_talks(stack, talks, content, _say) for talks in sets]


def _follow_ups(root: Path) -> list[str]:
    """What is measured of the follow-ups, with the sentence model where there is one, and by letters alone."""
    if sum(bool(entry.follow_ups) for entry in load_content(root).entries) < FOLDS:
        return [f"有追问的条目不到 {FOLDS} 个，还没有可量的；给条目写 follow_ups 以后再量，见 docs/handbook.md。"]
    chosen = choose_model(root, load_calibration(calibration_file(root)))
    lines = []
    for model, names, what in ((chosen, BY_MEANING.weights, "带语义模型"), (None, BY_LETTERS.weights, "只看字")):
        if model is not None and model.embedder is None:
            continue
        _say(f"{what}：读知识库，逐句问…")
        state = build_state(root, model)
        lines += [f"{what}：", *report(fit(collect(state.index, state.guidance.guides.situation), tuple(names)))]
        if model is not None:
            lines += report_beside(collect_beside(state.index))
    return lines


def _open_report(folder: Path) -> None:
    """Find out before minutes of work, not after, that the report cannot be written.

    Raises:
        OSError: it cannot.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "report.txt").touch()


def _judge_sets(sets: list[list[Question]], through: str, root: Path) -> list[list[Judged]]:
    if through == "faq":
        progress = Progress(sys.stderr)
        progress.say("读知识库…")
        prepare_first_time(root, progress.say)
        library = Library.open_whole(root)
        judged = [judge_with_library(library, questions, progress.say) for questions in sets]
        progress.end()
        return judged
    ensure_model(root, _say)
    return asyncio.run(_judge_with_own_stack(sets, root))


async def _judge_with_own_stack(sets: list[list[Question]], root: Path) -> list[list[Judged]]:
    from bot.running.stack import running_stack  # only here: the FAQ alone is measured without the gateway

    async with running_stack(root, announce=_say) as stack:
        return [await judge_with_stack(stack, questions, _say) for questions in sets]


def _say(sentence: str) -> None:
    """Progress goes to the error stream: the report alone is the output."""
    print(sentence, file=sys.stderr)
