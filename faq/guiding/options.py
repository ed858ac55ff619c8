"""The options that answer a step of a guide, and the fact that a tapped one tells."""

from __future__ import annotations

from faq.guiding.situation import UNKNOWN, Fact
from faq.guiding.tree import Step
from faq.text.choice import Option

FACT_OPTION = "fact:"
"""How the ids of options begin that answer a step: `fact:phone=usable`."""


def options_of(step: Step, fact: Fact) -> tuple[Option, ...]:
    """What may be chosen at a step that asks for a fact: the values it lists, or all of them and that it is unknown."""
    values = step.options or (*(value.id for value in fact.values), *(() if fact.local else (UNKNOWN,)))
    return tuple(Option(f"{FACT_OPTION}{fact.id}={value}", fact.title_of(value)) for value in values)


def fact_of(option: str | None) -> dict[str, str]:
    """The fact that a tapped option of a guide tells; empty for any other option."""
    name, _, value = (option or "").removeprefix(FACT_OPTION).partition("=")
    return {name: value} if option and option.startswith(FACT_OPTION) and value else {}
