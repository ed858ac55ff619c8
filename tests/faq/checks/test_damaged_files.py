"""What editors do to a file by accident, and the one message each gets: at the damaged line, in plain words.

The messages are pinned in `damaged_files.yml`; run `python -m tests.faq.checks.test_damaged_files` to write it
anew after a message was reworded, and read the difference.
"""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from tests.faq.content_folder import copy_knowledge, edit, faults

ACCOUNT, SUPPORT, CONTACTS = "faq/entries/account.yml", "faq/entries/support.yml", "faq/contacts.yml"
SNAPSHOT = Path(__file__).with_name("damaged_files.yml")
Damage = Callable[[Path], object]

QUESTION = "    - 密码忘了咋整\n"
LAST_QUESTION = "    - 我是辅导员，班里好多学生说忘记密码，想要一份找回密码的流程发群里\n"
NOTE = "    注意：绑定过微信或支付宝的，可以直接扫码登录。"
FIRST_STEP = "    1. 打开[学信网]"
DEEP_LISTS = """  follow_ups:
    - asks:
        - 过多久能再试一次
        - 要一直等着吗
        - 明天就好了吧
      say: 约 24 小时后。
    - asks:
        - 换邮箱行吗
        - 邮箱也能找回吗
        - 用邮件找回可以不
      say: 可以。
"""
CONFLICT = "<<<<<<< HEAD\n{}=======\n{}>>>>>>> main\n"


def replaced(old: str, new: str, path: str = ACCOUNT) -> Damage:
    return lambda root: edit(root, path, old, new)


def encoded(coding: str) -> Damage:
    return lambda root: (root / ACCOUNT).write_bytes((root / ACCOUNT).read_text("utf-8").encode(coding))


def written(data: bytes) -> Damage:
    return lambda root: (root / ACCOUNT).write_bytes(data)


def copied_file(name: str) -> Damage:
    return lambda root: (root / f"faq/entries/{name}").write_bytes((root / ACCOUNT).read_bytes())


def copied_entry(root: Path) -> None:
    text = (root / ACCOUNT).read_text("utf-8")
    (root / ACCOUNT).write_text(text + "\n" + text[text.index("- id: sms_limited") :], "utf-8")


def in_git(root: Path) -> None:
    who = ["-c", "user.name=t", "-c", "user.email=t@example.com"]
    for arguments in (["init", "-q"], ["add", "faq"], [*who, "commit", "-qm", "before"]):
        subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True)


def deleted_in_git(root: Path) -> None:
    in_git(root)
    (root / ACCOUNT).unlink()


def renamed_id(root: Path) -> None:
    in_git(root)
    edit(root, ACCOUNT, "- id: sms_limited", "- id: sms_too_often")


def renamed_id_of_many(root: Path) -> None:
    """What links, buttons, follow-ups, related entries, the careful list and a promise point to."""
    asks = "[过多久能再试一次, 要一直等着吗, 明天就好了吧]"
    block = f"  follow_ups:\n    - asks: {asks}\n      say: 约 24 小时后。\n      to: faq:sms_limited\n"
    button = "  actions:\n    - title: 次数受限\n      to: faq:sms_limited\n"
    edit(root, ACCOUNT, "  related: [sms_limited]\n", f"{button}{block}  related: [sms_limited]\n")
    (root / "faq/careful.yml").write_text("- entry: sms_limited\n  at_least: 0.9\n  why: 说错了要等一天\n", "utf-8")
    (root / "faq/questions").mkdir(exist_ok=True)
    (root / "faq/questions/all.yml").write_text("- question: 又点多了\n  entry: sms_limited\n", "utf-8")
    renamed_id(root)


def with_deep_lists(damage: Damage) -> Damage:
    """Lists in the items of a list, each further in: they are no fault, and not what is told of what stands below."""

    def deep(root: Path) -> None:
        edit(root, ACCOUNT, "  related: [sms_limited]\n", f"{DEEP_LISTS}  related: [sms_limited]\n")
        damage(root)

    return deep


