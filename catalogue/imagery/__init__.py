"""Opening images safely and turning them into pixels on screen."""
