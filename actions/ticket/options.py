"""What the questions of the ticket form offer to tap; `actions/ticket/draft.py` reads their ids."""

from __future__ import annotations

from collections.abc import Sequence

from faq.text.choice import Option
from faq.text.normalise import matching_key

FORGOTTEN_NAME = Option("forgot", "忘了")
NO_PICTURE = Option("no_picture", "没有截图")
USE_DRAFT = Option("use_draft", "就用这段")
SUBMIT_NOW = Option("submit_now", "不补了，核对后提交")
SUBMIT = Option("submit", "提交")
CANCEL = Option("cancel", "取消")
SEE_ALL = Option("see_all", "看全文")
ADD_PICTURES = "add_pictures"
"""The id of the option to add to a ticket that is open already: words or pictures."""
CONFIRM_OPTIONS = (SUBMIT, Option("change", "补充或修改"), CANCEL)
CHANGE_OPTIONS = (
    Option("edit_username", "改用户名"),
    Option("edit_description", "改描述"),
    Option("edit_pictures", "换截图"),
    SUBMIT,
    CANCEL,
)
_ALL = (FORGOTTEN_NAME, NO_PICTURE, USE_DRAFT, SUBMIT_NOW, SEE_ALL, *CONFIRM_OPTIONS, *CHANGE_OPTIONS)
FORM_OPTIONS = frozenset(option.id for option in _ALL)
"""The ids of all of them."""


def addition_option(numbers: Sequence[str]) -> Option:
    """Adding to the ticket that is open; with several it is asked later which."""
    return Option(ADD_PICTURES, f"补充到工单 {numbers[0]}" if len(numbers) == 1 else "补充到处理中的工单")


def is_typed(text: str, option: Option) -> bool:
    """Whether a typed choice may count: «2», «no» and «提交» are no piece of «不补了，核对后提交»."""
    if option.id == SUBMIT_NOW.id:
        return matching_key(text) in {matching_key(title) for title in (option.title, *option.title.split(" / "))}
    if not text.isascii() or matching_key(text).isdigit():
        return True
    return matching_key(text) in {matching_key(title) for title in (option.title, *option.title.split(" / "))}
