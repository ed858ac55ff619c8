"""Whatever people tap and type, in whatever order: a next step, no fact lost, nothing submitted or cancelled by chance.

Without the running system: thousands of turns through the readers and the guides. With it: some dozens of whole talks.
"""

from __future__ import annotations

import random
from collections.abc import Mapping

import pytest

from dialogue.heard import ConversationState, Heard
from dialogue.readers.case import facts_of
from dialogue.table import read
from faq.guiding.options import FACT_OPTION
from faq.guiding.state import GuideReply, GuideState
from tests.conversation_runner import Turn
from tests.conversation_stack import ConversationStack
from tests.conversation_talkers import WebTalker
from tests.real_content import real_guidance

GUIDANCE = real_guidance()
SAID = (
    *(
        "不知道",
        "不清楚",
        "没有",
        "有",
        "好的",
        "嗯",
        "谢谢",
        "在吗",
        "？？",
        "👍",
        "哈哈哈",
        "急死了",
        "不想说",
        "等一下",
    ),
    *("1", "2", "第三个", "9", "手机停机了", "邮箱能登", "密保忘了", "微信绑过", "我在考研", "大三", "同学能查到"),
    *("还是不行", "成了", "登不上", "忘记密码怎么找回", "证件号码已被注册", "查不到学籍", "收不到验证码", "什么意思"),
    *("那邮箱呢", "说细点", "还有别的办法吗", "然后呢", "继续", "你是真人吗", "he said ok", "他同意了", "火星在哪"),
    *("气死我了", "什么破系统，垃圾", "我手机号你们存多久", "帮我查查同事的学历", "这是干嘛用的"),
)
"""What never submits, never cancels and never takes anything back."""
STEERING = ("上一步", "重新开始")
SUBMITS = ("submit", "cancel")
"""Options that a random finger must keep off: they mean it."""
MEANT = ("1", "好的", "嗯", "第三个")
LEADS_ON = (
    "？",
    "?",
    "回复",
    "告诉我",
    "发给我",
    "说",
    "打字",
    "输码",
    "打出来",
    "选",
    "再来",
    "随时",
    "慢",
    "收到",
    "人工",
    "继续",
    "找我",
    "帮",
    "type",
    "reply",
)


@pytest.mark.parametrize("seed", range(40))
def test_guides_lose_no_fact_and_never_stand_still(seed: int) -> None:
    chance = random.Random(seed)
    guide = chance.choice(sorted(GUIDANCE.guides.guides))
    state, reply = GUIDANCE.engine.begin(GuideState(), guide)
    for _ in range(60):
        before = {name: value for name, value in state.known.items() if "@" not in name}
        text, state, reply = _moved(chance, state, reply)
        assert reply.text, text
        assert reply.options or reply.ended, text
        if text not in STEERING:
            assert _all_kept(before, state.known), text
        if not state.running:
            state, reply = GUIDANCE.engine.restart(state)


def _lasting(name: str) -> bool:
    facts = GUIDANCE.guides.situation.facts
    return name in facts and facts[name].lasting


def _all_kept(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Whether nothing was lost; when the matter is over, only what is true of the person stays, and nothing else."""
    over = all(map(_lasting, after))
    return {name for name in before if not over or _lasting(name)} <= after.keys()


def _moved(chance: random.Random, state: GuideState, reply: GuideReply) -> tuple[str, GuideState, GuideReply]:
    """One tap or sentence, done as the actions do it; what moves no guide leaves everything as it is."""
    if reply.options and chance.random() < 0.4:
        option = chance.choice(reply.options).id
        name, _, value = option.removeprefix(FACT_OPTION).partition("=")
        return (option, *GUIDANCE.engine.tell(state, {name: value}))
    text = chance.choice((*SAID, *STEERING))
    act = read(Heard(text), ConversationState(offered=reply.options, case=state, topic="reset_password"), GUIDANCE)
    kind = act.intent if act else ""
    if kind == "tell_fact" and act is not None:
        return (text, *GUIDANCE.engine.tell(state, facts_of(act.detail["facts"])))
    if kind == "choose_option" and act is not None and act.detail["option"].startswith(FACT_OPTION):
        name, _, value = act.detail["option"].removeprefix(FACT_OPTION).partition("=")
        return (text, *GUIDANCE.engine.tell(state, {name: value}))
    moves = {
        "go_back": GUIDANCE.engine.back,
        "restart_guide": GUIDANCE.engine.restart,
        "resume": GUIDANCE.engine.resume,
    }
    assert kind not in ("cancel", "contact_support"), text
    return (text, *moves[kind](state)) if kind in moves else (text, state, reply)


@pytest.mark.slow
@pytest.mark.stack
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(12))
def test_random_talks_through_the_running_system(conversation_stack: ConversationStack, seed: int) -> None:
    chance = random.Random(seed)
    person = WebTalker(conversation_stack)
    turn, said = Turn(), []
    facts: Mapping[str, str] = {}
    for _ in range(14):
        offered = [
            option for option in turn.options if option[0] not in SUBMITS and not option[0].startswith("settle_")
        ]
        if offered and chance.random() < 0.4:
            option = chance.choice(offered)
            said.append(f"［{option[1]}］")
            turn = person.tap(*option)
        else:
            said.append(chance.choice((*SAID, "人工")))
            if said[-1] in MEANT and any(option == "submit" for option, _ in turn.options):
                said[-1] = "人工"  # said to 请核对一下, these mean it as much as the button does
            turn = person.say(said[-1])
        text = "\n".join(turn.texts)
        assert text.strip(), said
        assert turn.options or any(word in text for word in LEADS_ON), (said, text)
        known = turn.trace.get("facts")
        if known is not None:
            assert _all_kept(facts, known), said
            facts = known
        assert person.ticket() is None, "；".join(said)
        assert "没有提交" not in text, said
