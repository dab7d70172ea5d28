"""How good the answers are: a test question set, metrics each defined once, and a report.

questions  the test question set, as the contract writes it
metrics    what is measured, each with its source
run        asking every question and scoring what came back
judge      a chat model's grades of the answers, where one is named
summary    the figures of a run with bootstrap intervals; two runs compared; floors
beside     extractive answers beside a chat model's, on the same questions
against    a run against an earlier one: what changed, question by question
measuring  all of that in one go, for the page and for ``command``, which is ``assistant evaluate``
stored     a run read back from its JSON
kept       the folder of runs
plots      what the report and the page draw
report     the table, the JSON and the HTML page
"""
