"""One module a page, and the parts they share."""
