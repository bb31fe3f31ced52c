"""Footprints and places on the globe: normal form, boxes, discs, metres, covered share.

Everything here is WGS 84, degrees, longitude first; lengths are metres on the ellipsoid. A
straight edge of a given geometry is straight in longitude and latitude (RFC 7946, section
3.1.1); a disc is geodesic. A geometry is in normal form when `normalise` made it: that is what
the other functions expect.
"""

from catalogue.space.boxes import Box, boxes, disc, disc_boxes, grown_boxes
from catalogue.space.cover import Coverage, covered
from catalogue.space.covers import covered_pairs
from catalogue.space.crs import footprint_from_crs, gsd_m
from catalogue.space.grow import grown
from catalogue.space.measure import area_m2, distance_m, gap_m, length_m, representative_point
from catalogue.space.normal import normalise

__all__ = [
    "Box",
    "Coverage",
    "area_m2",
    "boxes",
    "covered",
    "covered_pairs",
    "disc",
    "disc_boxes",
    "distance_m",
    "footprint_from_crs",
    "gap_m",
    "grown",
    "grown_boxes",
    "gsd_m",
    "length_m",
    "normalise",
    "representative_point",
]
