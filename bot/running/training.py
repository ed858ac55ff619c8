"""The trained model kept in step with its inputs: trained when they changed, and only then."""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import gzip
import hashlib
import json
import os
import re
import shutil
import sys
import zlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from pathlib import Path
from typing import TextIO

from bot.running.processes import ChildProcess
from bot.serving.model_file import MODEL_FILE
from bot.serving.secret_files import private_directory, write_private
from common.clock import SYSTEM_CLOCK, Clock
from common.errors import ContentError, FoundFaultsError, UnusableError
from common.whole_files import replace_files
from faq.content.loader import load_content

INPUT_PATTERNS = (
    "config.yml",
    "domain.yml",
    "data/**/*",
    "faq/text/normalise.py",
    "faq/text/pinyin.py",
    "faq/text/views.py",
    "nlu/*.py",
    "requirements.lock",
)
"""What a model depends on beside the wordings of the entries: an edited answer is not learnt, and trains nothing."""

TRAIN_ENVIRONMENT = {
    "PYTHONUNBUFFERED": "1",
    "PYTHONWARNINGS": "ignore",
    "TF_CPP_MIN_LOG_LEVEL": "3",
    "TF_ENABLE_ONEDNN_OPTS": "0",
    "CUDA_VISIBLE_DEVICES": "-1",
    "RASA_TELEMETRY_ENABLED": "false",
    "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
    "LOG_LEVEL": "INFO",
}

REMEMBER = (sys.executable, "-m", "bot", "faq", "review", "--remember")
"""Reads the knowledge base and asks it the known questions: then the first review of an edit is as fast as the next."""

_PROGRESS_EVERY_S = 10.0
_TAIL_LINES = 15
_READ_BYTES = 1 << 20
_STARTED = re.compile(r"Starting to train component '(\w+)'")
_COLOURS = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")

Announce = Callable[[str], None]
"""Receives one Chinese progress sentence."""


def input_hash(root: Path) -> str:
    """A hash over names and bytes of everything the model depends on."""
    total = hashlib.sha256()
    for pattern in INPUT_PATTERNS:
        for path in sorted(root.glob(pattern)):
            if path.is_file():
                total.update(path.relative_to(root).as_posix().encode() + b"\0")
                total.update(hashlib.sha256(path.read_bytes()).digest())
    total.update(_taught(root))
    return total.hexdigest()


def _taught(root: Path) -> bytes:
    """What Rasa learns of the entries (`nlu.importer`): their wordings and intents; all bytes of those with faults."""
    try:
        entries = load_content(root).entries
    except ContentError:
        return b"".join(path.read_bytes() for path in sorted(root.glob("faq/entries/*.yml")))
    return "\n".join(f"{entry.intent}\0{wording}" for entry in entries for wording in entry.wordings()).encode()


def is_model_current(root: Path) -> bool:
    """Whether the stored model was trained from the present inputs."""
    try:
        kept = json.loads(_stamp_file(root).read_text(encoding="utf-8"))
        size = (root / MODEL_FILE).stat().st_size
    except (OSError, ValueError):
        return False
    return bool(kept == {"inputs": input_hash(root), "bytes": size})


def ensure_model(
    root: Path, announce: Announce = lambda _: None, *, force: bool = False, beside: Sequence[str] = ()
) -> Path:
    """The model's path, trained first if its inputs changed; of two callers at once one waits for the other.

    `beside` is a command that may as well run on what the training leaves of the processor; it ends with it.

    Raises:
        FoundFaultsError: training failed; the text ends with the last lines of the log.
    """
    model = root / MODEL_FILE
    if not force and is_model_current(root):
        return model
    with _exclusive(model.parent / ".training.lock", announce):
        if force or not is_model_current(root):  # another process may have trained while we waited
            asyncio.run(_train(root, announce, SYSTEM_CLOCK, force=force, beside=beside))
    return model


def model_to_serve(root: Path, announce: Announce = lambda _: None, beside: Sequence[str] = ()) -> Path:
    """As `ensure_model`; where the knowledge base has faults, so that nothing can be learned from it, the one there is.

    A restart must not need what somebody is just mending: the version before it is served meanwhile, too.

    Raises:
        BotError: training failed, or there is neither a model nor sound content.
    """
    model = root / MODEL_FILE
    try:
        load_content(root)
    except ContentError as fault:
        if not model.is_file():
            raise
        announce(f"知识库有 {len(fault.problems)} 处错误，先用现有的模型和上一版内容，改好了自动换上。第一处：")
        announce(f"  {fault.problems[0]}")
        return model
    return ensure_model(root, announce, beside=beside)


