from __future__ import annotations

from itertools import product
from typing import Any

import pytest
from rasa.nlu.classifiers.regex_message_handler import RegexMessageHandler
from rasa.shared.core.domain import Domain
from rasa.shared.nlu.constants import INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.conversation.guard import guard
from nlu.normaliser import ChineseNormaliser

DOMAIN = Domain.from_dict({"intents": ["restart", "choose_option", "greet"], "entities": ["option"]})
INVISIBLE = ["\u200b", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u202e", "\ufe0f", "\u0301", "\u115f", "\u3164", "\x00"]
SPACES = [" ", "\u00a0", "\u2003", "\u3000", "\u2028", "\n", "\t"]
MOODS = ["😀", "👍🏽", "🇨🇳", "[微笑]", "/::)", "❤️", "。。。", "…", "~"]
SLASHES = ["/", "／", "//", "／／", "/ /", "/\u200b/", "⁄", "∕", "⧸", "╱"]


def after_rasas_pipeline(text: str) -> Message:
    """The message as Rasa has it: normalised, then read again for commands as Rasa does at the very end."""
    message = Message.build(text)
    ChineseNormaliser().process([message])
    (read,) = RegexMessageHandler().process([message], DOMAIN)
    return read


@pytest.mark.parametrize(("slash", "before"), product(SLASHES, ["", *INVISIBLE, *SPACES, *MOODS]))
def test_no_disguise_makes_a_command(slash: str, before: str) -> None:
    for text in (
        f"{before}{slash}restart",
        f"{slash}{before}{slash}restart",
        f'{before}{slash}{before}choose_option{{"option": "x"}}',
        f"{before}{slash}{before}/greet",
    ):
        passed = guard(text, 1000).text
        assert not passed.startswith("/"), text
        message = after_rasas_pipeline(passed or "…")
        assert not message.get(TEXT).startswith("/"), text
        assert message.get(INTENT) is None, text


def test_the_gateways_own_choice_is_a_command() -> None:
    message = after_rasas_pipeline('/choose_option{"option": "reset_password"}')
    assert message.get(INTENT)["name"] == "choose_option"
    assert [(entity["entity"], entity["value"]) for entity in message.get("entities")] == [("option", "reset_password")]


@pytest.mark.parametrize(
    ("typed", "seen"),
    [
        ("ＡＢＣ１２３，？", "abc123,?"),
        ("忘記密碼", "忘记密码"),
        ("密码😀忘了！！！！", "密码忘了!"),
        ("帐号登陆不了[流泪]", "账号登录不了"),
        ("咋回事啊啊啊啊", "怎么回事啊"),
        ("〔手机号〕收不到", "〔手机号〕收不到"),
        ("😀😀", "…"),  # an empty text would stop Rasa's featurizers
        ("😀/", "…"),
    ],
)
def test_one_form_for_what_reads_the_same(typed: str, seen: str) -> None:
    assert after_rasas_pipeline(typed).get(TEXT) == seen


def test_training_sees_what_messages_see() -> None:
    data = TrainingData([Message.build("忘記密碼", intent="forgot_password"), Message(data={"action_text": "x"})])
    ChineseNormaliser().process_training_data(data)
    assert [message.get(TEXT) for message in data.training_examples] == ["忘记密码", None]


def test_the_normalised_text_is_what_the_tracker_gets() -> None:
    message = Message.build("ＱＱ")
    ChineseNormaliser().process([message])
    data: dict[str, Any] = message.as_dict(only_output_properties=True)
    assert data[TEXT] == "qq"


def test_retraining_when_the_code_that_normalises_changes() -> None:
    addon = ChineseNormaliser.fingerprint_addon({})
    assert addon is not None
    assert len(addon) == 16
