"""class Catalogue: the verbs, a few lines each, over reading, storing, linking and writing."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Self

from catalogue.errors import StoreError
from catalogue.settings import Settings
from catalogue.store.geopackage import GeoPackageStore
from catalogue.store.memory import MemoryStore
from catalogue.taxonomy import DEFAULT_CLASSES
from catalogue.verbs import Out

FILE = "catalogue.gpkg"


class Catalogue(Out):
    """A folder that holds imagery metadata, observations, annotations and their history.

    Use it as a context manager: `with Catalogue.open("case-1") as cat: ...`. All verbs raise
    errors of `catalogue.errors` only. Times are UTC, coordinates lon/lat, lengths metres.
    """

    @classmethod
    def open(
        cls, folder: str | Path, *, create: bool = False, settings: Settings | None = None
    ) -> Catalogue:
        """Open the catalogue in `folder`; with `create`, make it if there is none.

        Raises StoreError if there is none and `create` is False, or if it cannot be made.
        """
        folder = Path(folder).resolve()
        settings = settings or Settings.read()
        path = folder / FILE
        if path.exists():
            return cls(GeoPackageStore.open(path), folder, settings)._with_classes()
        if not create:
            raise StoreError(
                f"{folder} holds no catalogue (no {FILE}). Make one with `catalogue init`, or name "
                "another folder with --catalogue."
            )
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(
                f"{folder} cannot be made: {error.strerror or error}. Name another folder."
            ) from error
        return cls(GeoPackageStore.create(path), folder, settings)._with_classes()

    @classmethod
    def is_at(cls, folder: str | Path) -> bool:
        """True if there is a catalogue in `folder`."""
        return (Path(folder) / FILE).exists()

    @classmethod
    def in_memory(cls, settings: Settings) -> Catalogue:
        """An empty one that is never written down: to look before anything is stored."""
        return cls(MemoryStore(), settings.catalogue.resolve(), settings)._with_classes()

    def _with_classes(self) -> Self:
        """Classes to begin with; also where the making of the catalogue was cut off before them."""
        if not self.store.classes():
            self.set_classes(DEFAULT_CLASSES)
        return self

    def close(self) -> None:
        """Release the file; closing twice is harmless."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
