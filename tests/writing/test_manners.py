"""How chat models lay out what they write: read as plain sentences, also while it grows."""

import time

import pytest

from assistant.verification.claims import Claim, written_claims
from assistant.writing.generative import _readable
from assistant.writing.manners import as_prose
from assistant.writing.thinking import ends_thinking, without_thinking

COST = Claim("The pier costs 12 million crowns.", (2,))
START = Claim("Work begins in May.", (1,))
SAID = "The pier costs 12 million crowns"
BOTH = [COST, START]

LAID_OUT = [
    (f"{SAID} [2]. Work begins in May [1].", BOTH),
    (f"- {SAID} [2]\n- Work begins in May [1]\n", BOTH),
    (f"* {SAID} [2];\n* Work begins in May [1].", BOTH),
    (f"1. {SAID} [2].\n2. Work begins in May [1].", BOTH),
    (f"The passages say:\n\n• {SAID}. [2]\n\n• Work begins in May. [1]", BOTH),
    (f"## Cost\n\n{SAID} [2].\n\n**Start**\nWork begins in May [1].", BOTH),
    (f"**{SAID}** [2].\n\n---\n\nWork begins in *May* [1].", BOTH),
    (f"{SAID} [2].\nWork begins\nin May [1].", BOTH),
    (f"```\n{SAID} [2].\nWork begins in May [1].\n```", BOTH),
    (f"```markdown\n- {SAID} [2]\n- Work begins in May [1]\n```\n", BOTH),
    (f'```json\n{{"answer": "{SAID} [2]. Work begins in May [1]."}}\n```', BOTH),
    (f'{{"answer": ["{SAID} [2].", "Work begins in May [1]."]}}', BOTH),
    ("| What | Told |\n|---|---|\n| Cost | 12 million [2] |\n", [Claim("Cost – 12 million.", (2,))]),
    ("- **Cost**: 12 million crowns [2]\n", [Claim("Cost – 12 million crowns.", (2,))]),
    ("- **Nora Quist**: The pier is old [2].", [Claim("Nora Quist: The pier is old.", (2,))]),
    (f"{SAID} [2].\n\nReferences:\n[2] Talk about the pier\n[1] Another", [COST]),
    (f"{SAID} [2].\n\n**Sources**: [2], [1]", [COST]),
    (f"{SAID} [2].\nSources say work begins in May [1].", [COST, Claim("Sources say work begins in May.", (1,))]),
    (f"<think>\nLet me see [9]. Hm.\n</think>\n\n{SAID} [2].", [COST]),
    (f"<thinking>Let me see.</thinking>{SAID} [2].", [COST]),
    (f"<|channel|>analysis<|message|>We see.<|end|><|start|><|channel|>final<|message|>{SAID} [2].<|return|>", [COST]),
    (f"{SAID} [2].<|im_end|>", [COST]),
    (f'<passage number="1" title="A">\nOld words.\n</passage>\n\nQuestion: What?\nAnswer: {SAID} [2].', [COST]),
    (f"{SAID} [passage 2].", [COST]),
    (f"{SAID} (Passage 2).", [COST]),
    (f"{SAID} (2).", [COST]),
    (f"{SAID} [Source: 2].", [COST]),
    (f"{SAID} [^2].", [COST]),
    (f"{SAID}【2】.", [COST]),
    (f"{SAID}【2†talk】.", [COST]),
    (f"{SAID} [2](#2).", [COST]),
    (f"{SAID} \\[2\\].", [COST]),
    (f'{SAID} [number="2"].', [COST]),
    (f"{SAID}<sup>[2]</sup>.", [COST]),
    (f"{SAID} [1-3].", [Claim(COST.text, (1, 2, 3))]),
    (f"{SAID} [1; 2 and 4].", [Claim(COST.text, (1, 2, 4))]),
    (f"{SAID} (passages 1 and 2).", [Claim(COST.text, (1, 2))]),
    ("It cost 5 * 3 (about 15) in file_name [1].", [Claim("It cost 5 * 3 (about 15) in file_name.", (1,))]),
    # What is said about the answer.
    (f"Sure! {SAID} [2]. I hope this helps!", [COST]),
    (f"Based on the provided passages, here is the answer:\n\n{SAID} [2].", [COST]),
    ("According to the transcripts, the pier costs 12 million crowns [2].", [COST]),
    ("Passage [2] states that the pier costs 12 million crowns.", [COST]),
    ("As stated in [2], the pier costs 12 million crowns.", [COST]),
    (f"**Answer:** {SAID} [2].", [COST]),
    (f"How much does the pier cost? {SAID} [2]. Let me know if you have other questions.", [COST]),
    (f"Yes. {SAID} [2].", [Claim(f"Yes. {SAID}.", (2,))]),
    (f"{SAID} [2]. NO ANSWER", [COST]),
    (f"{SAID} [2]. The passages do not say who pays.", [COST, Claim("The passages do not say who pays.", ())]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "claims"), LAID_OUT)
