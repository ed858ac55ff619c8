"""`settings.yml` as frozen dataclasses: every setting once, with its default, its limits and a sentence.

The sections that say what people may do and what is kept are in `settings_allowances`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from common import settings_limits as form
from common.settings_allowances import LimitSettings, PictureSettings, PrivacySettings, TicketSettings
from common.settings_declaring import port, setting

_DAY_S = 86_400
_MB = 1024 * 1024


@dataclass(frozen=True)
class ServerSettings:
    """The gateway's public face."""

    host: str = setting("127.0.0.1", "网关监听的地址；放在反向代理后面时保持 127.0.0.1", form=form.HOST)
    port: int = port(8080, "网关监听的端口")
    private_port: int = setting(
        9080, "只给运维看的端口（回环地址）：/metrics 和详细的 /readyz；0 表示不开", least=0, most=65_535
    )
    public_url: str = setting(
        "", "用户看到的网址（https://…），用于工单邮件和微信里的链接；空着就用监听地址", form=form.WEB
    )
    widget_origins: str = setting(
        "", "可以把聊天窗口嵌进去的网站，几个之间用逗号隔开；空着就不许嵌入，见 docs/widget.md", form=form.WEBS
    )
    trusted_proxies: int = setting(0, "前面有几层可信的反向代理；用来从 X-Forwarded-For 取真实地址", least=0, most=10)


@dataclass(frozen=True)
class StorageSettings:
    """Where state lives."""

    database_url: str = setting(
        "sqlite:///var/bot.db", "数据库：默认 SQLite；多机部署写 postgresql://…", secret=True, form=form.DATABASE
    )
    directory: str = setting("var", "运行时文件（数据库、图片、密钥、日志）所在的文件夹，相对项目根目录")
    redis_url: str = setting(
        "",
        "Redis 的地址；同一种进程有几个时必须写（Rasa 的会话锁、限流、互相叫醒），只有一个时空着",
        secret=True,
        form=form.REDIS,
    )
    pictures: str = setting(
        "directory",
        "图片（加密的）放在哪里：directory 是上面的文件夹；几台机器共用时写 database，或 S3 兼容的存储 s3://主机/桶/前缀",
        form=form.PICTURES,
    )
    s3_region: str = setting("us-east-1", "S3 兼容存储的区域，照它的说明写")
    s3_access_key: str = setting("", "S3 兼容存储的 Access Key", secret=True)
    s3_secret_key: str = setting("", "S3 兼容存储的 Secret Key", secret=True)


@dataclass(frozen=True)
class AssistantSettings:
    """How the gateway talks to Rasa."""

    rasa_port: int = port(5005, "Rasa 监听的端口")
    actions_port: int = port(5055, "动作服务监听的端口")
    listen_host: str = setting(
        "127.0.0.1", "Rasa 和动作服务监听的地址；别的机器要用它们时写内网地址，绝不能对公网开放", form=form.HOST
    )
    rasa_urls: str = setting(
        "", "网关去哪里找 Rasa；几个用逗号隔开，哪个没有应答就绕开哪个。空着就用本机的 rasa_port", form=form.WEBS
    )
    actions_url: str = setting("", "Rasa 去哪里找动作服务。空着就用本机的 actions_port", form=form.WEB)
    deadline_s: float = setting(
        9.0, "等 Rasa 的秒数；超过就由知识库直接回答。在微信里还要看 wechat.deadline_s", least=0.1, most=60
    )
    inner_secret: str = setting("", "网关、Rasa、动作服务之间的口令；空着就在 var/ 里生成", secret=True)
    embedding_model: str = setting(
        ".tools/sentence-model",
        '语义模型（ONNX）的文件或文件夹，相对项目根目录；默认用 make setup 生成的，写成 "off"（带引号）就不用，'
        "见 docs/operations.md「语义模型」",
    )


@dataclass(frozen=True)
class ContentSettings:
    """Where the served knowledge base comes from."""

    source: str = setting(
        "files",
        "files：文件改了马上生效；published：运行 ./run publish 之后，各台机器上的各个进程一起生效",
        choices=("files", "published"),
    )


