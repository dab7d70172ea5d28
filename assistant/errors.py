"""Everything that can go wrong, told in one line that says what is wrong and what to do.

AssistantError            a problem for the user; front ends catch this one, once
├── UsageError            a bad date, an empty list of paths: wrong usage, exit status 2
├── SettingsError         an unknown or malformed setting
├── CorpusError           the folder of transcripts is missing or holds nothing readable
├── TranscriptError       one file cannot be read; the others still can
├── IndexStateError       there is no index, or it cannot be written now
│   ├── IndexMismatchError    it was made by another model or version
│   ├── IndexDamagedError     its files are damaged: assistant doctor --repair mends it
│   ├── EngineError           Chroma cannot be loaded or has broken down; the files may be good
│   └── StoreAwayError        the Chroma server does not answer now; later it may
├── ModelError            weights are missing, altered or unusable
│   └── UnjudgedError         a chat model as judge gave no grade
├── KeptError             conversations or ratings cannot be kept, or read again
│   └── NotKeptError          no such conversation or answer is kept for this person
├── OutputError           a file that was named, or standard output, cannot be written
└── ServerError           the web chat cannot start here
"""


class AssistantError(Exception):
    """A problem the user can act on; its text is one whole line."""

    exit_status = 1


class UsageError(AssistantError):
    """The command was called wrongly."""

    exit_status = 2


class SettingsError(AssistantError):
    """A setting is unknown or has a value that cannot be used."""


class CorpusError(AssistantError):
    """The corpus is missing, empty or unreadable as a whole."""


class TranscriptError(AssistantError):
    """One file cannot be read as a transcript."""


class IndexStateError(AssistantError):
    """The index is missing, locked, or does not fit this installation."""


class IndexMismatchError(IndexStateError):
    """The index was made by another embedding model or version, and can be made anew."""


class IndexDamagedError(IndexStateError):
    """The files of the index are damaged, and can be made anew."""


class EngineError(IndexStateError):
    """Chroma itself cannot be loaded, or has broken down, as where memory is short; the files may be good."""


class StoreAwayError(IndexStateError):
    """The Chroma server does not answer now; trying again later may help."""


class ModelError(AssistantError):
    """A model's weights or server cannot be used."""


class UnjudgedError(ModelError):
    """The judge gave no grade; the text is the kind of failure, to be counted."""


class KeptError(AssistantError):
    """What is kept of conversations and answers cannot be written or read."""


class NotKeptError(KeptError):
    """A conversation or an answer is not among those kept for this person."""


class OutputError(AssistantError):
    """What was to be written cannot be: no such folder, no right to, no room."""


class ServerError(AssistantError):
    """The web chat cannot be served at this address."""
