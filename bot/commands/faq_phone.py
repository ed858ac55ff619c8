"""`faq show` and `faq fmt --phone`: how an entry looks on a phone, and how an old one may be split."""

from __future__ import annotations

import argparse
import html
import re
from pathlib import Path

from bot.channels.wechat.preview import wechat_text
from common.errors import BotError, nearest_spelling
from faq.content.entry import Entry
from faq.content.loader import Content, load_content
from faq.editor.entry_text import field_lines
from faq.editor.phone_split import is_old_format, proposed_split
from faq.saying.answer import answer_options, newest_source, render_more, render_plain, source_line
from faq.text.markup import to_html
from faq.text.phone import SCREEN_LINES, reply_lines, wrapped

_TAG = re.compile(r"<[^<>]+>")
_BREAKS = re.compile(r"</(?:p|li|h2)>|<br>")


def known_entry(content: Content, entry_id: str) -> Entry:
    """The entry of that id.

    Raises:
        BotError: there is none; the text names the nearest.
    """
    entry = content.entry(entry_id)
    if entry is None:
        near = nearest_spelling(entry_id, [item.id for item in content.entries])
        remedy = f"是不是想看「{near}」？" if near else "用 ./run faq stats 看全部编号。"
        raise BotError(f"没有「{entry_id}」这个条目。改法：{remedy}")
    return entry


def show(options: argparse.Namespace, root: Path) -> int:
    """Print an entry as WeChat and as the web page show it."""
    content = load_content(root)
    entry = known_entry(content, options.id)
    text = render_plain(entry, content)
    titles = [option.title for option in answer_options(entry, content)]
    lines = reply_lines(text, titles) + 1
    print(f"{entry.id}　{entry.title}\n")
    print(f"── 微信里（{lines} 行，最多 {SCREEN_LINES} 行）──")
    print("\n".join(f"  {line}" for line in wrapped(wechat_text(entry, content))))
    if entry.more:
        print("\n── 回复「详细说明」之后 ──")
        print("\n".join(f"  {line}" for line in wrapped(render_more(entry, content))))
    print("\n── 网页上（/help/" + entry.id + "）──")
    print("\n".join(f"  {line}" for line in _page(entry)))
    return 0


def propose(root: Path) -> int:
    """Print how each entry of the old format may be split; files stay as they are. 1 when there is any."""
    content = load_content(root)
    old = [entry for entry in content.entries if is_old_format(entry, content)]
    for entry in old:
        print(f"{entry.path}:{entry.line}: 条目「{entry.id}」可以这样拆（句子没有改，请再删减、润色）：")
        print("\n".join(line for key, value in proposed_split(entry).items() for line in field_lines(key, value)))
        print()
    print(f"{len(old)} 个条目是旧写法。" if old else "所有条目都适合手机。")
    return 1 if old else 0


def _page(entry: Entry) -> list[str]:
    parts = [entry.title, to_html(entry.answer)]
    parts += [f"［{action.title}］→ {action.to}" for action in entry.actions]
    for section in entry.more:
        parts += [f"■ {section.title}", to_html(section.text)]
    for item in entry.follow_ups:
        parts += [f"？ {item.asks[0]}（{len(item.asks)} 种问法）", to_html(item.say)]
    if entry.answer_en:
        parts += ["■ In English", to_html(entry.answer_en)]
    parts.append(source_line(entry))
    text = "\n".join(_BREAKS.sub("\n", part) for part in parts)
    return [line for line in html.unescape(_TAG.sub("", text)).splitlines() if line.strip()]


def figures(entry: Entry, content: Content) -> str:
    """What `faq stats` says of an entry's length and sources."""
    titles = [option.title for option in answer_options(entry, content)]
    lines = reply_lines(render_plain(entry, content), titles) + 1
    details = sum(len(section.text) for section in entry.more)
    return f"{lines} 行，详细说明 {details} 字，最新来源 {newest_source(entry) or '未注日期'}"
