"""Which entries' page prompts stand in a picture, best first; misread letters are forgiven, other words are not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from faq.content.entry import Entry
from faq.pages.lines import PageLine, PagePassage, follows, is_furniture, passages
from faq.pages.paraphrase import folded
from faq.pages.trouble import is_server_error
from faq.text.characters import simplified
from faq.text.normalise import matching_key

_SHORTEST_PROMPT = 4
_LONGEST_WORD = 8
_LONGEST_OF_TWO = 14
_LEAST_INSIDE = 4
_ON_ITS_PAGE = 0.1
_FORGIVING = 9
"""From how many letters on a folded prompt may have one misread."""
_BLOCKING = re.compile(
    r"有误|错误|不正确|失败|[已己]经?被|已存在|未通过|不通过|过期|过有效期|失效|频繁|上限|受限|禁止|没有|不存在|未查询|查询不到|未找到|查无|找不到|没找到|(?:没|未能?)查到|查不到|无法"
    r"|不能为空|不支持|繁忙|不一致|不匹配|不符|不在(?!籍)|不清晰|模糊|遮挡|维护|退回|驳回|过多|拒绝|超时|异常|已满|暂无|锁定|补充材料|后再试"
    r"|排队|人数(?:较|过)多|不是私密连接|不可用|延误|停止运行|达到|名额"
    r"|暂停(?:服务|访问|开放|使用)|停机|升级中|恢复(?:访问|服务|开放)|次数.{0,4}(?:用完|用尽)|权限[已己]?(?:被)?关闭|[已己]注销|[已己]经?绑定(?:了)?(?:其他|其它|别的)"
    r"|未上报|未报送|未收到|未上传|未申请|被迫下线|强制下线|被限制|被禁止|不受理|未核验|受限"
    r"|(?:其[他它]|另一|另外|别的)[^，。]{0,4}登[录陆]|别处登|不[能得可]与[^，。]{0,12}(?:相同|一致|重复|一样)"
    r"|与[^，。]{0,6}(?:旧|原|历史|前几次|最近|近期|以前|上次)[^，。]{0,6}密码[^，。]{0,3}(?:相同|重复|一样)"
    r"|尚未|暂未|未生成|未开通|未绑定.|未获|未授权|未开启|未实名|未检测|未能|非法|过于简单|同一人|过暗|不规范|安全风险|异地登录"
    r"|(?:(?<=[一-鿿])(?<!学年)(?<!学期)(?<!学籍)|(?<=[号箱户名码][：: ]))[已己]经?(?:注册|使用)"
)
_DEMANDS = re.compile(r"须|应为|至少|不能|只能|只允许|请使用|不少于|不得")
"""What a page asks for in red is a complaint: it was not done."""
_EMPTY_VALUE = re.compile(r"[一-鿿]{2,6}\s*[:：]\s*暂无")
_NEGATIONS = "不未没无非"
SUBJECTS = re.compile("手机|证件|微信|支付宝|邮箱|姓名|密码|验证码|学籍|学历|学位|照片|报告|相机|人脸|通行证|护照")
"""What prompts that are alike are about; two letters, as many as may be misread."""
_EITHER = re.compile(r"(?:姓名|证件号码?|身份证号?码?|手机号码?|邮箱|账号|用户名|密码)(?:或者?|及)$")
_CLAUSES = re.compile("[^，。；;！!]+")
CLAUSE_END = re.compile(r"[，。；;！!？?“”\"、\s|]|(?<!\d)[：:]|[：:](?!\d)")
"""Between clauses; not within 22:00."""
_FOLLOWS_FROM = re.compile(r"(?:因此|所以|故|暂时?|目前|您)*+(?:不能|无法|不可以?|不得|不予)")
"""A clause that only tells what comes of the one before it, which is what has to be mended."""
_ASKED = re.compile(r"怎么|怎样|如何|为什么|是什么|吗|？|\?")
_REST_GAP = 0.35
_RED, _DIALOG, _MARKED, _BLOCKS, _IS_ASKED = 0.25, 0.3, 0.3, 0.15, -0.3
_PER_LETTER, _MOST_LETTERS = 0.01, 24


@dataclass(frozen=True)
class PromptMatch:
    """One prompt found: whose it is, as staff wrote it, as the picture says it, and how much it counts.

    `blocks`: it says what keeps the person from going on, not only where they are. `numbers`: of the lines.
    `reworded`: it says it in other usual words (faq/pages/paraphrase.py).
    """

    entry_id: str
    prompt: str
    quote: str
    errors: int
    weight: float
    blocks: bool
    numbers: tuple[int, ...]
    reworded: bool = False


def match_prompts(lines: Sequence[PageLine], prompts: Mapping[str, Sequence[str]]) -> list[PromptMatch]:
    """The prompts of entries that stand in the lines, the one that blocks first, at most one for each entry.

    Of several readings of the same words the longest prompt counts: «…已被注册» is also in a longer sentence
    that means something else. Short words that are links everywhere count as the heading of their own page only;
    a prompt of several short words apart («证件号码 姓名 图片验证码») is a page that shows all of them, and a complaint
    after a word («新手机号 手机号已被注册») is that complaint on a page with that word.
    """
    found: list[PromptMatch] = []
    parts = passages(lines)
    for entry_id, texts in prompts.items():
        for prompt in texts:
            words = _page_words(prompt)
            if words and not says_what_blocks(words[-1]) and len(words[-1]) <= _LONGEST_WORD:
                found += _match_page(lines, entry_id, prompt, words)
            elif words:
                found += _match_on_page(lines, parts, entry_id, prompt, words)
            elif len(key := matching_key(prompt)) >= _SHORTEST_PROMPT:
                found += _match_all(parts, entry_id, prompt, key)
    found = [match for match in found if match.blocks or not _is_link(match) or _is_heading(lines, match)]
    found.sort(key=lambda match: len(matching_key(match.prompt)) - 3 * match.errors, reverse=True)
    kept: list[PromptMatch] = []
    for match in found:
        if not any(_hides(other, match) for other in kept):
            kept.append(match)
    kept.sort(key=lambda match: (match.blocks, match.weight, -len(match.numbers)), reverse=True)
    best = list({match.entry_id: match for match in reversed(kept)}.values())[::-1]
    return [_whole(lines, match) if match.blocks else match for match in best]


def page_prompts(entries: Iterable[Entry]) -> dict[str, tuple[str, ...]]:
    """The prompts of entries by their ids; what is for one school only is nobody's page."""
    return {entry.id: entry.prompts for entry in entries if entry.prompts and entry.scope is None}


