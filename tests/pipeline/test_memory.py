"""What a stage used goes back to the system when it is freed."""

import subprocess
import sys
from pathlib import Path

import pytest

STATM = Path("/proc/self/statm")
PROGRAM = """
import ctypes
from pathlib import Path
import numpy as np
from screening.pipeline.memory import apart
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 // 2**20
np.ones(3 * 2**20)  # 24 MB: from now on the C library keeps blocks of this size together
with apart():
    before = resident()
    large, small = [], []
    for _ in range(40):
        large.append(np.ones(2**20))  # 8 MB
        small.append(np.ones(2**10))
    made = resident() - before
    del large
    print(made, resident() - before)
"""


def left() -> tuple[int, int]:
    """Megabytes that a process of its own takes, and what is left of them afterwards."""
    command = [sys.executable, "-c", PROGRAM]
    made, after = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return int(made), int(after)


@pytest.mark.skipif(not STATM.exists(), reason="no /proc: resident memory cannot be read here")
def test_large_blocks_go_back_though_small_ones_were_made_between() -> None:
    made, after = left()
    assert made > 300
    assert after < 30
