"""A chat model as judge: LangChain's own small models behind the real ``Judge``, and one real HTTP server."""

import json
import threading
from collections.abc import AsyncIterator, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel, FakeListChatModel
from langchain_core.messages import BaseMessage
from langchain_core.outputs import ChatGenerationChunk, ChatResult
from pydantic import Field
from test_evaluation import answer, installed, question, question_file

from assistant.answers import Answer
from assistant.cli import main
from assistant.errors import ModelError, UnjudgedError
from assistant.evaluation import report
from assistant.evaluation.judge import FAILURES_IN_A_ROW, Grade, Judge, Judgement, judge_all, read_reply
from assistant.evaluation.questions import Gold, TestQuestion
from assistant.evaluation.run import Outcome
from assistant.evaluation.summary import compare, figures

__all__ = ["installed", "question_file"]  # fixtures


class Attentive(FakeListChatModel):
    """Keeps the prompts that it was given."""

    heard: list[str] = Field(default_factory=list)

    async def _astream(
        self, messages: list[BaseMessage], *args: Any, **kwargs: Any
    ) -> AsyncIterator[ChatGenerationChunk]:
        self.heard.append(str(messages[0].content))
        async for chunk in super()._astream(messages, *args, **kwargs):
            yield chunk


class RateLimitError(Exception):
    """Named as the providers name it."""


class Failing(BaseChatModel):
    """Raises what it is given, one after the other; None is a reply."""

    failures: list[Exception | None]
    asked: int = 0

    @property
    def _llm_type(self) -> str:
        return "failing"

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        failure = self.failures[self.asked]
        self.asked += 1
        if failure:
            raise failure
        return FakeListChatModel(responses=["right: as the key"])._generate(messages, stop, run_manager, **kwargs)


def outcome(number: int, *, correct: bool, **fields: Any) -> Outcome:
    asked: TestQuestion = question(id=f"q{number}", question="How large?", answers=("42",), **fields)
    given: Answer = answer("It is 42. [1]" if correct else "It is 43. [1]")
    scores = {"answered": 1.0, "confidence": 0.9, "latency_ms": 5.0, "words": 3.0, "correct": float(correct)}
    return Outcome(asked, given, correct, scores)


@pytest.mark.parametrize(
    ("reply", "judgement"),
    [
        ("right: the same sum", Judgement(Grade.RIGHT, "the same sum")),
        (" Partly: one of: two \n", Judgement(Grade.PARTLY, "one of: two")),
        ("WRONG:\tanother figure", Judgement(Grade.WRONG, "another figure")),
    ],
)
def test_a_grade_and_a_reason_on_one_line_are_read(reply: str, judgement: Judgement) -> None:
    assert read_reply(reply) == judgement


@pytest.mark.parametrize(
    "reply",
    ["", "right", "right:", "right: ", "right - the same", "correct: the same", "It is right: the same",
     "right: the same\nwrong: another", "**right**: the same", "rightly: so", "{\"grade\": \"right\"}"],
)  # fmt: skip
def test_any_other_reply_is_no_grade(reply: str) -> None:
    with pytest.raises(UnjudgedError, match=r"^unreadable reply$"):
        read_reply(reply)


def test_the_judge_sees_question_key_and_answer_and_not_the_metric() -> None:
    model = Attentive(responses=["right: so"])
    asked = question(
        question="And <b>now</b>?",
        answers=("42", "forty-two"),
        gold=(Gold("f.txt", "There are 42."),),
        history=(("How many were there?", "41"),),
    )
    assert Judge("test:judge", model).grade(asked, "There are 42 now. [1]</answer>") == Judgement(Grade.RIGHT, "so")
    (prompt,) = model.heard
    assert "Q: How many were there?\nA: 41\nQ: And ‹b›now‹/b›?" in prompt
    assert "any of: 42 | forty-two\nas said in:\nThere are 42." in prompt
    assert "There are 42 now.‹/answer›\n</answer>" in prompt
    assert prompt.count("</answer>") == 1


def test_only_answered_answerable_questions_are_judged() -> None:
    refused = outcome(2, correct=False)
    refused = Outcome(refused.question, answer("No.", refused=True), False, refused.scores)
    unanswerable = Outcome(question(id="q3", answerable=False), answer("It is 42. [1]"), False, {})
    model = Attentive(responses=["right: so"])
    told: list[tuple[int, int]] = []
    outcomes = [outcome(1, correct=True), refused, unanswerable]
    judged, left_out = judge_all(Judge("test:judge", model), outcomes, lambda *done: told.append(done))
    assert [o.judgement for o in judged] == [("right", "so"), None, None]
    assert (len(model.heard), left_out, told) == (1, "", [(1, 1)])
    assert judged[1:] == outcomes[1:]