def says_what_blocks(text: str) -> bool:
    """Whether a sentence complains (…有误, …失败, 没有…), not only names or explains."""
    text = simplified(text)
    return _BLOCKING.search(_EMPTY_VALUE.sub("", text)) is not None or is_server_error(text)


def spoken(prompt: str) -> str:
    """A prompt as a page says it: of one that is only meant on a page with other words, the complaint alone."""
    words = _page_words(prompt)
    return prompt.split()[-1] if words and says_what_blocks(words[-1]) else prompt


def _page_words(prompt: str) -> list[str]:
    """The words of a prompt that names a page by what is on it; none for an ordinary sentence."""
    words = [matching_key(word) for word in prompt.split()]
    longest = _LONGEST_OF_TWO if len(words) == 2 else _LONGEST_WORD
    is_list = len(words) > 1 and all(1 < len(word) <= longest and not word.isascii() for word in words)
    return words if is_list else []


def _match_page(lines: Sequence[PageLine], entry_id: str, prompt: str, words: Sequence[str]) -> list[PromptMatch]:
    shown = {matching_key(line.text): number for number, line in enumerate(lines)}
    numbers = tuple(shown[word] for word in words if word in shown)
    if len(numbers) < len(words):
        return []
    return [PromptMatch(entry_id, prompt, lines[numbers[0]].text, 0, 0.5 + 0.05 * len(words), False, numbers)]


