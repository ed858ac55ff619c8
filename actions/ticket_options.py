"""What the questions of the ticket form offer to tap; `actions/ticket_draft.py` reads their ids."""

from __future__ import annotations

from faq.choice import Option

FORGOTTEN_NAME = Option("forgot", "忘了")
NO_PICTURE = Option("no_picture", "没有截图")
USE_DRAFT = Option("use_draft", "就用这段")
SUBMIT_NOW = Option("submit_now", "不补了，直接提交")
CONFIRM_OPTIONS = (
    Option("submit", "提交"),
    Option("edit_username", "改用户名"),
    Option("edit_description", "改描述"),
    Option("edit_pictures", "换截图"),
    Option("cancel", "取消"),
)
FORM_OPTIONS = frozenset(option.id for option in (FORGOTTEN_NAME, NO_PICTURE, USE_DRAFT, SUBMIT_NOW, *CONFIRM_OPTIONS))
"""The ids of all of them."""
