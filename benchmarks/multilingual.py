"""Questions and transcripts in other languages than English: the bundled encoder beside a multilingual one.

    python benchmarks/multilingual.py FOLDER [--set FOLDER] [--reader NAME] [--threshold T] [--beside TRANSCRIPTS]
                                      [--details]

FOLDER is a sentence-transformers model, as ``multilingual_model.py`` writes one. The corpus is
``benchmarks/multilingual``: invented meetings and interviews, three in each of five languages, with questions in the
language of the transcript and, as ``en-other``, English questions about them. ``--set benchmarks/multilingual/second``
asks about twelve others, one in each of twelve languages, written before the refusals in other languages were made; its
ids say why a question has no answer, and ``cross`` are questions in another language than the transcript. Settings are
the shipped ones; ``--beside`` indexes more transcripts with them.
"""

import argparse
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from assistant.assistant import Assistant
from assistant.evaluation.questions import load_questions
from assistant.evaluation.run import Outcome, run
from assistant.settings import Settings
from assistant.store.encoder import Encoder
from assistant.store.index import Index
from assistant.store.ingest import ingest

CORPUS = Path(__file__).parent / "multilingual"
COLUMNS = ("hit@1", "hit@5", "right", "refused", "wrong", "rightly refused", "verbatim")


def measured(corpus: Path, settings: Settings, beside: Sequence[Path]) -> tuple[list[Outcome], dict[str, str]]:
    """The outcome of every question about ``corpus``, and the language detected of every transcript."""
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder), Encoder(settings.embedding_model))
        ingest(index, [corpus / "transcripts", *beside])
        languages = {str(row["source"]): str(row["language"]) for row in index.catalog.facts_of_transcripts()}
        outcomes = run(Assistant(index, settings), load_questions(corpus / "questions.jsonl"))
        index.close()
    return outcomes, languages


def row(outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The figures of ``COLUMNS``: counts of questions, and the share of citations that are verbatim."""
    asked = [o for o in outcomes if o.question.answerable]
    rest = [o for o in outcomes if not o.question.answerable]
    cited = [o.scores["verbatim"] for o in outcomes if "verbatim" in o.scores]
    right = sum(o.correct for o in asked)
    refused = sum(not o.answer.answered for o in asked)
    counts = [sum(o.scores["hit@1"] for o in asked), sum(o.scores["hit@5"] for o in asked)]
    counts += [right, refused, len(asked) - right - refused]
    return (
        *(f"{count:.0f}/{len(asked)}" for count in counts),
        f"{sum(o.correct for o in rest)}/{len(rest)}",
        f"{sum(cited) / len(cited):.2f}" if cited else "-",
    )


def table(name: str, outcomes: Sequence[Outcome]) -> str:
    """One line a language, and one for all."""
    groups = {group: [o for o in outcomes if o.question.category == group] for group in _groups(outcomes)}
    lines = [f"| {name} | {' | '.join(COLUMNS)} |", f"|---{'|---' * len(COLUMNS)}|"]
    lines += [f"| {group} | {' | '.join(row(held))} |" for group, held in {**groups, "all": list(outcomes)}.items()]
    return "\n".join(lines)


def detail(outcome: Outcome) -> str:
    """One question with what came of it."""
    answer, scores = outcome.answer, outcome.scores
    kind = "right" if outcome.correct else "wrong" if answer.answered else "refused"
    place = f"hit@1 {scores['hit@1']:.0f}" if "hit@1" in scores else "no answer"
    said = " ".join(answer.text.split())
    return f"{kind:8}{place:10} {answer.confidence:.2f}  {outcome.question.question}\n    {said}"


def _groups(outcomes: Sequence[Outcome]) -> list[str]:
    return list(dict.fromkeys(o.question.category for o in outcomes))


def main() -> None:
    """Print a table an encoder."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", help="folder of the multilingual encoder")
    parser.add_argument("--set", type=Path, default=CORPUS, help="folder of transcripts/ and questions.jsonl")
    parser.add_argument("--reader", default="", help="as ASSISTANT_READER")
    parser.add_argument("--threshold", type=float, help="as ASSISTANT_THRESHOLD")
    parser.add_argument("--beside", type=Path, action="append", default=[])
    parser.add_argument("--details", action="store_true", help="print every answer")
    options = parser.parse_args()
    given = {"threshold": options.threshold} if options.threshold is not None else {}
    settings = Settings(reader=options.reader, **given)
    languages: dict[str, str] = {}
    for name, model in (("bundled encoder", ""), (Path(options.model).name, options.model)):
        outcomes, languages = measured(options.set, replace(settings, embedding_model=model), options.beside)
        print(f"{table(name, outcomes)}\n", flush=True)
        for outcome in outcomes if options.details else ():
            print(detail(outcome))
    own = {path.name: languages[path.name] for path in sorted((options.set / "transcripts").iterdir())}
    print("languages detected:", ", ".join(f"{source} {code}" for source, code in own.items()))


if __name__ == "__main__":
    main()
