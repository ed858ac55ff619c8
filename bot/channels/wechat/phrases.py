"""The fixed texts of the WeChat channel."""

from __future__ import annotations

FOLLOWED = "感谢您的关注！\n\n"
VOICE = "抱歉，我还听不懂语音。请把问题打成一句话发给我，例如“忘记密码怎么办”。"
VIDEO = "抱歉，我看不了视频。请把问题打成一句话；需要给客服看页面时，发一张截图就可以。"
LOCATION = "我收到了您的位置，不过它和学信网的问题无关，我没有保存。请把遇到的问题打成一句话发给我。"
LINK = "抱歉，我打不开别人分享的链接。请把链接里的问题，或者页面上的提示，打成一句话发给我。"
UNSUPPORTED = "这种消息（比如表情包、名片）微信没有转给我，我看不到内容。请把问题打成文字发给我。"
UNKNOWN = "抱歉，我还处理不了这种消息。请把问题打成文字发给我，或者回复“人工”。"
PICTURE_GONE = "这张图片没有取到（可能已经过期）。请再发一次；发不了可以继续用文字说明。"
TOO_FAST = "您发得太快了，我跟不上。请稍等一会儿再发。"
BROKEN = "抱歉，系统出了点问题，这条消息没有处理好。请稍后再发一次，或者回复“人工”。"
BUSY = "抱歉，系统正忙，没有收下这条消息。请过几分钟再发一次。"
AGAIN = "（这一条刚才可能没有送到，再发一次）"
"""What stands before a message WeChat may have lost."""

MENU_TEXTS = {"help": "你好", "agent": "人工", "tickets": "我的工单"}
"""What a tap on a menu entry says for the person, by the entry's key."""
