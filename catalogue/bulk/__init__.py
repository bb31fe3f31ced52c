"""All observations against all scenes at once; the same links as `catalogue.join`, as columns."""

from catalogue.bulk.columns import (
    CloudsOf,
    ObservationColumns,
    SceneColumns,
    observation_columns,
    scene_columns,
)
from catalogue.bulk.index import COMPILED, SceneIndex, scene_index
from catalogue.bulk.link import link_pairs
from catalogue.bulk.pairs import Pairs
from catalogue.bulk.scoring import LEVELS, ROLES
from catalogue.bulk.shapes import Shapes, shapes_of
from catalogue.bulk.stream import best_pairs
from catalogue.bulk.table import observation_table
from catalogue.bulk.wkb import shapes_of_wkb

__all__ = [
    "COMPILED",
    "LEVELS",
    "ROLES",
    "CloudsOf",
    "ObservationColumns",
    "Pairs",
    "SceneColumns",
    "SceneIndex",
    "Shapes",
    "best_pairs",
    "link_pairs",
    "observation_columns",
    "observation_table",
    "scene_columns",
    "scene_index",
    "shapes_of",
    "shapes_of_wkb",
]
