"""Which patterns have withstood the attack already: only what is new or changed has to be attacked again.

What the attack finds depends on the pattern, on what it is used for, on the attack and on the engines; all of them go
into `withstood.txt`. A pattern that is used in another way, or another attack, is none of what stands there.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable
from pathlib import Path

import regex

from tests.patterns import attacking, reading
from tests.patterns.collecting import Found

FILE = Path(__file__).with_name("withstood.txt")
_DIGITS = 16


def fingerprint(found: Found) -> str:
    """Stands for the pattern, its engine and flags, and for what it is used for; not for its place."""
    pattern = found.pattern
    engine = "re" if isinstance(pattern, re.Pattern) else "regex"
    return _digest(engine, pattern.pattern, str(pattern.flags), *sorted(found.methods))


def attack_itself() -> str:
    """Stands for how patterns are attacked, and for the engines that are attacked."""
    sources = (Path(str(module.__file__)).read_text("utf-8") for module in (attacking, reading))
    return _digest(*sources, "{}.{}".format(*sys.version_info), str(regex.__version__))


def listed(file: Path = FILE) -> frozenset[str]:
    """The fingerprints in the file; none when they withstood another attack."""
    first, *others = file.read_text("ascii").splitlines()
    return frozenset(others) if first == f"attack {attack_itself()}" else frozenset()


def write(withstood: Iterable[str], file: Path = FILE) -> None:
    """Put these into the file, and no others."""
    file.write_text("\n".join([f"attack {attack_itself()}", *sorted(set(withstood)), ""]), "ascii")


def _digest(*parts: str) -> str:
    return hashlib.sha256(ascii(parts).encode()).hexdigest()[:_DIGITS]
