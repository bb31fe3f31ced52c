-- What people add around claims and scenes: assessments, cases, searches, photographs...
CREATE TABLE evidence (
  eid INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  uid TEXT NOT NULL,
  observation TEXT,
  scene TEXT,
  case_uid TEXT,
  version INTEGER NOT NULL,
  record TEXT NOT NULL,
  UNIQUE (kind, uid)
);
CREATE INDEX evidence_observation ON evidence(observation, kind) WHERE observation IS NOT NULL;
CREATE INDEX evidence_scene ON evidence(scene, kind) WHERE scene IS NOT NULL;
CREATE TABLE evidence_history (
  hid INTEGER PRIMARY KEY, kind TEXT NOT NULL, uid TEXT NOT NULL, version INTEGER NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX evidence_history_uid ON evidence_history(kind, uid);