@dataclass(frozen=True)
class HelpDeskSettings:
    """Who speaks: what askers read about whose help desk this is."""

    name: str = setting("学信机器人", "页面、欢迎语、工单和邮件里用的名字")
    operator: str = setting("", "由谁运营，例如 某某大学信息中心；空着就说是开源的问答助手")
    hours: str = setting(
        "", "什么时间有人处理工单，例如 工作日 9:00–12:00、14:00–17:00；空着就不写。也是能接通在线客服的时间"
    )
    promise: str = setting("", "多久答复工单，例如 当天；空着就按 tickets.working_days 写成几个工作日内")
    official: bool = setting(
        False, "是不是学信网官方的客服；不是就在每一页和欢迎语里说明，并指出学信网自己的人工客服在哪里"
    )


@dataclass(frozen=True)
class DeskSettings:
    """The desk at `/desk`, where support staff work."""

    session_hours: int = setting(12, "客服多少小时没有操作就要重新登录", least=1, most=24 * 7)
    sign_ins_per_quarter: int = setting(
        10,
        "一个网络地址 15 分钟里最多试几次一个账号的密码；一个地址共三倍，一个账号各处共五倍，登录过的浏览器另算",
        least=1,
        most=1000,
    )
    live_talks: bool = setting(
        True, "有客服开着工作台时，说“人工”就接通真人（在 help_desk.hours 里）；false 就一律请对方提交工单"
    )
    sign_in_header: str = setting(
        "", "单点登录：可信的反向代理写登录名的请求头，例如 X-Remote-User；空着就只用密码", form=form.HEADER
    )
    trusted_proxies: str = setting(
        "", "只信这些地址发来的上面的请求头，几个之间用逗号隔开，可以写网段", form=form.NETWORKS
    )
    git_commit: bool = setting(
        True, "在工作台改知识库时，项目是 git 仓库就以编辑的名字提交；content.source 是 published 时不提交"
    )
    daily_mail: str = setting(
        "", "每天把前一天的数字发给谁；可以写几个，用逗号隔开；空着就不发，用 mail 的发信服务器", form=form.MAILS
    )
    daily_mail_at: str = setting("08:00", "每天几点发（北京时间）", form=form.TIME)


@dataclass(frozen=True)
class MailSettings:
    """The support mailbox that gets every ticket."""

    host: str = setting("", "发信服务器；空着就不发工单邮件", form=form.HOST)
    port: int = port(465, "发信服务器的端口")
    security: str = setting(
        "tls", "加密方式：tls、starttls 或 none（只用于本机测试）", choices=("tls", "starttls", "none")
    )
    username: str = setting("", "发信账号；空着就不登录")
    password: str = setting("", "发信密码或授权码", secret=True)
    sender: str = setting("", "发件地址，例如 bot@example.com，也可以带名字", form=form.MAIL)
    recipient: str = setting("", "接收工单的客服邮箱；可以写几个，用逗号或分号隔开，也可以带名字", form=form.MAILS)
    timeout_s: float = setting(30.0, "一封邮件最多发多少秒", least=1, most=600)
    picture_bytes: int = setting(
        20 * 1024 * 1024, "一封邮件里图片总共最多多少字节，放不下的只写在正文里", least=0, most=100 * _MB
    )
    inbox: str = setting(
        "",
        "客服直接回复工单邮件：收信的 IMAP 地址，就是发件地址的信箱，"
        "写成 imaps://账号@主机/INBOX（账号里的 @ 写成 %40）；空着就不收",
        form=form.IMAP,
    )
    inbox_password: str = setting("", "收信密码或授权码", secret=True)
    inbox_every_s: float = setting(30.0, "每隔多少秒看一次信箱", least=5, most=3600)
    inbox_agents: str = setting(
        "", "除了 recipient，还有谁可以回复工单邮件；写法和 recipient 一样，名字就是用户看到的客服名字", form=form.MAILS
    )


@dataclass(frozen=True)
class WebhookSettings:
    """The existing ticket system that is told of every change."""

    url: str = setting("", "接收工单推送的网址；空着就不推送", form=form.WEB)
    secret: str = setting("", "推送签名（HMAC-SHA256）用的密钥", secret=True)
    timeout_s: float = setting(15.0, "一次推送最多等多少秒", least=0.1, most=600)
    pictures: bool = setting(True, "推送里是否带上图片内容（base64）")


