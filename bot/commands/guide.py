"""`guide`: see a guide as a picture, or walk through it in the terminal."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from common.errors import BotError, nearest_spelling
from faq.guiding.drawing import mermaid, svg
from faq.guiding.engine import GuideEngine
from faq.guiding.extraction import Extractor
from faq.guiding.loader import load_sound_guides
from faq.guiding.options import fact_of
from faq.guiding.state import GuideReply, GuideState
from faq.guiding.tree import Guide, Guides
from faq.text.choice import choose

DETAILS = """\
给写引导（faq/guides/）的同事用的工具。
  list            有哪些引导、各多少步
  show 引导       画成图：默认 Mermaid 文字；--svg 文件 存成图片
  walk 引导       在终端里走一遍：像用户那样打字、回复序号；「上一步」「重新开始」都能用，空行结束
引导有没有走不到、没写完的地方，由 ./run check 检查。"""

_WORDS = {"上一步": GuideEngine.back, "重新开始": GuideEngine.restart, "继续": GuideEngine.resume}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sub-commands."""
    commands = parser.add_subparsers(dest="command", metavar="子命令", required=True)

    def command(name: str, summary: str, action: Callable[[argparse.Namespace, Path], int]) -> argparse.ArgumentParser:
        made = commands.add_parser(name, description=summary)
        made.set_defaults(action=action)
        return made

    command("list", "有哪些引导", _list)
    show = command("show", "把一个引导画成图", _show)
    show.add_argument("id", metavar="引导", help="引导的 id，例如 forgot_password")
    show.add_argument("--svg", metavar="文件", type=Path, help="存成 SVG 图片")
    walk = command("walk", "在终端里走一遍", _walk)
    walk.add_argument("id", metavar="引导", help="引导的 id")
    walk.add_argument("--said", metavar="文字", default="", help="开头就说的话，例如「手机号停用了」")


def run(options: argparse.Namespace, root: Path) -> int:
    """Run the sub-command."""
    action: Callable[[argparse.Namespace, Path], int] = options.action
    return action(options, root)


def _list(_: argparse.Namespace, root: Path) -> int:
    for guide in load_sound_guides(root).guides.values():
        print(f"{guide.id}　{guide.name}（{len(guide.steps)} 步）")
    return 0


def _show(options: argparse.Namespace, root: Path) -> int:
    guides = load_sound_guides(root)
    guide = _guide(guides, options.id)
    if options.svg is None:
        print(mermaid(guides, guide), end="")
        return 0
    options.svg.write_text(svg(guides, guide), encoding="utf-8")
    print(f"已存到 {options.svg}。")
    return 0


def _walk(options: argparse.Namespace, root: Path) -> int:
    guides = load_sound_guides(root)
    guide = _guide(guides, options.id)
    engine, extractor = GuideEngine(guides), Extractor(guides.situation)
    state, reply = engine.begin(GuideState(facts=extractor.facts(options.said)), guide.id)
    _say(reply)
    while reply.ended is None:
        print("> ", end="", flush=True)
        text = sys.stdin.readline().strip()
        if not text:
            return 0
        if text in _WORDS:
            state, reply = _WORDS[text](engine, state)
        else:
            option = choose(text, reply.options)
            said = fact_of(option.id) if option else extractor.facts(text, engine.asked(state))
            if not said:
                print("（这句话里没有听出要问的情况）")
            state, reply = engine.tell(state, said) if said else engine.passed(state)
        _say(reply)
    outside = f"，找{reply.outside}" if reply.outside else ""
    print(f"（引导结束：{reply.ended}{outside}；走过：{' → '.join(engine.path_names(state)) or '没有停'}）")
    return 0


def _say(reply: GuideReply) -> None:
    print(f"{reply.text}\n")


def _guide(guides: Guides, name: str) -> Guide:
    found = guides.guides.get(name)
    if found is None:
        near = nearest_spelling(name, guides.guides)
        raise BotError(
            f"没有「{name}」这个引导。改法：{f'是不是「{near}」？' if near else '用 ./run guide list 看全部。'}"
        )
    return found
