"""What holds for every guide, whatever a person says: shown once, over the files, before they are served.

Every step can be reached; no path goes round in circles, so every path ends, and it ends in «solved», a ticket
or a named place outside; nobody is told to do what cannot be taken back without its warning in the same reply;
a reply fits on a phone's screen; options do not overlap; no text comes twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from common.errors import Problem
from faq.guiding.situation import UNKNOWN
from faq.guiding.tree import Guide, Guides, Step
from faq.text.choice import Option, numbered_option_lines
from faq.text.normalise import matching_key
from faq.text.phone import SCREEN_LINES, line_count

MOST_SHARED = 30
"""From how many equal letters in a row on two texts of one guide say the same thing twice."""


def prove(guides: Guides, *, most_shared: int = MOST_SHARED, language: str = "") -> list[Problem]:
    """Every way in which the guides break what is promised; call it when they read without a fault.

    `most_shared` is for `_repeated`; `language` is named before what is found.
    """
    problems = [*_circles(guides)]
    for guide in guides.guides.values():
        problems += _unreachable(guide)
        problems += _repeated(guide, most_shared)
    for _, guide, step in guides.places():
        problems += _unwarned(guides, guide, step)
        problems += _overlapping(guides, guide, step)
    if not problems:  # the longest reply is only defined where no path runs in circles
        problems += _too_long(guides)
    return sorted({replace(problem, message=f"{language}{problem.message}") for problem in problems})


def _problem(guide: Guide, step: Step, message: str, remedy: str, kind: str) -> Problem:
    return Problem(guide.path, step.line, f"步骤「{step.id}」{message}", remedy, kind)


def _unreachable(guide: Guide) -> Iterator[Problem]:
    seen: set[str] = set()
    waiting = [guide.first.id]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in guide.steps:
            continue
        seen.add(name)
        waiting += [branch.target for branch in guide.steps[name].next]
    for step in guide.steps.values():
        if step.id not in seen:
            yield _problem(guide, step, "走不到", "在别的步骤的 next 里指向它，或删掉它", "unreachable")


def _circles(guides: Guides) -> Iterator[Problem]:
    """Places from which a path leads back to them; without any, every path ends."""
    done: set[str] = set()
    for start, _, _ in guides.places():
        path: list[str] = []
        waiting: list[tuple[str, bool]] = [(start, False)]
        while waiting:
            place, leaving = waiting.pop()
            if leaving:
                path.pop()
                done.add(place)
                continue
            if place in path:
                guide_id, _, step_id = place.partition(".")
                guide = guides.guides[guide_id]
                round_trip = " → ".join([*path[path.index(place) :], place])
                yield _problem(
                    guide, guide.steps[step_id], f"会绕圈：{round_trip}", "把其中一步改成往前走，或结束", "circle"
                )
                continue
            if place in done:
                continue
            path.append(place)
            waiting.append((place, True))
            waiting += [(following, False) for following in guides.successors(place)]


def _unwarned(guides: Guides, guide: Guide, step: Step) -> Iterator[Problem]:
    for action in guides.irreversible.values():
        told = any(action.told_at(text) is not None for text in (step.say, step.ask, step.again))
        if told and step.warn != action.id:
            message = f"叫人去做收不回的事（{action.name}），却没有先说警告"
            yield _problem(guide, step, message, f"在这一步写 warn: {action.id}", "unwarned")


def _overlapping(guides: Guides, guide: Guide, step: Step) -> Iterator[Problem]:
    if step.kind != "collect":
        return
    keys = [(option.title, matching_key(option.title)) for option in options_of(guides, step)]
    for index, (title, key) in enumerate(keys):
        for other, other_key in keys[index + 1 :]:
            if key in other_key or other_key in key:
                message = f"的选项「{title}」和「{other}」分不开"
                yield _problem(guide, step, message, "改 situation.yml 里的 title，让一个不包含另一个", "overlap")


def options_of(guides: Guides, step: Step) -> tuple[Option, ...]:
    """What a step offers to tap."""
    fact = guides.situation.facts[step.collect]
    values = step.options or (*(value.id for value in fact.values), *(() if fact.local else (UNKNOWN,)))
    return tuple(Option(value, fact.title_of(value)) for value in values)


def _repeated(guide: Guide, most_shared: int) -> Iterator[Problem]:
    """Texts of one guide that share a long piece: somebody would read the same twice."""
    owners: dict[str, Step] = {}
    for step in guide.steps.values():
        for text in (step.say, step.ask, step.again):
            key = matching_key(text)
            pieces = {key[start : start + most_shared] for start in range(len(key) - most_shared + 1)}
            twin = next((owners[piece] for piece in pieces if piece in owners and owners[piece] is not step), None)
            if twin is not None:
                message = f"和「{twin.id}」有 {most_shared} 个字以上一样"
                yield _problem(guide, step, message, "换个说法，或合并成一步", "repeated")
            for piece in pieces:
                owners.setdefault(piece, step)


def _too_long(guides: Guides) -> Iterator[Problem]:
    before = _said_before(guides)
    for place, guide, step in guides.places():
        if step.kind not in ("collect", "end"):
            continue
        first = line_count(_with_options(guides, step, first=True)) + before[place]
        lines = max(first, line_count(_with_options(guides, step, first=False)))
        if lines > SCREEN_LINES:
            message = f"连同前面要说的最多有 {lines} 行，手机一屏 {SCREEN_LINES} 行（每行 18 个字）"
            yield _problem(guide, step, message, "缩短 say，或拆成两步", "too_long")


def _with_options(guides: Guides, step: Step, *, first: bool) -> str:
    action = guides.irreversible.get(step.warn)
    warning = max(action.warnings, key=line_count) if action else ""
    if step.kind == "end":
        return "\n".join(filter(None, (warning, step.say)))
    fact = guides.situation.facts[step.collect]
    words = (step.say, step.ask or fact.ask) if first else (step.again or fact.again,)
    return "\n".join(filter(None, (warning, *words, numbered_option_lines(options_of(guides, step)))))


def _said_before(guides: Guides) -> dict[str, int]:
    """Place → the most lines that other steps may put before it in one reply.

    Somebody who tells everything at once passes all questions but those about what only just happened (`local`),
    so every step that only speaks may come together with the next.
    """
    own = {
        place: (line_count(step.say) if step.say else 0) + _warning_lines(guides, step)
        for place, _, step in guides.places()
        if step.kind == "say"
    }
    result = {place: 0 for place, _, _ in guides.places()}
    stops = {
        place
        for place, _, step in guides.places()
        if step.kind == "collect" and guides.situation.facts[step.collect].local
    }
    changed = True
    while changed:  # ends, for no path runs in circles
        changed = False
        for place in result.keys() - stops:
            reached = result[place] + own.get(place, 0)
            for following in guides.successors(place):
                if following in result and result[following] < reached:
                    result[following] = reached
                    changed = True
    return result


def _warning_lines(guides: Guides, step: Step) -> int:
    action = guides.irreversible.get(step.warn)
    return max((line_count(text) for text in action.warnings), default=0) if action else 0
