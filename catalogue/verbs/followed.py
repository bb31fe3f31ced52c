"""What images say by themselves: objects followed over dates, and whether the sun fits."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from catalogue import space
from catalogue.errors import InvalidValue, NotFound
from catalogue.interval import Interval
from catalogue.join import search_boxes
from catalogue.model import Annotation, Candidate, Observation, Place, Scene, SceneQuery
from catalogue.taxonomy import unknown_class
from catalogue.verbs.corrected import Corrected

if TYPE_CHECKING:
    from shapely import Point

    from catalogue.evidence.occupancy import Occupancy
    from catalogue.evidence.suncheck import SunCheck
    from catalogue.evidence.tracks import Track


class Followed(Corrected):
    """What images say by themselves: objects followed over dates, and whether the sun fits."""

    def tracks(
        self,
        cls: str | None = None,
        *,
        near: Point | None = None,
        within_m: float = 5000.0,
    ) -> list[Occupancy]:
        """Objects that people drew on several images, with the strip of each.

        Of one class (id), or with all of them within so many metres of a point, if given. Strips
        hold the images of these places within the margin of links around each track. Raises
        InvalidValue for an unknown class.
        """
        from catalogue.evidence import occupancy as strips
        from catalogue.evidence import tracks as rules

        classes = self.store.classes()
        if cls is not None and all(c.id != cls for c in classes):
            raise unknown_class(cls, classes)
        said: dict[str, list[Annotation]] = defaultdict(list)
        for one in self.store.annotations():
            said[one.scene].append(one)
        drawn = [a for each in said.values() for a in each if cls in (None, a.cls)]
        scenes = [self.store.scene(uid) for uid in said]
        found = [
            track
            for track in rules.tracks(rules.sightings(drawn, scenes, classes))
            if near is None or space.distance_m(near, track.best.lon, track.best.lat) <= within_m
        ]
        looked = {uid: strips.searched(each) for uid, each in said.items()}
        over = self._over(found)
        return [strips.occupancy(track, over, looked) for track in found]

    def _over(self, tracks: list[Track]) -> list[Scene]:
        """The images of the places of these tracks around their time."""
        from shapely import MultiPoint, Point

        if not tracks:
            return []
        spots = MultiPoint([(t.best.lon, t.best.lat) for t in tracks])
        coarse = {(round(x, 2), round(y, 2)) for x, y in ((p.x, p.y) for p in spots.geoms)}
        times = [s.when for t in tracks for s in t.sightings]
        begins, ends = [w.begin for w in times if w.begin], [w.end for w in times if w.end]
        margin = timedelta(days=self.settings.margin_days)
        when = Interval(min(begins, default=None), max(ends, default=None)).widened(margin, margin)
        found: dict[str, Scene] = {}
        for lon, lat in coarse:
            near = Place((Candidate(Point(lon, lat), 1000.0),))
            for scene in self.store.scenes(SceneQuery(boxes=search_boxes(near), when=when)):
                if scene.footprint is not None and scene.footprint.intersects(spots):
                    found[scene.uid] = scene
        drawn = {uid for t in tracks for uid in t.scenes}
        found |= {uid: self.store.scene(uid) for uid in drawn - found.keys()}
        return list(found.values())

    def date_by_track(
        self, observation: str, track: str, bound: str, *, why: str | None = None
    ) -> Observation:
        """Give a claim (uid) the time that a track's images leave, as a new version.

        `bound` is "appeared" or "gone" (between two images: a moment) or "present" (throughout).
        Raises NotFound, InvalidValue.
        """
        from catalogue.evidence.correcting import Correction
        from catalogue.evidence.occupancy import BOUNDS

        if bound not in BOUNDS:
            raise InvalidValue(f"{bound!r} is not one of {', '.join(BOUNDS)}.")
        found = next((o for o in self.tracks() if o.track.id == track), None)
        if found is None:
            raise NotFound(f"there is no track {track!r}; list them with `catalogue tracks`.")
        edtf: str = getattr(found, bound)
        seen = len(found.track.scenes)
        said = Correction(
            source=f"{seen} image{'s' if seen != 1 else ''} of one {found.track.cls}, {bound}",
            date=edtf,
            kind="state" if bound == "present" else "onset",
        )
        rests_on = [(s.annotation, s.rev) for s in found.track.sightings]
        return self.correct(observation, said, why=why, rests_on=rests_on)

    def sun(
        self, scene: str, *, shadow: str | None = None, height_m: float | None = None
    ) -> SunCheck:
        """Does the sun of an image (uid) fit its place and time?

        By the angles that its metadata state, or by a `shadow` (the uid of a line drawn on it),
        with the height in metres of what casts it where that is known. Raises NotFound,
        InvalidValue.
        """
        from catalogue.evidence.suncheck import check_shadow, check_stated

        image = self.store.scene(scene)
        if shadow is None:
            if height_m is not None:
                raise InvalidValue("a height needs the shadow that it casts; name its line.")
            return check_stated(
                image.footprint, image.when, image.sun_azimuth_deg, image.sun_elevation_deg
            )
        drawn = self.store.annotation(shadow)
        if drawn.scene != image.uid or drawn.retracted or drawn.geometry is None:
            raise InvalidValue(f"annotation {shadow} is no line that stands on {image.name}.")
        return check_shadow(drawn.geometry, image.when, image.gsd_m, height_m)
