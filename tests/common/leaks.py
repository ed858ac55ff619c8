"""Finds values that should be nowhere in the files of a folder, however they were written."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import chain, islice, zip_longest
from pathlib import Path

from tests.common.private_samples import Sample, private_samples

_TELLING = 10
"""A shorter value may be in a file by chance: it is looked for with what stood before or behind it."""
_AROUND = 4


def mixed_samples(count: int) -> list[Sample]:
    """So many texts with private values, of every family in turn."""
    families: dict[str, list[Sample]] = defaultdict(list)
    for sample in private_samples():
        families[sample.family].append(sample)
    in_turn = chain.from_iterable(zip_longest(*families.values()))
    return list(islice((sample for sample in in_turn if sample is not None), count))


def traces(sample: Sample) -> Iterator[str]:
    """What would be found of a sample that was kept raw."""
    for _, value, typed in sample.pieces:
        if len(typed) >= _TELLING:
            yield typed
        else:
            place = sample.text.index(typed)
            around = sample.text[max(0, place - _AROUND) : place + len(typed)]
            yield around if len(around) > len(typed) else sample.text[: len(typed) + _AROUND]
        if len(value) >= _TELLING:
            yield value


def leaked(folder: Path, samples: Sequence[Sample]) -> list[tuple[str, str, str]]:
    """File, family and value of everything that is readable: as UTF-8, as JSON's escapes, upper and lower case."""
    found = []
    files = {path: path.read_bytes().lower() for path in sorted(folder.rglob("*")) if path.is_file()}
    for sample in samples:
        for trace in dict.fromkeys(traces(sample)):
            spellings = {trace.lower().encode(), json.dumps(trace)[1:-1].lower().encode()}
            found += [
                (str(path.relative_to(folder)), sample.family, trace)
                for path, content in files.items()
                if any(spelling in content for spelling in spellings)
            ]
    return found
