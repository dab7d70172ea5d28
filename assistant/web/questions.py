"""Test questions that the evaluation view offers beside uploads: those of the source, and those that feedback makes."""

from collections.abc import Mapping
from pathlib import Path

from assistant.conversations.feedback import FILE, Feedback, as_test_questions
from assistant.errors import UsageError
from assistant.settings import Settings

# The set of the source checkout; an installed package has none.
DEFAULT = Path("tests/questions.jsonl")
FEEDBACK = "feedback.jsonl"


def usual_sets() -> list[str]:
    """What there is to choose before anything is uploaded."""
    return [str(DEFAULT)] if DEFAULT.is_file() else []


def question_file(name: str, files: Mapping[str, str]) -> Path:
    """The file of the test question set ``name``: one that a visitor brought, of ``files``, or a usual one.

    Raises:
        UsageError: when it is neither.
    """
    if name not in files and name not in usual_sets():
        raise UsageError(f"no test questions are called {name}: choose others, or upload them again")
    return Path(files.get(name, name))


def may_use_feedback(settings: Settings) -> bool:
    """Whether there may be feedback to make test questions of, on an installation that is one person's.

    Behind a password several people ask, and what one has asked is not for another to read: there the keeper runs
    ``assistant feedback --export``.
    """
    return not settings.password and (settings.data / FILE).is_file()


def write_feedback(settings: Settings, folder: Path) -> tuple[Path, int, int]:
    """Write the test questions that people's ratings make below ``folder``.

    Returns:
        The file, how many they are, and in how many of them a comment was taken for the right answer.

    Raises:
        UsageError: when no rating says what is right, when it is not for visitors to see, or for a folder that cannot
            be written to.
        KeptError: when the ratings cannot be read.
    """
    ratings = Feedback(settings.data).ratings() if may_use_feedback(settings) else []
    made = as_test_questions(ratings)
    if not made.count:
        raise UsageError("no feedback here says what is right: mark answers as helpful, or write what would have been")
    path = folder / FEEDBACK
    try:
        folder.mkdir(parents=True, exist_ok=True)
        path.write_text(made.lines, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"cannot write {path}: {error.strerror}; see ASSISTANT_DATA") from error
    return path, made.count, made.review
