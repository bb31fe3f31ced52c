"""Citations in CSL-JSON, which reference managers read: the report, and each image."""

from __future__ import annotations

import re
from typing import Any

from catalogue.dossier.contents import Contents
from catalogue.imagery import display
from catalogue.model import Report, Scene


def citations(contents: Contents) -> list[dict[str, Any]]:
    """CSL-JSON items (schema csl-data 1.0); what is unknown is left out."""
    items = [] if contents.report is None else [_report(contents.report)]
    return [*items, *(_scene(image.scene) for image in contents.images)]


def credit_lines(contents: Contents) -> list[str]:
    """One line for each image, for people."""
    lines = []
    for n, image in enumerate(contents.images, 1):
        credit, licence = credit_of(image.scene)
        lines.append(f"{n} · {image.scene.name}: {credit or 'credit not stated'}, "
                     f"{licence or 'licence not stated'}")  # fmt: skip
    return lines


def credit_of(scene: Scene) -> tuple[str | None, str | None]:
    """Who is to be credited, and the licence, as somebody stated them."""
    shown = display.choose(scene)
    assets = [shown.asset] if shown else list(scene.assets)
    for asset in assets:
        known = asset.provenance
        if known.attribution or known.licence:
            return known.attribution, known.licence
    stated = scene.stac.get("properties", {}) if isinstance(scene.stac, dict) else {}
    return None, stated.get("license") if isinstance(stated.get("license"), str) else None


def _report(report: Report) -> dict[str, Any]:
    item: dict[str, Any] = {"id": report.id, "type": "article-newspaper", "title": report.title}
    if report.publisher:
        item["container-title"] = report.publisher
    if report.url:
        item["URL"] = report.url
    if report.language:
        item["language"] = report.language
    if report.archive_url:
        item["archive_location"] = report.archive_url
    for name, text in (("issued", report.published), ("accessed", report.accessed)):
        if date := _date(text):
            item[name] = date
    return item


def _scene(scene: Scene) -> dict[str, Any]:
    item: dict[str, Any] = {"id": scene.name, "type": "graphic", "title": scene.name}
    credit, licence = credit_of(scene)
    if credit:
        item["author"] = [{"literal": credit}]
    if scene.platform:
        item["medium"] = f"Satellite image, {scene.platform}"
    if licence:
        item["note"] = f"Licence: {licence}"
    if scene.when is not None and scene.when.begin is not None:
        begin = scene.when.begin
        item["issued"] = {"date-parts": [[begin.year, begin.month, begin.day]]}
    return item


def _date(text: str | None) -> dict[str, Any] | None:
    """A plain year, month or day; any other EDTF is kept as it is written."""
    if text is None:
        return None
    plain = re.fullmatch(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", text)
    if plain is None:
        return {"raw": text}
    return {"date-parts": [[int(part) for part in plain.groups() if part is not None]]}
