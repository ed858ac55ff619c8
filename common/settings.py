"""`settings.yml` as frozen dataclasses: every setting once, with its default and a sentence."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_type_hints

from common.errors import ContentError, Problem
from common.settings_reading import KINDS, read_section, typed
from common.yaml_nodes import YamlNode, read_yaml

SETTINGS_FILE = "settings.yml"


def setting(default: Any, doc: str, *, secret: bool = False) -> Any:
    """Declare one setting: default, what it does (Chinese, for operators), whether it is a secret."""
    return field(default=default, metadata={"doc": doc, "secret": secret})


@dataclass(frozen=True)
class ServerSettings:
    """The gateway's public face."""

    host: str = setting("127.0.0.1", "网关监听的地址；放在反向代理后面时保持 127.0.0.1")
    port: int = setting(8080, "网关监听的端口")
    private_port: int = setting(9080, "只给运维看的端口（回环地址）：/metrics 和详细的 /readyz；0 表示不开")
    public_url: str = setting("", "用户看到的网址（https://…），用于工单邮件和微信里的链接；空着就用监听地址")
    trusted_proxies: int = setting(0, "前面有几层可信的反向代理；用来从 X-Forwarded-For 取真实地址")


@dataclass(frozen=True)
class StorageSettings:
    """Where state lives."""

    database_url: str = setting("sqlite:///var/bot.db", "数据库：默认 SQLite；多机部署写 postgresql://…", secret=True)
    directory: str = setting("var", "运行时文件（数据库、图片、密钥、日志）所在的文件夹，相对项目根目录")


@dataclass(frozen=True)
class AssistantSettings:
    """How the gateway talks to Rasa."""

    rasa_port: int = setting(5005, "Rasa 在本机监听的端口（只监听回环地址）")
    actions_port: int = setting(5055, "动作服务在本机监听的端口（只监听回环地址）")
    deadline_s: float = setting(3.0, "等 Rasa 的秒数；超过就由知识库直接回答")
    inner_secret: str = setting("", "网关、Rasa、动作服务之间的口令；空着就在 var/ 里生成", secret=True)
    embedding_model: str = setting(
        "", "语义模型（ONNX）的文件或文件夹，相对项目根目录；空着就不用，见 docs/operations.md「语义模型」"
    )


@dataclass(frozen=True)
class LimitSettings:
    """What one person or one address may do."""

    text_chars: int = setting(1000, "一条消息最多多少字，超出部分截掉")
    body_bytes: int = setting(64 * 1024, "一次 JSON 请求最多多少字节")
    session_messages_per_minute: int = setting(30, "一个会话每分钟最多多少条消息")
    address_messages_per_minute: int = setting(600, "一个网络地址每分钟最多多少条消息（学校常共用出口）")
    address_reads_per_minute: int = setting(1200, "一个网络地址每分钟最多看多少次页面、搜索和工单")
    address_sessions_per_minute: int = setting(120, "一个网络地址每分钟最多开始多少个新会话")
    address_tickets_per_minute: int = setting(20, "一个网络地址每分钟最多提交多少次工单")
    address_tickets_per_day: int = setting(200, "一个网络地址一天最多提交多少张工单")
    address_pictures_per_day: int = setting(1000, "一个网络地址一天最多上传多少张图片")
    upload_bytes: int = setting(25 * 1024 * 1024, "一次上传（全部图片加文字）最多多少字节")
    uploads_at_once: int = setting(4, "最多同时接收几个人的上传；每个上传可能占满上面的字节数")


@dataclass(frozen=True)
class PrivacySettings:
    """How long raw personal data is kept."""

    private_value_hours: int = setting(72, "用户发来的证件号、手机号原文加密保存多少小时，供工单使用")
    conversation_days: int = setting(30, "会话记录（已打码）保留多少天")
    feedback_days: int = setting(180, "“有用”“没用”和所附的话（已打码）保留多少天")
    encryption_key: str = setting(
        "", "加密个人信息的密钥（Fernet，可用逗号分隔多把）；空着就在 var/ 里生成", secret=True
    )


