"""The catalogue as one GeoPackage file, opened with apsw only."""

from catalogue.store.geopackage.store import GeoPackageStore

__all__ = ["GeoPackageStore"]