def require_model(root: Path) -> Path:
    """The model's path, however old it is.

    Raises:
        UnusableError: there is none, or it is damaged: Rasa would start without one and understand nothing.
    """
    model = root / MODEL_FILE
    if not model.is_file():
        raise UnusableError(f"没有训练好的模型 {MODEL_FILE}。改法：先运行 ./run train，或从训练过的机器复制过来。")
    if not _is_whole(model):
        raise UnusableError(
            f"模型 {MODEL_FILE} 坏了（没有复制完，或存到一半）。改法：重新复制一份，或运行 ./run train --force。"
        )
    return model


def _is_whole(model: Path) -> bool:
    """Whether the archive can be read to its end, where its own checksum is."""
    size = 0
    try:
        with gzip.open(model) as archive:
            while some := archive.read(_READ_BYTES):
                size += len(some)
    except (EOFError, zlib.error, gzip.BadGzipFile):
        return False
    return size > 0


def trainer_command(folder: Path) -> list[str]:
    """What trains a model into `<folder>/current.tar.gz`; Rasa's own cache decides which parts need it.

    Its validation before that reads all the data twice more, and says what `bot check` says in seconds, with lines.
    """
    command = [sys.executable, "-m", "rasa", "train", "--config", "config.yml", "--domain", "domain.yml"]
    command.append("--skip-validation")
    return [*command, "--data", "data", "--out", str(folder), "--fixed-model-name", "current"]


async def _train(root: Path, announce: Announce, clock: Clock, *, force: bool, beside: Sequence[str]) -> None:
    inputs = input_hash(root)
    draft = root / MODEL_FILE.parent / f".draft-{os.getpid()}"
    log_path = private_directory(private_directory(root / "var") / "log") / "train.log"
    write_private(log_path, "")
    command = [*trainer_command(draft), *(["--force"] if force else [])]
    began = clock.monotonic_s()
    why = "模型的输入变了" if (root / MODEL_FILE).exists() else "还没有模型"
    announce(f"{why}，开始训练（通常一分钟左右）…" if not force else "重新训练整个模型…")
    try:
        with log_path.open("w", encoding="utf-8") as log:
            async with _running_beside(root, beside):
                code = await _run_trainer(root, command, log, announce, lambda: clock.monotonic_s() - began)
        trained = draft / "current.tar.gz"
        if code != 0 or not trained.exists():
            tail = "\n".join(log_path.read_text(encoding="utf-8").splitlines()[-_TAIL_LINES:])
            raise FoundFaultsError(f"训练没有成功（退出码 {code}），完整记录在 var/log/train.log，最后几行：\n{tail}")
        stamp = {"inputs": inputs, "bytes": trained.stat().st_size}
        # The stamp names the model's size: an interruption between the two steps only means training again.
        trained.replace(root / MODEL_FILE)
        replace_files({_stamp_file(root): f"{json.dumps(stamp)}\n".encode()})
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    announce(f"训练完成，用了 {clock.monotonic_s() - began:.0f} 秒。")


@contextlib.asynccontextmanager
async def _running_beside(root: Path, command: Sequence[str]) -> AsyncIterator[None]:
    """While inside, a command runs that gives way to all others; what becomes of it is nobody's concern."""
    if not command:
        yield
        return
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    polite = ["nice", "-n", "19", *command]
    child = await ChildProcess.start(polite, directory=root, environment=environment, on_line=lambda _: None)
    try:
        yield
    finally:
        await child.stop()


async def _run_trainer(
    root: Path, command: list[str], log: TextIO, announce: Announce, elapsed_s: Callable[[], float]
) -> int:
    step = "准备数据"

    def on_line(line: str) -> None:
        nonlocal step
        plain = _COLOURS.sub("", line)
        log.write(plain + "\n")
        if match := _STARTED.search(plain):
            step = f"训练 {match[1]}"

    child = await ChildProcess.start(command, directory=root, environment=TRAIN_ENVIRONMENT, on_line=on_line)
    try:
        ended = asyncio.create_task(child.wait())
        while not (await asyncio.wait([ended], timeout=_PROGRESS_EVERY_S))[0]:
            announce(f"正在训练：{step}… {elapsed_s():.0f} 秒")
        return await ended
    finally:
        await child.stop()


@contextlib.contextmanager
def _exclusive(path: Path, announce: Announce) -> Iterator[None]:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            announce("另一个进程正在训练，等它完成…")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _stamp_file(root: Path) -> Path:
    return (root / MODEL_FILE).with_name("current.inputs.json")
