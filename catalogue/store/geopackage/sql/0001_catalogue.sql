-- A GeoPackage 1.3 with three feature layers, their history, the journal and our own index.
PRAGMA application_id = 0x47504B47;
PRAGMA user_version = 10300;

CREATE TABLE catalogue_migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, wall TEXT NOT NULL);
CREATE TABLE catalogue_meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE gpkg_spatial_ref_sys (
  srs_name TEXT NOT NULL,
  srs_id INTEGER PRIMARY KEY,
  organization TEXT NOT NULL,
  organization_coordsys_id INTEGER NOT NULL,
  definition TEXT NOT NULL,
  description TEXT
);
INSERT INTO gpkg_spatial_ref_sys VALUES
  ('Undefined cartesian SRS', -1, 'NONE', -1, 'undefined', 'undefined cartesian coordinate reference system'),
  ('Undefined geographic SRS', 0, 'NONE', 0, 'undefined', 'undefined geographic coordinate reference system'),
  ('WGS 84 geodetic', 4326, 'EPSG', 4326,
   'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AXIS["Latitude",NORTH],AXIS["Longitude",EAST],AUTHORITY["EPSG","4326"]]',
   'longitude/latitude in decimal degrees on the WGS 84 ellipsoid');

CREATE TABLE gpkg_contents (
  table_name TEXT NOT NULL PRIMARY KEY,
  data_type TEXT NOT NULL,
  identifier TEXT UNIQUE,
  description TEXT DEFAULT '',
  last_change DATETIME NOT NULL DEFAULT (strftime('%Y-%m-%dT%H:%M:%fZ', 'now')),
  min_x DOUBLE, min_y DOUBLE, max_x DOUBLE, max_y DOUBLE,
  srs_id INTEGER,
  CONSTRAINT fk_gc_r_srs_id FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);
CREATE TABLE gpkg_geometry_columns (
  table_name TEXT NOT NULL,
  column_name TEXT NOT NULL,
  geometry_type_name TEXT NOT NULL,
  srs_id INTEGER NOT NULL,
  z TINYINT NOT NULL,
  m TINYINT NOT NULL,
  CONSTRAINT pk_geom_cols PRIMARY KEY (table_name, column_name),
  CONSTRAINT uk_gc_table_name UNIQUE (table_name),
  CONSTRAINT fk_gc_tn FOREIGN KEY (table_name) REFERENCES gpkg_contents(table_name),
  CONSTRAINT fk_gc_srs FOREIGN KEY (srs_id) REFERENCES gpkg_spatial_ref_sys(srs_id)
);

