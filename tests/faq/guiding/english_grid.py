"""English sentences about facts: what people say of them in the frames they say it in, with what each one tells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import permutations

_SAID: dict[tuple[str, str], tuple[str, ...]] = {
    ("phone", "usable"): ("I still have that phone number", "my number still works", "it is the same phone number"),
    ("phone", "unusable"): (
        "I lost that phone number",
        "my number was cancelled",
        "I no longer have that number",
        "I don't have that phone anymore",
        "my phone number doesn't work",
        "I have no access to that number",
    ),
    ("mail", "usable"): (
        "I have an email linked",
        "my e-mail still works",
        "I can open my email",
        "my email is linked",
    ),
    ("mail", "unusable"): (
        "I have no email linked",
        "I have no e-mail",
        "I don't have any email linked",
        "I do not have an email",
        "I never linked an email",
        "I have never linked an email",
        "my email isn't linked",
        "my e-mail was never linked",
        "there is no email linked",
        "I can't open my email",
        "I cannot open my email",
        "I can not access that email",
        "I am unable to open my email",
        "I am not able to open my email",
        "I didn't link any email",
        "I have not linked an email",
        "I registered without an email",
        "I have lost my email",
        "I have no mailbox linked",
    ),
    ("security", "known"): ("I remember the security questions", "I know the answers"),
    ("security", "unusable"): (
        "I forgot the security questions",
        "I have no security questions",
        "I never set a security question",
        "I don't remember the answers",
        "I can't remember the security questions",
        "I have not set any security question",
    ),
    ("scan", "bound"): ("my WeChat is linked", "I linked my Alipay"),
    ("scan", "unbound"): (
        "my WeChat isn't linked",
        "I never linked WeChat",
        "I have no WeChat",
        "I haven't linked my Alipay",
        "I don't have WeChat",
        "WeChat was never linked",
    ),
    ("password", "known"): ("I know my password", "I remember the password"),
    ("password", "forgotten"): (
        "I forgot my password",
        "I don't remember my password",
        "I do not know my password",
        "I can't remember the password",
        "I no longer remember my password",
    ),
    ("username", "known"): ("I know my username", "I remember my username"),
    ("username", "forgotten"): ("I forgot my username", "I don't know my username", "I cannot remember my username"),
    ("login", "in"): ("I can log in", "I am able to log in"),
    ("login", "out"): ("I cannot log in", "I can't login", "I am not able to log in", "I am unable to log in"),
    ("trouble", "code"): (
        "I never receive the SMS code",
        "I don't receive the code",
        "the code never arrives",
        "nothing arrives",
        "I get no SMS",
        "I can't receive the SMS code",
        "I have received no SMS",
    ),
}
"""Whole statements, in all the ways that people deny."""
_TOLD = (
    "{}",
    "{}.",
    "{}!",
    "Hi, {}",
    "Well, {}",
    "Actually {}",
    "sorry, {}",
    "that's wrong, {}",
    "No, {}",
    "{}, please help",
    "{}. What can I do?",
    "But {}",
    "I said {}",
    "As I said, {}",
)
_UNSAID = (
    "{}?",
    "If {}, what then?",
    "What if {}",
    "Only if {}",
    "It works if {}",
    "Unless {}",
    "I don't know whether {}",
    "Maybe {}",
    "Perhaps {}",
    "My friend told me {}",
    "Suppose {}",
    "How do I know that {}?",
    "I was asked whether {}",
)
"""What is asked, supposed, unsure or of somebody else."""
_ELSE = (
    "My permit number changed",
    "My passport number was changed",
    "my student number changed",
    "I only have a passport, no Chinese ID",
    "I have no screenshot",
    "I have received an email from the school",
    "I have to check my email",
    "I want to have an email linked",
    "I wish I had an email linked",
    "I need an English report of my degree",
    "I have a Japanese passport and no ID card",
    "I used to have that phone number",
)
"""What says nothing of the facts that are asked for, though it holds words of them."""
_ASKED = ("phone", "mail", "security", "scan", "password", "username", "login")


@dataclass(frozen=True)
class Sample:
    """A sentence in its frame, what was asked before it, the facts it tells and those it may tell besides."""

    kind: str
    text: str
    facts: dict[str, str]
    asked: str = ""
    may: frozenset[str] = frozenset({"change_what", "who_wrong", "used_other_name", "matches", "prompt", "studies"})


def samples() -> Iterator[Sample]:
    """All sentences of the grid."""
    for (name, value), said in _SAID.items():
        told = {name: value}
        for phrase in said:
            for frame in _TOLD:
                yield Sample("told", frame.format(phrase), told)
            for frame in _UNSAID:
                yield Sample("unsaid", frame.format(phrase), {})
            if name in _ASKED:
                yield Sample("answered", phrase, told, name)
            for other in _ASKED:
                if other != name:
                    yield Sample("beside", phrase, told, other)
    combined = permutations(_SAID.items(), 2)
    for first_of, other_of in combined:
        if first_of[0][0] != other_of[0][0]:
            first, second = first_of[1][0], other_of[1][-1]
            if "," not in second:
                yield Sample("joined", f"{first}, {second}", dict((first_of[0], other_of[0])))
                yield Sample("joined", f"{first} and {second}", dict((first_of[0], other_of[0])))
                yield Sample("joined", f"{first}, but {second}", dict((first_of[0], other_of[0])))
    for text in _ELSE:
        for asked in ("", *_ASKED, "prompt"):
            yield Sample("else", text, {}, asked)
