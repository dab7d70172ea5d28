"""Conversations kept in SQLite: whole, in order, and by their owner alone."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answers import Answer, CheckedClaim, Citation, ClaimVerdict, Reason, Refusal, Usage
from assistant.conversations.archive import FILE, Archive
from assistant.conversations.turns import Conversation, Turn
from assistant.errors import KeptError, NotKeptError, UsageError

CITATION = Citation(1, "a.txt", "A title", "--06-03", "Priya", "It rained.", 3, 13, 0.9, True)
CLAIM = CheckedClaim("It rained.", 0, 10, (1,), ClaimVerdict.PARTLY, ("figure", "date"))
ANSWERED = Answer(
    "Rain?", "Did it rain?", "It rained. [1]", "openai:tiny", (CITATION,), 0.8, {"total": 12.5},
    notes=("a note",), claims=(CLAIM,), usage=Usage(3, 4, 5.5),
)  # fmt: skip
REFUSED = Answer(
    "Snow?", "Snow?", "No.", "extractive", (), 0.1, {},
    refusal=Refusal(Reason.NO_SUCH_ENTITY, "No.", (replace(CITATION, n=0),), "Did it rain?"),
)  # fmt: skip
TALK = Conversation().with_turn(Turn("Rain?", ANSWERED)).with_turn(Turn("Snow?", REFUSED, exact=True))


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "data")


@pytest.mark.parametrize("answer", [ANSWERED, REFUSED])
def test_answer_is_the_same_after_its_json(answer: Answer) -> None:
    assert Answer.from_dict(answer.as_dict()) == answer


def test_conversation_comes_back_as_it_was(archive: Archive) -> None:
    whole = TALK.with_turn(Turn("Hail?", stopped=True)).with_turn(Turn("Fog?", problem="the model is gone"))
    assert archive.keep("ann", whole)
    assert archive.open("ann", whole.id) == whole
    assert [kept.title for kept in archive.list("ann")] == ["Rain?"]
    assert archive.list("ann")[0].turns == 4


def test_asking_again_from_a_turn_on_replaces_what_followed(archive: Archive) -> None:
    archive.keep("ann", TALK)
    again = TALK.before(TALK.turns[0].id).with_turn(Turn("Sun?", ANSWERED))
    archive.keep("ann", again)
    assert [turn.question for turn in archive.open("ann", TALK.id).turns] == ["Sun?"]
    with pytest.raises(NotKeptError, match="not kept here any more"):
        archive.of_turn("ann", TALK.turns[1].id)


def test_nobody_reaches_the_conversations_of_another(archive: Archive) -> None:
    archive.keep("ann", TALK)
    mine = Conversation().with_turn(Turn("Mine?"))
    archive.keep("bob", mine)
    assert [kept.id for kept in archive.list("bob")] == [mine.id]
    assert archive.list("bob", "rain") == []
    for reach in (
        lambda: archive.open("bob", TALK.id),
        lambda: archive.of_turn("bob", TALK.turns[0].id),
        lambda: archive.rename("bob", TALK.id, "Stolen"),
        lambda: archive.delete("bob", TALK.id),
    ):
        with pytest.raises(NotKeptError):
            reach()
    assert not archive.keep("bob", replace(TALK, turns=()))
    assert archive.open("ann", TALK.id) == TALK


def test_search_finds_titles_questions_and_answers_in_any_case(archive: Archive) -> None:
    archive.keep("ann", TALK)
    archive.keep("ann", Conversation().with_turn(Turn("Идёт снег?", replace(ANSWERED, text="100% of_it"))))
    archive.rename("ann", TALK.id, "Weather  talk")
    titles = {search: [kept.title for kept in archive.list("ann", search)] for search in ("WEATHER", "snow", "rained")}
    assert titles == {"WEATHER": ["Weather talk"], "snow": ["Weather talk"], "rained": ["Weather talk"]}
    assert [kept.title for kept in archive.list("ann", "СНЕГ")] == ["Идёт снег?"]
    assert [len(archive.list("ann", wild)) for wild in ("0% of_", "%", "_it", "of%it")] == [1, 1, 1, 0]


def test_deleted_words_are_gone_from_the_file(archive: Archive, tmp_path: Path) -> None:
    secret = replace(ANSWERED, text="unmistakable")
    talk = Conversation().with_turn(Turn("Q?", secret))
    archive.keep("ann", talk)
    assert b"unmistakable" in (tmp_path / "data" / FILE).read_bytes()
    archive.delete("ann", talk.id)
    assert b"unmistakable" not in (tmp_path / "data" / FILE).read_bytes()
    assert archive.list("ann") == []


def test_looking_makes_no_file_and_an_unwritable_folder_is_told(archive: Archive, tmp_path: Path) -> None:
    assert archive.list("ann") == []
    assert not (tmp_path / "data").exists()
    (tmp_path / "data").write_text("in the way")
    with pytest.raises(KeptError, match="conversations cannot be kept in"):
        archive.keep("ann", TALK)


def test_a_file_that_is_no_database_is_told_in_one_line(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / FILE).write_bytes(b"not a database" * 100)
    with pytest.raises(KeptError, match="cannot be used"):
        archive.list("ann")


def test_a_title_is_needed(archive: Archive) -> None:
    archive.keep("ann", TALK)
    with pytest.raises(UsageError, match="needs a title"):
        archive.rename("ann", TALK.id, "  ")


@pytest.mark.parametrize(("words", "title"), [("x" * 80, "x" * 80), ("x" * 81, "x" * 79 + "…")])
def test_a_title_says_that_it_was_cut_where_it_was(archive: Archive, words: str, title: str) -> None:
    assert Conversation().with_turn(Turn(words)).title == title
    archive.keep("ann", TALK)
    assert archive.rename("ann", TALK.id, words) == title
