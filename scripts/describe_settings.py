"""Writes docs/settings.md and the sample settings.yml from the settings as the code declares them.

Run after a setting was added or changed: `python scripts/describe_settings.py`. A test compares.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from common.settings_file import described_settings  # noqa: E402 - after the path is set
from common.settings_reading import DescribedSetting, variable_name  # noqa: E402

TITLES = {
    "server": "网关",
    "storage": "存储",
    "assistant": "Rasa 与动作服务",
    "content": "知识库",
    "limits": "限额",
    "privacy": "个人信息",
    "wechat": "微信服务号",
    "mail": "邮件",
    "tickets": "工单",
    "pictures": "图片",
    "help_desk": "谁在说话",
    "webhook": "事件通知",
    "desk": "客服工作台",
    "web": "网页",
}

HEAD = """\
# 设置

<!-- 由 scripts/describe_settings.py 生成，不要手改；改说明请改 common/settings*.py。 -->

一项都不写也能运行（SQLite + 网页）。要改的写在项目根目录的 `settings.local.yml`，git 不管它，测试也不读它。写法：

```yaml
server:
  port: 9000
```

- `settings.yml` 是随项目来的一份，列出每一项和默认值；`settings.local.yml` 里写了的以它为准。
- 文件在别处，就用环境变量 `BOT_SETTINGS_FILE` 指出。
- 写错名字、类型，或超出「取值」一列，启动会被拒绝，并指出是哪一行、怎样改；`./run check` 也会检查。
- 每一项都可以直接用环境变量覆盖，名字在最后一列；容器部署时不用改文件。
- **机密**（表里标“机密”的）不能写在文件里，只能放进环境变量：用最后一列的名字，就不用再写什么；想用自己的名字，
  在文件里写成 `${名字}`，例如 `database_url: ${DATABASE_URL}`（这一行不写，`DATABASE_URL` 就没有人读）。
- 改完设置要重启。
"""


def settings_page(rows: list[DescribedSetting]) -> str:
    """The whole of docs/settings.md."""
    parts = [HEAD]
    for section, group in groupby(rows, key=lambda row: row[0].partition(".")[0]):
        parts.append(f"\n## {section}：{TITLES.get(section, section)}\n")
        parts.append("| 名字 | 默认值 | 取值 | 说明 | 环境变量 |\n|---|---|---|---|---|")
        for name, default, sentence, secret, limits in group:
            key = name.partition(".")[2]
            shown = f"`{default}`" if default else "（空）"
            note = "**机密。**" if secret else ""
            parts.append(f"| `{key}` | {shown} | {limits} | {note}{sentence} | `{variable_name(section, key)}` |")
    return "\n".join(parts) + "\n"


def sample_file(rows: list[DescribedSetting]) -> str:
    """The whole of settings.yml: every setting commented out with its default and its sentence."""
    parts = [
        "# 全部设置和默认值。自己的写进 settings.local.yml，不要改这里：把要改的几行连同段名抄过去，去掉行首的「# 」。",
        "# 机密（${…}）不写在文件里：设好那个名字的环境变量就行，不用抄这一行。逐项说明见 docs/settings.md。",
    ]
    for section, group in groupby(rows, key=lambda row: row[0].partition(".")[0]):
        parts += ["", f"# {section}:  # {TITLES.get(section, section)}"]
        for name, default, sentence, secret, _ in group:
            key = name.partition(".")[2]
            value = f"${{{variable_name(section, key)}}}" if secret else default or '""'
            parts += [f"#   # {sentence}", f"#   {key}: {value}"]
    return "\n".join(parts) + "\n"


def main() -> None:
    """Write both files."""
    rows = described_settings()
    (ROOT / "docs/settings.md").write_text(settings_page(rows), encoding="utf-8")
    (ROOT / "settings.yml").write_text(sample_file(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