def removed_entry(root: Path) -> None:
    text = (root / ACCOUNT).read_text("utf-8")
    (root / ACCOUNT).write_text(text[: text.index("# 验证码\n- id: sms_limited")], "utf-8")


def two_promises(root: Path) -> None:
    edit(root, CONTACTS, "三个工作日内回复", "会回复")
    edit(root, SUPPORT, "。写清用户名", "。急的一个工作日内回复。写清用户名")


def saved_up_to(mark: str, more: int) -> Damage:
    def cut(root: Path) -> None:
        text = (root / ACCOUNT).read_text("utf-8")
        (root / ACCOUNT).write_text(text[: text.index(mark) + more], "utf-8")

    return cut


def left_behind(name: str) -> Damage:
    return lambda root: (root / "faq/entries" / name).write_bytes(b"\x05 half of something")


def without_mail(root: Path) -> None:
    """The address is gone from the one file that has it, while answers still say it."""
    edit(root, CONTACTS, "kefu@chsi.com.cn", "客服邮箱")
    edit(root, ACCOUNT, NOTE, "    注意：不行就写信到 kefu@chsi.com.cn。")


def pasted_twice(root: Path) -> None:
    text = (root / ACCOUNT).read_text("utf-8")
    (root / ACCOUNT).write_text(f"{text}\n{text}", "utf-8")


