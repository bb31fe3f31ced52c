"""Take rights away from the process that opens foreign files. Called before GDAL is loaded.

Limits on memory, processor time, written bytes and open files; no network where the system
allows a process to give it up. Where a limit does not exist (Windows), the wall time kept by
the parent still holds.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys

try:
    import resource
except ImportError:  # Windows has no such limits
    resource = None  # type: ignore[assignment]

_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000
# Drivers that can reach other files or addresses. Files are opened by one named driver anyway;
# this is for what GDAL itself might open in turn.
_SKIPPED = (
    "VRT WMS WMTS WCS HTTP MRF STACIT STACTA GTI EEDA EEDAI PLMOSAIC DAAS Zarr DERIVED "
    "KMLSUPEROVERLAY MBTiles Rasterlite PDF GPKG SQLite GeoJSON ESRIJSON TopoJSON netCDF HDF5 "
    "HDF5Image NITF SENTINEL2 SAFE TIL ENVI EHdr PCIDSK HFA GRIB OZI MAP ECRGTOC RPFTOC CALS "
    "PDS PDS4 ISIS2 ISIS3 VICAR DIMAP RS2 TSX COSAR PAux GenBin RRASTER SNAP_TIFF ESRIC BAG"
)

GDAL_OPTIONS = {
    "GDAL_SKIP": _SKIPPED,
    "GDAL_DISABLE_READDIR_ON_OPEN": "EMPTY_DIR",
    "GDAL_PAM_ENABLED": "NO",
    "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": ".nope",
    "GDAL_HTTP_TIMEOUT": "1",
    "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_NUM_THREADS": "1",
    "GDAL_CACHEMAX": "128",
    "GTIFF_VIRTUAL_MEM_IO": "NO",
    "GDAL_VRT_ENABLE_PYTHON": "NO",
    "VRT_VIRTUAL_OVERVIEWS": "NO",
    "PROJ_NETWORK": "OFF",
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
}


def limit_memory_and_files(memory_bytes: int, write_bytes: int, open_files: int) -> None:
    """Set the limits that hold for the life of this process."""
    if resource is None:
        return
    _lower(resource.RLIMIT_AS, memory_bytes)
    _lower(resource.RLIMIT_FSIZE, write_bytes)
    _lower(resource.RLIMIT_NOFILE, open_files)
    _lower(resource.RLIMIT_CORE, 0)


def limit_cpu(seconds: float) -> None:
    """Allow this much more processor time from now on; beyond it the system ends the process."""
    if resource is None:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime + seconds) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_CPU, (allowed, hard))


def _lower(which: int, value: int) -> None:
    hard = resource.getrlimit(which)[1]
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(which, (value, value))


def leave_network() -> bool:
    """Move into an empty network namespace; True if the system allowed it.

    Must run while the process has a single thread. Refusal is common and no error.
    """
    if not sys.platform.startswith("linux"):
        return False
    uid, gid = os.getuid(), os.getgid()
    try:
        libc = ctypes.CDLL(None, use_errno=True)
        if libc.unshare(_CLONE_NEWNET) == 0:
            return True
        if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
            return False
        _map_self(uid, gid)
    except (OSError, AttributeError):
        return False
    return True


def _map_self(uid: int, gid: int) -> None:
    """Keep the same user and group inside the new namespace, so that files stay readable."""
    for name, text in (
        ("uid_map", f"{uid} {uid} 1"),
        ("setgroups", "deny"),
        ("gid_map", f"{gid} {gid} 1"),
    ):
        with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
            file.write(text)
