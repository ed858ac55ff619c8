"""`faq`: the editor's tools: the review of an edit, suggestions, the table for Excel and back, figures.

What one of them alone needs is imported when it is run: the review, which comes after every edit, need not wait for it.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.commands import faq_review, faq_try
from bot.commands.progress import telling
from common.clock import SYSTEM_CLOCK, china_time
from common.whole_files import check_writable, replace_files
from common.yaml_nodes import read_text
from faq.content.entry import Entry
from faq.content.loader import ENTRIES_FOLDER, load_content
from faq.editor.words import word_cutter

DETAILS = """\
给写知识库的同事用的工具。
  try             拿几句话问问（改过的）知识库，看会怎样答
  review          改完运行它：检查、改了什么、哪些已知问题受影响、要不要校准、能不能上线
  suggest 编号    这个条目还缺哪些说法
  export 文件     导出成表格（.xlsx 或 .csv），在 Excel 里改
  import 文件     把改好的表格写回 YAML：只改有变化的字段，注释和顺序都不动
  stats           条目、相似问、核对日期的统计；--confused 列出更像别的条目的相似问
  show 编号       这个条目在微信和网页上的样子，占几行
  fmt             统一文件的写法；--check 只看不改；--phone 列出旧写法的条目可以怎样拆
例子见 docs/handbook.md。"""

_SHOWN_PAIRS = 15
_SHOWN_QUESTIONS = 30


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the sub-commands."""
    commands = parser.add_subparsers(dest="command", metavar="子命令", required=True)

    def command(name: str, summary: str, action: Callable[[argparse.Namespace, Path], int]) -> argparse.ArgumentParser:
        made = commands.add_parser(name, description=summary)
        made.set_defaults(action=action)
        return made

    faq_review.add_arguments(
        command("review", "改完知识库运行它：能不能上线，一句话；退出码 1 是先别上线", faq_review.run)
    )
    faq_try.add_arguments(command("try", "拿几句话问问这一版知识库，看会怎样答", faq_try.run))
    command("suggest", "这个条目还缺哪些说法", _suggest).add_argument("id", metavar="编号", help="条目的编号")
    command("export", "导出成表格", _export).add_argument("file", metavar="文件", type=Path, help=".xlsx 或 .csv")
    importing = command("import", "把改好的表格写回 YAML；有一行不对就什么都不写", _import)
    importing.add_argument("file", metavar="文件", type=Path, help=".xlsx 或 .csv")
    importing.add_argument("--dry-run", action="store_true", help="只看会改什么，不写")
    stats = command("stats", "知识库的统计", _stats)
    stats.add_argument("--confused", action="store_true", help="列出更像别的条目的相似问（要算几秒）")
    command("show", "看一个条目在微信和网页上的样子", _show).add_argument("id", metavar="编号", help="条目的编号")
    tidying = command("fmt", "统一文件的写法", _fmt)
    tidying.add_argument("--check", action="store_true", help="只看哪些文件要整理，不改")
    tidying.add_argument("--phone", action="store_true", help="列出手机上放不下的条目，和可以怎样拆")


def run(options: argparse.Namespace, root: Path) -> int:
    """Run the sub-command."""
    action: Callable[[argparse.Namespace, Path], int] = options.action
    return action(options, root)


def _show(options: argparse.Namespace, root: Path) -> int:
    from bot.commands import faq_phone

    return faq_phone.show(options, root)


def _suggest(options: argparse.Namespace, root: Path) -> int:
    from bot.commands import faq_phone
    from faq.editor.coverage import suggest

    content = load_content(root)
    faq_phone.known_entry(content, options.id)
    with telling("和相近的条目比…"):
        found = suggest(content.entries, options.id, word_cutter(root))
    entry = found.entry
    print(f"{entry.id}　{entry.title}（{len(entry.questions)} 个相似问）")
    print("\n缺少的说法：" if found.missing_kinds else "\n各种说法都有了。")
    for name, have, least in found.missing_kinds:
        print(f"  {name}：现有 {have} 个，建议至少 {least} 个")
    print("\n最相近的条目：" + "、".join(f"{name}（{score:.2f}）" for name, score in found.neighbours))
    if found.missing_words:
        print("\n相近条目里常用、这里还没有的词（合适就用它写一句）：")
        for word, count, example in found.missing_words:
            print(f"  {word}（{count} 次），例如：{example}")
    if found.border:
        print("\n相近条目里最容易和这里混的相似问（写新句子时避开）：")
        for text, name in found.border:
            print(f"  {text}　← {name}")
    return 0