DAMAGES: dict[str, Damage] = {
    # indentation
    "答案的一步少了缩进": replaced(FIRST_STEP, FIRST_STEP[2:]),
    "答案的列表顶了格": replaced("    - 急着找回密码", "- 急着找回密码"),
    "答案的一段顶了格": replaced("    注意：绑定过", "注意：绑定过"),
    "答案用全角空格缩进": replaced("    2. 填用户名", "　　2. 填用户名"),
    "相似问少空一格": replaced(QUESTION, QUESTION[1:]),
    "相似问多空两格": replaced(QUESTION, "  " + QUESTION),
    "相似问顶了格": replaced(QUESTION, QUESTION.lstrip()),
    "相似问用全角空格缩进": replaced(QUESTION, "　　" + QUESTION.lstrip()),
    "相似问用不换行空格缩进": replaced(QUESTION, "\u00a0\u00a0" + QUESTION[2:]),
    "相似问用制表符缩进": replaced(QUESTION, "\t" + QUESTION.lstrip()),
    "字段多空一格": replaced("  related: [sms_limited]", "   related: [sms_limited]"),
    "条目多空一格": replaced("- id: sms_limited", " - id: sms_limited"),
    "条目的减号后多空一格": replaced("- id: sms_limited", "-  id: sms_limited"),
    "出处的减号后多空一格": replaced("    - title: 学信网", "    -  title: 学信网"),
    "追问里有列表的条目后面，条目多空一格": with_deep_lists(replaced("- id: sms_limited", " - id: sms_limited")),
    "追问里有列表的条目后面，新条目少了减号": with_deep_lists(replaced("- id: sms_limited", "  id: sms_limited")),
    "追问里的一句少空两格": with_deep_lists(replaced("        - 要一直等着吗", "      - 要一直等着吗")),
    # dashes, colons, quotes, brackets
    "减号后没有空格": replaced(QUESTION, "    -密码忘了咋整\n"),
    "减号后是全角空格": replaced(QUESTION, "    -　密码忘了咋整\n"),
    "最后一句的减号后没有空格": replaced(LAST_QUESTION, LAST_QUESTION.replace("- ", "-")),
    "全角减号": replaced(QUESTION, "    － 密码忘了咋整\n"),
    "少了减号": replaced(QUESTION, "    密码忘了咋整\n"),
    "新条目少了减号": replaced("- id: sms_limited", "  id: sms_limited"),
    "冒号后没有空格": replaced("  reviewed: 2026-11-01", "  reviewed:2026-11-01"),
    "全角冒号": replaced("  questions:\n", "  questions：\n"),
    "句子里有半角冒号": replaced(QUESTION, "    - 提示: 密码忘了咋整\n"),
    "引号只有一半": replaced(QUESTION, '    - "密码忘了咋整\n'),
    "标题的单引号只有一半": replaced("title: 忘记", "title: '忘记"),
    "标题的单引号只有一半，下面的句子里又有一个": lambda root: [
        edit(root, ACCOUNT, "title: 忘记", "title: '忘记"),
        edit(root, ACCOUNT, QUESTION, "    - phone's 密码忘了咋整\n"),
    ],
    "标题的双引号只有一半，下面的句子里又有一对": lambda root: [
        edit(root, ACCOUNT, "title: 忘记", 'title: "忘记'),
        edit(root, ACCOUNT, QUESTION, '    - 点"密码"那一行没反应\n'),
    ],
    "方括号没有关上": replaced("  related: [sms_limited]\n", "  related: [sms_limited\n"),
    "以星号开头": replaced(QUESTION, "    - *密码忘了咋整\n"),
    # what YAML drops or joins in silence
    "答案没有竖线": replaced("  answer: |\n    忘记密码", "  answer:\n    忘记密码"),
    "答案用了大于号": replaced("  answer: |\n    忘记密码", "  answer: >\n    忘记密码"),
    "小节没有竖线": replaced("      text: |\n        收不到", "      text:\n        先等等。\n        收不到"),
    "相似问里有井号": replaced(QUESTION, "    - 密码忘了 #急 咋整\n"),
    "标题里有井号": replaced("忘记密码怎么找回？\n", "忘记密码 #1 怎么找回？\n"),
    "关键词用全角逗号": replaced("[找回密码]", "[找回密码，重设密码、忘记密码]"),
    "编号用全角逗号": replaced("[kefu_wechat, kefu_email]", "[kefu_wechat，kefu_email]"),
    "一个答案两种答复时间": two_promises,
    # merges, copies, renames, whole files
    "合并冲突": replaced("  hot: true\n", CONFLICT.format("  hot: true\n", "  hot: false\n")),
    "答案里的合并冲突": replaced("    2. 填", CONFLICT.format("    2. 写\n", "    2. 输\n") + "    2. 填"),
    "文件的副本": copied_file("account - 副本.yml"),
    "文件的副本（1）": copied_file("account (1).yml"),
    "复制条目没改编号": copied_entry,
    "字段名打错": replaced("  answer: |\n    先", "  anwser: |\n    先"),
    "改了编号": renamed_id,
    "改了被很多处指着的编号": renamed_id_of_many,
    "删掉被几处指着的条目": removed_entry,
    "编号用了连字符": replaced("- id: sms_limited", "- id: sms-limited"),
    # what is pasted, half saved, of another kind
    "弯引号里有半角冒号": replaced(QUESTION, "    - “提示: 密码忘了咋整”\n"),
    "字段写了两次": replaced("  hot: true\n", "  hot: true\n  hot: false\n"),
    "从表格贴来几格": replaced(QUESTION, "    - 密码忘了咋整\t账号\t常见\n"),
    "贴了一张表": replaced(NOTE, "    | 微信 | 扫码 |\n    | 支付宝 | 扫码 |"),
    "贴了网页的标签": replaced(NOTE, f"    <p>{NOTE.strip()}</p>"),
    "零宽字符": replaced(QUESTION, "    - 密码\u200b忘了咋整\n"),
    "答案存到一半": saved_up_to("    2. 填", 4),
    "相似问存到一半": saved_up_to(QUESTION, 9),
    "字段名存到一半": saved_up_to("  answer: |", 5),
    "少了 questions 一行": replaced("  questions:\n", ""),
    "竖线后面接着写": replaced("  answer: |\n    忘记密码", "  answer: | 忘记密码"),
    "竖线是全角的": replaced("  answer: |\n    忘记密码", "  answer: ｜\n    忘记密码"),
    "答案里的一行像字段": replaced("    2. 填", "  注意: 要快\n    2. 填"),
    "列表多一个逗号": replaced("[kefu_wechat, kefu_email]", "[kefu_wechat,, kefu_email]"),
    "列表用分号": replaced("[kefu_wechat, kefu_email]", "[kefu_wechat; kefu_email]"),
    "列表用方头括号": replaced("  related: [sms_limited]", "  related: 【sms_limited】"),
    "以问号开头": replaced(QUESTION, "    - ? 密码忘了咋整\n"),
    "以方括号开头": replaced(QUESTION, "    - [求助] 密码忘了咋整\n"),
    "以 @ 开头": replaced(QUESTION, "    - @客服 密码忘了咋整\n"),
    "圆点当减号": replaced(QUESTION, "    • 密码忘了咋整\n"),
    "空的一项": replaced(QUESTION, f"{QUESTION}    -\n"),
    "标题是数字": replaced("title: 忘记密码怎么找回？", "title: 12306"),
    "关键词不是列表": replaced("[找回密码]", "找回密码"),
    "热门写“是”": replaced("  hot: true", "  hot: 是"),
    "日期写成中文": replaced("reviewed: 2026-11-01", "reviewed: 2026年11月1日"),
    "日期不存在": replaced("reviewed: 2026-11-01", "reviewed: 2026-11-31"),
    "分类写了别字": replaced("category: 学信网账号", "category: 学信网帐号"),
    "编号写成中文": replaced("- id: sms_limited", "- id: 短信受限"),
    "三条横线": replaced("# 验证码\n", "---\n"),
    "整个文件贴了两遍": pasted_twice,
    "备份文件": left_behind("account.yml.bak"),
    "打开时留下的文件": left_behind("~$account.yml"),
    "UTF-16": encoded("utf-16"),
    "GBK": encoded("gb18030"),
    "空文件": written(b""),
    "Word 文件": written(b"PK\x03\x04" + b"\x00\x01\xff" * 40),
    "扩展名不对": lambda root: (root / ACCOUNT).rename(root / "faq/entries/account.yaml"),
    "删掉的文件": deleted_in_git,
    "别处的名单写坏": lambda root: (root / "faq/elsewhere.yml").write_text("- name: 铁路\n  words: 火车票\n", "utf-8"),
    "联系方式文件里少了几处用到的号码": without_mail,
    "联系方式的号码里有字母": lambda root: [
        edit(root, CONTACTS, "010-67410388", "O10-674I0388"),
        edit(root, ACCOUNT, NOTE, "    注意：不行就打 010-67410388。"),
    ],
    "没有联系方式文件": lambda root: (root / CONTACTS).unlink(),
}


