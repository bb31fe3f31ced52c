"""Are the compiled functions that link at hand, or does the first link wait for them?"""

from __future__ import annotations

import logging
from pathlib import Path

from catalogue.bulk import COMPILED

_log = logging.getLogger(__name__)


def compiles_first() -> bool:
    """True where they are installed (the extra `[fast]`) and not yet kept on this machine."""
    if not COMPILED:
        return False
    from catalogue.bulk.fast import kernel

    source = Path(kernel.__file__)
    kept = Path(kernel.pairs_of.stats.cache_path).glob(f"{source.stem}.pairs_of-*.nbi")
    return not any(index.stat().st_mtime >= source.stat().st_mtime for index in kept)


def say_if_it_takes_long() -> None:
    """Nobody shall wait without knowing for what."""
    if compiles_first():
        _log.warning("Compiling what finds links: about half a minute, once on this machine.")
