"""The catalog's tables. A change of any of them is a new ``SCHEMA_VERSION``.

The table ``figures`` came later than version 4 and is no change: an index from before it has none of its passages in
it, up to the row number in the fact ``figures_after``. So did the table ``sections``, which has the passages that stand
in a section, and the facts ``splitting`` and ``figures_read``, the rules
by which its passages were split and its figures read: those of an index from before them are numbered 0.
"""

from assistant.corpus.figures import READING
from assistant.corpus.passages import SPLITTING

SCHEMA_VERSION = 4
SCHEMA = f"""
CREATE TABLE IF NOT EXISTS facts (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS transcripts (
    source TEXT PRIMARY KEY, digest TEXT NOT NULL, title TEXT NOT NULL, date TEXT, date_key INTEGER,
    people TEXT NOT NULL, places TEXT NOT NULL, language TEXT NOT NULL, heading TEXT NOT NULL, body TEXT NOT NULL,
    text TEXT NOT NULL, root TEXT NOT NULL,
    marks TEXT NOT NULL, stamp TEXT NOT NULL DEFAULT '');
CREATE TABLE IF NOT EXISTS passages (
    id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, source TEXT NOT NULL REFERENCES transcripts(source),
    number INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, sentences TEXT NOT NULL,
    content TEXT NOT NULL, vectors BLOB NOT NULL);
CREATE INDEX IF NOT EXISTS passages_of ON passages (source, number);
CREATE INDEX IF NOT EXISTS passages_with ON passages (content);
CREATE TABLE IF NOT EXISTS figures (
    passage INTEGER NOT NULL REFERENCES passages(id), sentence INTEGER NOT NULL, measure TEXT NOT NULL,
    unit TEXT NOT NULL, value REAL NOT NULL);
CREATE INDEX IF NOT EXISTS figures_in ON figures (passage);
CREATE INDEX IF NOT EXISTS figures_that ON figures (measure);
CREATE TABLE IF NOT EXISTS sections (passage INTEGER PRIMARY KEY REFERENCES passages(id), name TEXT NOT NULL);
INSERT OR IGNORE INTO facts SELECT 'figures_after', coalesce(max(id), 0) FROM passages;
INSERT OR IGNORE INTO facts SELECT 'splitting', iif(EXISTS (SELECT 1 FROM passages), 0, {SPLITTING});
INSERT OR IGNORE INTO facts SELECT 'figures_read', iif(EXISTS (SELECT 1 FROM passages), 0, {READING});
CREATE TABLE IF NOT EXISTS doomed (key TEXT PRIMARY KEY);
CREATE VIRTUAL TABLE IF NOT EXISTS lexical USING fts5(body, heading, tokenize = "unicode61 remove_diacritics 2");
CREATE VIRTUAL TABLE IF NOT EXISTS vocabulary USING fts5vocab(lexical, row);
CREATE VIRTUAL TABLE IF NOT EXISTS occurrences USING fts5vocab(lexical, instance);
"""
