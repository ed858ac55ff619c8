"""Facts of the case: the answer to what a guide just asked, several at once, and what is put right later."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dialogue.facts.in_place import said_otherwise
from dialogue.facts.no_code import NO_CODE, without_number
from dialogue.facts.outcomes import asked_behind, came_up_behind, done_by_others
from dialogue.facts.put_right import changed_facts, meant_instead, retold_facts, without_mistaken
from dialogue.facts.steps_in_vain import (
    IN_VAIN,
    asks_how_it_went,
    is_still_to_come,
    not_done_behind,
    tells_it_went,
    told_in_vain,
    tried_without_word,
)
from dialogue.heard import Act, ConversationState, Heard
from dialogue.moods.in_vain import is_bare_trouble, says_in_vain
from dialogue.moods.pushback import objection_in, tried_in_vain
from dialogue.moods.rumours import asks_whether_true
from dialogue.moods.whole_messages import (
    asks_other_way,
    asks_other_way_besides,
    declines,
    gives_thanks,
    goes_to_try,
    is_hurried,
    is_lost,
    nods,
    puts_off,
    takes_note,
    wants_no_questions,
)
from dialogue.people.of_person import deeds_told, told_of_person
from dialogue.questions.left_open import comes_back_to
from dialogue.questions.meanings import asks_of, without_meaning
from dialogue.questions.supposing import supposed_no
from dialogue.text.clauses import is_asked, split_clauses
from dialogue.turns.next_matter import ends_talk, says_done, told_after_none, wanted_instead, without_account_questions
from faq.engine.afterwards import told_afterwards
from faq.guiding.guidance import Guidance
from faq.guiding.situation import UNKNOWN
from faq.text.normalise import matching_key

_AT_A_LOSS = re.compile(
    r"(?:那|这|这下|我|可|该|要|现在|接下来|就){0,6}(?:怎么办|怎么弄|怎么整|没法了?|没办法了?|没辙了?|没救了?|完了|没戏了?)(?:了|吗|呢|啊|吧|就没法了|没救了|么){0,4}"
)
_ASKS_FOR = re.compile("怎么|什么|哪|多久|多少|能不能|可不可以|会不会|吗$|谁|几天")
TURNS = re.compile("^(?:[哦诶哎欸噢啊]{1,2}[，, ]?对了?(?=[，, 啊呀]|我|还|那)|对了|那个|哦|哎|诶|欸)[，, 啊呀]{0,4}")
"""How another matter is begun; «对» is no yes there."""
_ASKED = re.compile("(?:[行好成]不[行好成]|能不能|可不可以|[行用]吗|可以吗|(?:[能会要].{0,4}|可以|影响|[有管]用)不)$")
_AHEAD_LETTERS = 6
_PAGE_SAYS = "prompt"
"""The fact whose values name the guides of what a page says."""
_BARE_NO = re.compile(r"(?<=[也里都])没(?=[，,。.；;！!？?\s]|$)")
"""«拦截里也没» is short for 没有."""
_OF_THEM = re.compile(r"(?:^|(?<=[，,。；;！!\s]))[他她](?!们|的?(?:手机|号码|邮箱))")
_STARTLED = re.compile(r"^\s*+(?:啊|哈|嗯|诶|欸|咦|什么|啥|不是吧|不会吧|不对吧|等等|等下)?\s*+[?？!！]+\s*+(?=\S)")


def facts_text(facts: dict[str, str]) -> str:
    """Facts as one entity carries them."""
    return " ".join(f"{name}={value}" for name, value in facts.items())


def facts_of(text: str) -> dict[str, str]:
    """What `facts_text` wrote."""
    return dict(pair.split("=", 1) for pair in text.split())


def said_facts(heard: Heard, state: ConversationState, guidance: Guidance) -> dict[str, str]:
    """What a message tells, read with what was just asked."""
    if heard.option or not heard.text or comes_back_to(heard.text):
        return {}
    asked = guidance.engine.asked(state.case) if state.case.running else None
    text = _BARE_NO.sub("没有", without_account_questions(TURNS.sub("", heard.text)))
    if (meant := meant_instead(text)) is not None:
        text = meant.meant
    if (rest := without_mistaken(text)) != text and _contradicts(guidance.extractor.facts(rest, asked), state):
        text = rest  # «哦不是，手机换了» puts right what was told of the phone, it is no «no» to what was asked
    if state.case.whose:  # «她是 03 年毕业的» is told of whom the case is about
        text = _OF_THEM.sub("", text)
    said = guidance.extractor.facts(text, asked) if text else {}
    if done_by_others(heard.text) or asks_whether_true(heard.text):  # that answers no step
        said = {name: value for name, value in said.items() if name != asked}
    said = deeds_told(text, guidance) | said
    last = guidance.engine.answered_last(state.case)
    if state.case.guide and asked not in said:
        said = retold_facts(text, state.case.known, guidance, last) | said
    said |= changed_facts(meant, state.case.known, guidance, [last]) if meant is not None else {}
    said = without_number(said, text, asked, no_code={**state.case.known, **said}.get("trouble") == "code")
    said = not_done_behind(said, asked, heard.text, guidance)
    return guidance.guides.situation.kept(said, state.case.known, asked)


def read_answer(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """The answer to the step a guide stands at, or anything else that moves it on."""
    if state.form or heard.option:
        return None
    if (state.topic or state.case.guide) and ends_talk(heard.text):
        return Act("helpful")
    if not state.case.running:
        return _beginning(heard, state, guidance)
    asked = guidance.engine.asked(state.case)
    theirs = done_by_others(heard.text) and asked_behind(heard.text)
    if theirs or asks_whether_true(heard.text) or _turns_elsewhere(heard, state, guidance):
        return None
    if (act := _not_understood(heard, asked, guidance)) is not None:
        return act
    if no := supposed_no(heard.text, asked, guidance):
        return Act("tell_fact", {"facts": facts_text(no)})
    fact = guidance.guides.situation.facts.get(asked or "")
    if fact is not None and tried_without_word(heard.text, fact):  # the page told them nothing: another way
        return Act("tell_fact", {"facts": facts_text({fact.id: UNKNOWN}), "kind": IN_VAIN})
    if fact is not None and fact.local and _agrees(heard.key):  # «行，谢谢» goes off to do it
        return Act("will_try")
    weighs = fact is not None and fact.local and not asks_how_it_went(fact.id, guidance)
    noted = takes_note(heard.key)
    if fact is not None and not weighs and (noted or gives_thanks(heard.key)):  # «ok thx» is no yes to what was asked
        return Act("small_talk", {"kind": "understood"}) if noted else None
    if not weighs and (
        puts_off(heard.text) or (fact is not None and fact.local and is_still_to_come(heard.text))
    ):  # to «还要重新注册吗» it is the answer
        return Act("will_try")
    if fact is not None and tells_it_went(heard, state, fact.id, guidance):
        return Act("tell_fact", {"facts": facts_text({fact.id: fact.yes or UNKNOWN})})
    facts = _without_questions(said_facts(heard, state, guidance), heard, asked, guidance)
    # «不想说» holds a no and «还有别的办法吗» a yes, and neither is one.
    if not facts or declines(heard.key) or asks_other_way(heard.key):
        return _mood(heard, guidance, asked) or _told_ahead(heard, state, guidance)
    if (other := _other_matter(facts, asked, state, guidance)) and not is_asked(heard.text):
        return Act("tell_fact", {"facts": facts_text(facts), "guide": other})
    if guidance.engine.settles(state.case, facts):
        return Act("tell_fact", {"facts": facts_text(facts)})
    telling = _without_helplessness(heard.text)
    open_question = is_asked(telling) and _ASKS_FOR.search(matching_key(telling))
    if asked not in facts and not open_question:
        facts |= told_in_vain(heard, facts, asked, guidance)
    meant, moves = meant_instead(heard.text), guidance.engine.moves(state.case, facts)
    if meant is not None and asked not in facts and not (moves or _contradicts(facts, state)):
        return None
    if asked not in facts and not moves and told_afterwards(facts, {}, guidance.guides.situation):
        return None  # what holds now that it has happened is said
    if asked not in facts:
        own = guidance.guides.asked_in(state.case.guide)
        if not open_question and told_of_person(heard.text, facts, own, state.case, guidance, moves=moves):
            return Act("tell_fact", {"facts": facts_text(facts)})
        besides = {name for name in facts if not guidance.guides.situation.facts[name].lasting}
        facts = {name: value for name, value in facts.items() if name in own}
        if open_question:
            return None
        if not _moves(facts, state):  # they say again what is known
            if besides - facts.keys() or meant is not None:  # and something that is another matter
                return None
            silent = not (_asks(heard.text) or objection_in(heard.text))
            again = facts and silent and guidance.extractor.says_only_facts(heard.text, asked)
            return Act("resume", {"kind": "known"}) if again else None
    return Act("tell_fact", {"facts": facts_text(facts)})


def _turns_elsewhere(heard: Heard, state: ConversationState, guidance: Guidance) -> bool:
    """«算了不换了，干脆注销»: something else is wanted now, of which this guide asks nothing."""
    wish = wanted_instead(heard.text)
    return bool(wish) and not guidance.extractor.facts(wish).keys() & guidance.guides.asked_in(state.case.guide)


def _other_matter(facts: Mapping[str, str], asked: str | None, state: ConversationState, guidance: Guidance) -> str:
    """The guide of what the page is said to say, where that is none of the way that is walked.

    «是身份证号被注册，不是手机号»; empty where nothing else is said, or the page is what the step asks about.
    """
    said, guides, now = facts.get(_PAGE_SAYS, ""), guidance.guides, state.case.guide
    pages = {value.id for value in guides.situation.facts[_PAGE_SAYS].values} & guides.guides.keys()
    if asked == _PAGE_SAYS or said not in pages or said == now:
        return ""
    on_the_way = said in guides.linked(now) or guides.decides_by(now, _PAGE_SAYS, said)
    return said if now in pages or not on_the_way else ""


def _not_understood(heard: Heard, asked: str | None, guidance: Guidance) -> Act | None:
    """«邮箱是什么», «听不懂»: the step in plain words; what is told besides is taken, and the line said with it."""
    fact = guidance.guides.situation.facts.get(asked or "")
    if fact is None or not asks_of(heard.text, fact):
        return None
    told = guidance.extractor.facts(without_meaning(heard.text), asked)
    if told.get(fact.id, UNKNOWN) == UNKNOWN:
        return Act("resume", {"kind": "plain"})
    return Act("tell_fact", {"facts": facts_text(told)})


def _without_questions(facts: dict[str, str], heard: Heard, asked: str | None, guidance: Guidance) -> dict[str, str]:
    """The facts without an answer that only the yes of a question gave: «对了，怎么解绑», «解了还能再绑吗»."""
    clauses = split_clauses(TURNS.sub("", heard.text))
    stating = [clause for clause in clauses if not (_asks(clause) or TURNS.fullmatch(clause))]
    if asked is None or asked not in facts or not (_asks(heard.text) or len(stating) < len(clauses)):
        return facts
    stated = "，".join(stating)
    if told := guidance.extractor.facts(stated, asked).get(asked):  # what a question holds does not outweigh it
        return {**facts, asked: told}
    if asked in guidance.extractor.facts(heard.text):
        return facts
    return {name: value for name, value in facts.items() if name != asked}


def _agrees(key: str) -> bool:
    """«行，谢谢»; thanks alone are answered as thanks."""
    return nods(key) and not key.startswith(("谢", "多谢", "辛苦"))


def _asks(text: str) -> bool:
    """Whether something is asked, be it only «行不行»: the «行» in it is no yes."""
    return is_asked(text) or _ASKED.search(matching_key(text)) is not None


def _mood(heard: Heard, guidance: Guidance, asked: str | None) -> Act | None:
    """What answers nothing and still wants the step: gone to try, at a loss, unwilling to tell, another way."""
    key = heard.key
    fact = guidance.guides.situation.facts.get(asked or "")
    if nods(key) and not gives_thanks(key):
        return Act("resume", {"kind": "nod"})
    tried = tried_in_vain(heard.core_key)
    if (tried or declines(key)) and fact is not None and not fact.local:  # it goes on as if that were not known
        return Act("tell_fact", {"facts": facts_text({fact.id: UNKNOWN}), "kind": IN_VAIN if tried else "declines"})
    if tried or asks_other_way(key) or asks_other_way_besides(heard.text):
        if fact is not None and fact.local and fact.no:
            return Act("tell_fact", {"facts": facts_text({fact.id: fact.no})})
        return Act("resume", {"kind": "other_way"})
    if is_hurried(key) or is_bare_trouble(key):
        return Act("resume", {"kind": "hurry" if is_hurried(key) else "known"})
    return Act("resume", {"kind": "reassure"}) if _AT_A_LOSS.fullmatch(key) or is_lost(key) else None


def _told_ahead(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """A word that answers what this guide has yet to ask, when it fits one such question only: «考研»."""
    if is_asked(heard.text) or len(heard.key) > _AHEAD_LETTERS or "也" in heard.key:  # «学位也查不到» is one more thing
        return None
    open_facts = sorted(guidance.guides.asked_in(state.case.guide) - state.case.known.keys())
    known = guidance.guides.situation.facts
    lasting = (name for name in open_facts if not (known[name].local or known[name].in_vain))
    fitting = ((name, guidance.extractor.facts(heard.text, name)) for name in lasting)
    told = [{name: found[name]} for name, found in fitting if found.get(name, UNKNOWN) != UNKNOWN]
    return Act("tell_fact", {"facts": facts_text(told[0])}) if len(told) == 1 else None


def _beginning(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """After an answer whose matter has a guide: what somebody tells then is the guide's to go on with."""
    if state.leads not in guidance.guides.guides or state.leads == state.case.guide or told_after_none(heard.text):
        return None  # «都不是，……» goes on with none of what was listed
    key = heard.key
    if goes_to_try(heard.core_key) or nods(key) or says_done(heard.text) or came_up_behind(heard.text):
        return None
    if says_in_vain(heard.text) or meant_instead(heard.text) is not None:  # what is put right is asked anew
        return None  # and «还是不行» is no «no» to a step that nobody was asked
    lost = _AT_A_LOSS.fullmatch(key) or is_lost(key)
    if lost or (not state.topic and (asks_other_way(key) or wants_no_questions(key))):
        return Act("resume", {"kind": "reassure", "guide": state.leads})
    moved, _ = guidance.engine.begin(state.case, state.leads)
    asked = guidance.engine.asked(moved)
    said = "，".join(said_otherwise(heard.text)) or heard.text  # «哦不是 …» is no «no» to a step that nobody was asked
    told = _without_helplessness(said)  # «密保也忘了，那怎么办» asks for the very way that begins here
    facts = guidance.extractor.facts(told, asked) if told else {}
    facts = without_number(facts, told, asked, no_code=state.leads == NO_CODE)
    facts = {name: value for name, value in facts.items() if name in guidance.guides.asked_in(state.leads)}
    if heard.text.isascii():  # the words of a page are another matter as often as this one
        known = guidance.guides.situation.facts
        facts = {name: value for name, value in facts.items() if name == asked or not known[name].page}
    only = guidance.extractor.says_only_facts(told, asked)
    if not facts or is_asked(told) or _ASKS_FOR.search(matching_key(told)) or not (only or asked in facts):
        return None
    return Act("tell_fact", {"facts": facts_text(facts), "guide": state.leads})


