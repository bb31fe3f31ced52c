"""Sample scenes of an invented place, made from a seed."""
