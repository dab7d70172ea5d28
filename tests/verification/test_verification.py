import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.verification.support import MINIMUM_OVERLAP, Problem, verify_claim

QUOTE = "On 12 May the Larkhaven council paid $2.35 million, 47% more, for 300 tonnes of oak, Ingrid Solberg said."


@given(st.text(max_size=80))
def test_a_verbatim_claim_is_verified_in_full(text: str) -> None:
    verdict = verify_claim(text, text)
    assert verdict.verified
    assert verdict.support == 1.0


@given(st.text(max_size=80), st.text(max_size=80))
def test_support_is_a_share_and_full_only_without_problems(claim: str, quote: str) -> None:
    verdict = verify_claim(claim, quote)
    assert 0 <= verdict.support <= 1
    assert verdict.verified == (not verdict.problems)
    assert verdict.verified or verdict.support <= 0.5


@pytest.mark.parametrize(
    "claim",
    [
        "Larkhaven paid $2.35 million for oak.",
        "The council paid for 300 tonnes of oak on 12 May.",
        "Ingrid Solberg said the council paid 47 percent more.",
        "The council paid 47 per cent more.",
        "Oak for Larkhaven: the council paid.",
    ],
)
def test_a_claim_that_the_quote_bears_out_is_verified(claim: str) -> None:
    verdict = verify_claim(claim, QUOTE)
    assert verdict.problems == ()
    assert verdict.support >= MINIMUM_OVERLAP


@pytest.mark.parametrize(
    ("claim", "problem"),
    [
        ("The council paid $2.53 million for oak.", Problem.FIGURE),
        ("The council paid for 301 tonnes of oak.", Problem.FIGURE),
        ("The council paid €2.35 million for oak.", Problem.UNIT),
        ("The council paid for 300 kg of oak.", Problem.UNIT),
        ("The council paid $2.35 billion for oak.", Problem.UNIT),
        ("On 12 June the council paid for oak.", Problem.DATE),
        ("The council of Westmere paid for oak.", Problem.NAME),
        ("The Larkhaven council did not pay for oak.", Problem.NEGATION),
        ("The council paid 47% less for oak.", Problem.DIRECTION),
        ("The harbour opens at dawn for tourists.", Problem.WORDING),
    ],
)
def test_each_kind_of_falsehood_is_found_by_its_own_check(claim: str, problem: Problem) -> None:
    verdict = verify_claim(claim, QUOTE)
    assert problem in verdict.problems
    assert not verdict.verified


def test_one_slip_is_one_problem_and_halves_the_support() -> None:
    right = verify_claim("The council paid for 300 tonnes of oak.", QUOTE)
    wrong = verify_claim("The council did not pay for 300 tonnes of oak.", QUOTE)
    assert wrong.problems == (Problem.NEGATION,)
    assert wrong.support <= right.support / 2


def test_a_word_before_a_figure_is_no_currency() -> None:
    assert verify_claim("It was 300 in all.", "In all, 300 came.").problems == ()
    assert Problem.UNIT in verify_claim("They paid RUB200 billion.", "They paid USD200 billion.").problems


def test_thousands_separators_do_not_matter() -> None:
    assert verify_claim("They sold 15000 bottles.", "They sold 15,000 bottles.").verified


def test_contracted_negation_counts() -> None:
    assert Problem.NEGATION in verify_claim("The council didn’t pay.", "The council did pay.").problems


def test_outer_white_space_does_not_matter() -> None:
    assert verify_claim(" It sails. ", "It sails.").support == 1.0


def test_a_word_that_the_title_alone_has_bears_nothing_out() -> None:
    verdict = verify_claim("The ferry is free for all.", "Ingrid Solberg paid.", "Hearing on the ferry")
    assert not verdict.partly
    assert verdict.support == 0
