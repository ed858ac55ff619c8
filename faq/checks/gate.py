"""Live means checked: only content that the check finds no fault in is let in, in every process of a host.

What one process has judged the others need not judge again, and what a state was last built of is kept, so that a
process that starts while the files are broken serves what the others serve.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import logging
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import cache
from pathlib import Path

from common.errors import BotError, ContentError, Problem
from faq.checks.content import check_content
from faq.checks.vanished import missed_files, unread_files
from faq.content.promised import QUESTIONS_FOLDER
from faq.engine.bundle import bundled_files, pack, unpack

log = logging.getLogger(__name__)

SHARED_FOLDER = "models/checked"
"""Where the processes of a project share verdicts, beside what else was made of its content."""

Check = Callable[[Path], Sequence[Problem]]
_VERDICTS, _GOOD, _LOCK = "verdicts.json", "good.zip", ".lock"
_REMEMBERED = 8
_CODE = Path(__file__).resolve().parents[1]


class CheckGate:
    """The check before the door, its verdicts in a folder that the processes of a host share."""

    def __init__(self, shared: Path, check: Check = check_content) -> None:
        """Keep verdicts and the last good content in `shared`."""
        self._shared = shared
        self._check = check
        self._unpacked: tempfile.TemporaryDirectory[str] | None = None

    def admit(self, folder: Path) -> None:
        """Do nothing where the content of a folder may be served; without a place to keep verdicts only check.

        Raises:
            ContentError: every fault of it.
        """
        try:
            with self._alone():
                problems = self._judged(folder)
        except OSError as fault:
            log.warning("content_verdicts_unusable error=%s", type(fault).__name__)
            problems = list(self._check(folder))
        if problems := [problem for problem in problems if _is_served(problem)]:
            raise ContentError(problems)

    def faults(self, folder: Path) -> list[Problem]:
        """Every fault of a folder, as the check finds it or as some process found it before; for a review.

        Nobody waits for it: what is to go live may be judged meanwhile, and is not judged again after.
        """
        name = _name_of(folder)
        known = self._read().get(name)
        if known is not None:
            return known
        problems = list(self._check(folder))
        with suppress(OSError), self._alone():
            self._keep(name, problems)
        return problems

    @contextmanager
    def building(self, folder: Path) -> Iterator[None]:
        """Admit a folder and keep its content as the last good one when the block built a state of it.

        The check cannot foresee everything that keeps a state from being built, a damaged calibration for one: what
        was never served is nothing to fall back on.

        Raises:
            ContentError: every fault of it.
        """
        self.admit(folder)
        parcel = self._parcel(folder)
        yield
        if not parcel:
            return
        try:
            with self._alone():
                good = self._shared / _GOOD
                if not good.is_file() or good.read_bytes() != parcel:
                    _replace(good, parcel)
        except OSError as fault:
            log.warning("good_content_unkept error=%s", type(fault).__name__)

    def last_good(self) -> Path | None:
        """A folder with what a state was last built of in any process; None where nothing is, or it is damaged."""
        try:
            parcel = (self._shared / _GOOD).read_bytes()
            self._unpacked = tempfile.TemporaryDirectory(prefix="bot-good-")
            unpack(parcel, Path(self._unpacked.name))
        except (OSError, BotError):
            return None
        return Path(self._unpacked.name)

    def _judged(self, folder: Path) -> list[Problem]:
        known = self._read()
        name = _name_of(folder)
        if name in known:
            return known[name]
        problems = list(self._check(folder))
        self._keep(name, problems)
        return problems

    def _keep(self, name: str, problems: Sequence[Problem]) -> None:
        kept = [*(self._read() | {name: problems}).items()][-_REMEMBERED:]
        plain = {key: [asdict(problem) for problem in found] for key, found in kept}
        _replace(self._shared / _VERDICTS, json.dumps(plain, ensure_ascii=False).encode())

    def _parcel(self, folder: Path) -> bytes:
        """The content that was judged good; nothing where somebody is editing it at this very moment."""
        with suppress(OSError):
            name, parcel = _name_of(folder), pack(folder)
            found = self._read().get(name)
            if found is not None and not any(map(_is_served, found)) and _name_of(folder) == name:
                return parcel
        return b""

    def _read(self) -> dict[str, list[Problem]]:
        try:
            raw = json.loads((self._shared / _VERDICTS).read_bytes())
            return {name: [Problem(**item) for item in found] for name, found in raw.items()}
        except (FileNotFoundError, ValueError, TypeError, AttributeError):
            return {}

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One process of the host judges, the others wait for its verdict."""
        self._shared.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self._shared / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _is_served(problem: Problem) -> bool:
    """Whether what is faulty would be served: not what nobody reads, nor the promised questions."""
    return problem.kind != "unread_file" and not problem.path.startswith(f"{QUESTIONS_FOLDER}/")


def _name_of(folder: Path) -> str:
    """Of the content's bytes, what git misses, and the code that judges them: a stricter check judges anew."""
    digest = hashlib.sha256("\n".join((_code_name(), *missed_files(folder), *unread_files(folder))).encode())
    for path in bundled_files(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()[:16]


@cache
def _code_name() -> str:
    digest = hashlib.sha256()
    for path in sorted([*_CODE.rglob("*.py"), *_CODE.glob("*.schema.json"), _CODE / "schema.json"]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _replace(path: Path, data: bytes) -> None:
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".new-", delete=False) as file:
        file.write(data)
    try:
        shutil.move(file.name, path)
    except OSError:
        Path(file.name).unlink(missing_ok=True)
        raise
