-- Words of what people wrote, to search in. The row is fid * 8 + a number of the kind: 1 for
-- observations, 2 for annotations. Ids of scenes are looked for in the scenes themselves.
CREATE VIRTUAL TABLE search_texts USING fts5(
  kind UNINDEXED, uid UNINDEXED, title, body, tokenize = "unicode61 remove_diacritics 2"
);

INSERT INTO search_texts (rowid, kind, uid, title, body)
  SELECT fid * 8 + 1, 'observation', uid, id || ' ' || title,
    concat_ws(' ', event_class, json_extract(record, '$.claim'), note, source) FROM observations;
INSERT INTO search_texts (rowid, kind, uid, title, body)
  SELECT fid * 8 + 2, 'annotation', uid, '', note FROM annotations WHERE note > '';

CREATE TRIGGER search_observation_new AFTER INSERT ON observations BEGIN
  INSERT INTO search_texts (rowid, kind, uid, title, body)
    VALUES (NEW.fid * 8 + 1, 'observation', NEW.uid, NEW.id || ' ' || NEW.title,
      concat_ws(' ', NEW.event_class, json_extract(NEW.record, '$.claim'), NEW.note, NEW.source));
END;
CREATE TRIGGER search_observation_changed AFTER UPDATE ON observations BEGIN
  DELETE FROM search_texts WHERE rowid = OLD.fid * 8 + 1;
  INSERT INTO search_texts (rowid, kind, uid, title, body)
    VALUES (NEW.fid * 8 + 1, 'observation', NEW.uid, NEW.id || ' ' || NEW.title,
      concat_ws(' ', NEW.event_class, json_extract(NEW.record, '$.claim'), NEW.note, NEW.source));
END;
CREATE TRIGGER search_observation_gone AFTER DELETE ON observations BEGIN
  DELETE FROM search_texts WHERE rowid = OLD.fid * 8 + 1;
END;
CREATE TRIGGER search_annotation_new AFTER INSERT ON annotations WHEN NEW.note > '' BEGIN
  INSERT INTO search_texts (rowid, kind, uid, title, body)
    VALUES (NEW.fid * 8 + 2, 'annotation', NEW.uid, '', NEW.note);
END;
CREATE TRIGGER search_annotation_gone AFTER DELETE ON annotations BEGIN
  DELETE FROM search_texts WHERE rowid = OLD.fid * 8 + 2;
END;
