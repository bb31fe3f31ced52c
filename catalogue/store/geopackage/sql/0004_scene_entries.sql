-- All that a search filters, sorts and ranks by lies beside each entry of the index, in one row.
-- An entry's number says, in its low bits, what narrows a search before any row is read: see
-- catalogue/store/geopackage/entries.py. Entries from before say nothing: sensor 4095, looked up.
CREATE TABLE scene_sensors (
  code INTEGER PRIMARY KEY,
  platform TEXT, collection TEXT, instruments TEXT, gsd_least REAL, gsd_most REAL
);
CREATE TABLE scene_boxes_new (
  id INTEGER PRIMARY KEY, fid INTEGER NOT NULL,
  west REAL, south REAL, east REAL, north REAL, begin_us INTEGER, end_us INTEGER,
  uid TEXT NOT NULL, name TEXT NOT NULL, collection TEXT, platform TEXT, instruments TEXT,
  gsd REAL, cloud_cover REAL, sun_elevation REAL
);
INSERT INTO scene_boxes_new
SELECT (b.id << 21) | 2096896, b.fid, b.west, b.south, b.east, b.north, b.begin_us, b.end_us,
       s.uid, s.id, s.collection, s.platform, json_extract(s.record, '$.instruments'),
       s.gsd, s.cloud_cover, s.sun_elevation
FROM scene_boxes AS b CROSS JOIN scenes AS s ON s.fid = b.fid ORDER BY b.id;
CREATE TEMP TABLE entries_before AS SELECT * FROM scene_index;
DELETE FROM scene_index;
INSERT INTO scene_index
SELECT (id << 21) | 2096896, west, east, south, north, begin_d, end_d FROM entries_before;
DROP TABLE temp.entries_before;
DROP TABLE scene_boxes;
ALTER TABLE scene_boxes_new RENAME TO scene_boxes;
CREATE INDEX scene_boxes_fid ON scene_boxes(fid);
DROP INDEX scenes_narrow;
