"""An answer of the knowledge base in the middle of the form: so short that the form's own question stays in sight."""

from __future__ import annotations

from actions.ticket_asking import QUESTION_LINES
from faq.choice import numbered_option_lines
from faq.phone import SCREEN_LINES, line_count
from faq.reply import Reply

_BACK_LINES = 1
"""The line that leads back to the form."""
ANSWER_LINES = SCREEN_LINES - _BACK_LINES - QUESTION_LINES + 1  # the question comes in its shorter wording
_LEAST_LINES = 2


def answer_in_form(reply: Reply) -> str:
    """The answer without the choices below it, which the form's own stand for, and without what is too long."""
    text = reply.text
    if reply.options:
        listed = numbered_option_lines(reply.options)
        told, found, _ = text.partition(f"\n{listed}")
        text = told.rpartition("\n")[0] if found and "\n" in told else told
    lines = text.strip().splitlines()
    while len(lines) > _LEAST_LINES and line_count("\n".join(lines)) > ANSWER_LINES:
        lines.pop()
    return "\n".join(lines)
