"""A password or a code typed into the ticket form: refused and said so, and never part of a ticket."""

from __future__ import annotations

from dataclasses import replace

from actions.ticket.parts import Said
from common.masking import SECRET_KINDS
from dialogue.text.clauses import MARK, marked_clauses

NO_SECRETS = "密码、验证码别发，工单用不着，也没有存下；能撤回就撤回，密码最好改一次。"
NO_SECRETS_IN_ENGLISH = "No passwords or codes, please: the ticket needs none and none was kept. Change the password."


def without_secrets(said: Said) -> Said:
    """The message without the clauses that hold a password or a code; the very message when there is none."""
    if said.option or not any(item["kind"] in SECRET_KINDS for item in said.private):
        return said
    values = iter(said.private)
    kept: list[str] = []
    private = []
    for clause, mark in marked_clauses(said.text):
        inside = [item for _, item in zip(MARK.findall(clause), values, strict=False)]
        if any(item["kind"] in SECRET_KINDS for item in inside):
            continue
        kept.append(f"{clause}{mark}")
        private += inside
    return replace(said, text="".join(kept).strip(" ，,；;"), private=tuple(private))
