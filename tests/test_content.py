"""The real knowledge base: complete, clean, and true to what its sources say."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from common.yaml_nodes import read_yaml
from faq.answer import render_plain
from faq.checks.content import examine_content
from faq.editor.entry_text import HEADER
from faq.editor.formatting import formatted
from faq.entry import MAIN_TOPICS, hot_entries
from faq.loader import content_files, load_content

ROOT = Path(__file__).resolve().parents[1]
CONTENT = load_content(ROOT)
SEED = {
    "reset_password": ("手机浏览器", "学信档案", "找回密码", "用户名", "图片验证码", "手机、邮箱、密保问题"),
    "recover_username": ("证件号码、姓名、图片验证码", "确定"),
    "recover_not_in_wechat_menu": ("绑定学信网账号、登录学信档案", "手机浏览器", "电脑"),
    "reset_only_phone": ("没有绑定安全邮箱", "密保问题"),
    "reset_no_method": ("没有绑定手机号和安全邮箱", "重新注册"),
    "reset_all_unusable": ("重新注册", "学籍学历照样能查"),
    "register_account": (
        "11 位",
        "短信验证码",
        "密码确认",
        "居民身份证",
        "安全邮箱",
        "密保问题",
        "微信或支付宝",
        "密码请牢记",
    ),
    "account_platforms": (
        "学信档案",
        "中国研究生招生信息网",
        "高考特殊类型招生报名平台",
        "全国征兵网",
        "学信就业",
        "面向港澳台招生信息网",
        "学职平台",
        "新职业网",
        "全国大学生创业服务网",
        "图像校对",
        "兵役登记",
    ),
    "phone_registered": ("登录", "找回密码", "客服", "姓名", "手机号码", "证件号码", "手持证件照", "及时"),
    "id_registered": ("找回用户名", "我要重新注册", "征兵、研招", "图像校对"),
    "real_person_howto": ("学信网 App", "新账号", "人工审核"),
    "name_format": ("两个字符", "生僻字", "形近字", "客服"),
    "id_format": ("IE9+、Firefox、Chrome", "第二代居民身份证", "其他", "签发机关"),
    "sms_limited": ("24 小时",),
    "change_account_info": ("账号管理",),
    "bind_wechat_alipay": ("微信登录", "支付宝登录", "扫"),
    "record_missing": ("学校", "姓名", "证件号"),
    "record_wrong": ("学校", "改不了"),
    "contact_support": ("chsi_chesicc", "帮助中心—问题咨询", "人工客服", "kefu@chsi.com.cn", "三个工作日"),
    "contact_email": ("用户名", "截图", "问题描述", "三个工作日"),
}
"""What the article the help centre was founded on says, by entry: words its answer must hold."""


@pytest.mark.slow  # `make check` says the same by `bot check`
def test_nothing_to_mend_and_nothing_to_advise():
    findings = examine_content(ROOT)
    assert [str(problem) for problem in findings.faults] == []
    assert [problem for problem in findings.advice if problem.kind != "stale"] == []


def test_there_is_enough_of_it():
    assert len(CONTENT.entries) >= 70
    assert [entry.id for entry in CONTENT.entries if len(entry.questions) < 25] == []


@pytest.mark.parametrize("entry_id", SEED)
def test_the_founding_article_is_answered(entry_id):
    entry = CONTENT.entry(entry_id)
    assert entry is not None
    said = "\n".join([entry.answer, *(section.text for section in entry.more)])
    assert [word for word in SEED[entry_id] if word not in said.replace("**", "")] == []


def test_a_schools_own_contact_is_in_no_general_answer():
    """Conflict C3: its registry's number is the registry of one school only."""
    private = [contact for contact in CONTENT.contacts.values() if contact.scope]
    assert private
    values = {value for contact in private for value in re.findall(r"[\w.]+@[\w.]+|\d[\d-]{6,}\d", contact.name)}
    assert values
    for entry in CONTENT.entries:
        text = render_plain(entry, CONTENT)
        assert [value for value in values if value in text] == [], entry.id


def test_every_contact_is_used():
    named = {name for entry in CONTENT.entries for name in entry.contacts}
    assert {name for name, contact in CONTENT.contacts.items() if contact.scope is None} - named == set()


def test_intents_of_the_schema_are_those_of_rasa():
    schema = json.loads((ROOT / "faq/schema.json").read_text(encoding="utf-8"))
    known = schema["definitions"]["entry"]["properties"]["intent"]["enum"]
    domain = read_yaml(ROOT / "domain.yml", ROOT).get("intents")
    assert domain is not None
    assert set(known) - set(domain.plain()) == set()
    assert set(known) - {entry.intent for entry in CONTENT.entries} == set()


def test_files_have_one_look_and_the_editors_help():
    for path in content_files(ROOT):
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# yaml-language-server: $schema="), path.name
        if path.parent.name == "entries":
            assert text.startswith(HEADER), path.name
            assert formatted(text, path.name) == text, path.name


def test_hot_questions_begin_with_one_of_each_main_topic():
    hot = [entry.intent for entry in hot_entries(CONTENT.entries)]
    assert set(hot[: len(MAIN_TOPICS)]) == MAIN_TOPICS
    assert len(hot) <= 15
