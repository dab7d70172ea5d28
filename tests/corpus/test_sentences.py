import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.corpus.sentences import paragraph_spans, sentence_spans, trimmed

# Letters are few and marks many, so that most examples hold several boundaries.
MARKED_TEXT = st.text(alphabet="abA BI.!?…\"'“”‘’()[]\n\t 。！？,;:-—015$%", max_size=120)
ANY_TEXT = st.one_of(MARKED_TEXT, st.text(max_size=80))


def sentences(text: str) -> list[str]:
    return [text[a:b] for a, b in sentence_spans(text)]


def paragraphs(text: str) -> list[str]:
    return [text[a:b] for a, b in paragraph_spans(text)]


def assert_trimmed_in_order_and_complete(text: str, spans: list[tuple[int, int]]) -> None:
    end = 0
    for a, b in spans:
        assert end <= a < b
        assert text[a:b] == text[a:b].strip()
        assert not text[end:a].strip()
        end = b
    assert not text[end:].strip()


@given(ANY_TEXT)
def test_sentence_spans_are_trimmed_in_order_and_lose_nothing(text: str) -> None:
    assert_trimmed_in_order_and_complete(text, sentence_spans(text))


@given(ANY_TEXT)
def test_paragraph_spans_are_trimmed_in_order_and_lose_nothing(text: str) -> None:
    assert_trimmed_in_order_and_complete(text, paragraph_spans(text))


@given(MARKED_TEXT, st.data())
def test_sentence_spans_of_a_part_stay_inside_it_and_lose_nothing_of_it(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spans = sentence_spans(text, start, end)
    assert all(start <= a < b <= end for a, b in spans)
    assert "".join(text[start:end].split()) == "".join("".join(text[a:b].split()) for a, b in spans)


@pytest.mark.parametrize(
    "expected",
    [
        ["The ferry sails.", "Is it late?", "Yes!", "No mark at the end"],
        ["Is it done?!", "Yes!!", "Good."],
        ["Wait... what?", "Yes… no.", "Good."],
        ["He waited...", "Nothing came…", "He left."],
    ],
    ids=["each_mark", "doubled_marks", "ellipsis_inside", "ellipsis_at_the_end"],
)
def test_sentences_end_at_their_marks(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["“We will build it.", "It costs more.", "That is all,” said Ann Lee.", "They left."],
        ['"We will build it.', 'That is all," said Ann Lee.', "They left."],
        ["'Stop.'", "He stopped."],
        ["He said: “They told me ‘No entry.’", "I left.”", "Then rain fell."],
        ["“Thank you.”", "“You are welcome.”"],
        ['"Thank you."', '"You are welcome."'],
        ["He left (she stayed).", "(It rained.)", "Done."],
        ["«Oui.»", "«Non.»"],
    ],
    ids=["curly", "straight", "single", "nested", "curly_pairs", "straight_pairs", "brackets", "guillemets"],
)
def test_sentences_inside_quotations_are_their_own(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "quoted",
    ["“Can we go?” she asked.", '"Can we go?" the Mayor asked.', "“Stop!” Ann Lee shouted.", "“Who pays?” asked Ann."],
)
def test_an_attribution_stays_with_the_question_it_follows(quoted: str) -> None:
    assert sentences(f"{quoted} Nobody answered.") == [quoted, "Nobody answered."]


def test_a_question_in_quotes_without_attribution_ends_there() -> None:
    assert sentences("“Can we go?” The hall was silent.") == ["“Can we go?”", "The hall was silent."]


@pytest.mark.parametrize(
    "sentence",
    [
        "Mr. Oduya met Dr. Lind and Prof. Wu in St. Ives.",
        "The U.S. President came.",
        "Some fruit, e.g. Apples, cost more.",
        "See No. 5 and Fig. 3 on p. 12.",
        "It rained on Jan. 3 and on Sept. 4.",
        "It starts at 5 p.m. on Monday.",
        "It starts at 5 p.m. Monday.",
        "J. R. Tolk wrote it.",
        "George W. Pell spoke.",
        "The malt cost $2.35 million in all.",
        "It took 1.5-2 years.",
        "They paid RUB200 billion, or 40.5% more.",
        "Visit www.example.org today.",
        "Wait... what is it?",
    ],
)
def test_points_that_end_no_sentence(sentence: str) -> None:
    assert sentences(f"{sentence} They left.") == [sentence, "They left."]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("He lives in the U.S.", "He likes it."),
        ("It ends at 7 p.m.", "The doors close."),
        ("The answer is no.", "She left."),
        ("So do I.", "You too."),
        ("The year was 1999.", "In 2000 it ended."),
        ("They paid RUB200 billion.", "It was much."),
        ("It cost $2.35 million.", "It took 1.5-2 years."),
    ],
)
def test_points_that_do_end_a_sentence(before: str, after: str) -> None:
    assert sentences(f"{before} {after}") == [before, after]


def test_cjk_stops_end_sentences_without_a_space() -> None:
    assert sentences("今天下雨。明天晴！你好吗？好。") == ["今天下雨。", "明天晴！", "你好吗？", "好。"]
    assert sentences("下雨。ok 好。") == ["下雨。", "ok 好。"]
    assert sentences("他说：“下雨了。”我走了。") == ["他说：“下雨了。”", "我走了。"]


WRAPPED = """The harbour council met on Monday to talk about the new ferry and the
old pier, which has been closed since the spring storms damaged it and the
engineers have not yet agreed what a repair would cost or whether the pier
should simply be taken down and built again somewhere else in the town.

- The first bullet goes on for quite some while and so it is wrapped on to
  a second line
- The second bullet
Clerk: The minutes were read.
12) Closing words
"""


def test_a_hard_wrapped_paragraph_is_one() -> None:
    assert paragraphs(WRAPPED)[0] == WRAPPED[: WRAPPED.index("\n\n")]


def test_bullets_speaker_labels_and_numbers_begin_paragraphs_in_hard_wrapped_text() -> None:
    assert [p.split("\n")[0][:12] for p in paragraphs(WRAPPED)[1:]] == [
        "- The first ",
        "- The second",
        "Clerk: The m",
        "12) Closing ",
    ]
    assert paragraphs(WRAPPED)[1].endswith("a second line")


def test_single_line_breaks_separate_paragraphs_where_text_is_not_wrapped() -> None:
    text = "One line that ends.\nAnother that ends.\n\n  Third.  \n\n\n* fourth\n"
    assert paragraphs(text) == ["One line that ends.", "Another that ends.", "Third.", "* fourth"]


def test_trimmed_of_white_space_only_is_empty() -> None:
    assert trimmed(" \n\t ", 0, 4) == (4, 4)
    assert trimmed("  ab ", 0, 5) == (2, 4)


@pytest.mark.parametrize(
    "expected",
    [
        ["It fell in Hall C.", "Mr Moe saw it."],
        ["They chose Plan B.", "Nobody minded."],
        ["It rose to 2.2.", "Why is that?"],
        ["2.2. Why it rose."],
        ["It fell.", "2.2. Why it rose."],
        ["Hall C. Moe saw it.", "J. Moe did, too."],
    ],
)
def test_a_letter_or_a_figure_may_end_a_sentence(expected: list[str]) -> None:
    assert sentences(" ".join(expected)) == expected
