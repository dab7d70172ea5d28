"""Plain text and Markdown: bytes decoded, nothing else changed."""

import codecs
import re
import unicodedata

from assistant.corpus.formats.extracted import Extracted
from assistant.errors import TranscriptError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # begins like the 16-bit mark, so it is looked for first
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Fewer bytes above ASCII are too few to judge an encoding by: they are the quotes and dashes of Windows text.
_FEW_BYTES = 16
_SAMPLE_BYTES = 256 * 1024
# What 16-bit text has in any script, and in its bytes the other way round hardly ever: spaces, line ends, stops.
_COMMON = " \n\u3000\u3001\u3002\uff0c"
_LONE_RETURN = re.compile(r"\r(?!\n)")


def read_text(raw: bytes, name: str) -> Extracted:
    """The text as it is: offsets are those of the file read as UTF-8 with its line ends and its byte order mark.

    Line ends of two characters stay; the mark becomes a space, and a carriage return alone a line feed.

    Raises:
        TranscriptError: when it is empty, binary, or in no known encoding.
    """
    text = _decoded(raw, name, "")
    return Extracted(storable(_LONE_RETURN.sub("\n", " " + text[1:] if text.startswith("\ufeff") else text)))


def decoded(raw: bytes, name: str, declared: str = "") -> str:
    """``raw`` as text without a byte order mark, line ends made ``\\n``, every character such as can be stored.

    Args:
        declared: the encoding that the file itself names, if it does.

    Raises:
        TranscriptError: when it is empty, binary, or in no known encoding.
    """
    text = _decoded(raw, name, declared)
    return storable(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff"))


def _decoded(raw: bytes, name: str, declared: str) -> str:
    """``raw`` as text.

    UTF-8, what a byte order mark says, and 16-bit text without one are taken at their word, then what the file
    declares, then charset-normalizer's judgement.
    """
    if not raw.strip():
        raise TranscriptError(f"{name}: the file is empty")
    marked = next((encoding for mark, encoding in _MARKS if raw.startswith(mark)), "")
    if not marked and b"\0" in raw[:8192]:
        marked = _unmarked(raw)
        if not marked:
            raise TranscriptError(f"{name}: this is a binary file, not text")
    for encoding in [marked] if marked else ["utf-8", declared or "utf-8", *_likely(raw)]:
        try:
            return raw.decode(encoding)
        except (UnicodeError, LookupError):
            continue
    raise TranscriptError(f"{name}: the text is in no known encoding; save it as UTF-8")


def storable(text: str) -> str:
    """``text`` of the same length, U+FFFD for what no store takes: a null, half of a surrogate pair."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "\ufffd")


def _unmarked(raw: bytes) -> str:
    """The encoding of 16-bit text that no byte order mark begins; empty where it is no such text."""
    common = dict[str, int]()
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = codecs.getincrementaldecoder(encoding)().decode(raw[:_SAMPLE_BYTES])
        except UnicodeError:
            continue
        if all(map(_is_written, set(text))):
            common[encoding] = sum(map(text.count, _COMMON))
    best = max(common, key=common.__getitem__, default="")
    return best if best and common[best] else ""


def _is_written(char: str) -> bool:
    """Whether texts have such a character: one that is assigned, and controls nothing but lines and columns."""
    return char in "\t\n\r\f\v" or unicodedata.category(char) not in ("Cc", "Cn", "Co")


def _likely(raw: bytes) -> list[str]:
    high = sum(1 for byte in raw[:_SAMPLE_BYTES] if byte > 127)
    if high < _FEW_BYTES:
        return ["cp1252"]
    from charset_normalizer import from_bytes

    best = from_bytes(raw[:_SAMPLE_BYTES]).best()
    return [best.encoding, "cp1252"] if best else ["cp1252"]
