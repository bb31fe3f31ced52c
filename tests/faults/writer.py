"""Writes to a catalogue until it is killed or done; prints a line after each commit.

Run as: python writer.py FILE NAME COUNT. A line is the uid of the scene that was committed.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import shapely

from catalogue.interval import Interval
from catalogue.journal import next_entry, row
from catalogue.model import Annotation, Scene
from catalogue.store.codec import row_digest
from catalogue.store.geopackage import GeoPackageStore


def commit_one(store, name, number):
    """A scene and an annotation on it, and every other time a new version of both."""
    uid = f"{name}-{number // 2}"
    spot = shapely.Point(number % 170, number % 80)
    when = Interval.instant(datetime(2020, 1, 1, tzinfo=UTC) + timedelta(hours=number))
    scene = Scene(uid=uid, id=uid, footprint=spot.buffer(0.5), when=when, version=number % 2 + 1)
    with store.transaction():
        rev = store.annotation_rev() + 1
        note = Annotation(uid=uid, scene=uid, kind="point", cls="uav", geometry=spot, rev=rev)
        store.put_scenes([scene])
        store.put_annotation(note)
        rows = [row("scene", uid, row_digest(scene)), row("annotation", uid, row_digest(note))]
        store.append(
            next_entry(
                store.head(), origin=store.origin(), actor=name, op="add", payload={"rows": rows}
            )
        )
    return f"{uid} {scene.version}"


def main():
    store = GeoPackageStore.open(Path(sys.argv[1]))
    for number in range(int(sys.argv[3])):
        print(commit_one(store, sys.argv[2], number), flush=True)
    store.close()


if __name__ == "__main__":
    main()
