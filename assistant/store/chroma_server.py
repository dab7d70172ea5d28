"""A Chroma server, one's own or Chroma Cloud: how it is reached, and what is tried again when it does not answer.

With ``CHROMA_API_KEY`` the address is taken for Chroma Cloud's; tenant and database are the client's own variables.
"""

import base64
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import SplitResult, urlsplit

import numpy as np

from assistant.errors import IndexStateError, SettingsError, StoreAwayError
from assistant.store.arrays import Matrix

if TYPE_CHECKING:
    from chromadb.api import ClientAPI

# A question waits so long for a server that is being restarted, then goes on with words alone; a writer has more time.
READ_PATIENCE_S = 4.0
WRITE_PATIENCE_S = 60.0
# After a server was given up, questions leave it alone for so long.
REST_S = 10.0
LONGEST_PAUSE_S = 1.0
# A server that is silent for so long is taken for one that does not answer.
SILENCE_S = 30.0
# Chroma Cloud takes 4,096 bytes a metadata value; see Quotas & Limits in its documentation.
VALUE_CHARACTERS = 4000
_PACKED = "sentences_"
_T = TypeVar("_T")


def connect(url: str, environment: Mapping[str, str]) -> "ClientAPI":
    """A client of the server at ``url``.

    Raises:
        SettingsError: when ``url`` is none.
        StoreAwayError: when nothing answers there.
    """
    import chromadb
    from chromadb.config import DEFAULT_DATABASE, DEFAULT_TENANT, Settings

    parts = _parts(url)
    tls = parts.scheme == "https"
    port = parts.port or (443 if tls else 8000)
    quiet = Settings(anonymized_telemetry=False)
    tenant, database, key = (environment.get(f"CHROMA_{name}") for name in ("TENANT", "DATABASE", "API_KEY"))
    try:
        if key:
            client = chromadb.CloudClient(
                tenant, database, key, quiet, cloud_host=str(parts.hostname), cloud_port=port, enable_ssl=tls
            )
        else:
            client = chromadb.HttpClient(
                host=str(parts.hostname),
                port=port,
                ssl=tls,
                settings=quiet,
                tenant=tenant or DEFAULT_TENANT,
                database=database or DEFAULT_DATABASE,
            )
    except Exception as error:  # the client raises ValueError, httpx's and its own errors alike
        raise explained(url, error) from error
    client._server._session.timeout = SILENCE_S  # type: ignore[attr-defined]  # chromadb 1.5.9 waits for ever
    return client


def _parts(url: str) -> SplitResult:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise SettingsError(f"CHROMA_URL={url} is not http://host:port")
    return parts


def explained(url: str, error: BaseException) -> IndexStateError:
    """What the client raised in one line; a ``StoreAwayError`` where trying again may help."""
    import httpx

    text = " ".join(str(error).split())[:200]
    # The client raises a plain Exception for an answer that it cannot read, such as a proxy's 502.
    status = 500 if type(error) is Exception else getattr(error, "code", lambda: 400)()
    if isinstance(error, (httpx.TransportError, ConnectionError)) or "Could not connect" in text:
        return StoreAwayError(f"no Chroma server answers at {url}: start it with 'chroma run'")
    if status in (429, 500, 502, 503, 504) and "not found" not in text.lower():
        return StoreAwayError(f"the Chroma server at {url} failed ({text or type(error).__name__}): see its log")
    return IndexStateError(f"the Chroma server at {url} refused ({text or type(error).__name__}): see its log")


def patiently(act: Callable[[], _T], seconds: float) -> _T:
    """``act()``, again and again with growing pauses while the server is away, for ``seconds`` at most.

    Only for what may be done twice: every read, and writes that name their ids.

    Raises:
        StoreAwayError: the last one, when the time is over.
    """
    from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_exponential_jitter

    trying = Retrying(
        retry=retry_if_exception_type(StoreAwayError),
        stop=stop_after_delay(seconds),
        wait=wait_exponential_jitter(multiplier=0.1, max=LONGEST_PAUSE_S, jitter=0.1),
        reraise=True,
    )
    return trying(act)


def packed(sentences: Matrix) -> dict[str, str]:
    """Sentence vectors as metadata, so that another machine's catalog is made without embedding again."""
    text = base64.b64encode(sentences.astype(np.float16).tobytes()).decode("ascii")
    pieces = range(0, len(text), VALUE_CHARACTERS)
    return {f"{_PACKED}{n}": text[begin : begin + VALUE_CHARACTERS] for n, begin in enumerate(pieces)}


def unpacked(vector: Any, facts: Mapping[str, Any]) -> Matrix | None:
    """A passage's vector above its sentences', as ``packed`` left them; None where they are not all there."""
    names = [f"{_PACKED}{n}" for n in range(sum(name.startswith(_PACKED) for name in facts))]
    text = "".join(str(facts.get(name, "")) for name in names)
    whole = np.asarray(vector, dtype=np.float32)
    rows = np.frombuffer(base64.b64decode(text), dtype=np.float16).astype(np.float32)
    if not len(rows) or len(rows) % len(whole):
        return None
    return np.vstack([whole, rows.reshape(-1, len(whole))])