@dataclass(frozen=True)
class WeChatSettings:
    """The service account; off until `app_id` is set."""

    app_id: str = setting("", "服务号的 AppID；空着就不启用微信")
    app_secret: str = setting("", "服务号的 AppSecret", secret=True)
    token: str = setting("", "消息推送的 Token，和微信开发者平台里填的一致", secret=True)
    aes_key: str = setting("", "消息推送的 EncodingAESKey（43 个字符）", secret=True, form=form.AES_KEY)
    previous_aes_key: str = setting("", "更换 EncodingAESKey 期间的旧密钥；平时空着", secret=True, form=form.AES_KEY)
    mode: str = setting(
        "safe",
        "加解密方式：safe（安全模式）、compatible（兼容模式）或 plain（明文，只用于测试）",
        choices=("safe", "compatible", "plain"),
    )
    api_url: str = setting("https://api.weixin.qq.com", "微信接口的地址；用模拟器时改成它的地址", form=form.WEB)
    passive_s: float = setting(3.5, "几秒内有答案就直接回复，超过就改用客服消息；微信最多等 5 秒", least=0, most=4.8)
    deadline_s: float = setting(
        3.0, "在微信里最多等 Rasa 几秒，超过就由知识库直接回答；要比 passive_s 小", least=0.1, most=60
    )
    skew_s: int = setting(300, "推送里的时间和本机最多相差多少秒，超过就拒绝", least=1, most=_DAY_S)
    options: str = setting(
        "links",
        "选项样式：links（可点的链接）、msgmenu（菜单消息，需认证）或 numbers（只有序号）",
        choices=("links", "msgmenu", "numbers"),
    )
    option_hours: int = setting(48, "选项在多少小时内可以点；过后点选按普通文字处理", least=1, most=24 * 366)
    text_bytes: int = setting(2000, "一条文字消息最多多少字节，长的在句末拆开", least=100, most=2048)
    join_s: float = setting(2.0, "几秒内连着发来的短句合成一个问题", least=0, most=4)
    join_chars: int = setting(5, "多少字以内、单独看不明白的消息才算短句", least=0, most=100)
    messages_per_message: int = setting(5, "用户发一条消息后 48 小时内最多能发几条客服消息", least=0, most=100)
    messages_per_action: int = setting(3, "用户关注、扫码、点菜单后一分钟内最多能发几条客服消息", least=0, most=100)
    passive_counts: bool = setting(False, "直接回复是否也占客服消息条数（微信没有写明）")
    ai_label: bool = setting(False, "客服消息是否标注「内容由第三方AI生成」；回答都来自人工编写的知识库，默认不标")
    sign_in: bool = setting(
        False,
        "在微信里打开的网页是否静默登录（聊天、页面、工单算同一个人）；"
        "先在公众平台登记网页授权域名，并填 server.public_url",
    )
    template_id: str = setting("", "工单有答复而客服消息发不出去时用的模板消息编号；空着就等用户下次发消息时补发")
    template_values: str = setting(
        "number=character_string1,status=phrase2",
        "模板里各项的名字：number（工单号）、status（状态）、time（时间）",
        form=form.PAIRS,
    )
    transcriber: str = setting("", "语音转文字的函数，写成 模块:函数；空着就请用户打字", form=form.FUNCTION)

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
    content: ContentSettings = field(default_factory=ContentSettings)
    limits: LimitSettings = field(default_factory=LimitSettings)
    privacy: PrivacySettings = field(default_factory=PrivacySettings)
    tickets: TicketSettings = field(default_factory=TicketSettings)
    pictures: PictureSettings = field(default_factory=PictureSettings)
    help_desk: HelpDeskSettings = field(default_factory=HelpDeskSettings)
    desk: DeskSettings = field(default_factory=DeskSettings)
    mail: MailSettings = field(default_factory=MailSettings)
    webhook: WebhookSettings = field(default_factory=WebhookSettings)
    wechat: WeChatSettings = field(default_factory=WeChatSettings)