def _match_on_page(
    lines: Sequence[PageLine], parts: Sequence[PagePassage], entry_id: str, prompt: str, words: Sequence[str]
) -> list[PromptMatch]:
    """The last word, a complaint, where the page shows the others: the same words mean something else elsewhere."""
    keys = [matching_key(line.text) for line in lines]
    for word in words[:-1]:
        if not any(word == key or (len(word) >= _LEAST_INSIDE and word in key) for key in keys):
            return []
    found = _match_all(parts, entry_id, prompt, words[-1])
    return [replace(match, weight=round(match.weight + _ON_ITS_PAGE, 4)) for match in found]


def _match_all(parts: Sequence[PagePassage], entry_id: str, prompt: str, key: str) -> list[PromptMatch]:
    """Where a prompt stands, in its own words or else in others that mean the same."""
    found = [match for part in parts if (match := _match(part, entry_id, prompt, key)) is not None]
    if found or not says_what_blocks(prompt):
        return found
    return [match for part in parts if (match := _match_reworded(part, entry_id, prompt, key)) is not None]


def _is_link(match: PromptMatch) -> bool:
    return len(match.numbers) == 1 and len(matching_key(match.prompt)) <= _LONGEST_WORD


def _is_heading(lines: Sequence[PageLine], match: PromptMatch) -> bool:
    """Whether the line is larger than most and stands on top: the title of the page."""
    line = lines[match.numbers[0]]
    heights = sorted(other.height for other in lines)
    bottom = max(other.top + other.height for other in lines)
    is_whole = matching_key(line.text) == matching_key(match.prompt)
    return is_whole and line.height >= 1.15 * heights[len(heights) // 2] and line.top < 0.4 * bottom


def _hides(kept: PromptMatch, match: PromptMatch) -> bool:
    """Whether what was kept says it with the same words, in a longer sentence."""
    if kept.prompt == match.prompt or kept.entry_id == match.entry_id:
        return False  # two entries may share a prompt: both are offered
    return bool(set(kept.numbers) & set(match.numbers)) and _share_words(kept.quote, match.quote)


def _share_words(longer: str, shorter: str) -> bool:
    return fuzz.partial_ratio(longer, shorter) > 80


def _match(passage: PagePassage, entry_id: str, prompt: str, key: str) -> PromptMatch | None:
    allowed = _allowed_errors(len(key))
    if len(passage.key) < len(key) - allowed:
        return None
    start, end, errors = _best_window(key, passage.key, allowed)
    if errors > allowed:
        return None
    window = passage.key[start:end]
    if _negations(window) != _negations(key) or _names_another(window, key):
        return None
    if _EITHER.search(passage.key[:start]):
        return None  # one of two: this half alone is not what the page says
    # Only sentences that need all of the passage's lines may claim them.
    if len(passage.numbers) > 1 and _is_in_one_line(passage, window):
        return None
    weight = _weight(passage, key, errors, prompt)
    blocks = says_what_blocks(prompt) or ((passage.red or passage.dialog) and _DEMANDS.search(passage.text) is not None)
    return PromptMatch(entry_id, prompt, _quote(passage, start, end), errors, weight, blocks, passage.numbers)


def _match_reworded(passage: PagePassage, entry_id: str, prompt: str, key: str) -> PromptMatch | None:
    """The same with what means the same folded; it counts as one letter misread, and its clauses are quoted whole."""
    key, text = folded(key), folded(passage.key)
    allowed = int(len(key) >= _FORGIVING)  # two letters are a whole complaint when so much is folded
    if not _SHORTEST_PROMPT <= len(key) <= len(text) + allowed or not says_what_blocks(passage.text):
        return None
    start, end, errors = _best_window(key, text, allowed)
    window = text[start:end]
    if errors > allowed or _negations(window) != _negations(key) or _names_another(window, key):
        return None
    if "ip" in text and "ip" not in key:
        return None  # of a whole network, not of what somebody pressed
    if len(passage.numbers) > 1 and any(window in folded(part) for part in passage.parts):
        return None
    weight = _weight(passage, key, errors + 1, prompt)
    quote = next(
        (part for part in _CLAUSES.findall(passage.text) if window in folded(matching_key(part))), passage.text
    )
    return PromptMatch(entry_id, prompt, quote, errors + 1, weight, True, passage.numbers, reworded=True)


def _whole(lines: Sequence[PageLine], match: PromptMatch) -> PromptMatch:
    """The match with what a narrow page broke off the clause it is quoted from, before it and behind."""
    first, last = match.numbers[0], match.numbers[-1]
    quote, numbers = match.quote, match.numbers
    below = follows(lines, last)
    if below is not None and _goes_on(lines[last], lines[below]) and lines[last].text.endswith(quote):
        quote, numbers = quote + CLAUSE_END.split(lines[below].text, maxsplit=1)[0], (*numbers, below)
    above = next((number for number in range(first) if follows(lines, number) == first), None)
    begins = lines[first].text.startswith(match.quote[: len(lines[first].text)])
    if above is not None and begins and _goes_on(lines[above], lines[first]):
        rest = CLAUSE_END.split(lines[above].text)[-1]
        quote, numbers = rest + quote, ((above, *numbers) if rest else numbers)
    return replace(match, quote=quote, numbers=numbers)


def _goes_on(line: PageLine, below: PageLine) -> bool:
    """Whether a line is the rest of the one above it, by how close it stands: labels and other texts keep away."""
    gap = below.top - line.top - line.height
    own = is_furniture(below) and not (line.red and below.red)
    return not own and gap < _REST_GAP * line.height and below.width <= line.width


def _weight(passage: PagePassage, key: str, errors: int, prompt: str) -> float:
    weight = (1 - errors / len(key)) * (0.7 + 0.3 * passage.confidence)
    weight += _RED * passage.red + _DIALOG * passage.dialog + _MARKED * passage.marked
    weight += _BLOCKS * says_what_blocks(prompt)
    weight += _IS_ASKED * (_ASKED.search(passage.text) is not None) + _PER_LETTER * min(len(key), _MOST_LETTERS)
    return round(weight, 4)


def _allowed_errors(length: int) -> int:
    """Letters that may be misread: fewer than tell two prompts of the site apart (证件号码／手机号码已被注册)."""
    if length < 6:
        return 0
    return 1 if length < 12 else 2 if length < 20 else length // 8


def _best_window(key: str, text: str, allowed: int) -> tuple[int, int, int]:
    """Where in the text the prompt stands (start, end), and how many letters differ."""
    if len(text) <= len(key):
        return 0, len(text), Levenshtein.distance(key, text)
    found = fuzz.partial_ratio_alignment(key, text, score_cutoff=100.0 * (1 - 2 * (allowed + 1) / len(key)))
    if found is None:
        return 0, 0, len(key)
    windows = [
        (max(0, found.dest_start + before), min(len(text), found.dest_end + after))
        for before in (0, -1, 1)
        for after in (0, 1, -1, 2)
    ]
    return min(((start, end, Levenshtein.distance(key, text[start:end])) for start, end in windows), key=lambda w: w[2])


def _names_another(window: str, key: str) -> bool:
    """Whether the picture speaks of something that the prompt does not: 微信已绑定 is not 手机号已绑定."""
    return any(found not in key for found in SUBJECTS.findall(window))


def _negations(text: str) -> list[str]:
    return [letter for letter in text if letter in _NEGATIONS]


def _is_in_one_line(passage: PagePassage, window: str) -> bool:
    """Whether the words stand in one line alone, or without the first or the last one."""
    rest = ("".join(passage.parts[1:]), "".join(passage.parts[:-1]))
    return any(window in part for part in (*passage.parts, *rest))


def _quote(passage: PagePassage, start: int, end: int) -> str:
    """The clause of the picture that matches, with its own punctuation, without what stands around it."""
    places = [index for index, letter in enumerate(passage.text) if letter.isalnum()]
    if len(places) != len(passage.key):  # normalising changed their number: quote the whole passage
        return passage.text
    first, last = places[start], places[end - 1] + 1
    ends = [0, *(found.end() for found in CLAUSE_END.finditer(passage.text, 0, first))]
    first = ends[-1]
    if len(ends) > 1 and _FOLLOWS_FROM.match(passage.text, first) and says_what_blocks(passage.text[ends[-2] : first]):
        first = ends[-2]
    more = CLAUSE_END.search(passage.text, last)
    return passage.text[first : more.start() if more else len(passage.text)]
