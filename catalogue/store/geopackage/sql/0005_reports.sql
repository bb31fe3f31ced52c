-- Reports: source documents with their text, and what people decided about suggestions from them.
CREATE TABLE reports (
  fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
  uid TEXT NOT NULL UNIQUE,
  id TEXT NOT NULL UNIQUE,
  title TEXT NOT NULL,
  publisher TEXT,
  url TEXT,
  published TEXT,
  language TEXT,
  sha256 TEXT NOT NULL,
  version INTEGER NOT NULL,
  record TEXT NOT NULL
);
CREATE INDEX reports_sha256 ON reports(sha256);
CREATE TABLE reports_history (
  hid INTEGER PRIMARY KEY, uid TEXT NOT NULL, version INTEGER NOT NULL, record TEXT NOT NULL
);
CREATE INDEX reports_history_uid ON reports_history(uid);
CREATE TABLE report_decisions (
  report TEXT NOT NULL, suggestion TEXT NOT NULL, start INTEGER NOT NULL, record TEXT NOT NULL,
  PRIMARY KEY (report, suggestion)
) WITHOUT ROWID;
-- Which report an observation was taken from; NULL in records of before.
CREATE INDEX observations_report ON observations(json_extract(record, '$.report'))
  WHERE json_extract(record, '$.report') IS NOT NULL;

-- A payload may go, with its salt, where the newest entry is a redaction that takes it away. The
-- entry itself stays: it must still bind the chain, and its redaction must name it.
CREATE TABLE journal_erased (id TEXT PRIMARY KEY, by TEXT NOT NULL) WITHOUT ROWID;
CREATE TRIGGER erased_by_redaction BEFORE INSERT ON journal_erased
WHEN EXISTS (SELECT 1 FROM journal_erased WHERE id = NEW.id)
  OR NOT EXISTS (SELECT 1 FROM journal WHERE id = NEW.id)
  OR NEW.id = NEW.by
  OR NEW.by IS NOT (SELECT id FROM journal WHERE op = 'redact' AND n = (SELECT max(n) FROM journal))
BEGIN SELECT RAISE(ABORT, 'the journal only grows: only a redaction, the newest entry, may take a payload away'); END;
CREATE TRIGGER erased_kept BEFORE DELETE ON journal_erased
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a redaction cannot be undone'); END;
CREATE TRIGGER erased_unchanged BEFORE UPDATE ON journal_erased
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a redaction cannot be changed'); END;
DROP TRIGGER payload_kept;
CREATE TRIGGER payload_kept BEFORE DELETE ON journal_payloads
WHEN NOT EXISTS (SELECT 1 FROM journal_erased WHERE id = OLD.id)
BEGIN SELECT RAISE(ABORT, 'the journal only grows: a payload cannot be removed'); END;
