-- What searches filter, sort and rank by, apart from the geometries and the long records.
CREATE INDEX scenes_narrow ON scenes(
  fid, order_us, uid, id, collection, platform, gsd, cloud_cover, sun_elevation,
  json_extract(record, '$.instruments')
);
