"""One SQLite file that several processes read while one writes: opened, followed, checked and emptied for good.

A reader notices when the file was replaced (another inode) and opens the new one. Every SQLite error becomes one
line that says what to do.
"""

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path

from assistant.errors import IndexDamagedError, IndexMismatchError, IndexStateError
from assistant.store.schema import SCHEMA, SCHEMA_VERSION

# Write-ahead logging lets readers go on while one process writes; FULL keeps a commit through a power cut;
# secure_delete writes zeros over what is deleted.
_PRAGMAS = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;"
# How long another process's reading or writing is waited for.
PATIENCE_S = 30
_BUSY = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
_UNERASED = "unerased"
# Generations of one connection stay apart from those of the next.
_PER_CONNECTION = 1 << 40


class Database:
    """The SQLite file; one object may serve many threads.

    Raises:
        IndexStateError: when it cannot be opened.
        IndexMismatchError: when it is of another version.
        IndexDamagedError: when it is no SQLite file or SQLite finds it malformed; so may every method.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._opened = 0
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise IndexStateError(_cannot(path, "open", error.strerror or str(error))) from error
        self._db = self._connect()

    def _connect(self) -> sqlite3.Connection:
        db = self._open()
        self._inode = _inode(self.path)
        self._opened += 1
        return db

    def _open(self) -> sqlite3.Connection:
        with _told(self.path, "open"):
            db = sqlite3.connect(self.path, check_same_thread=False, isolation_level=None, timeout=PATIENCE_S)
            try:
                self._check_version(db)
                db.executescript(_PRAGMAS + SCHEMA)
                db.execute("INSERT OR IGNORE INTO facts VALUES ('schema', ?)", (str(SCHEMA_VERSION),))
            except BaseException:
                db.close()
                raise
        return db

    def _check_version(self, db: sqlite3.Connection) -> None:
        if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'facts'").fetchone():
            return
        row = db.execute("SELECT value FROM facts WHERE name = 'schema'").fetchone()
        if row and row[0] != str(SCHEMA_VERSION):
            raise IndexMismatchError(
                f"the index in {self.path.parent} is of another version: run assistant ingest --rebuild"
            )

    def close(self) -> None:
        """Release the file."""
        with self._lock:
            self._db.close()

    def _follow(self) -> sqlite3.Connection:
        """The connection, made anew when another process put another file in the place of this one."""
        inode = _inode(self.path)
        if inode not in (None, self._inode) and not self._db.in_transaction:
            self._db.close()
            self._db = self._connect()
        return self._db

    def _all(self, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        with self._lock, _told(self.path, "read"):
            return self._follow().execute(sql, values).fetchall()

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        """All that is written inside is written at once, or nothing is."""
        with self._lock, _told(self.path, "write to"):
            db = self._follow()
            db.execute("BEGIN IMMEDIATE")
            try:
                yield db
                db.execute("COMMIT")
            except BaseException:
                if db.in_transaction:
                    db.execute("ROLLBACK")
                raise

    # Facts about the index as a whole

    def fact(self, name: str) -> str | None:
        """A stored fact (``embedding``, ``schema``), or None."""
        rows = self._all("SELECT value FROM facts WHERE name = ?", (name,))
        return str(rows[0][0]) if rows else None

    def set_fact(self, name: str, value: str) -> None:
        """Store a fact."""
        with self._transaction() as db:
            db.execute("INSERT OR REPLACE INTO facts VALUES (?, ?)", (name, value))

    def generation(self) -> int:
        """A number that changes whenever another commit, of any process, changed the catalog."""
        with self._lock, _told(self.path, "read"):
            db = self._follow()
            outside = int(db.execute("PRAGMA data_version").fetchone()[0])
            return self._opened * _PER_CONNECTION + outside + db.total_changes

    def check(self) -> None:
        """Have SQLite look at every page and at the full-text index.

        Raises:
            IndexDamagedError: with what SQLite found first.
        """
        found = [str(row[0]) for row in self._all("PRAGMA integrity_check(1)")]
        if found != ["ok"]:
            raise IndexDamagedError(f"{self.path} is damaged ({_line(found[0])}): run assistant doctor --repair")
        with self._transaction() as db:
            db.execute("INSERT INTO lexical(lexical, rank) VALUES ('integrity-check', 1)")

    def checkpoint(self) -> None:
        """Bring the write-ahead log into the file and empty it; what a reader still needs stays until the next time."""
        with self._lock, _told(self.path, "write to"):
            self._follow().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def erase(self) -> bool:
        """Leave no byte of what was deleted: not in a free page, the full-text segments or the write-ahead log.

        It has a connection of its own, so that other threads read on: 10 s of it, at 100,000 passages.

        Returns:
            Whether none is left; some are where another process reads or writes for longer than ``PATIENCE_S``.
        """
        with closing(self._open()) as db, _told(self.path, "write to"):
            try:
                db.execute("INSERT INTO lexical(lexical) VALUES ('optimize')")
                db.execute("VACUUM")
            except sqlite3.OperationalError as error:
                if not is_in_use(error):
                    raise
                return False
            finally:
                busy, *_ = db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return not busy

    def unerased(self) -> bool:
        """Whether something was deleted and not erased yet."""
        return self.fact(_UNERASED) == "1"

    def erased(self) -> None:
        """Nothing is left of what was deleted."""
        self.set_fact(_UNERASED, "0")
        self.checkpoint()


def note_unerased(db: sqlite3.Connection) -> None:
    """Remember, in the transaction that deletes something, that it is still to be erased."""
    db.execute("INSERT OR REPLACE INTO facts VALUES (?, '1')", (_UNERASED,))


def is_in_use(error: sqlite3.Error) -> bool:
    """Whether SQLite gave up waiting for another connection; the low byte of its code says so."""
    return error.sqlite_errorcode & 0xFF in _BUSY


def _inode(path: Path) -> tuple[int, int] | None:
    try:
        status = path.stat()
    except OSError:  # being replaced: the file that is open still holds the last state
        return None
    return status.st_dev, status.st_ino


@contextmanager
def _told(path: Path, action: str) -> Iterator[None]:
    """SQLite's errors as one line each."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.DatabaseError as error:
        raise _explained(path, action, error) from error


def _explained(path: Path, action: str, error: sqlite3.DatabaseError) -> IndexStateError:
    text = _line(str(error))
    if "full" in text:
        return IndexStateError(f"no room left to {action} {path}: free some space and run assistant ingest again")
    if "locked" in text or "busy" in text:
        return IndexStateError(f"{path} is in use by another process: try again when it has ended")
    if isinstance(error, sqlite3.OperationalError) and "malformed" not in text and "no such" not in text:
        return IndexStateError(_cannot(path, action, text))
    return IndexDamagedError(f"{path} is damaged ({text}): run assistant doctor --repair")


def _cannot(path: Path, action: str, reason: str) -> str:
    return f"cannot {action} {path} ({reason}): set ASSISTANT_VECTORSTORE to a folder to write in, with room in it"


def _line(text: str) -> str:
    return " ".join(text.split())[:200]
