"""Reported observations from CSV, GeoJSON and GeoPackage, row by row, with reasons."""

from catalogue.read.observations.build import build_observation
from catalogue.read.observations.table import ObservationTable, read_observations, recognised

__all__ = ["ObservationTable", "build_observation", "read_observations", "recognised"]
