"""Passwords of letters only, and passwords named before their word: «password is sunshine», «lihua88是我的密码».

A password of letters looks like any other word. It is taken for one only where a sentence ends behind it, and not when
it is a word that people say of passwords.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from common.private.password_words import TRAILING, is_about
from common.private.values import PrivateValue

_END = (
    r"(?=[ ]{0,2}(?:$|[\n,;!?。、…)\"'”’」』\u4e00-\u9fff]|\.(?![A-Za-z0-9])"
    r"|(?:but|and|or|so|because|when|please|then)(?![A-Za-z])))"
)
_OPEN = r"[ \"'“‘「『(`*]{0,3}"
_WORD = r"(?:pass ?word|passwd|passcode|passphrase|passwort|pwd|psw|pw|pass|pin|mot de passe|contrase[nñ]a|senha)"
_SAID = re.compile(
    rf"(?<![A-Za-z]){_WORD}(?:(?:[ ](?:i|we)[ ](?:use|used|set|have|remember|typed|entered))?"
    r"[ ](?:is|was|may be|might be|should be|must be|used to be|set to|changed to)"
    r"(?:[ ](?:just|still|probably|maybe|actually|now|called))?|'s|:|=)"
    rf"{_OPEN}(?P<value>(?=[!-~]{{0,64}}[A-Za-z0-9])[!-~]{{4,64}}){_END}",
    re.IGNORECASE,
)
_FOREIGN = re.compile(
    r"(?:пароль|비밀번호|mật khẩu|contrase[nñ]a|mot de passe|senha|passwort)"
    r"(?:[ ](?:es|est|é|ist|là|это)|[은는])?[ :=]{1,3}(?P<value>(?=[!-~]{0,40}[0-9])[!-~]{4,64})",
    re.IGNORECASE,
)
_PINYIN = re.compile(
    rf"(?<![A-Za-z])mi ?ma(?:[ ](?:jiu|yinggai|haoxiang))?(?:[ ]shi[ ]|[ ]?[是:=][ ]?)(?P<value>[!-~]{{4,64}}){_END}",
    re.IGNORECASE,
)
# «密码woaini», «密码我设的woaini», «密码是生日加woaini»
_LETTERS = re.compile(
    rf"(?:密码|口令)(?P<link>[^!-~\n。〔〕]{{0,9}}){_OPEN}(?P<value>[A-Za-z]{{4,40}}+)(?![!-~])(?P<end>{_END})?+"
)
_WRITES = re.compile(r"[是为:=叫加]|设的?|用的?|改的?|小写|大写|拼音")
_NO_LINK = re.compile(r"[忘错不没无找回页里面框吗呢在]|登录|重置|提示|显示")
_TOGETHER = re.compile(
    r"(?:用户名|账号|帐号|登录名)[是为: ]{0,3}[!-~]{2,64}[ ,、;和]{1,3}密码[是为: ]{0,3}"
    rf"(?P<value>[!-~]{{3,64}}){_END}"
)
_FIRST = re.compile(
    r"(?<![!-~])(?P<value>(?=[!-~]{0,64}[A-Za-z0-9])[!-~]{4,64})"
    r"(?:[ ]?(?:这?就?是|才是|这个?|就?是不是)(?:我的|我|的|原来的|以前的|学信网|登录){0,3}(?:密码|口令)"
    rf"|(?<!:)[ ](?:is|was)[ ]my[ ]{_WORD})",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(
    r"(?<![!-~])(?P<value>(?=[!-~]{0,64}[0-9])(?=[!-~]{0,64}[A-Za-z])[!-~]{4,64})"
    r"[ ]?\((?:我的|登录|这是)?(?:密码|口令)\)"
)
_HEDGED = re.compile(
    r"(?:密码|口令)[^!-~\n。〔〕]{0,6},[^!-~\n。〔〕]{0,3}(?:好像|应该|可能|大概|记得|似乎|也许)[^!-~\n。〔〕]{0,3}"
    rf"(?P<value>(?=[!-~]{{0,40}}[0-9])(?=[!-~]{{0,40}}[A-Za-z])[!-~]{{4,64}}){_END}"
)
_BOTH = re.compile(
    r"(?:(?:用户名|账户?号?|帐户?号?|登录名)[和及跟与、/]?密码|[账帐]密)[分别是都:为 ]{0,5}[!-~]{2,40}?"
    rf"(?:[ ,、]{{1,2}}|[ ]?[和跟与][ ]?)(?P<value>(?=[!-~]{{0,40}}[0-9])[!-~]{{4,64}}){_END}"
)
_CHANGED = re.compile(
    rf"(?<![A-Za-z]){_WORD}[ ](?:was|is|has been|got|i)?[ ]?changed[ ](?:it[ ])?from[ ](?P<value>[!-~]{{4,64}})[ ]to[ ]"
    rf"(?P<another>[!-~]{{4,64}})",
    re.IGNORECASE,
)
_ENGLISH_AS = re.compile(
    rf"(?<![A-Za-z])(?:with|using|used?|set|typed?|entered)[ ](?P<value>[!-~]{{4,64}})[ ]"
    rf"as[ ](?:my[ ]|the[ ]|a[ ])?{_WORD}(?![A-Za-z])",
    re.IGNORECASE,
)
_PARTS_OF_CODE = re.compile(
    r"(?:验证码|校验码|动态码)[^0-9\n]{0,3}前[一二三四1-4两]位[是为: ]{0,2}"
    r"(?P<value>[0-9]{2,4}[^0-9A-Za-z\n]{0,4}后[^0-9\n]{0,2}[1-4]?位[是为: ]{0,2}[0-9]{2,4})(?![0-9])"
)
_AS = re.compile(
    r"[用拿把以][ ]?(?P<value>[A-Za-z]{4,40})[ ]?"
    r"(?:当作?|当做|做|作为?|设为|设成|设置成)[了是我的]{0,3}(?:登录)?(?:密码|口令)"
)
# «用…登录,提示密码错误»: what was typed is named, and then what the page said of it.
_TYPED = re.compile(
    r"(?<![名号!-~])[ ]?(?P<value>(?=[!-~]{0,40}[0-9])(?=[!-~]{0,40}[A-Za-z])[!-~]{6,40}+)"
    r"(?:[^!-~\n〔〕]|,){0,12}?(?:登录)?(?:密码|口令)[^!-~\n〔〕]{0,3}[错不无]"
)
_VERSION = re.compile("(?<![0-9])(?:[0-9]{1,3}|(?:19|20)[0-9]{2})(?![0-9])")
"""What a word for a thing may have behind it: «iPhone15», «office2019»; more digits make a password of it."""
_ANSWER = re.compile(
    r"密保(?:问题)?的?答案(?:就|应该|好像|我(?:设|填|写)的)?[是为:填写][ :]{0,2}"
    r"(?P<value>(?![^\n,。]{0,8}[什么啥哪谁忘错不没几多怎])[!-~一-鿿]{2,16})"
)
_RECEIVED = re.compile(
    r"(?:收到|短信)(?:的|里|了|上)?(?:面|写)?(?:的?数字|验证码)?(?:就?是|写着|:|写的是?|为)[ ]?"
    r"(?P<value>[0-9]{3}[ \-]?[0-9]{3}|[0-9]{4})(?![0-9A-Za-z年月日个条位次]|\W{1,12}[0-9])"
)
_CODE_GOT = re.compile(
    r"(?<![A-Za-z])(?:code|otp)[ ](?:i|we)[ ](?:have[ ])?(?:got|received)(?:[ ](?:is|was))?[ :]{0,3}"
    r"(?P<value>[0-9]{4,8})(?![0-9A-Za-z])",
    re.IGNORECASE,
)
_BACKWARDS = re.compile(
    r"(?P<word>验证码|密码)[倒反]着?过?来?(?:写|念|读)?(?:是|:)?[ ]?(?P<value>[0-9A-Za-z]{4,16})(?![0-9A-Za-z])"
)
_LEAST_BARE_LETTERS = 6


def find_plain_passwords(text: str) -> Iterator[PrivateValue]:
    """Every such password or code in a folded text."""
    for pattern in (_SAID, _FIRST, _TOGETHER, _AS, _IN_BRACKETS, _HEDGED, _BOTH, _ENGLISH_AS):
        for match in pattern.finditer(text):
            if not is_about(match["value"]):
                yield _secret(match)
    for match in _CHANGED.finditer(text):
        for name in ("value", "another"):
            if not is_about(match[name]):
                yield _secret(match, name)
    for match in _PINYIN.finditer(text):
        if not is_about(match["value"]):
            yield _secret(match)
    for match in _TYPED.finditer(text):
        if not is_about(match["value"]) and not is_about(_VERSION.sub("", match["value"])):
            yield _secret(match)
    for match in _LETTERS.finditer(text):
        link, value = match["link"], match["value"]
        if is_about(value) or _NO_LINK.search(link):
            continue
        said = _WRITES.search(link) is not None
        if (said and match["end"] is not None) or (not link.strip() and len(value) >= _LEAST_BARE_LETTERS):
            yield _secret(match)
    for pattern in (_FOREIGN, _ANSWER):
        for match in pattern.finditer(text):
            yield _secret(match)
    for match in _BACKWARDS.finditer(text):
        yield PrivateValue("password" if match["word"] == "密码" else "code", *match.span("value"), "")
    for pattern in (_RECEIVED, _CODE_GOT, _PARTS_OF_CODE):
        for match in pattern.finditer(text):
            yield PrivateValue("code", *match.span("value"), "")


def _secret(match: re.Match[str], name: str = "value") -> PrivateValue:
    start = match.start(name)
    return PrivateValue("password", start, start + len(match[name].rstrip(TRAILING)), "")
