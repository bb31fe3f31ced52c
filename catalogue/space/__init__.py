"""Footprints and places on the globe: normalised, measured in metres, compared exactly.

All geometries are lon/lat degrees (WGS 84, longitude first). Edges of a given geometry are
straight in lon/lat (RFC 7946, section 3.1.1); a disc is geodesic.
"""

from catalogue.space.boxes import boxes, disc_boxes
from catalogue.space.cover import Coverage, covered, distance_m
from catalogue.space.disc import disc
from catalogue.space.measure import area_m2, geodesic_m, local_xy, representative_point
from catalogue.space.normal import normalise
from catalogue.space.project import footprint_from_crs, gsd_m

__all__ = [
    "Coverage",
    "area_m2",
    "boxes",
    "covered",
    "disc",
    "disc_boxes",
    "distance_m",
    "footprint_from_crs",
    "geodesic_m",
    "gsd_m",
    "local_xy",
    "normalise",
    "representative_point",
]
