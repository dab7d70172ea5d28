"""The questions that the empty page offers: those kept beside the corpus, or some made from its titles."""

from collections.abc import Sequence
from pathlib import Path

from assistant.corpus.files import EXAMPLES
from assistant.errors import SettingsError
from assistant.writing.refusals import TO_BEGIN_WITH

OFFERED = 4


def example_questions(corpus: Path, titles: Sequence[str]) -> list[str]:
    """Up to four questions: the first lines of ``examples.txt`` in ``corpus``, or what sums up all of them and each.

    Raises:
        SettingsError: when the file is there and is not text.
    """
    path = corpus / EXAMPLES
    if not path.is_file():
        each = [f"Summarize “{title}”." for title in dict.fromkeys(titles)]
        return [*([TO_BEGIN_WITH] if len(each) > 1 else []), *each][:OFFERED]
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: write it as UTF-8 text, one question a line") from error
    return [line.strip() for line in lines if line.strip()][:OFFERED]