-- Scenes. `record` is the lossless scene as JSON without its footprint, which is `geom`.
-- order_us is minus the begin in microseconds: (order_us, uid) ascending is newest first.
CREATE TABLE scenes (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom GEOMETRY,
  uid TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL,
  collection TEXT,
  "datetime" DATETIME,
  end_datetime DATETIME,
  platform TEXT,
  gsd REAL,
  cloud_cover REAL,
  off_nadir REAL,
  sun_elevation REAL,
  sun_azimuth REAL,
  crs TEXT,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  order_us INTEGER NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX scenes_newest ON scenes(order_us, uid);
CREATE UNIQUE INDEX scenes_name ON scenes(id, ifnull(collection, ''));
CREATE INDEX scenes_collection ON scenes(collection);
CREATE INDEX scenes_platform ON scenes(platform);
CREATE TABLE scenes_history (
  hid INTEGER PRIMARY KEY, uid TEXT NOT NULL, version INTEGER NOT NULL, geom BLOB, record TEXT NOT NULL
);
CREATE INDEX scenes_history_uid ON scenes_history(uid);
CREATE TABLE scene_hashes (sha256 TEXT NOT NULL, fid INTEGER NOT NULL, PRIMARY KEY (sha256, fid)) WITHOUT ROWID;
CREATE INDEX scene_hashes_fid ON scene_hashes(fid);

-- The index in space and time: 32-bit floats rounded outwards, in degrees and days since 1970.
-- The exact box and span (microseconds) of each entry lies beside it; NULL where it is unknown,
-- and then the entry spans that axis.
CREATE VIRTUAL TABLE scene_index USING rtree(id, west, east, south, north, begin_d, end_d);
CREATE TABLE scene_boxes (
  id INTEGER PRIMARY KEY, fid INTEGER NOT NULL,
  west REAL, south REAL, east REAL, north REAL, begin_us INTEGER, end_us INTEGER
);
CREATE INDEX scene_boxes_fid ON scene_boxes(fid);

CREATE TABLE observations (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom GEOMETRY,
  uid TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL,
  title TEXT NOT NULL,
  status TEXT NOT NULL,
  time TEXT,
  "begin" DATETIME,
  "end" DATETIME,
  r95_m REAL,
  event_class TEXT,
  source TEXT,
  reliability TEXT,
  credibility INTEGER,
  note TEXT,
  version INTEGER NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX observations_id ON observations(id, uid);
CREATE TABLE observations_history (
  hid INTEGER PRIMARY KEY, uid TEXT NOT NULL, version INTEGER NOT NULL, record TEXT NOT NULL
);
CREATE INDEX observations_history_uid ON observations_history(uid);
CREATE VIRTUAL TABLE observation_index USING rtree(id, west, east, south, north, begin_d, end_d);
CREATE TABLE observation_boxes (
  id INTEGER PRIMARY KEY, fid INTEGER NOT NULL,
  west REAL, south REAL, east REAL, north REAL, begin_us INTEGER, end_us INTEGER
);
CREATE INDEX observation_boxes_fid ON observation_boxes(fid);

-- The layer holds current annotations only; retracted ones are state too, but no layer.
CREATE TABLE annotations (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  geom GEOMETRY,
  uid TEXT NOT NULL UNIQUE,
  scene TEXT NOT NULL,
  scene_id TEXT,
  class TEXT,
  kind TEXT NOT NULL,
  state TEXT NOT NULL,
  tile TEXT,
  author TEXT NOT NULL,
  confidence REAL,
  note TEXT,
  asset_sha256 TEXT,
  created TEXT NOT NULL,
  rev INTEGER NOT NULL UNIQUE,
  record TEXT NOT NULL
);
CREATE INDEX annotations_scene ON annotations(scene, rev);
CREATE TABLE annotations_retracted (
  fid INTEGER PRIMARY KEY, uid TEXT NOT NULL UNIQUE, scene TEXT NOT NULL,
  rev INTEGER NOT NULL UNIQUE, record TEXT NOT NULL
);
CREATE INDEX annotations_retracted_scene ON annotations_retracted(scene, rev);
CREATE TABLE annotations_history (
  hid INTEGER PRIMARY KEY, uid TEXT NOT NULL, rev INTEGER NOT NULL, record TEXT NOT NULL
);
CREATE INDEX annotations_history_uid ON annotations_history(uid);

CREATE TABLE taxonomy (position INTEGER PRIMARY KEY, id TEXT NOT NULL, path TEXT NOT NULL, colour TEXT NOT NULL, record TEXT NOT NULL);

-- The journal: written once. Payloads lie beside it, so that one can be redacted later on.
CREATE TABLE journal (
  n INTEGER PRIMARY KEY NOT NULL,
  origin TEXT NOT NULL,
  seq INTEGER NOT NULL,
  prev TEXT NOT NULL,
  id TEXT NOT NULL UNIQUE,
  wall TEXT NOT NULL,
  actor TEXT NOT NULL,
  op TEXT NOT NULL,
  digest TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  UNIQUE (origin, seq)
);
CREATE TABLE journal_payloads (id TEXT PRIMARY KEY, payload BLOB NOT NULL, salt BLOB NOT NULL) WITHOUT ROWID;

-- INSERT OR REPLACE deletes without firing a delete trigger, so the guard stands before the insert.
CREATE TRIGGER journal_follows BEFORE INSERT ON journal
WHEN NEW.seq IS NOT (SELECT ifnull(max(seq), 0) + 1 FROM journal WHERE origin = NEW.origin)
  OR NEW.prev IS NOT ifnull((SELECT hash FROM journal WHERE origin = NEW.origin ORDER BY seq DESC LIMIT 1),
                            '0000000000000000000000000000000000000000000000000000000000000000')
  OR (NEW.n > 0 AND NEW.n <= (SELECT max(n) FROM journal))
  OR EXISTS (SELECT 1 FROM journal WHERE id = NEW.id OR hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry must follow the last one'); END;
CREATE TRIGGER journal_kept BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry cannot be removed'); END;
CREATE TRIGGER journal_unchanged BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal only grows: an entry cannot be changed'); END;
CREATE TRIGGER payload_once BEFORE INSERT ON journal_payloads
WHEN EXISTS (SELECT 1 FROM journal_payloads WHERE id = NEW.id)
  OR NEW.id IS NOT (SELECT id FROM journal ORDER BY n DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a payload is written once, with its entry'); END;
CREATE TRIGGER payload_kept BEFORE DELETE ON journal_payloads
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a payload cannot be removed'); END;
CREATE TRIGGER payload_unchanged BEFORE UPDATE ON journal_payloads
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a payload cannot be changed'); END;

INSERT INTO gpkg_contents (table_name, data_type, identifier, description, srs_id) VALUES
  ('scenes', 'features', 'Scenes', 'Acquisitions of imagery: footprints of valid pixels', 4326),
  ('observations', 'features', 'Observations', 'Reported events: the first candidate of each place', 4326),
  ('annotations', 'features', 'Annotations', 'What people saw on the scenes; retracted ones are left out', 4326),
  -- One registered table without geometry keeps the other tables from being listed as layers.
  ('journal', 'attributes', 'Journal', 'Every change, in order, bound by hashes', 0);
INSERT INTO gpkg_geometry_columns VALUES
  ('scenes', 'geom', 'GEOMETRY', 4326, 2, 0),
  ('observations', 'geom', 'GEOMETRY', 4326, 2, 0),
  ('annotations', 'geom', 'GEOMETRY', 4326, 2, 0);
