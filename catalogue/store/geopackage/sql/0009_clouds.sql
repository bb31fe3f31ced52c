-- Cloud over places: computed from the masks of scenes, not in the journal. `inputs` says from what
-- and by which rules. A new version of either side may have another mask or another place, so what
-- was computed is forgotten with the old one. Numbers only grow: they tell links what is new.
CREATE TABLE clouds (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  observation TEXT NOT NULL,
  scene TEXT NOT NULL,
  share REAL NOT NULL, shadow REAL NOT NULL, unknown REAL NOT NULL,
  source TEXT NOT NULL,
  inputs TEXT NOT NULL,
  UNIQUE (observation, scene)
);
CREATE INDEX clouds_scene ON clouds(scene);
CREATE TRIGGER clouds_of_old_scene AFTER INSERT ON scenes_history
BEGIN DELETE FROM clouds WHERE scene = NEW.uid; END;
CREATE TRIGGER clouds_of_old_observation AFTER INSERT ON observations_history
BEGIN DELETE FROM clouds WHERE observation = NEW.uid; END;