@dataclass(frozen=True)
class TicketSettings:
    """The desk's promises and limits."""

    working_days: int = setting(3, "承诺几个工作日内答复")
    cutoff: str = setting("17:30", "北京时间几点以后提交的工单算下一个工作日收到")
    days_off: str = setting(
        "", "客服另外放假的日子，如 2027-02-05..2027-02-11 2027-03-01；国家放假的日子不用写（安排没公布的年份除外）"
    )
    extra_working_days: str = setting("", "客服另外上班的日子，写法同上")
    per_day: int = setting(5, "一个人一天最多提交几张工单")
    additions_per_day: int = setting(30, "一个人一天最多补充几次说明")
    pictures_per_ticket: int = setting(5, "一张工单（或一次补充）最多几张图片")
    pictures_per_day: int = setting(30, "一个人一天最多上传几张图片")
    picture_bytes: int = setting(10 * 1024 * 1024, "一张图片最多多少字节")
    picture_pixels: int = setting(40_000_000, "一张图片最多多少像素（宽乘高）")
    picture_kept_bytes: int = setting(4 * 1024 * 1024, "一张图片存下来最多多少字节；更大的压缩后再存")
    picture_kept_pixels: int = setting(16_000_000, "一张图片存下来最多多少像素；更大的缩小后再存")
    pictures_disk_bytes: int = setting(5 * 1024 * 1024 * 1024, "全部图片最多占多少磁盘（字节）；满了就不再收图片")
    close_days: int = setting(7, "标为「已解决」多少天后自动关闭")
    retention_days: int = setting(180, "工单关闭多少天后删除其中的个人信息和图片")
    retry_s: float = setting(30.0, "邮件、推送、回复没送出去时，第一次重试前等多少秒；之后逐次加倍")
    longest_retry_s: float = setting(900.0, "两次重试之间最多等多少秒")
    give_up_hours: int = setting(72, "一直送不出去，多少小时后停止重试并列入死信")


@dataclass(frozen=True)
class PictureSettings:
    """The processes that clean and read pictures."""

    read: bool = setting(True, "是否读图里的字（在本机读，图片不发给任何人）")
    clean_s: float = setting(8.0, "收一张图片最多花几秒，超过就不收")
    read_s: float = setting(15.0, "读一张图片里的字最多花几秒，超过就请用户打字")
    start_s: float = setting(30.0, "图片进程刚启动时另外给几秒，用来载入模型")
    memory_bytes: int = setting(1024 * 1024 * 1024, "一个图片进程最多用多少内存（地址空间，字节）")
    waiting: int = setting(40, "最多有几张图片在排队，再多就请用户过一会儿再发")
    waiting_bytes: int = setting(64 * 1024 * 1024, "排队的图片总共最多多少字节")
    idle_s: float = setting(900.0, "多少秒没有图片就让图片进程退出，把内存还回去")


@dataclass(frozen=True)
class HelpDeskSettings:
    """Who speaks: what askers read about whose help desk this is."""

    name: str = setting("学信机器人", "页面、欢迎语、工单和邮件里用的名字")
    operator: str = setting("", "由谁运营，例如 某某大学信息中心；空着就说是开源的问答助手")
    hours: str = setting("", "什么时间有人处理工单，例如 工作日 9:00–17:00；空着就不写")
    promise: str = setting("", "多久答复工单，例如 当天；空着就按 tickets.working_days 写成几个工作日内")
    official: bool = setting(
        False, "是不是学信网官方的客服；不是就在每一页和欢迎语里说明，并指出学信网自己的人工客服在哪里"
    )


@dataclass(frozen=True)
class MailSettings:
    """The support mailbox that gets every ticket."""

    host: str = setting("", "发信服务器；空着就不发工单邮件")
    port: int = setting(465, "发信服务器的端口")
    security: str = setting("tls", "加密方式：tls、starttls 或 none（只用于本机测试）")
    username: str = setting("", "发信账号；空着就不登录")
    password: str = setting("", "发信密码或授权码", secret=True)
    sender: str = setting("", "发件地址，例如 bot@example.com")
    recipient: str = setting("", "接收工单的客服邮箱；可以写几个，用逗号隔开，也可以带名字")
    timeout_s: float = setting(30.0, "一封邮件最多发多少秒")
    picture_bytes: int = setting(20 * 1024 * 1024, "一封邮件里图片总共最多多少字节，放不下的只写在正文里")


@dataclass(frozen=True)
class WebhookSettings:
    """The existing ticket system that is told of every change."""

    url: str = setting("", "接收工单推送的网址；空着就不推送")
    secret: str = setting("", "推送签名（HMAC-SHA256）用的密钥", secret=True)
    timeout_s: float = setting(15.0, "一次推送最多等多少秒")
    pictures: bool = setting(True, "推送里是否带上图片内容（base64）")


