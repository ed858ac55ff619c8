"""The sections of `settings.yml` about limits: what people may do, and what is kept of them how long."""

from __future__ import annotations

from dataclasses import dataclass

from common import settings_limits as form
from common.settings_declaring import setting

_DAY_S = 86_400
_MB = 1024 * 1024


@dataclass(frozen=True)
class LimitSettings:
    """What one person or one address may do."""

    text_chars: int = setting(1000, "一条消息最多多少字，超出部分截掉", least=1, most=20_000)
    body_bytes: int = setting(64 * 1024, "一次 JSON 请求最多多少字节", least=1024, most=100 * _MB)
    session_messages_per_minute: int = setting(30, "一个会话每分钟最多多少条消息", least=1, most=1_000_000)
    session_requests_per_minute: int = setting(
        300, "一个人每分钟最多看多少次页面、搜索、工单和提交多少次（消息另外算）", least=1, most=1_000_000
    )
    address_messages_per_minute: int = setting(
        600, "一个网络地址每分钟最多多少条消息（学校常共用出口）", least=1, most=1_000_000
    )
    address_messages_per_day: int = setting(
        50_000, "一个网络地址一天最多多少条消息，不管有多少个会话", least=1, most=100_000_000
    )
    address_reads_per_minute: int = setting(
        1200, "一个网络地址每分钟最多看多少次页面、搜索和工单", least=1, most=1_000_000
    )
    address_sessions_per_minute: int = setting(120, "一个网络地址每分钟最多开始多少个新会话", least=1, most=1_000_000)
    address_tickets_per_minute: int = setting(20, "一个网络地址每分钟最多提交多少次工单", least=1, most=1_000_000)
    address_tickets_per_day: int = setting(200, "一个网络地址一天最多提交多少张工单", least=1, most=1_000_000)
    address_refused_pushes_per_minute: int = setting(
        60, "一个网络地址每分钟最多向微信回调发多少次验证不过的请求；超过就不再读正文", least=1, most=1_000_000
    )
    address_pictures_per_day: int = setting(1000, "一个网络地址一天最多上传多少张图片", least=1, most=10_000_000)
    address_feedback_per_day: int = setting(
        500, "一个网络地址一天最多评价（“有用”“没用”）多少次", least=1, most=10_000_000
    )
    upload_bytes: int = setting(
        25 * 1024 * 1024, "一次上传（全部图片加文字）最多多少字节", least=64 * 1024, most=1000 * _MB
    )
    uploads_at_once: int = setting(4, "最多同时接收几个人的上传；每个上传可能占满上面的字节数", least=1, most=1000)


@dataclass(frozen=True)
class PrivacySettings:
    """How long raw personal data is kept."""

    private_value_hours: int = setting(
        72, "用户发来的证件号、手机号原文加密保存多少小时，供工单使用", least=1, most=24 * 366
    )
    conversation_days: int = setting(30, "会话记录（已打码）保留多少天", least=1, most=3660)
    feedback_days: int = setting(180, "“有用”“没用”和所附的话（已打码）保留多少天", least=1, most=3660)
    encryption_key: str = setting(
        "", "加密个人信息的密钥（Fernet，可用逗号分隔多把）；空着就在 var/ 里生成", secret=True, form=form.FERNET_KEYS
    )
    session_key: str = setting(
        "", "给网页会话签名的密钥；空着就在 var/ 里生成，几台机器要写同一把", secret=True, form=form.KEY
    )
    wechat_key: str = setting(
        "",
        "把微信 openid 变成假名的密钥；空着就在 var/ 里生成，几台机器要写同一把，不能再换",
        secret=True,
        form=form.KEY,
    )
    sign_in_key: str = setting(
        "", "微信里网页登录用的密钥；空着就在 var/ 里生成，几台机器要写同一把", secret=True, form=form.KEY
    )


