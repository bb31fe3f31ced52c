"""Three invented sensors: point spread, band response, noise, and the numbers they write."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from sample_tiles.ground import Floats, blur, generator

Pixels = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]


# 4096 steps of reflectance to bytes, brightened for the eye; never 0
_CURVE = np.clip(np.rint(255 * np.linspace(0, 1, 4096) ** (1 / 1.75)), 1, 255).astype(np.uint8)


@dataclass(frozen=True, slots=True)
class Sensor:
    """`gain` and `offset` act on blue, green, red, near infrared; `noise` is of reflectance.

    `depth` 8 writes red, green, blue as bytes with a display curve; 16 writes blue, green, red
    and near infrared as reflectance times 10,000 in steps of 5. 0 is kept for "no data" by both.
    """

    collection: str
    platform: str
    instrument: str
    gsd_m: float
    spread: float
    noise: float
    gain: tuple[float, float, float, float]
    depth: int
    off_nadir_deg: float

    @property
    def bands(self) -> tuple[str, ...]:
        """Names of the bands in the order in which they are written."""
        return ("red", "green", "blue") if self.depth == 8 else ("blue", "green", "red", "nir")


VHR = Sensor(
    "synthetic-050cm",
    "synthetic-a",
    "invented-pan-sharp",
    0.5,
    0.11,
    0.0030,
    (1.02, 1.0, 1.0, 1.0),
    8,
    6.0,
)
MEDIUM = Sensor(
    "synthetic-3m",
    "synthetic-b",
    "invented-frame",
    3.0,
    0.17,
    0.0042,
    (1.10, 1.0, 0.97, 1.0),
    8,
    3.0,
)
COARSE = Sensor(
    "synthetic-10m",
    "synthetic-c",
    "invented-msi",
    10.0,
    0.12,
    0.0006,
    (1.0, 1.0, 1.0, 1.0),
    16,
    0.0,
)


def record(sensor: Sensor, radiance: Floats, seed: int, scene: str) -> Floats:
    """Radiance (bands, rows, cols) after optics and detector, still as reflectance."""
    seen = blur(radiance, sensor.spread)
    seen *= np.array(sensor.gain[: len(seen)], np.float32)[:, None, None]
    random = generator(seed, "detector", scene)
    grain = random.standard_normal(seen.shape, dtype=np.float32)
    grain *= np.float32(sensor.noise) * (1 + 2 * np.sqrt(np.maximum(seen, 0)))
    return np.add(seen, grain, dtype=np.float32)


def quantise(sensor: Sensor, seen: Floats) -> Pixels:
    """Reflectance to the sensor's numbers, 1 at least: 0 means no data."""
    if sensor.depth == 16:
        return np.asarray(np.clip(np.rint(seen * 2_000) * 5, 5, 16_000), np.uint16)
    steps = np.clip((seen[2::-1] - 0.012) * (4095 / 0.43), 0, 4095).astype(np.uint16)
    return np.asarray(_CURVE[steps], np.uint8)
