"""All observations against all scenes at once; the same links as `catalogue.join`, as columns."""

from catalogue.bulk.columns import SceneColumns, scene_columns
from catalogue.bulk.index import SceneIndex, scene_index
from catalogue.bulk.pairs import Pairs, link_pairs
from catalogue.bulk.scoring import LEVELS, ROLES

__all__ = [
    "LEVELS",
    "ROLES",
    "Pairs",
    "SceneColumns",
    "SceneIndex",
    "link_pairs",
    "scene_columns",
    "scene_index",
]
