"""The short human lines for what asks nothing, by kind; the second of a kind is for who says the like again."""

from __future__ import annotations

import re

SMALL_TALK: dict[str, tuple[str, ...]] = {
    "face": ("我在呢。有什么要问的，直接打字就行。", "收到。想问哪件事？"),
    "laugh": ("哈哈，正经的我更拿手：有学信网的问题就说。", "笑话我不太会，学信网的事问我就对了。"),
    "understood": ("好，有事再找我。", "嗯，弄的时候卡住了随时说。"),
    "here": ("在的，接着说就行。", "我在，您说。"),
    "sad": ("别急，一件一件来。页面提示了什么？发给我看看。", "不怕，多半有办法。卡在哪一步，说给我听。"),
    "declines": (
        "不想说就不说，我这里也不需要您的个人信息。只说页面的提示或卡在哪一步就行；要找真人，回复“人工”。",
        "没关系，不用给我任何信息。想问什么，直接问就好。",
    ),
    "insult": (
        "没帮上忙，抱歉。把页面上的提示原样发给我，我再找一次；或者回复“人工”，交给客服处理。",
        "您着急，我明白。说一句卡在哪里，我只讲这一步；要真人就回复“人工”。",
        "那就让人来看：回复“人工”，您说过的我都带上。",
    ),
    "insult_first": (
        "让您窝火了，抱歉。是哪件事？说一句卡在哪里，我直接说怎么办；交过工单的回复“我的工单”，要真人回复“人工”。",
        "您着急，我明白。说一句是哪件事就行；不想多说，回复“人工”，交给客服。",
        "那就让人来看：回复“人工”，您说过的我都带上。",
    ),
    "thank": ("不客气。还有别的问题，直接打字告诉我就行。", "不用谢，顺利就好。", "应该的，有事再来。"),
    "goodbye": ("好的，祝您办理顺利。之后有问题随时再来问我。", "再见，有事再来。"),
}
AWAY_LINES = ("好，您先忙；回来说一声，接着办。", "行，回头见，随时接着说。", "好的，不急，说到哪我都记着。")
AWAY_IN_ENGLISH = ("Sure, see you later.", "All right, until later.")
CHAT: dict[str, tuple[str, ...]] = {
    "chat_food": ("吃的喝的我帮不上忙", "您先吃好，这个我不懂"),
    "chat_weather": ("天气我看不到", "外面怎么样，我这里不知道"),
    "chat_fun": ("这个我不会", "玩的我不在行"),
    "chat_you": ("我是机器人，没有这些", "这个真没有，我只是机器人"),
    "chat_life": ("听着呢，这个我帮不上", "您慢慢来"),
}
_CUT = re.compile("[，。]")
_ASK_ON = "；学信网的事，接着问就行。"


def chat_lines(kind: str, waits: str) -> tuple[str, ...]:
    """One line for chat: what we are no good at, and how to go on with the step that `waits`, if any."""
    return tuple(f"{line}。{waits}" if waits else f"{line}{_ASK_ON}" for line in CHAT[kind])


def first_words(line: str) -> str:
    """What a line begins with: «不客气» of «不客气。还有……»."""
    return _CUT.split(line, 1)[0]
