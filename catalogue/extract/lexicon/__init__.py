"""Words by what they tell: events, things, status, who says so. English; written by hand."""
