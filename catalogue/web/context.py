"""What the endpoints of one catalogue share while it is served."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from catalogue.catalogue import Catalogue
from catalogue.web.cache import TileCache
from catalogue.web.displays import DisplayCopies
from catalogue.web.dossier_jobs import DossierJobs
from catalogue.web.find_jobs import FindJobs
from catalogue.web.gazetteer import Places
from catalogue.web.linking import Linking
from catalogue.web.live import LiveIndex
from catalogue.web.observations import AllObservations
from catalogue.web.online import Online
from catalogue.web.pool import TilePool
from catalogue.web.working import WorkingCopies


@dataclass(frozen=True, slots=True)
class Context:
    """A catalogue, its worker processes and what is kept in memory of it."""

    catalogue: Catalogue
    pool: TilePool
    working: WorkingCopies
    displays: DisplayCopies
    index: LiveIndex
    footprints: TileCache
    online: Online
    observations: AllObservations
    finds: FindJobs
    linking: Linking
    dossiers: DossierJobs
    places: Places
    assets: Path | None

    @classmethod
    def of(cls, catalogue: Catalogue, assets: Path | None = None) -> Context:
        """For one catalogue; `assets` is the folder of the built screen parts."""
        settings = catalogue.settings
        working = WorkingCopies(catalogue.folder, settings)
        return cls(
            catalogue,
            TilePool(settings.workers, settings.max_tile_queue, settings.tile_time_limit_s),
            working,
            DisplayCopies(catalogue.folder, settings, working),
            LiveIndex(catalogue),
            TileCache(),
            Online(),
            AllObservations(catalogue),
            FindJobs(catalogue),
            Linking(catalogue),
            DossierJobs(catalogue),
            Places(settings.gazetteer, catalogue.folder),
            assets,
        )

    def close(self) -> None:
        """End the worker processes; twice is harmless."""
        self.finds.close()
        self.linking.close()
        self.dossiers.close()
        self.pool.close()
        self.displays.close()
        self.places.close()
        self.working.close()
