"""Values written to files others can read."""