@dataclass(frozen=True)
class TicketSettings:
    """The desk's promises and limits."""

    working_days: int = setting(3, "承诺几个工作日内答复", least=1, most=60)
    cutoff: str = setting("17:30", "北京时间几点以后提交的工单算下一个工作日收到", form=form.TIME)
    days_off: str = setting(
        "",
        "客服另外放假的日子，如 2027-02-05..2027-02-11 2027-03-01；国家放假的日子不用写（安排没公布的年份除外）",
        form=form.DAYS,
    )
    extra_working_days: str = setting("", "客服另外上班的日子，写法同上", form=form.DAYS)
    per_day: int = setting(5, "一个人一天最多提交几张工单", least=1, most=1000)
    additions_per_day: int = setting(30, "一个人一天最多补充几次说明", least=1, most=10000)
    pictures_per_ticket: int = setting(5, "一张工单（或一次补充）最多几张图片", least=1, most=50)
    pictures_per_day: int = setting(30, "一个人一天最多上传几张图片", least=1, most=10000)
    picture_bytes: int = setting(10 * 1024 * 1024, "一张图片最多多少字节", least=1024, most=100 * _MB)
    picture_pixels: int = setting(40_000_000, "一张图片最多多少像素（宽乘高）", least=10_000, most=200_000_000)
    picture_kept_bytes: int = setting(
        4 * _MB, "一张图片存下来最多多少字节；更大的压缩后再存", least=64 * 1024, most=100 * _MB
    )
    picture_kept_pixels: int = setting(
        16_000_000, "一张图片存下来最多多少像素；更大的缩小后再存", least=10_000, most=200_000_000
    )
    pictures_disk_bytes: int = setting(
        5 * 1024 * _MB, "全部图片最多占多少磁盘（字节）；满了就不再收图片", least=_MB, most=1024 * 1024 * _MB
    )
    close_days: int = setting(7, "标为「已解决」多少天后自动关闭", least=1, most=366)
    retention_days: int = setting(180, "工单关闭多少天后删除其中的个人信息和图片", least=1, most=3660)
    retry_s: float = setting(
        30.0, "邮件、推送、回复没送出去时，第一次重试前等多少秒；之后逐次加倍", least=0.01, most=_DAY_S
    )
    longest_retry_s: float = setting(900.0, "两次重试之间最多等多少秒", least=0.01, most=7 * _DAY_S)
    sends_per_minute: int = setting(
        60, "邮件、推送各自每分钟最多发几封（每个网关）；多的排队，免得对方的服务器拒收", least=1, most=100_000
    )
    give_up_hours: int = setting(72, "一直送不出去，多少小时后停止重试并列入死信", least=1, most=24 * 366)


@dataclass(frozen=True)
class PictureSettings:
    """The processes that clean and read pictures."""

    read: bool = setting(True, "是否读图里的字（在本机读，图片不发给任何人）")
    clean_s: float = setting(8.0, "收一张图片最多花几秒，超过就不收", least=0.01, most=600)
    read_s: float = setting(15.0, "读一张图片里的字最多花几秒，超过就请用户打字", least=0.01, most=600)
    wait_s: float = setting(40.0, "一张图片连排队带读最多等几秒，超过就请用户打字", least=0.01, most=50)
    start_s: float = setting(30.0, "图片进程刚启动时另外给几秒，用来载入模型", least=0, most=600)
    memory_bytes: int = setting(
        1024 * _MB, "一个图片进程最多用多少内存（地址空间，字节）", least=256 * _MB, most=16 * 1024 * _MB
    )
    waiting: int = setting(40, "最多有几张图片在排队，再多就请用户过一会儿再发", least=1, most=10_000)
    waiting_bytes: int = setting(64 * _MB, "排队的图片总共最多多少字节", least=_MB, most=4 * 1024 * _MB)
    idle_s: float = setting(900.0, "多少秒没有图片就让图片进程退出，把内存还回去", least=1, most=_DAY_S)
