"""Give memory that is free back to the system between stages."""

import ctypes
import gc

import pyarrow as pa


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
