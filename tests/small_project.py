"""A knowledge base of six entries in a folder of its own: fast to load, and no edit of the real one changes a test."""

from __future__ import annotations

import shutil
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]

CONTACTS = """\
- id: kefu_email
  name: 客服邮箱
  text: kefu@chsi.com.cn，三个工作日内回复
  source: 学信网
  reviewed: 2026-11-22
- id: school_registry
  name: 云杉学院教务处
  text: 行政楼 101
  source: 云杉学院
  reviewed: 2026-11-22
  scope: {school: 云杉学院, aliases: [云杉]}
"""

ENTRIES = """\
- id: reset_password
  title: 忘记密码怎么办？
  category: 学信网账号
  intent: forgot_password
  hot: true
  questions: [密码忘了, 密码想不起来了, 怎么重置密码]
  answer: |
    在登录页点**找回密码**。
    1. 填手机号
    2. 收验证码
    见[官网](https://www.chsi.com.cn/)。
  related: [find_username]
  source: [{title: 学信网帮助中心, date: 2025-09}]
  reviewed: 2026-11-22
- id: find_username
  title: 忘记用户名怎么办？
  category: 学信网账号
  intent: forgot_username
  hot: true
  questions: [用户名忘了, 用户名想不起来了, 怎么找回用户名]
  answer: 在登录页点“找回用户名”。
  source: [{title: 学信网帮助中心, date: 2025-09}]
  reviewed: 2026-11-22
- id: phone_registered
  title: 手机号已被注册怎么办？
  category: 学信网账号
  intent: phone_registered
  questions: [手机号被注册了, 提示手机号已注册, 号码被别人注册了]
  answer: 换一个手机号，或者申诉。
  contacts: [kefu_email]
  source: [{title: 学信网帮助中心, date: 2025-09}]
  reviewed: 2026-11-22
- id: no_record
  title: 查不到学籍怎么办？
  category: 学信档案
  intent: missing_record
  questions: [没有学籍, 学籍查不到, 显示暂无学籍]
  answer: 请联系学校的学籍管理部门。
  source: [{title: 学信网帮助中心, date: 2025-09}]
  reviewed: 2026-11-22
- id: contact_support
  title: 怎么找人工客服？
  category: 客服与帮助
  intent: contact_support
  questions: [转人工, 人工客服在哪, 怎么联系客服]
  answer: 发邮件给客服。
  contacts: [kefu_email]
  source: [{title: 学信网帮助中心, date: 2025-09}]
  reviewed: 2026-11-22
- id: old_notice
  title: 二〇二〇年停机通知
  category: 学信网账号
  intent: ask_other_service
  hot: true
  questions: [今天停机吗, 停机到几点, 停机通知]
  answer: 停机到晚上八点。
  source: [{title: 学信网, date: 2020-07-01}]
  reviewed: 2026-11-22
  valid_until: 2020-07-31
"""

NLU = """\
version: "3.1"
nlu:
- intent: out_of_scope
  examples: |
    - 今天天气怎么样
    - 帮我写一首诗
- intent: greet
  examples: |
    - 你好
    - 在吗
"""


def write_small_project(root: Path) -> Path:
    """Write the project into a folder and return it; the calibration is the real one."""
    (root / "faq/entries").mkdir(parents=True)
    (root / "data").mkdir()
    (root / "faq/contacts.yml").write_text(CONTACTS, encoding="utf-8")
    (root / "faq/entries/small.yml").write_text(ENTRIES, encoding="utf-8")
    (root / "data/nlu.yml").write_text(NLU, encoding="utf-8")
    (root / "settings.yml").write_text('assistant: {embedding_model: "off"}\n', encoding="utf-8")
    shutil.copy(ROOT / "faq/calibration.json", root / "faq/calibration.json")
    return root
