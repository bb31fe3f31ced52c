"""Files of images and observations, read into values."""
