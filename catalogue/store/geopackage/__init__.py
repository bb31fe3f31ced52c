"""The store in one GeoPackage file."""