def test_what_is_laid_out_otherwise_is_read_as_sentences_with_marks(text: str, claims: list[Claim]) -> None:
    found = written_claims(as_prose(text, whole=True, passages=4))
    assert [Claim(c.text.rstrip("."), c.marks) for c in found] == [Claim(c.text.rstrip("."), c.marks) for c in claims]


@pytest.mark.parametrize("text", [text for text, _ in LAID_OUT])
def test_nothing_is_read_of_a_text_under_way_that_more_text_changes(text: str) -> None:
    final = written_claims(as_prose(text, whole=True, passages=4))
    for end in range(len(text)):
        assert_prefix(text[:end], final)


@pytest.mark.parametrize(
    "text",
    [
        "NO ANSWER",
        "No answer. The passages do not give the figure.",
        "I'm sorry, but the passages do not contain this information.",
        "The passages do not say how much the pier costs [2].",
        "Unfortunately, there is no information about the pier in the provided passages.",
        "I cannot help with that request.",
        "The provided transcripts do not mention the pier.",
        "It is not stated in the passages.",
    ],
)
def test_a_model_that_finds_nothing_makes_no_claims_in_whatever_words(text: str) -> None:
    assert written_claims(as_prose(text, whole=True, passages=4)) == []


@pytest.mark.parametrize(
    "text",
    ["The council did not mention the pier [1].", "There is no information office in Bree [1].", "He is sorry [1]."],
)
def test_what_others_do_not_say_is_a_claim(text: str) -> None:
    assert len(written_claims(as_prose(text, whole=True, passages=4))) == 1


@pytest.mark.parametrize("text", ["", " \n", "<think>Hm, the pier", "<think>Hm.</think>\n"])
def test_thoughts_alone_are_nothing(text: str) -> None:
    assert as_prose(text, whole=True, passages=4).strip() == ""


def test_a_closing_tag_ends_thinking_that_nothing_opened() -> None:
    assert without_thinking("Let me see.\n</think>\nYes.") == "Yes."


