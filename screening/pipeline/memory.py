"""Give memory that is free back to the system."""

import ctypes
import gc

import pyarrow as pa

_LARGE = 4 * 2**20
_MMAP_THRESHOLD = -3  # M_MMAP_THRESHOLD of malloc.h


def apart() -> None:
    """Have the C library keep each block of 4 MB or more by itself, and give it back when freed.

    By default it keeps them among the small ones after the first was freed, and encoding 165,000
    passages leaves some 900 MB of holes behind. Where it has no ``mallopt``, nothing happens.
    """
    option = getattr(ctypes.CDLL(None), "mallopt", None)
    if option is not None:
        option(_MMAP_THRESHOLD, _LARGE)


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