def read_correction(heard: Heard, state: ConversationState, guidance: Guidance) -> Act | None:
    """After a guide has ended, unless it is done: what was said there is put right, so the way is walked again."""
    if state.form or state.case.running or not state.case.guide or state.case.over:
        return None
    facts = said_facts(heard, state, guidance)
    asked = {place_fact for place_fact in state.case.known if "@" not in place_fact}
    changed = {name for name, value in facts.items() if name in asked and state.case.known[name] != value}
    news = told_afterwards({name: facts[name] for name in changed}, {}, guidance.guides.situation)
    put_right = changed and news is None and not is_asked(_STARTLED.sub("", heard.text))
    return Act("tell_fact", {"facts": facts_text(facts)}) if put_right else None


def _without_helplessness(text: str) -> str:
    """A text without «怎么办», which asks for the very step that comes next."""
    told = (clause for clause in split_clauses(text) if not _AT_A_LOSS.fullmatch(matching_key(clause)))
    return (", " if text.isascii() else "，").join(told)


def _contradicts(facts: dict[str, str], state: ConversationState) -> bool:
    return any(state.case.known.get(name, value) != value for name, value in facts.items())


def _moves(facts: dict[str, str], state: ConversationState) -> bool:
    return any(state.case.known.get(name) != value for name, value in facts.items())
