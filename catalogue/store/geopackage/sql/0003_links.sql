-- Links: computed from scenes and observations, never edited, not in the journal. One row for each
-- observation; `packed` holds its scenes by fid (see catalogue/linking/packed.py). The newest run
-- says what they were computed with, and how many there are; marks and totals are lists as JSON.
CREATE TABLE link_runs (
  number INTEGER PRIMARY KEY,
  margin_days REAL NOT NULL,
  parameters TEXT NOT NULL,
  code TEXT NOT NULL,
  since TEXT,
  upto TEXT NOT NULL,
  inputs TEXT NOT NULL,
  done INTEGER NOT NULL,
  totals TEXT NOT NULL
);
CREATE TABLE links (
  observation TEXT PRIMARY KEY,
  run INTEGER NOT NULL,
  links INTEGER NOT NULL,
  before INTEGER NOT NULL, during INTEGER NOT NULL, between_ INTEGER NOT NULL, after INTEGER NOT NULL,
  good INTEGER NOT NULL, limited INTEGER NOT NULL, unusable INTEGER NOT NULL,
  packed BLOB NOT NULL
);
