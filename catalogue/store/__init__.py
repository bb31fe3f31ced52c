"""Keeping records: the protocol, the store of plain dicts, the GeoPackage, and their one codec."""
