"""The table for Excel and back, with the YAML around it untouched."""

from __future__ import annotations

import re

import pytest
from openpyxl import load_workbook

from common.errors import ContentError
from faq.content.loader import load_content
from faq.editor.cells import COLUMNS
from faq.editor.exchange import apply_import
from tests.faq.content_folder import DAY, edit, faults
from tests.faq.editor.tables import ACCOUNT, SUPPORT, cells, export_table, plan_import, texts, unlike_questions, write

HEADINGS = ["文件", *COLUMNS.values()]


@pytest.mark.parametrize("name", ["t.csv", "t.xlsx"])
def test_round_trip_without_an_edit_changes_nothing(root, tmp_path, name):
    before = texts(root)
    assert export_table(root, tmp_path / name) == 3
    plan = plan_import(root, tmp_path / name, DAY)
    assert (plan.files, plan.changes) == ({}, ())
    apply_import(plan)
    assert texts(root) == before


def test_csv_opens_in_excel(root, tmp_path):
    export_table(root, tmp_path / "t.csv")
    data = (tmp_path / "t.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf" + "文件,编号,标准问题".encode())
    assert b"\r\n" in data
    row = cells(tmp_path / "t.csv")["reset_password"]
    assert (row["文件"], row["热门"], row["联系方式"]) == ("account.yml", "是", "kefu_wechat\nkefu_email")
    assert row["出处"] == "学信网服务号推送（高校转载） | 未注日期"


def test_xlsx_has_a_frozen_bold_heading_and_wrapped_cells(root, tmp_path):
    export_table(root, tmp_path / "t.xlsx")
    sheet = load_workbook(tmp_path / "t.xlsx").worksheets[0]
    assert (sheet.title, sheet.freeze_panes, sheet.max_row) == ("知识库", "C2", 4)
    assert [cell.value for cell in sheet[1]] == HEADINGS
    assert all(cell.font.b for cell in sheet[1])
    assert sheet["J2"].alignment.wrap_text


def test_import_changes_only_the_lines_that_differ(root, tmp_path):
    edit(root, ACCOUNT, "    - 短信已达上限\n", "    - 短信已达上限  # 页面原话\n    # 下面是口语\n")
    edit(root, ACCOUNT, "  hot: true\n", "  hot: true  # 首页\n")
    before = (root / ACCOUNT).read_text(encoding="utf-8")
    export_table(root, tmp_path / "t.csv")
    rows = cells(tmp_path / "t.csv")
    change = rows["sms_limited"]
    change["标准问题"] = "提示短信发得太频繁怎么办？"
    change["相似问"] = (
        change["相似问"]
        .replace("受限之后多长时间能恢复", "多久才能再发短信：要一天吗")
        .replace("按多了，系统把我给禁了\n", "")
    )
    change["相似问"] += "\n一句新的、谁也没有问过的话"
    change["核对日期"] = "2026/11/2"
    plan = plan_import(root, write(tmp_path / "t.csv", list(rows.values())), DAY)
    assert plan.changes == ("修改 sms_limited（account.yml）：标准问题、相似问、核对日期",)
    apply_import(plan)
    expected = (
        before.replace("title: 提示获取验证码太频繁怎么办？", "title: 提示短信发得太频繁怎么办？")
        .replace("    - 受限之后多长时间能恢复\n", "    - 多久才能再发短信：要一天吗\n")
        .replace("    - 按多了，系统把我给禁了\n", "")
        .replace(
            "    - 怎么才能解封我的号，让它接着发\n",
            "    - 怎么才能解封我的号，让它接着发\n    - 一句新的、谁也没有问过的话\n",
        )
    )
    head, tail = expected.rsplit("  reviewed: 2026-11-01", 1)
    assert (root / ACCOUNT).read_text(encoding="utf-8") == f"{head}  reviewed: 2026-11-02{tail}"
    assert faults(root) == []


def test_import_sets_and_removes_optional_fields(root, tmp_path):
    table = write(
        tmp_path / "t.csv",
        [
            {
                "编号": "sms_limited",
                "热门": "是",
                "关键词": "验证码受限，太频繁",
                "联系方式": "",
                "有效期止": "2027-01-31",
                "只给学校": "明德大学\n明大",
            },
            {
                "编号": "reset_password",
                "热门": "否",
                "关键词": "",
                "联系方式": "kefu_wechat",
                "有效期止": "",
                "只给学校": "",
            },
        ],
    )
    plan = plan_import(root, table, DAY)
    assert plan.changes == (
        "修改 sms_limited（account.yml）：热门、关键词、联系方式、有效期止、只给学校",
        "修改 reset_password（account.yml）：热门、关键词、联系方式",
    )
    apply_import(plan)
    text = (root / ACCOUNT).read_text(encoding="utf-8")
    assert "  intent: sms_code\n  hot: true\n  keywords: [验证码受限, 太频繁]\n  questions:\n" in text
    assert (
        "  related: [reset_password]\n  source:\n    - title: 学信网服务号推送（高校转载）\n      date: 未注日期\n"
        "  reviewed: 2026-11-01\n  valid_until: 2027-01-31\n  scope:\n    school: 明德大学\n    aliases: [明大]\n"
    ) in text
    assert "  intent: forgot_password\n  hot: false\n  prompts: [用户名 验证码 确定]\n  questions:\n" in text
    entry = load_content(root).entry("sms_limited")
    assert entry is not None
    assert (entry.keywords, entry.contacts, entry.hot) == (("验证码受限", "太频繁"), (), True)


