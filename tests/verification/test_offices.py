"""Who holds an office, as far as the evidence says so."""

import pytest

from assistant.verification.checks.offices import unheld_offices
from assistant.verification.support import Problem, verify_claim

QUOTE = "President Ada Stone invites North Vale to enhance cooperation in farming."
HEADING = "Talks with North Vale Governor Oswin Reed (--12-05). Ada Stone. Oswin Reed. North Vale"


@pytest.mark.parametrize(
    "claim",
    [
        "The governor of North Vale is Ada Stone.",
        "Ada Stone is the governor of North Vale.",
        "Ada Stone was the first mayor of North Vale.",
    ],
)
def test_an_office_that_the_evidence_gives_to_another_or_to_nobody_is_found(claim: str) -> None:
    assert len(unheld_offices(claim, f"{QUOTE}. {HEADING}")) == 1
    assert Problem.OFFICE in verify_claim(claim, QUOTE, HEADING).problems


@pytest.mark.parametrize(
    "claim",
    [
        "The governor of North Vale is Oswin Reed.",
        "Oswin Reed is the governor of North Vale.",
        "The president is Ada Stone.",
        "Ada Stone is ready to receive the governor.",
        "President Ada Stone invites North Vale.",
        "The invitation is from Ada Stone.",
    ],
)
def test_an_office_that_the_evidence_bears_out_or_that_nobody_is_said_to_hold_is_not(claim: str) -> None:
    assert unheld_offices(claim, f"{QUOTE}. {HEADING}") == []


def test_an_office_may_follow_the_name() -> None:
    evidence = "Ida Brook, who came late, spoke. Tom Oak, the new mayor of Bree, did not."
    assert unheld_offices("The mayor of Bree is Tom Oak.", evidence) == []
    assert unheld_offices("The mayor of Bree is Ida Brook.", evidence) == ["mayor"]


def test_a_line_may_end_between_an_office_and_its_holder() -> None:
    for evidence in (
        "The mayor of Bree, Ida Brook, met the mayor\r\nof\r\nNorby Tom Oak.",
        "Tom Oak,\r\nthe new\r\nmayor",
    ):
        assert unheld_offices("The mayor of Norby is Tom Oak.", evidence) == []
