"""Out of here: exports, snapshots, history, frames."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from catalogue.errors import InvalidValue
from catalogue.journal import Entry
from catalogue.model import SceneQuery
from catalogue.verbs.base import Progress
from catalogue.verbs.dossiers import Dossiers
from catalogue.verbs.find import Find
from catalogue.verbs.followed import Followed
from catalogue.verbs.have import Have
from catalogue.verbs.pictures import Pictures
from catalogue.verbs.pinned import Pinned
from catalogue.verbs.saw import Saw
from catalogue.verbs.tuned import Tuned

if TYPE_CHECKING:
    import geopandas

    from catalogue.check import Finding
    from catalogue.linking import LinkCounts
    from catalogue.write.table import Written


class Out(Have, Pictures, Dossiers, Saw, Followed, Pinned, Find, Tuned):
    """Out of here: exports, snapshots, history, frames."""

    def export(
        self,
        kind: str,
        path: str | Path,
        *,
        overwrite: bool = False,
        without: Sequence[str] = (),
    ) -> Written:
        """Write scenes, observations, annotations or links; the format is the file's extension.

        Names in `without` are left out of the file, and stay in the catalogue.
        """
        from catalogue.redaction import WithoutWords
        from catalogue.write.registry import export

        if not without:
            return export(self, kind, Path(path), overwrite=overwrite)
        view = WithoutWords(self, without)
        written = export(view, kind, Path(path), overwrite=overwrite)
        said = f"{view.places} places with names to be left out were marked."
        return replace(written, warnings=(*written.warnings, said))

    def link_all(
        self,
        out: str | Path | None = None,
        *,
        overwrite: bool = False,
        again: bool = False,
        engine: str = "local",
        scheduler: str | None = None,
        scratch: str | Path | None = None,
        progress: Progress | None = None,
    ) -> LinkCounts:
        """Link what is new or changed and count all links; write them to `out` if given.

        A .parquet file has the columns of `link_tables`; the others are as `export` writes them.
        With `again` everything is linked anew. `engine` "dask" works on the cluster of `scheduler`
        (an address), or on one of this machine's processes; `scratch` is a folder that all of its
        workers see. Stopped or killed, it goes on where it stopped when called again.

        Raises InvalidValue for an extension or engine that is not known, for a file that exists
        and for a scheduler that does not answer, MissingExtra without Dask.
        """
        from catalogue.linking import link_counts, relink, stored_tables
        from catalogue.linking.engines import engine_named
        from catalogue.write.atomic import check_target
        from catalogue.write.links import write_link_tables
        from catalogue.write.registry import format_of

        kind = None
        if out is not None:
            kind = format_of("links", Path(out))
            check_target(Path(out), overwrite=overwrite)
        workers = self.settings.workers
        with engine_named(engine, scheduler, scratch, progress, workers) as join:
            margin_days = self.settings.margin_days
            done = relink(
                self.store, margin_days, join, progress, again=again, parameters=self.parameters
            )
        if out is not None and kind == ".parquet":
            tables = stored_tables(self.store, progress)
            write_link_tables(Path(out), tables, overwrite=overwrite)
        elif out is not None:
            self.export("links", out, overwrite=overwrite)
        return link_counts(self.store, done)

    def link_best(
        self,
        out: str | Path,
        best: int,
        *,
        overwrite: bool = False,
        progress: Progress | None = None,
    ) -> Written:
        """Write the `best` links of each observation to a .parquet file, as `link_all` does.

        They are computed now and kept nowhere else; memory does not grow with the number of
        scenes. Raises InvalidValue for another extension, a file that exists, and fewer than 1.
        """
        from catalogue.linking import best_tables
        from catalogue.write.atomic import check_target
        from catalogue.write.links import write_link_tables

        if best < 1:
            raise InvalidValue(f"the best {best} links are none; ask for 1 or more.")
        if Path(out).suffix.lower() != ".parquet":
            raise InvalidValue(f"{out}: the best links are written to .parquet only.")
        check_target(Path(out), overwrite=overwrite)
        tables = best_tables(self.store, self.settings.margin_days, best, progress, self.parameters)
        return write_link_tables(Path(out), tables, overwrite=overwrite)

    def snapshot(
        self, path: str | Path, *, overwrite: bool = False, without: Sequence[str] = ()
    ) -> Path:
        """A consistent copy of catalogue.gpkg that GDAL and QGIS may open, all of it or nothing.

        Names in `without` are redacted in the copy alone; its history says so. Raises InvalidValue
        if `path` exists and `overwrite` is False, or is a catalogue itself.
        """
        from catalogue.snapshots import snapshot_without
        from catalogue.write.atomic import atomic

        with atomic(Path(path), overwrite=overwrite) as draft:
            if without:
                snapshot_without(self.store, draft, without, self.settings.author)
            else:
                self.store.snapshot(draft)  # type: ignore[attr-defined]
        return Path(path)

    def history(self, after: int = 0) -> Iterator[Entry]:
        """The journal, oldest first."""
        return self.store.entries(after)

    def check(self, *, files: bool = True) -> Iterator[Finding]:
        """Verify the history, every record against it, and with `files` every local file."""
        from catalogue.check import check

        return check(self.store, files=files)

    def scenes_frame(self, query: SceneQuery = SceneQuery()) -> geopandas.GeoDataFrame:
        """Scenes as a GeoDataFrame in EPSG:4326, one row each, geometry None where unknown."""
        from catalogue.frames import scenes_frame

        return scenes_frame(self.scenes(query))

    def observations_frame(self) -> geopandas.GeoDataFrame:
        """Observations as a GeoDataFrame in EPSG:4326; the geometry is the first candidate's."""
        from catalogue.frames import observations_frame

        return observations_frame(self.observations())

    def annotations_frame(self) -> geopandas.GeoDataFrame:
        """Annotations as a GeoDataFrame in EPSG:4326."""
        from catalogue.frames import annotations_frame

        return annotations_frame(self.annotations())