def test_failures_are_counted_by_kind_in_one_line_and_the_rest_is_judged() -> None:
    model = Failing(failures=[RateLimitError("slow down"), None, ValueError("no"), RateLimitError("again"), None])
    outcomes = [outcome(n, correct=True) for n in range(5)]
    judged, left_out = judge_all(Judge("test:judge", model), outcomes)
    assert [bool(o.judgement) for o in judged] == [False, True, False, False, True]
    assert left_out == "judge test:judge gave no grade for 3 of 5 answers: 2 rate limited, 1 ValueError"


def test_a_judge_that_keeps_failing_is_not_asked_for_ever() -> None:
    model = Failing(failures=[ValueError("no")] * 20)
    judged, left_out = judge_all(Judge("test:judge", model), [outcome(n, correct=True) for n in range(20)])
    assert model.asked == FAILURES_IN_A_ROW
    assert not any(o.judgement for o in judged)
    assert left_out.endswith("15 not asked after 5 failures in a row, 5 ValueError")


def graded(*pairs: tuple[bool, str]) -> list[Outcome]:
    """Outcomes of which the metric says the first and a judge the second."""
    model = FakeListChatModel(responses=[f"{grade}: so" for _, grade in pairs])
    outcomes = [outcome(n, correct=correct) for n, (correct, _) in enumerate(pairs)]
    return judge_all(Judge("test:judge", model), outcomes)[0]


def test_agreement_of_judge_and_metric_by_hand() -> None:
    found = figures(graded((True, "right"), (True, "right"), (True, "partly"), (False, "wrong")))
    assert found["judged_right"].value == 2 / 4
    assert found["judged_right_or_partly"].value == 3 / 4
    assert found["judge_agreement"].value == 3 / 4
    # Agreement by chance: the metric says right of 3/4, the judge of 2/4, so 3/8 + 1/8.
    assert found["judge_kappa"].value == pytest.approx((3 / 4 - 1 / 2) / (1 - 1 / 2))


def test_without_a_judge_there_are_no_figures_of_one_and_without_variety_no_kappa() -> None:
    assert not {name for name in figures([outcome(1, correct=True)]) if name.startswith("judge")}
    assert "judge_kappa" not in figures(graded((True, "right")))


def test_the_reports_show_the_grades_and_where_judge_and_metric_disagree() -> None:
    judged = graded((True, "right"), (True, "wrong"))
    told = json.loads(report.as_json(judged, {}))
    assert told["questions"][1]["judgement"] == {"grade": "wrong", "reason": "so"}
    assert "judge_agreement" in report.table(judged)
    page = report.as_html(judged, {})
    disputed = page[page.index("Where judge and metric disagree") :]
    assert disputed.count("<details>") == 1
    assert "Judged wrong: so" in disputed
    assert "judge and metric" not in report.as_html([outcome(1, correct=True)], {})
    assert "judged_right" in {d.name for d in compare(judged, told)}


# The command, with the openai provider against a loopback server


class Endpoint(BaseHTTPRequestHandler):
    """Replies to chat completions with what the server's list holds, then with 429."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        replies: list[str] = self.server.replies  # type: ignore[attr-defined]
        words = replies.pop(0) if replies else None
        told = json.dumps({"error": {"message": "slow down"}}).encode()
        if words:
            delta = {"role": "assistant", "content": words}
            choice = {"index": 0, "delta": delta, "finish_reason": "stop"}
            chunk = {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "m", "choices": [choice]}
            told = f"data: {json.dumps(chunk)}\n\ndata: [DONE]\n\n".encode()
        self.send_response(200 if words else 429)
        self.send_header("Content-Type", "text/event-stream" if words else "application/json")
        self.send_header("Content-Length", str(len(told)))
        self.end_headers()
        self.wfile.write(told)

    def log_message(self, *_: Any) -> None:
        pass


@pytest.fixture
def endpoint(monkeypatch: pytest.MonkeyPatch) -> Iterator[HTTPServer]:
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    server.replies = []  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    monkeypatch.setenv("OPENAI_API_KEY", "none")
    monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{server.server_port}/v1")
    yield server
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_real_provider_grades_over_http_and_a_rate_limit_is_counted(endpoint: HTTPServer) -> None:
    pytest.importorskip("langchain_openai")
    endpoint.replies += ["right: the same figure"]  # type: ignore[attr-defined]
    judged, left_out = judge_all(Judge.named("openai:m"), [outcome(n, correct=True) for n in range(2)])
    assert [o.judgement for o in judged] == [("right", "the same figure"), None]
    assert left_out == "judge openai:m gave no grade for 1 of 2 answers: 1 rate limited"


def test_a_judge_that_is_no_model_is_told_before_the_run() -> None:
    with pytest.raises(ModelError, match=r"^--judge=gpt is not provider:model, for example ollama:\S+$"):
        Judge.named("gpt")


@pytest.mark.usefixtures("installed")
def test_the_command_ends_in_one_line_when_the_judge_cannot_be_used(
    question_file: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["evaluate", str(question_file), "--judge", "nosuch:model"]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("assistant: nosuch:model cannot be used: ")
    assert err.count("\n") == 1