def test_answer_and_sources_are_written_as_people_write_them(root, tmp_path):
    answer = "第一段：先等一等。\n\n1. 打开页面。\n2. 再试一次。"
    sources = "学信网声明（高校照录）|2020-07-01|https://www.chsi.com.cn/\n某校通知 # 3 | 2025-09"
    table = write(tmp_path / "t.csv", [{"编号": "sms_limited", "答案": answer, "出处": sources}])
    apply_import(plan_import(root, table, DAY))
    assert (
        "  answer: |\n    第一段：先等一等。\n\n    1. 打开页面。\n    2. 再试一次。\n  related: [reset_password]\n"
        "  contacts: [kefu_wechat]\n  source:\n    - title: 学信网声明（高校照录）\n      date: 2020-07-01\n"
        '      url: https://www.chsi.com.cn/\n    - title: "某校通知 # 3"\n      date: 2025-09\n'
    ) in (root / ACCOUNT).read_text(encoding="utf-8")


def test_new_entry_goes_to_the_end_of_its_file(root, tmp_path):
    export_table(root, tmp_path / "t.csv")
    row = cells(tmp_path / "t.csv")["contact_email"] | {
        "编号": "login_hint",
        "标准问题": "登录页在哪里？",
        "相关条目": "",
    }
    row["相似问"] = "\n".join(unlike_questions(1))
    row["文件"] = "login.yml"
    row["答案"] = "打开[学信网](https://www.chsi.com.cn/)。"
    plan = plan_import(root, write(tmp_path / "t.csv", [row]), DAY)
    assert plan.changes == ("新增 login_hint（login.yml）",)
    apply_import(plan)
    text = (root / "faq/entries/login.yml").read_text(encoding="utf-8")
    assert text.startswith(
        "# yaml-language-server: $schema=../schema.json\n- id: login_hint\n"
        "  title: 登录页在哪里？\n  category: 客服与帮助\n"
    )
    assert text.endswith("      date: 未注日期\n  reviewed: 2026-11-01\n")
    row["文件"], row["编号"] = "support.yml", "login_hint_2"
    row["标准问题"], row["相似问"] = "怎样打开登录的网页呢？", "\n".join(unlike_questions(2))
    before = (root / SUPPORT).read_text(encoding="utf-8")
    apply_import(plan_import(root, write(tmp_path / "t.csv", [row]), DAY))
    assert (root / SUPPORT).read_text(encoding="utf-8").startswith(f"{before}\n- id: login_hint_2\n")


def test_details_buttons_prompts_and_english_go_through_the_table(root, tmp_path):
    export_table(root, tmp_path / "t.csv")
    assert (
        cells(tmp_path / "t.csv")["reset_password"]["详细说明"] == "【还不行】\n收不到短信看[这里](faq:sms_limited)。"
    )
    row = {
        "编号": "sms_limited",
        "页面提示": "短信已达上限\n操作被禁止",
        "详细说明": "【注意】\n- 别连着点。\n\n【还不行】\n截图找客服。",
        "按钮": "找回密码 | faq:reset_password\n官网｜https://www.chsi.com.cn/",
        "英文答案": "Stop and wait 24 hours.",
        "追问": "问：要钱吗\n问：收费不\n问:重设一次多少钱\n答：不用钱，\n自己弄。\n英：No.\n见：faq:reset_password\n"
        "年：-2007\n问：等多久\n问：几天\n问：多久能好\n答：24 小时。",
    }
    apply_import(plan_import(root, write(tmp_path / "t.csv", [row]), DAY))
    assert (
        "  more:\n    - title: 注意\n      text: |\n        - 别连着点。\n    - title: 还不行\n      text: |\n"
        "        截图找客服。\n  actions:\n    - title: 找回密码\n      to: faq:reset_password\n    - title: 官网\n"
        "      to: https://www.chsi.com.cn/\n  answer_en: |\n    Stop and wait 24 hours.\n  follow_ups:\n"
        "    - asks:\n        - 要钱吗\n        - 收费不\n        - 重设一次多少钱\n"
        "      say: |\n        不用钱，\n        自己弄。\n"
        '      say_en: No.\n      to: faq:reset_password\n      years: "-2007"\n'
        "    - asks:\n        - 等多久\n        - 几天\n        - 多久能好\n"
        "      say: 24 小时。\n  related:"
    ) in (root / ACCOUNT).read_text(encoding="utf-8")
    entry = load_content(root).entry("sms_limited")
    assert entry is not None
    assert entry.prompts == ("短信已达上限", "操作被禁止")
    assert [(section.title, section.text) for section in entry.more] == [
        ("注意", "- 别连着点。"),
        ("还不行", "截图找客服。"),
    ]
    assert [(item.asks[0], item.say, item.say_en, item.entry_id) for item in entry.follow_ups] == [
        ("要钱吗", "不用钱，\n自己弄。", "No.", "reset_password"),
        ("等多久", "24 小时。", "", None),
    ]
    assert faults(root) == []
    assert plan_import(root, tmp_path / "t.csv", DAY).changes == ()


def test_a_follow_up_that_is_only_asked_is_told_with_its_row(root, tmp_path):
    with pytest.raises(
        ContentError, match=re.escape("t.csv:2: 「追问」只有“问：”没有“答：”（现在是「问：马上能用吗」）")
    ):
        plan_import(root, write(tmp_path / "t.csv", [{"编号": "sms_limited", "追问": "问：马上能用吗"}]), DAY)
