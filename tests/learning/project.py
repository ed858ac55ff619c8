"""A small knowledge base that the check finds no fault in."""

from __future__ import annotations

from pathlib import Path

QUESTIONS = {
    "reset_password": ("密码忘了怎么找回", "登录密码想不起来", "怎么重新设置密码", "密码丢了咋办", "找回密码在哪里点"),
    "find_username": (
        "用户名忘了怎么查",
        "账号名字记不得了",
        "怎么查自己的用户名",
        "用户名是什么来着",
        "找回用户名入口",
    ),
}
_ENTRY = """\
- id: {id}
  title: {title}
  category: 学信网账号
  intent: {intent}
  questions:
{questions}
  # 答案要短
  answer: |
    {answer}
  source:
    - title: 学信网帮助中心
      date: 2025-09
  reviewed: 2026-11-01
"""


def write_project(root: Path) -> Path:
    """Two entries with their out-of-scope examples; the check has nothing to say."""
    (root / "faq/entries").mkdir(parents=True)
    (root / "data").mkdir()

    def entry(name: str, title: str, intent: str, answer: str) -> str:
        questions = "\n".join(f"    - {text}" for text in QUESTIONS[name])
        return _ENTRY.format(id=name, title=title, intent=intent, questions=questions, answer=answer)

    text = "\n".join(
        (
            entry("reset_password", "忘记密码怎么找回？", "forgot_password", "在登录页点“找回密码”，按提示做。"),
            entry("find_username", "忘记用户名怎么查？", "forgot_username", "在登录页点“找回用户名”，填证件号。"),
        )
    )
    (root / "faq/entries/added.yml").write_text(
        "# yaml-language-server: $schema=../schema.json\n" + text, encoding="utf-8"
    )
    (root / "data/nlu.yml").write_text(
        'version: "3.1"\nnlu:\n- intent: out_of_scope\n  examples: |\n    - 今天天气怎么样\n    - 讲个笑话\n\n'
        "- intent: greet\n  examples: |\n    - 你好\n",
        encoding="utf-8",
    )
    return root