def _export(options: argparse.Namespace, root: Path) -> int:
    from bot.commands.entry_table import write_table
    from faq.editor.exchange import export_rows, table_choices

    with telling("读知识库…"):
        headings, rows = export_rows(root)
    write_table(options.file, headings, rows, table_choices())
    print(f"已导出 {len(rows)} 个条目到 {options.file}。改好后运行：./run faq import {options.file}")
    return 0


def _import(options: argparse.Namespace, root: Path) -> int:
    from bot.commands.entry_table import read_sheet
    from faq.editor.exchange import apply_import, plan_import

    sheet, rows = read_sheet(options.file)
    if not options.dry_run:
        check_writable(root / ENTRIES_FOLDER)  # before the check, which takes a while
    if sheet:
        print(f"读的是工作表「{sheet}」。")
    with telling("检查改好以后的知识库…"):
        plan = plan_import(root, rows, options.file.name)
    for note in plan.notes:
        print(f"提示：{note}")
    if not plan.changes:
        print("表格和知识库一样，没有要改的。")
        return 0
    if options.dry_run:
        print("\n".join(plan.details))
        print(f"\n会改 {len(plan.changes)} 个条目、{len(plan.files)} 个文件（没有写入）。")
        return 0
    apply_import(plan)
    print("\n".join(plan.changes))
    print(f"\n已写入 {len(plan.changes)} 个条目、{len(plan.files)} 个文件；几秒内生效，不用重新训练。")
    return 0


def _stats(options: argparse.Namespace, root: Path) -> int:
    from bot.commands import faq_phone

    content = load_content(root)
    entries = content.entries
    if not entries:
        print("知识库里还没有条目。")
        return 0
    if options.confused:
        return _confused(entries)
    counts = sorted(len(entry.questions) for entry in entries)
    today = china_time(SYSTEM_CLOCK.now()).date()
    spread = f"最少 {counts[0]}、中位 {counts[len(counts) // 2]}、最多 {counts[-1]} 个"
    follow_ups = [item for entry in entries for item in entry.follow_ups]
    print(f"{len(entries)} 个条目，{sum(counts)} 个相似问；每条{spread}。")
    with_some, asks = sum(bool(entry.follow_ups) for entry in entries), sum(len(item.asks) for item in follow_ups)
    print(f"追问：{with_some} 个条目有，共 {len(follow_ups)} 条、{asks} 种问法。")
    for category in dict.fromkeys(entry.category for entry in entries):
        group = [entry for entry in entries if entry.category == category]
        print(f"\n{category}（{len(group)} 条）")
        for entry in group:
            age = (today - entry.reviewed).days
            size = faq_phone.figures(entry, content)
            next_ones = f"追问 {len(entry.follow_ups)}"
            print(f"  {entry.id}　{entry.title}　相似问 {len(entry.questions)}，{next_ones}，{size}，{age} 天前整理")
    return 0


def _confused(entries: Sequence[Entry]) -> int:
    from faq.editor.confusion import confused_pairs, confused_questions

    with telling("一句一句地和别的条目比…"):
        confused = confused_questions(entries)
    total = sum(len(entry.questions) for entry in entries)
    print(
        f"{total} 个相似问里有 {len(confused)} 个（{len(confused) / max(1, total):.1%}），不看它自己时会归到别的条目。"
    )
    if not confused:
        return 0
    print("\n最常混的条目（相似问所在 → 会归到）：")
    pairs = confused_pairs((item.own, item.other, item.question) for item in confused)
    for pair in pairs[:_SHOWN_PAIRS]:
        print(f"  {pair.entry_id} → {pair.rival_id}：{len(pair.texts)} 个")
    print("\n最值得看的相似问（移过去、写出区别，或合并条目）：")
    for item in confused[:_SHOWN_QUESTIONS]:
        print(f"  {item.question}　{item.own} → {item.other}")
    return 0


def _fmt(options: argparse.Namespace, root: Path) -> int:
    if options.phone:
        from bot.commands import faq_phone

        return faq_phone.propose(root)
    from faq.editor.formatting import formatted

    changed = []
    for path in sorted((root / ENTRIES_FOLDER).glob("*.yml")):
        name = path.relative_to(root).as_posix()
        text = read_text(path, root)
        raw = path.read_bytes()
        new = formatted(text, name).encode()
        if new == raw:
            continue
        changed.append(name)
        if not options.check:
            replace_files({path: new})
    if not changed:
        print("所有文件的写法都是统一的。")
        return 0
    print("\n".join(f"{name}：{'要整理' if options.check else '已整理'}" for name in changed))
    return 1 if options.check else 0