def messages(name: str, folder: Path) -> list[str]:
    root = copy_knowledge(folder)
    DAMAGES[name](root)
    return faults(root)


HARMLESS: dict[str, Damage] = {
    "Windows 的换行": lambda root: rewritten(root, "\n", "\r\n"),
    "老 Mac 的换行": lambda root: rewritten(root, "\n", "\r"),
    "带 BOM": lambda root: rewritten(root, "# ", "\ufeff# ", 1),
    "表情": replaced(QUESTION, "    - 密码忘了咋整😭\n"),
    "弯引号": replaced(QUESTION, "    - “密码忘了咋整”\n"),
    "整个文件多空两格": lambda root: rewritten(root, "\n", "\n  "),
}


def rewritten(root: Path, old: str, new: str, count: int = -1) -> None:
    text = (root / ACCOUNT).read_text("utf-8")
    (root / ACCOUNT).write_bytes(text.replace(old, new, count).encode())


@pytest.mark.parametrize("name", HARMLESS)
def test_what_harms_nothing_is_no_fault(name: str, tmp_path: Path) -> None:
    root = copy_knowledge(tmp_path)
    HARMLESS[name](root)
    assert faults(root) == []


@pytest.mark.parametrize("name", DAMAGES)
def test_each_damage_gets_its_one_message(name: str, tmp_path: Path) -> None:
    assert messages(name, tmp_path) == [yaml.safe_load(SNAPSHOT.read_text("utf-8"))[name]]


if __name__ == "__main__":
    pinned = {}
    for each in DAMAGES:
        with tempfile.TemporaryDirectory() as place:
            found = messages(each, Path(place))
        pinned[each] = found[0] if len(found) == 1 else found
    SNAPSHOT.write_text(yaml.safe_dump(pinned, allow_unicode=True, sort_keys=False, width=1000), "utf-8")
