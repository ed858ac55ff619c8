"""The knowledge base as one parcel: what is published, stored and unpacked again byte for byte."""

from __future__ import annotations

import hashlib
import io
import shutil
import zipfile
from pathlib import Path, PurePosixPath

from common.errors import BotError
from faq.content.negatives import NLU_FILE
from faq.ranking.calibration import CALIBRATION_NAME

_FOLDER = "faq"
_MOST_BYTES = 64 * 1024 * 1024
_NO_TIME = (1980, 1, 1, 0, 0, 0)
"""The same content makes the same parcel, whenever and wherever it is packed."""


def bundled_files(root: Path) -> list[Path]:
    """Every file of a project that decides what is answered, in the order of their names."""
    files = [path for path in (root / _FOLDER).rglob("*.yml") if path.is_file()]
    others = (root / NLU_FILE, root / CALIBRATION_NAME)
    return sorted([*files, *(path for path in others if path.is_file())])


def pack(root: Path) -> bytes:
    """The parcel of a project's knowledge base."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as parcel:
        for path in bundled_files(root):
            entry = zipfile.ZipInfo(path.relative_to(root).as_posix(), _NO_TIME)
            entry.compress_type = zipfile.ZIP_DEFLATED
            parcel.writestr(entry, path.read_bytes())
    return buffer.getvalue()


def unpack(parcel: bytes, folder: Path) -> None:
    """Put the files of a parcel below a folder that holds nothing else yet.

    Raises:
        BotError: it is no parcel of ours.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(parcel)) as opened:
            entries = opened.infolist()
            if sum(entry.file_size for entry in entries) > _MOST_BYTES:
                raise BotError("发布的知识库太大了，打不开。")
            for entry in entries:
                if not _is_ours(entry.filename):
                    raise BotError(f"发布的知识库里有不该有的文件「{entry.filename}」。")
                path = folder / entry.filename
                path.parent.mkdir(parents=True, exist_ok=True)
                with opened.open(entry) as source, path.open("wb") as target:
                    shutil.copyfileobj(source, target)
    except zipfile.BadZipFile as error:
        raise BotError("发布的知识库已经损坏，打不开。") from error


def digest_of(parcel: bytes) -> str:
    """A short name for the bytes of a parcel."""
    return hashlib.sha256(parcel).hexdigest()[:16]


def _is_ours(name: str) -> bool:
    path = PurePosixPath(name)
    inside = not path.is_absolute() and ".." not in path.parts and "\\" not in name
    return inside and (name in (NLU_FILE, CALIBRATION_NAME) or (path.parts[0] == _FOLDER and path.suffix == ".yml"))
