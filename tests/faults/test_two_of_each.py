"""Two gateways, two Rasa and two action servers behave as one on PostgreSQL and Redis, also while each kind is killed.

The long run and its figures: `python -m benchmarks.two_of_each`, docs/benchmarks.md.
"""

from __future__ import annotations

import pytest

from benchmarks.two_of_each import find_faults, measure_faults

pytestmark = [
    pytest.mark.stack,
    pytest.mark.postgres,
    pytest.mark.redis,
    pytest.mark.alone,
    pytest.mark.timeout(900),
]


async def test_nothing_is_lost_doubled_or_out_of_order_when_one_of_each_is_killed() -> None:
    """A second gateway once doubled answers, and two of its people's messages overtook each other."""
    result = await measure_faults(rate=6.0, seconds=15.0)
    assert result["kills"] == 3
    assert find_faults(result) == {}
