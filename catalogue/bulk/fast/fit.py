"""Polynomials through values at Chebyshev nodes, many at once."""

from __future__ import annotations

import math

import numpy as np

from catalogue.space.edges import Floats


def nodes(terms: int) -> Floats:
    """Where in [-1, 1] a polynomial of so many terms is known."""
    return np.cos((np.arange(terms) + 0.5) * math.pi / terms)


def fitted(values: Floats) -> Floats:
    """Coefficients, of the 0th power first, of each row of values at `nodes`.

    Term by term: a product of matrices rounds a row as the number of rows has it, and links must
    not depend on what is linked beside them.
    """
    terms = values.shape[1]
    inverse = np.linalg.inv(np.vander(nodes(terms), terms, increasing=True))
    found = np.zeros_like(values)
    for n in range(terms):
        found += values[:, n, None] * inverse[:, n]
    return found
