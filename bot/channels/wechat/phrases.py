"""The fixed texts of the WeChat channel."""

from __future__ import annotations

from wechat.codes import Outcome
from wechat.errors import ApiError, MediaError, MediaTooLargeError, WeChatError

FOLLOWED = "感谢您的关注！"
VOICE = "抱歉，我还听不懂语音。请把问题打成一句话发给我，例如“忘记密码怎么办”。"
VIDEO = "抱歉，我看不了视频。请把问题打成一句话；需要给客服看页面时，发一张截图就可以。"
LOCATION = "我收到了您的位置，不过它和学信网的问题无关，我没有保存。请把遇到的问题打成一句话发给我。"
LINK = "抱歉，我打不开别人分享的链接。请把链接里的问题，或者页面上的提示，打成一句话发给我。"
UNSUPPORTED = "这种消息（比如表情包、名片）微信没有转给我，我看不到内容。请把问题打成文字发给我。"
UNKNOWN = "抱歉，我还处理不了这种消息。请把问题打成文字发给我，或者回复“人工”。"
PICTURE_GONE = "这张图片没有取到（可能已经过期）。请再发一次；发不了可以继续用文字说明。"
PICTURE_TOO_LARGE = "这张图片太大了，最多 {megabytes} MB。请截图后再发一次；发不了可以继续用文字说明。"
PICTURE_LATER = "现在取不到您发的图片，问题在我们这边。请过一会儿再发一次，或者先用文字说明。"
TOO_FAST = "您发得太快了，我跟不上。请稍等一会儿再发。"
BUSY = "抱歉，系统正忙，没有收下这条消息。请过几分钟再发一次。"
AGAIN = "（这一条刚才可能没有送到，再发一次）"
"""What stands before a message WeChat may have lost."""

MENU_TEXTS = {"help": "你好", "agent": "人工", "tickets": "我的工单"}
"""What a tap on a menu entry says for the person, by the entry's key."""


def followed(public_url: str) -> str:
    """What stands before the first answer to a new follower."""
    page = public_url.rstrip("/")
    return f"{FOLLOWED}隐私说明：{page}/privacy\n\n" if page else f"{FOLLOWED}\n\n"


def picture_missing(error: WeChatError, most_bytes: int) -> str:
    """Why a picture could not be fetched, as far as the person can do something about it."""
    if isinstance(error, MediaTooLargeError):
        return PICTURE_TOO_LARGE.format(megabytes=most_bytes // (1024 * 1024) or 1)
    if isinstance(error, MediaError) or (isinstance(error, ApiError) and error.outcome is Outcome.PERMANENT):
        return PICTURE_GONE
    return PICTURE_LATER
