"""HTTP beside the screen: tiles, footprints, annotations, STAC."""
