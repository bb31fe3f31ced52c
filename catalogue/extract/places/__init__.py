"""Places in text: names, coordinates, distances, facilities, as weighted candidates."""

from catalogue.extract.places.find import find_places

__all__ = ["find_places"]
