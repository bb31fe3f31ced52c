"""Fetched files become assets of their scenes: looked at in the sandbox, then one new version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from catalogue.errors import ProviderFailed, UnreadableFile
from catalogue.find.download import Downloads, Progress, plain_address, stated_size
from catalogue.find.found import Fetched
from catalogue.find.wire import Wire
from catalogue.imagery.limits import Limits
from catalogue.imagery.magic import RASTERS, sniff
from catalogue.imagery.sandbox import Sandbox
from catalogue.ingest import record
from catalogue.journal import row
from catalogue.model import Asset, RasterInfo, Scene
from catalogue.read.geotiff import read_facts
from catalogue.read.options import ReadOptions
from catalogue.read.stac_fields import mapping
from catalogue.store.codec import row_digest
from catalogue.store.protocol import Store


@dataclass(frozen=True, slots=True)
class Into:
    """Where what is found goes: a store, the catalogue's folder, the name that changes carry."""

    store: Store
    folder: Path
    author: str
    limits: Limits


class Files:
    """Fetches assets of scenes and keeps them with these."""

    def __init__(self, into: Into, wire: Wire, progress: Progress | None = None) -> None:
        self.into, self.downloads = into, Downloads(into.folder, wire, progress)

    def fetch(self, scene: Scene, keys: Sequence[str], done: list[Fetched]) -> None:
        """Fetch these assets of a scene; what became of each is appended to `done`.

        Raises Stopped: files that are whole by then stay, and are asked for no more.
        """
        got: dict[str, Asset] = {}
        try:
            wanted = (a for a in scene.assets if a.key in keys and not a.is_local)
            done.extend(self._fetch(asset, scene, got) for asset in wanted)
        finally:
            if got:
                self._keep(scene, got)
        there = {asset.key for asset in scene.assets}
        missing = (key for key in keys if key not in there)
        done.extend(Fetched(scene.name, k, "", reason="it has no such asset") for k in missing)

    def _fetch(self, asset: Asset, scene: Scene, got: dict[str, Asset]) -> Fetched:
        tried = Fetched(scene.name, asset.key, plain_address(asset.href))
        stated = mapping(mapping(scene.stac.get("assets")).get(asset.key))
        try:
            file = self.downloads.fetch(asset.href, asset.sha256, stated_size(stated))
        except ProviderFailed as error:
            return replace(tried, reason=str(error))
        came = replace(tried, size=file.size, sha256=file.sha256)
        source = replace(asset.provenance, obtained_from=tried.url)
        kept = replace(
            asset, href=str(file.path), size=file.size, sha256=file.sha256, provenance=source
        )
        try:
            got[asset.key] = replace(kept, raster=self._raster(file.path, asset.key))
        except UnreadableFile as error:
            return replace(came, reason=f"it came, but {error} It is not used")
        return came

    def _raster(self, path: Path, key: str) -> RasterInfo | None:
        """What the confined reader sees in it; None for what is no raster."""
        if sniff(path) not in RASTERS:
            return None
        with Sandbox(1, self.into.limits) as sandbox:
            return read_facts(path, key, sandbox, ReadOptions()).asset.raster

    def _keep(self, scene: Scene, got: Mapping[str, Asset]) -> None:
        """A new version of the scene as it is by now, with files in place of their addresses."""
        store = self.into.store
        with store.transaction():
            now = store.scene(scene.uid)
            assets = tuple(got.get(asset.key, asset) for asset in now.assets)
            crs = next((a.raster.crs for a in assets if a.raster and a.raster.crs), None)
            stored = replace(now, assets=assets, crs=now.crs or crs, version=now.version + 1)
            store.put_scenes([stored])
            rows = [row("scene", stored.uid, row_digest(stored))]
            sources = {key: asset.provenance.obtained_from for key, asset in got.items()}
            record(store, self.into.author, "fetch-files", rows, sources=sources)
