-- An entry's number says, in its low bits, how large what was reported is: see
-- catalogue/store/geopackage/sizes.py. Entries from before say nothing: 0.
CREATE TEMP TABLE boxes_before AS SELECT * FROM observation_boxes;
CREATE TEMP TABLE entries_before AS SELECT * FROM observation_index;
DELETE FROM observation_boxes;
DELETE FROM observation_index;
INSERT INTO observation_boxes
SELECT id << 12, fid, west, south, east, north, begin_us, end_us FROM boxes_before ORDER BY id;
INSERT INTO observation_index
SELECT id << 12, west, east, south, north, begin_d, end_d FROM entries_before;
DROP TABLE temp.boxes_before;
DROP TABLE temp.entries_before;
