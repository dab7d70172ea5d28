"""HTML, through lxml: the words of the page's main part, a paragraph for each block, without menus and scripts."""

import re
from collections.abc import Iterator
from typing import Any

from assistant.corpus.formats.extracted import Extracted, Writer
from assistant.corpus.formats.text import decoded, storable
from assistant.errors import TranscriptError

_SKIPPED = frozenset(
    "script style noscript template svg math head iframe object nav aside form button select textarea".split()
)
_BLOCKS = frozenset(
    """address article blockquote body br caption center dd details dialog div dl dt fieldset figcaption figure footer
    h1 h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody td tfoot th thead tr ul""".split()
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,5}=\s{0,5}[\"']?([\w-]{1,40})", re.I)
_DATES = ("article:published_time", "date", "dc.date", "dcterms.date", "datepublished", "pubdate")
# Where one <article> or <main> holds so much of the page's words, the rest is not the text.
_MAIN_SHARE = 0.4


def read_html(raw: bytes, name: str) -> Extracted:
    """The text of a page, its title, date and language where it states them.

    Raises:
        TranscriptError: when it is no text or has no words.
    """
    declared = _CHARSET.search(raw[:4096])
    text = decoded(raw, name, declared[1].decode("ascii") if declared else "")
    root = _parsed(text, name)
    writer, main = Writer(), _main(root)
    _write(writer, main)
    if not writer.text.strip():
        raise TranscriptError(f"{name}: no words on the page")
    return Extracted(
        writer.text,
        title=_title(root, main),
        date=_date(root),
        language=(root.get("lang") or root.get("{http://www.w3.org/XML/1998/namespace}lang") or "")[:2].lower(),
    )


def _parsed(text: str, name: str) -> Any:
    from lxml import etree

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False, recover=True
    )
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise TranscriptError(f"{name}: not HTML that can be read ({type(error).__name__})") from error
    if root is None:
        raise TranscriptError(f"{name}: no words on the page")
    return root


def _main(root: Any) -> Any:
    """The element that holds the text: a lone article or main part, if it has most of the words; else the page."""
    whole = len(" ".join(root.itertext()).split())
    found = [*root.iter("article"), *root.iter("main")]
    if len(found) <= 4:
        for element in found:
            if len(" ".join(element.itertext()).split()) > _MAIN_SHARE * whole:
                return element
    return root


def _write(writer: Writer, element: Any) -> None:
    """Walk the tree without recursion: pages nest deeper than Python calls may."""
    from lxml import etree

    inline: list[str] = []
    for event, words, block in _steps(etree.iterwalk(element, events=("start", "end"))):
        if block:
            _flush(writer, inline)
        if event and words:
            inline.append(words)
    _flush(writer, inline)


def _steps(walk: Any) -> Iterator[tuple[bool, str, bool]]:
    """Whether there are words, the words, and whether a block begins or ends before them."""
    for event, node in walk:
        tag = node.tag if isinstance(node.tag, str) else ""
        skipped = tag in _SKIPPED or not tag
        if event == "start":
            if skipped:
                walk.skip_subtree()
            yield not skipped, "" if skipped else node.text or "", tag in _BLOCKS
        else:
            yield True, node.tail or "", tag in _BLOCKS


def _flush(writer: Writer, inline: list[str]) -> None:
    words = storable(" ".join("".join(inline).split()))
    inline.clear()
    if words:
        writer.paragraph()
        writer.write(words)


def _title(root: Any, main: Any) -> str:
    for element in root.iter("meta"):
        if (element.get("property") or "").lower() == "og:title" and element.get("content"):
            return _folded(element.get("content"))
    headings = [] if main is root else main.iter("h1")
    for element in (*headings, *root.iter("title"), *root.iter("h1")):
        words = _folded("".join(element.itertext()))
        if words:
            return words
    return ""


def _date(root: Any) -> str:
    for element in root.iter("meta"):
        name = (element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
        if name in _DATES and element.get("content"):
            return str(element.get("content"))[:10]
    for element in root.iter("time"):
        if element.get("datetime"):
            return str(element.get("datetime"))[:10]
    return ""


def _folded(text: str) -> str:
    return storable(" ".join(text.split()))[:300]
