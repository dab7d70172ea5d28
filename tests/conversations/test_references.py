"""Answers outside the page keep what they rest on, and nothing in them is read as mark-up."""

from dataclasses import replace

from markdown_it import MarkdownIt
from test_archive import ANSWERED, CITATION, REFUSED

from assistant.conversations.references import as_markdown, with_references
from assistant.conversations.turns import Conversation, Turn
from assistant.web.kept import exported

SLY = replace(CITATION, title="![x](http://example.invalid/x.png)", quote="<script>*a*</script>\n\n# [b](c)")
TALK = (
    Conversation(title="Wet <b>days</b>")
    .with_turn(Turn("Rain?", ANSWERED))
    .with_turn(Turn("Sly?", replace(ANSWERED, question="Sly?", standalone_question="Sly?", citations=(SLY,))))
    .with_turn(Turn("Snow?", REFUSED))
    .with_turn(Turn("Hail?", replace(ANSWERED, text="It hai"), stopped=True))
)


def test_copied_answer_lists_its_citations_below_it() -> None:
    assert with_references(ANSWERED) == "It rained. [1]\n\n[1] A title, --06-03, Priya, a.txt:3-13: “It rained.”\n"


def test_markdown_has_a_footnote_for_each_mark_of_each_answer() -> None:
    text = as_markdown(TALK)
    assert "It rained.[^1-1]" in text
    assert "[^1-1]: A title, --06-03, Priya, a.txt:3-13: “It rained.”" in text
    assert "[^2-1]: " in text
    assert "*Read as: Did it rain?*" in text
    assert "Nearest, but not an answer:\n\n- A title" in text
    assert "*Stopped before it was finished; not checked.*" in text


def test_an_export_tells_a_confidence_only_where_one_was_estimated() -> None:
    for confidence, told in ((0.87, "openai:tiny, confidence 87 %"), (1.0, "openai:tiny")):
        talk = Conversation(title="Rain").with_turn(Turn("Rain?", replace(ANSWERED, confidence=confidence, claims=())))
        assert f"*{told}*" in as_markdown(talk)
        assert f'<p class="facts">{told}</p>' in exported(talk, "html")
    refused = as_markdown(Conversation(title="Snow").with_turn(Turn("Snow?", REFUSED)))
    assert "*extractive*" in refused


def test_markdown_of_a_sly_transcript_has_no_mark_up_of_its_own() -> None:
    html = MarkdownIt("commonmark").render(as_markdown(TALK))
    assert not any(tag in html for tag in ("<script", "<img", "<a ", "<b>"))
    assert html.count("<h1>") == 1


def test_printable_page_is_whole_and_escaped() -> None:
    page = exported(TALK, "html")
    assert "<script" not in page
    assert "&lt;script&gt;*a*&lt;/script&gt;" in page
    assert '<sup><a href="#c1-1">1</a></sup>' in page
    assert '<li id="c1-1" value="1">' in page
    assert '<span class="partly">It rained.</span>' in page
    assert "http" not in page.replace("http://example.invalid", "")


def test_the_words_that_answer_stand_by_themselves_and_not_among_the_notes() -> None:
    answer = replace(ANSWERED, notes=("in short: rained*", "read “x” as “y”"))
    assert (answer.in_short, answer.remarks) == ("rained*", ("read “x” as “y”",))
    talk = Conversation(title="Rain").with_turn(Turn("Rain?", answer))
    text, page = as_markdown(talk), exported(talk, "html")
    assert text.index("It rained.[^1-1]") < text.index("In short: **rained\\***") < text.index("[^1-1]: ")
    assert '<p>In short: <strong dir="auto">rained*</strong></p>' in page
    assert "*in short" not in text
    assert ">In short: rained" not in page
    assert "Read “x” as “y”." in page
