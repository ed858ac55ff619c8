"""The last words of a talk: «交上了», «换了浏览器 收到了», «懂了，填短信里的就行»: it is done, or it is understood.

What stands beside the word that it is done may tell how, and must tell of no trouble and ask nothing.
"""

from __future__ import annotations

import re

from dialogue.mixed.several import may_ask
from dialogue.moods.whole_messages import is_courtesy, takes_note
from dialogue.text.clauses import marked_clauses
from dialogue.turns.next_matter import says_done, says_passed
from faq.text.normalise import matching_key

_DONE = re.compile(
    "(?:我?(?:爸妈?|妈|老公|老婆|同学|家里人?)(?:帮我|给我|替我)?|我|自己|这边|已经|刚才?|终于|总算|好像|现在|全|都|也|材料|申请|照片|报告|信息|资料|学校|老师|[她他]){0,4}"
    "(?:交|递|改|查|弄|办|搞|传|上传|寄|报|缴|付|核验|认证|补|登记|预约|打|截|存|保存|开|办|改|申请|提交|发|预约)(?:上|好|完|成|过|到|走|齐|下来)(?:去|来)?[了啦](?:哈|啊|呀|哦|谢谢[你您]?)?"
)
"""What is handed in or got, beside what `says_done` knows."""
_OPEN = re.compile(
    "[不没未](?!用|要紧|事|错)|错|失败|提示|显示|审核|等|只|才|变成|写着|但|可是|不过|怎|要是|如果|想|要(?!紧)|帮我|能给|还"
)
"""What shows that not all is well yet, or that something is wanted."""
_OVER = re.compile("找回(?:来|到)?了|登(?:录)?(?:上|进去)?了|解决了|(?:弄|搞|办)(?:好|定|完|成)了")
_COMES = re.compile("(?<![上下进出回过起])[来去]了")
"""Somebody or something comes or goes, and nothing is done: «快递来了», «吃个饭去了»."""
_BEFORE = re.compile("早就|早已|早都|之前|以前|(?:上|前)(?:个?[月周]|年|[天晚])|去年|那年|当时")
"""What was done before they asked is no end of it."""
_MOST_BESIDE = 14
_ENOUGH = re.compile("(?P<what>.{4,24}?)(?:就行了?|就好了?|就可以了?|就成了?|就够了)")


def tells_success(text: str, *, named: bool = True) -> bool:
    """Whether a message says that it is done, with no trouble and no question beside it.

    Without `named` only what is said of the whole matter counts: «邮箱换好了» in a guide tells of one thing.
    """
    marked = [(clause, mark) for clause, mark in marked_clauses(text) if not is_courtesy(clause)]
    done = [clause for clause, _ in marked if (_is_done(clause) if named else says_done(clause))]
    if not done or _BEFORE.search(text) or any(set(mark) & set("?？") for _, mark in marked):
        return False
    beside = [matching_key(clause) for clause, _ in marked if clause not in done]
    return not any(len(key) > _MOST_BESIDE or _OPEN.search(key) or may_ask(key) for key in beside)


def is_over(text: str) -> bool:
    """Whether the matter itself is said to be done, whatever step waits: «ok 找回来了» tells nothing of a phone."""
    return tells_success(text, named=False) and _OVER.search(matching_key(text)) is not None


def understood_as(text: str) -> str:
    """What somebody has understood to be enough, behind a nod: «懂了，填短信里的就行»; empty for all else."""
    clauses = [clause for clause, _ in marked_clauses(text)]
    if len(clauses) < 2 or not takes_note(matching_key(clauses[0])):
        return ""
    rest = [clause for clause in clauses[1:] if not is_courtesy(clause)]
    found = _ENOUGH.fullmatch(matching_key(rest[0])) if len(rest) == 1 and not may_ask(text) else None
    return found["what"] if found is not None else ""


def _is_done(clause: str) -> bool:
    key = matching_key(clause)
    passed = says_passed(clause) and not _OPEN.search(key) and not _COMES.search(key)
    return says_done(clause) or _DONE.fullmatch(key) is not None or passed