REAL = [
    ("The mill closed in 1998 <passage 1>. It reopened in 2003 <passage 2>.",
     "The mill closed in 1998 [1]. It reopened in 2003 [2]."),
    ('It closed <passage number="1" title="Mill"> in May.', "It closed [1] in May."),
    ("It closed <passage>2</passage>.", "It closed [2]."),
    ("It closed [2].\n<passage 1>\nOld words\nof it", "It closed [2]."),
    ("5*3 = 15 and 2**3 = 8 [1]", "5*3 = 15 and 2**3 = 8 [1]"),
    ("(2+3)*(4) is *20* in a 5* hotel [1].", "(2+3)*(4) is 20 in a 5* hotel [1]."),
    ("10<sup>6</sup> tonnes at 10<sup>-3</sup> each<sup>[2]</sup>", "10^6 tonnes at 10^-3 each[2]"),
    ("31. December 2020 was cold [1].", "31. December 2020 was cold [1]."),
    ("12. The mill closed [1].", "12. The mill closed [1]."),
    ("2. The mill closed [1].\n3. It burnt [2].", "The mill closed [1]. It burnt [2]."),
    ("- 5 degrees was measured [1].", "- 5 degrees was measured [1]."),
    ("- 5 towns [1]\n- 7 mills [2]", "5 towns [1]. 7 mills [2]"),
    ("The charter has 5 rights (1) [2].", "The charter has 5 rights (1) [2]."),
    ("They are in article 5 (2).", "They are in article 5 (2)."),
    ("They are in paragraph (2).", "They are in paragraph (2)."),
    ("Sales came to 40 (2).", "Sales came to 40 (2)."),
    ("Sales rose (12). The vote was close (3-2). Both hold (1 and 2).",
     "Sales rose (12). The vote was close (3-2). Both hold (1 and 2)."),
    ("**6 million tonnes**", "6 million tonnes"),
    ("**The mill closed in 1998**", "The mill closed in 1998"),
    ("# The mill closed in 1998 [1].\nIt burnt [2].", "The mill closed in 1998 [1]. It burnt [2]."),
    ("### Answer: The mill closed [1].", "Answer: The mill closed [1]."),
    ("Income comes from two\nsources.\nThe first is timber [1].",
     "Income comes from two sources. The first is timber [1]."),
    ("It has two [1].\nSources:\n- Timber [1]\n- Fish [2]", "It has two [1]. Sources: Timber [1]. Fish [2]"),
    ("It has two [1].\nSources: 5 million from timber [2].", "It has two [1]. Sources: 5 million from timber [2]."),
    ("It closed [1].\n## Sources\n- A talk of the mill", "It closed [1]."),
    ("Question: no. The mill closed [1].", "Question: no. The mill closed [1]."),
    ("Question: What closed? The mill [1].", "The mill [1]."),
    ("It closed [1].<br>It burnt<ul><li>Now [1]</li><li>5 left</li></ul>", "It closed [1]. It burnt. Now [1]. 5 left."),
    ("It is x <b or c> y [1].", "It is x <b or c> y [1]."),
]  # fmt: skip


@pytest.mark.parametrize(("text", "prose"), REAL)
def test_what_may_be_part_of_the_answer_is_left_as_the_model_wrote_it(text: str, prose: str) -> None:
    assert as_prose(text, whole=True, passages=4) == prose
    final = written_claims(prose)
    for end in range(len(text)):
        assert_prefix(text[:end], final)


def assert_prefix(begun: str, final: list[Claim]) -> None:
    """What is read of an answer ``begun`` is what is read first of the whole one."""
    claims = written_claims(_readable(as_prose(begun, whole=False, passages=4)), whole=False)
    *done, last = claims or [Claim("", ())]
    assert done == final[: len(done)], begun
    assert not last.text or final[len(done)].text.startswith(last.text), begun


@pytest.mark.parametrize(("passages", "marks"), [(4, (2,)), (1, ())])
def test_a_number_in_parentheses_is_a_mark_only_of_a_passage_that_there_is(
    passages: int, marks: tuple[int, ...]
) -> None:
    (claim,) = written_claims(as_prose("The mill closed (2).", whole=True, passages=passages))
    assert claim.marks == marks


@pytest.mark.parametrize(
    "text",
    [
        "\n" * 30000, " " * 30000, "[1" + " " * 30000 + "x", "a\n" * 2000, "-" * 30000, "|" + " " * 30000 + "x",
        "5. x\n" * 2000, "<passage 1>" * 3000, "<sup>" * 6000, "(" * 30000, ". " * 15000 + "[",
    ],
)  # fmt: skip
@pytest.mark.parametrize("whole", [True, False])
def test_no_text_takes_long_to_read(text: str, whole: bool) -> None:
    begin = time.process_time()
    as_prose(text, whole=whole, passages=4)
    ends_thinking(text)
    assert time.process_time() - begin < 2
