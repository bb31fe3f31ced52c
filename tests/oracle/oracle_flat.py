"""Brute force for shares: what of a place lies in a footprint, by shapely on local maps."""

import math
from functools import partial

import numpy as np
import shapely
from oracle_globe import GEOD, TURNS, local, through
from pyproj import Transformer
from shapely.affinity import scale, translate

_EQUAL_AREA = Transformer.from_pipeline("+proj=cea +ellps=WGS84 +over")
_CORNERS = 1440


def _window(lon, lat, radius_m):
    """Boxes of degrees round its centre that hold a disc; slabs where a pole is near."""
    azimuth = np.linspace(0, 360, 361)
    n = len(azimuth)
    x, y, _ = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuth, np.full(n, radius_m * 1.03 + 1))
    x, y = np.asarray(x), np.asarray(y)
    to_pole = GEOD.inv(lon, lat, lon, math.copysign(90.0, lat))[2]
    if to_pole < radius_m * 1.05 + 2:
        low, high = (y.min(), 90.0) if lat >= 0 else (-90.0, y.max())
        return [(lon - 180.0 + 30 * k, low, lon - 150.0 + 30 * k, high) for k in range(12)]
    reach = np.abs((x - lon + 180.0) % 360.0 - 180.0).max()
    return [(lon - reach, y.min(), lon + reach, y.max())]


def _flat_pieces(plane, boxes, to_plane, step_m):
    """What of a geometry lies in the boxes, edges cut to `step_m`, in the plane of a projection."""
    for box in boxes:
        far = max(0.0, min(abs(box[1]), abs(box[3]))) if box[1] * box[3] > 0 else 0.0
        squeeze = max(math.cos(math.radians(far)), 1e-9)
        for turn in TURNS:
            moved = translate(plane, turn)
            if not shapely.box(*box).intersects(moved):
                continue
            piece = shapely.segmentize(shapely.box(*box).intersection(moved), 0.5)
            narrow = scale(piece, squeeze, 1.0, origin=(0, 0))
            fine = scale(
                shapely.segmentize(narrow, step_m / 111e3), 1 / squeeze, 1.0, origin=(0, 0)
            )
            flat = shapely.transform(fine, partial(through, to_plane))
            yield flat if flat.is_valid else shapely.make_valid(flat)


def disc_parts(plane, lon, lat, radius_m):
    """(the geodesic disc, what of the geometry may lie in it), flat, in equal-area metres."""
    azimuth = np.arange(_CORNERS) * (360.0 / _CORNERS)
    n = len(azimuth)
    x, y, _ = GEOD.fwd(np.full(n, lon), np.full(n, lat), azimuth, np.full(n, radius_m))
    # PROJ's equal-area loses decimetres beside a pole; so near the centre, equidistant is as good.
    to_plane = local("aeqd" if radius_m < 20_000 else "laea", lon, lat)
    disc = shapely.Polygon(through(to_plane, np.column_stack([x, y])))
    boxes = _window(lon, lat, radius_m)
    return disc, list(_flat_pieces(plane, boxes, to_plane, max(radius_m / 150, 1e-3)))


def disc_share(plane, lon, lat, radius_m):
    """What share of a geodesic disc a geometry covers."""
    disc, pieces = disc_parts(plane, lon, lat, radius_m)
    return sum(disc.intersection(piece).area for piece in pieces) / disc.area


def area(plane):
    """Square metres of what is straight in degrees."""
    west, south, east, north = plane.bounds
    fine = shapely.segmentize(plane, min(0.05, max(1e-9, north - south, east - west) / 400))
    return shapely.transform(fine, partial(through, _EQUAL_AREA)).area


def length(plane):
    """Metres along the lines of what is straight in degrees."""
    parts = [p for p in shapely.get_parts(plane) if "Line" in p.geom_type]
    return sum(
        GEOD.line_length(*shapely.get_coordinates(shapely.segmentize(p, 0.01)).T) for p in parts
    )


def common(plane, place):
    """What of a place lies in a geometry, in the place's own degrees."""
    return shapely.union_all([place.intersection(translate(plane, turn)) for turn in TURNS])


def missing(plane, place):
    """What of a place lies outside a geometry, in the place's own degrees."""
    return place.difference(shapely.union_all([translate(plane, turn) for turn in TURNS]))


def grown(place, by_m):
    """(grown place, transformer) in equal-area metres about its middle: for places of some km."""
    west, south, east, north = place.bounds
    lon, lat = (west + east) / 2, (south + north) / 2
    even = local("aeqd", lon, lat)
    fine = shapely.segmentize(shapely.segmentize(place, 0.5), max(by_m / 100, 20.0) / 111e3)
    flat = shapely.transform(fine, partial(through, even))
    around = shapely.segmentize(flat.buffer(by_m, quad_segs=180), max(by_m / 50, 50.0))
    back = shapely.transform(around, partial(through, even, direction="INVERSE"))
    to_plane = local("laea", lon, lat)
    return shapely.transform(back, partial(through, to_plane)), to_plane, (lon, lat)


def grown_share(plane, place, by_m):
    """What share of a grown place a geometry covers."""
    around, to_plane, (lon, lat) = grown(place, by_m)
    reach = float(np.hypot(*shapely.get_coordinates(around).T).max())
    pieces = _flat_pieces(plane, _window(lon, lat, reach), to_plane, max(reach / 200, 1.0))
    return sum(around.intersection(piece).area for piece in pieces) / around.area