@dataclass(frozen=True)
class WeChatSettings:
    """The service account; off until `app_id` is set."""

    app_id: str = setting("", "服务号的 AppID；空着就不启用微信")
    app_secret: str = setting("", "服务号的 AppSecret", secret=True)
    token: str = setting("", "消息推送的 Token，和微信开发者平台里填的一致", secret=True)
    aes_key: str = setting("", "消息推送的 EncodingAESKey（43 个字符）", secret=True)
    previous_aes_key: str = setting("", "更换 EncodingAESKey 期间的旧密钥；平时空着", secret=True)
    mode: str = setting("safe", "加解密方式：safe（安全模式）、compatible（兼容模式）或 plain（明文，只用于测试）")
    api_url: str = setting("https://api.weixin.qq.com", "微信接口的地址；用模拟器时改成它的地址")
    passive_s: float = setting(3.5, "几秒内有答案就直接回复，超过就改用客服消息；微信最多等 5 秒")
    skew_s: int = setting(300, "推送里的时间和本机最多相差多少秒，超过就拒绝")
    options: str = setting("links", "选项样式：links（可点的链接）、msgmenu（菜单消息，需认证）或 numbers（只有序号）")
    option_hours: int = setting(48, "选项在多少小时内可以点；过后点选按普通文字处理")
    text_bytes: int = setting(2000, "一条文字消息最多多少字节，长的在句末拆开")
    join_s: float = setting(2.0, "几秒内连着发来的短句合成一个问题")
    join_chars: int = setting(5, "多少字以内、单独看不明白的消息才算短句")
    messages_per_message: int = setting(5, "用户发一条消息后 48 小时内最多能发几条客服消息")
    messages_per_action: int = setting(3, "用户关注、扫码、点菜单后一分钟内最多能发几条客服消息")
    passive_counts: bool = setting(False, "直接回复是否也占客服消息条数（微信没有写明）")
    ai_label: bool = setting(False, "客服消息是否标注「内容由第三方AI生成」；回答都来自人工编写的知识库，默认不标")
    sign_in: bool = setting(
        False,
        "在微信里打开的网页是否静默登录（聊天、页面、工单算同一个人）；"
        "先在公众平台登记网页授权域名，并填 server.public_url",
    )
    template_id: str = setting("", "工单有答复而客服消息发不出去时用的模板消息编号；空着就等用户下次发消息时补发")
    template_values: str = setting(
        "number=character_string1,status=phrase2", "模板里各项的名字：number（工单号）、status（状态）、time（时间）"
    )
    transcriber: str = setting("", "语音转文字的函数，写成 模块:函数；空着就请用户打字")

    @property
    def enabled(self) -> bool:
        """Whether there is an account to serve."""
        return bool(self.app_id)


@dataclass(frozen=True)
class Settings:
    """All settings; one attribute a section of the file."""

    server: ServerSettings = field(default_factory=ServerSettings)
    storage: StorageSettings = field(default_factory=StorageSettings)
    assistant: AssistantSettings = field(default_factory=AssistantSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    tickets: TicketSettings = field(default_factory=TicketSettings)
    pictures: PictureSettings = field(default_factory=PictureSettings)
    help_desk: HelpDeskSettings = field(default_factory=HelpDeskSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    webhook: WebhookSettings = field(default_factory=WebhookSettings)
    wechat: WeChatSettings = field(default_factory=WeChatSettings)


def load_settings(root: Path, environment: Mapping[str, str] | None = None) -> Settings:
    """Read `settings.yml` of a project, then what `BOT_<SECTION>_<NAME>` variables override.

    A missing file means all defaults.

    Raises:
        ContentError: unknown keys, wrong kinds, secrets written out, variables not set.
    """
    path = root / SETTINGS_FILE
    node = read_yaml(path, root) if path.exists() else YamlNode(None, 1, SETTINGS_FILE)
    problems: list[Problem] = []
    variables = os.environ if environment is None else environment
    result = _override(read_section(node, Settings, variables, problems), variables, problems)
    if problems:
        raise ContentError(problems)
    return result


def variable_name(section: str, key: str) -> str:
    """The environment variable that overrides one setting, e.g. `BOT_SERVER_PORT`."""
    return f"BOT_{section}_{key}".upper()


def settings_environment(settings: Settings) -> dict[str, str]:
    """Every setting as the variables that make another process of ours load the same values."""
    result = {}
    for section in fields(Settings):
        part = getattr(settings, section.name)
        for item in fields(part):
            value = getattr(part, item.name)
            shown = str(value).lower() if isinstance(value, bool) else str(value)
            result[variable_name(section.name, item.name)] = shown
    return result


def described_settings() -> list[tuple[str, str, str, bool]]:
    """Every setting as (dotted name, default as text, sentence, secret), for docs and tests."""
    rows = []
    for section in fields(Settings):
        section_type = get_type_hints(Settings)[section.name]
        for item in fields(section_type):
            shown = str(item.default).lower() if isinstance(item.default, bool) else str(item.default)
            rows.append((f"{section.name}.{item.name}", shown, item.metadata["doc"], item.metadata["secret"]))
    return rows


def _override(settings: Settings, variables: Mapping[str, str], problems: list[Problem]) -> Settings:
    sections: dict[str, Any] = {}
    for section in fields(Settings):
        part = getattr(settings, section.name)
        changes: dict[str, Any] = {}
        for item in fields(part):
            name = variable_name(section.name, item.name)
            if name in variables:
                kind = get_type_hints(type(part))[item.name]
                value = typed(variables[name], kind)
                if value is None:
                    remedy = f"例如 {name}={item.default}"
                    problems.append(Problem(f"环境变量 {name}", 1, f"要写成{KINDS[kind]}", remedy, "kind"))
                else:
                    changes[item.name] = value
        sections[section.name] = replace(part, **changes)
    return Settings(**sections)
