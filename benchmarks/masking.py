"""Personal data found, and what only looks alike left alone, in generated texts of many seeds.

    python -m benchmarks.masking --seeds 20

`found` counts texts in which every value was found, as its kind and its value; `left` those of which four characters
in a row of a value were still to be read after masking; `taken` look-alikes of which anything was taken.
"""

from __future__ import annotations

import argparse
from collections import Counter

from common.masking import find_private, mask
from tests.common.private_samples import Sample, lookalike_samples, private_samples


def main() -> None:
    """Count and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=20)
    seeds = range(parser.parse_args().seeds)
    private = [sample for seed in seeds for sample in private_samples(seed)]
    alike = [sample for seed in seeds for sample in lookalike_samples(seed)]
    missed = [sample for sample in private if not is_found(sample)]
    left = [sample for sample in private if sample.still_readable(mask(sample.text).text)]
    taken = [sample for sample in alike if any(find_private(sample.text))]
    found_share, left_share = 1 - len(missed) / len(private), len(left) / len(private)
    print(f"private: {len(private)} texts, found {found_share:.2%}, left {left_share:.2%}")
    print(f"look-alikes: {len(alike)} texts, taken {len(taken) / len(alike):.2%}")
    print("missed by family:", dict(Counter(sample.family for sample in missed).most_common()))


def is_found(sample: Sample) -> bool:
    """Whether all its values were found and taken for what they are."""
    return [(item.kind, item.value) for item in find_private(sample.text)] == [
        (kind, value) for kind, value, _ in sample.pieces
    ]


if __name__ == "__main__":
    main()
