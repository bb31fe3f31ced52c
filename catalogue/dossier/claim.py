"""The files of one claim in a dossier: pictures, data for programs, records as they are kept."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import orjson

from catalogue.dossier.chips import Chip, Cutter, caption_lines, frames_of
from catalogue.dossier.contents import Contents, Image
from catalogue.dossier.edition import Edition, shows_pixels
from catalogue.dossier.picture import png
from catalogue.imagery import display
from catalogue.imagery.working import Copier
from catalogue.interval import Interval, format_utc
from catalogue.model import Scene
from catalogue.store.fields import encode
from catalogue.write.stac import to_item
from catalogue.write.stac_label import label_features, label_item

Progress = Callable[[int, int | None], None]
NOT_PUBLISHABLE = "nobody has stated that its pixels may be published."


class ClaimWriter:
    """Writes the parts of one claim; counts pictures and keeps why others are not there."""

    def __init__(
        self,
        draft: Path,
        contents: Contents,
        edition: Edition,
        catalogue: Path,
        copier: Copier,
        step: Callable[[], None],
    ) -> None:
        self._draft, self._contents, self._edition = draft, contents, edition
        self._cutter = Cutter(catalogue, copier, dict(contents.classes))
        self._step = step
        self.reasons = self._cutter.reasons
        self.warnings: list[str] = []
        self.count = 0

    def pictures(self) -> dict[str, list[tuple[str, Chip]]]:
        """Cut and write the pictures of all images; by the scene's uid, with their file names."""
        frames = frames_of(self._contents)
        images = self._contents.images
        (self._draft / "pictures").mkdir()
        found: dict[str, list[tuple[str, Chip]]] = {}
        for n, image in enumerate(images, 1):
            if not self._may_show(image.scene):
                self.reasons[image.scene.uid] = NOT_PUBLISHABLE
                self._step()
                continue
            chips = self._cutter.chips(image, frames, self._caption(n, image))
            found[image.scene.uid] = [(self._picture(n, image, chip), chip) for chip in chips]
            self._step()
        for image in images:
            if image.scene.uid in self.reasons:
                self.warnings.append(f"{image.scene.name}: {self.reasons[image.scene.uid]}")
        return found

    def _may_show(self, scene: Scene) -> bool:
        shown = display.choose(scene)
        if not self._edition.publication or shown is None:
            return True
        return shows_pixels(part.asset for part in shown.drawn)

    def _caption(self, number: int, image: Image) -> Callable[[Scene], tuple[str, ...]]:
        role = image.link.role if image.link else None
        if self._edition.tells("scenes"):
            return lambda scene: caption_lines(scene, role)

        def plain(scene: Scene) -> tuple[str, ...]:
            when = scene.when.begin if scene.when else None
            day = f"{when:%Y-%m-%d}" if when else "date unknown"
            pixel = "unknown" if scene.gsd_m is None else f"{scene.gsd_m:.3g} m"
            _, _, credit = caption_lines(scene, role)
            credit = credit.partition(" · ")[0]
            return f"Image {number}{f' · {role}' if role else ''}", f"{day} · pixel {pixel}", credit

        return plain

    def _picture(self, number: int, image: Image, chip: Chip) -> str:
        role = image.link.role if image.link else "not-linked"
        day = image.scene.when.begin if image.scene.when else None
        name = f"{number:02}-{role}-{f'{day:%Y%m%d}' if day else 'undated'}-{chip.frame.name}"
        (self._draft / "pictures" / f"{name}.png").write_bytes(png(chip.whole))
        (self._draft / "pictures" / f"{name}-clean.png").write_bytes(png(chip.clean))
        self.count += 1
        return f"pictures/{name}.png"

    def data(self) -> None:
        """Everything that is known, for programs: records, items, labels, the list of images."""
        contents = self._contents
        self.json("claim.json", {
            "observation": encode(contents.observation),
            "versions": [encode(v) for v in contents.versions],
        })  # fmt: skip
        if contents.report is not None:
            (self._draft / "report.txt").write_text(
                contents.report.text, encoding="utf-8", newline=""
            )
            self.json("report.json", encode(contents.report))
        every = contents.images
        self.json(
            "assessments.json", [encode(a) for i in every for a in (*i.assessments, *i.looks)]
        )
        self.json("searches.json", [encode(s) for s in contents.searches])
        self.json("cases.json", [encode(c) for c in contents.cases])
        self.json("provenance.json", [_provenance(i.scene) for i in every])
        self._images_csv()
        for n, image in enumerate(every, 1):
            self._items(n, image)

    def _items(self, number: int, image: Image) -> None:
        folder = self._draft / "items"
        folder.mkdir(exist_ok=True)
        stem = f"{number:02}-{slug(image.scene.id)}"
        item = to_item(image.scene)
        if item is not None:
            self.json(f"items/{stem}.json", item)
        if image.annotations:
            labels = label_item(
                image.scene, image.annotations, self._contents.classes,
                f"./{stem}-labels.geojson", f"./{stem}.json" if item else None,
            )  # fmt: skip
            features = label_features(image.annotations, self._contents.classes)
            self.json(f"items/{stem}-labels.geojson", features)
            if labels is not None:
                self.json(f"items/{stem}-labels.json", labels)

    def _images_csv(self) -> None:
        every = [(i.scene, i.link) for i in self._contents.images]
        rows = [*every, *self._contents.others]
        with (self._draft / "images.csv").open("w", encoding="utf-8-sig", newline="") as out:
            table = csv.writer(out)
            table.writerow([
                "image", "acquired_begin", "acquired_end", "platform", "pixel_m", "role",
                "certainty", "level", "limit", "rank_score_not_a_probability",
            ])  # fmt: skip
            for scene, link in rows:
                table.writerow(_cells(scene, link))

    def json(self, name: str, value: Any) -> None:
        """Write a JSON file, indented for people."""
        text = orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_NON_STR_KEYS)
        (self._draft / name).write_bytes(text + b"\n")


def _cells(scene: Scene, link: Any) -> list[str]:
    when = scene.when
    ends = ["" if t is None else format_utc(t) for t in _ends(when)]
    scored = ["", "", "", "", ""]
    if link is not None:
        score = link.score
        scored = [link.role, link.certainty, score.level, score.reasons[0], f"{score.value:.6g}"]
    pixel = "" if scene.gsd_m is None else f"{scene.gsd_m:g}"
    return [_safe(c) for c in (scene.name, *ends, scene.platform or "", pixel, *scored)]


def _ends(when: Interval | None) -> tuple[datetime | None, datetime | None]:
    return (None, None) if when is None else (when.begin, when.end)


def _safe(cell: str) -> str:
    """A spreadsheet must not take a name for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _provenance(scene: Scene) -> dict[str, Any]:
    return {
        "scene": scene.name,
        "acquired_source": scene.when_source,
        "assets": [
            {"key": a.key, "href": a.href, "size": a.size, "sha256": a.sha256,
             **{name: getattr(a.provenance, name) for name in a.provenance.__slots__}}
            for a in scene.assets
        ],
    }  # fmt: skip


def slug(name: str) -> str:
    """A name for a file: letters, digits, dots and dashes, at most 60."""
    return re.sub(r"[^A-Za-z0-9._-]+", "-", name).strip("-.")[:60] or "image"
