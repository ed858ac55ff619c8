"""Moods and steering of a whole English message: back, go on, step by step, another way, gone to try, at a loss."""

from __future__ import annotations

import re
from typing import Literal

EnglishMood = Literal[
    "back", "restart", "resume", "steps", "plain", "other_way", "will_try", "ends", "declines", "lost"
]

_MOST_WORDS = 12
_EDGES = re.compile(
    r"^(?:(?:ok|okay|well|so|and|but|please|thanks|thank you|sorry|hmm|yes|no|alright|then|hi|hello)\b[ ,.!]{0,4}){1,8}"
    r"|(?:[ ,]{0,4}\b(?:please|thanks|thank you|now|then|again|first)){1,6}$"
)
_MOODS: tuple[tuple[EnglishMood, re.Pattern[str]], ...] = (
    ("back", re.compile(r"(?:go |one |a )?(?:step )?back|(?:the )?previous (?:step|one|question)|back one step")),
    (
        "restart",
        re.compile(r"(?:start|begin) (?:over|again|anew)|restart|(?:again )?from the (?:beginning|start)"),
    ),
    (
        "resume",
        re.compile(
            r"continue|go on|carry on|next(?: step)?|keep going|what(?:'s| is)? next|and then(?: what)?"
            r"|what (?:then|now)"
            r"|(?:i(?: am|'m) )?back(?: here)?|what(?: should i do| do i do) (?:now|next)"
        ),
    ),
    (
        "steps",
        re.compile(
            r"(?:(?:can|could) you )?(?:show|tell|guide|lead|walk|help|teach)? ?(?:me )?"
            r"(?:through (?:it|this|the steps) ?)?"
            r"(?:(?:it |this )?step by step|through (?:it|this|the steps))|guide me(?: through (?:it|this))?|lead me"
        ),
    ),
    (
        "plain",
        re.compile(
            r"what(?:'s| is| are|s) (?:this|that|it|these|those|(?:a |an |the |my )?"
            r"(?:security questions?|user ?name|picture code|face check|manual review|review by staff"
            r"|mainland number|linked e-?mail))(?: mean)?"
            r"|what (?:do you|does (?:it|this|that)) mean.{0,20}"
            r"|i (?:do ?n[o']t|did ?n[o']t|cannot|can'?t) understand.{0,24}"
            r"|(?:can you )?explain(?: it| this| that)?(?: please)?|not clear|i am confused|i'm confused|meaning"
        ),
    ),
    (
        "other_way",
        re.compile(
            r"(?:is|are) there (?:any |an |some )?(?:other|another|different) (?:ways?|options?|methods?"
            r"|possibilit\w+).{0,12}"
            r"|any (?:other|another) (?:ways?|options?|methods?|ideas?)|(?:other|another) (?:way|option|method)s?"
            r"|what else can i (?:do|try)|something else"
        ),
    ),
    (
        "will_try",
        re.compile(
            r"(?:i(?:'ll| will| am going to|'m going to|'m gonna)|let me|i'd|gonna) (?:just )?(?:try|check|do"
            r"|go|see|look|ask|test|have a look)"
            r"(?! not)\b.{0,30}|(?:one|a|just a|wait a?) ?(?:moment|minute|second|sec)|hold on|wait"
            r"|trying(?: it)?(?: now)?"
        ),
    ),
    (
        "ends",
        re.compile(
            r"that(?:'s| is| will be| was) (?:all|it)(?: for (?:now|today))?|(?:no|nothing) (?:more|else|further)"
            r"(?: questions?)?|i(?:'m| am) (?:done|good|fine|all set)(?: for (?:now|today))?|all (?:good|done|set)"
            r"|never ?mind|no need(?: any ?more)?|leave it|maybe later|later|not now|enough(?: for (?:now|today))?"
        ),
    ),
    (
        "declines",
        re.compile(
            r"i (?:do ?n[o']t|would rather not|'d rather not|prefer not to|will not"
            r"|won'?t) ?(?:want to )?(?:say|tell|share|give|answer)\b.{0,24}"
            r"|(?:that is|that's|it's|it is) (?:private|personal)|none of your business"
            r"|why do you (?:ask|need|want)\b.{0,20}"
        ),
    ),
    (
        "lost",
        re.compile(
            r"(?:(?:can|could) you )?help(?: me)?|i need (?:some )?help"
            r"|i have (?:a|some|one) (?:problem|question|issue)s?"
            r"|i do ?n[o']t know (?:what|how)(?: to (?:do|start|begin|proceed))?|i(?: am|'m) (?:lost|stuck|desperate)"
        ),
    ),
)


def english_mood(text: str) -> EnglishMood | None:
    """What a whole short English message says of itself; None when it asks or tells anything."""
    plain = text.strip().lower().replace("’", "'").rstrip(" .!?…")
    if not plain.isascii() or len(plain.split()) > _MOST_WORDS:
        return None
    worded = (plain, _EDGES.sub("", plain).strip(" ,.!?"))
    return next((mood for mood, pattern in _MOODS if any(map(pattern.fullmatch, worded))), None)
