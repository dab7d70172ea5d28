"""How good the answers are: a test question set, metrics each defined once, and a report.

questions  the test question set, as the contract writes it
metrics    what is measured, each with its source
run        asking every question and scoring what came back
judge      a chat model's grades of the answers, where one is named
summary    the figures of a run with bootstrap intervals; two runs compared; floors
report     the table, the JSON and the HTML page
"""
