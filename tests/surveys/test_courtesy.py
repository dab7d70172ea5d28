"""Which sentences only thank, greet or beg pardon."""

import pytest

from assistant.surveys.courtesy import is_courtesy


@pytest.mark.parametrize(
    ("text", "courtesy"),
    [
        ("Ann Lee (host): Thank you for the tour of the new depot, Ms Orr.", True),
        ("Oh, I'm really sorry about the long wait at the depot.", True),
        ("Perfect, thank you.", True),
        ("The depot thanks nobody.", False),
        ("Sorry as we were for the old depot, it had to go, and in its place stands a new one.", False),
    ],
)
def test_a_short_sentence_that_thanks_or_begs_pardon_is_a_courtesy(text: str, courtesy: bool) -> None:
    assert is_courtesy(text) == courtesy
