"""The commands of `python -m bot`: one module each.

A command module has `DETAILS` (text under the summary in its help), `add_arguments(parser)` and
`run(options, root) -> exit code`. To add a command, write the module and add its line here.
"""

from __future__ import annotations

COMMANDS = {
    "serve": "启动机器人：需要时先训练，然后启动网关、Rasa 和动作服务",
    "run": "只启动一个进程（gateway、rasa 或 actions）并看管它，用于几台机器分工",
    "train": "训练模型；输入没有变化就什么也不做",
    "check": "检查知识库、引导、词典和 Rasa 文件，逐条指出文件和行号",
    "ask": "问一个或一批问题，看机器人怎样回答",
    "chat": "在终端里和机器人对话",
    "tickets": "处理工单：列出、查看、回复、分派、导出，查看待发送的邮件和死信",
    "desk": "客服工作台的账号：添加、改密码、改角色、停用，看谁登录着",
    "wechat": "微信服务号：建菜单（menu）、自查配置（selfcheck）、没有账号时用模拟器试用（simulate）",
    "backup": "把数据库、图片和知识库备份成一个文件，服务照常运行",
    "restore": "从备份恢复；先停掉服务",
    "audit": "核对工单的审计记录有没有被改动",
    "why": "解释一个问题为什么得到这个回答：每个候选的得分和理由",
    "eval": "用标注问题评测：三段表、每个标签、校准、最严重的错误，可出 HTML 报告",
    "calibrate": "用标注问题校准把握：多大把握直接回答，多大把握反问",
    "quality": "量一遍质量，和 tests/quality.yml 里的底线比；--raise 抬高底线",
    "publish": "把这份知识库发布到各台机器（content.source 是 published 时）",
    "faq": "知识库编辑工具：缺哪些说法、导出导入表格、统计、统一写法",
    "guide": "引导工具：画成图（show）、在终端里走一遍（walk）",
}
"""Name → one-line summary, in the order the help shows them."""

OPEN_COMMANDS = frozenset({"ask", "calibrate", "check", "eval", "faq", "guide", "quality", "why"})
"""Write what others work on: entries, figures, drawings, what was learnt of them.

What every other command makes is its owner's alone."""

FIRST_WORDS = {"serve": "正在准备启动…"}
"""What is said before anything that takes long is even imported."""

SLOW_COMMANDS = frozenset({"ask", "calibrate", "chat", "check", "eval", "faq", "quality", "why"})
"""Who waits for these at a terminal is told so before anything is imported; what programs read stays as it is."""

BRIEF_COMMANDS = frozenset({"check", "faq"})
"""Read the whole knowledge base once and end: to look for garbage in it costs an eighth of their time for nothing."""

HIDDEN_COMMANDS = {
    "gateway": "只启动网关进程（由 serve 调用）",
    "meaning": "读好知识库的意思（由 serve 调用）",
}
"""Commands other commands start; left out of the overview."""
