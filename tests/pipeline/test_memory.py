"""What a stage used goes back to the system when it is freed."""

from pathlib import Path

import numpy as np
import pytest

from screening.pipeline.memory import apart

STATM = Path("/proc/self/statm")


def resident() -> int:
    return int(STATM.read_text().split()[1]) * 4096


@pytest.mark.skipif(not STATM.exists(), reason="no /proc: resident memory cannot be read here")
def test_large_blocks_go_back_though_small_ones_were_made_between() -> None:
    with apart():
        before = resident()
        large, small = [], []
        for _ in range(40):
            large.append(np.ones(2**20))  # 8 MB
            small.append(np.ones(2**10))
        assert resident() - before > 300 * 2**20
        del large
        assert resident() - before < 30 * 2**20
    assert len(small) == 40
