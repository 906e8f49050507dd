"""Give memory that is free back to the system."""

import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager

import pyarrow as pa

_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # M_TRIM_THRESHOLD, M_MMAP_THRESHOLD of malloc.h
_APART, _USUAL, _KEPT = 2**20, 32 * 2**20, 64 * 2**20


@contextmanager
def apart() -> Iterator[None]:
    """While this lasts, have the C library keep each block of 1 MB or more by itself.

    Else it keeps them among the small ones once the first was freed, and encoding 165,000 passages
    leaves hundreds of megabytes of holes behind. Afterwards blocks up to 32 MB are kept together
    again, as it comes to do by itself: asking the system for each costs time. Where there is no
    ``mallopt``, nothing happens.
    """
    option = getattr(ctypes.CDLL(None), "mallopt", lambda name, value: 0)
    option(_MMAP_THRESHOLD, _APART)
    try:
        yield
    finally:
        option(_MMAP_THRESHOLD, _USUAL)
        option(_TRIM_THRESHOLD, _KEPT)


def give_back() -> None:
    """Return freed blocks of Arrow and of the C library, which else keep what a stage once used.

    An unattended run holds texts, vectors and a workbook one after the other; without this its
    peak is their sum. Where the C library has no ``malloc_trim``, nothing happens.
    """
    gc.collect()
    pa.default_memory_pool().release_unused()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
