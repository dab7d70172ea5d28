"""The addresses that are for programs, as what they begin with; all others are for people in a browser."""

API = ("/v1/", "/api/")
METRICS = "/metrics"
HEALTH = "/health/"
# What is asked with the API token; how the server is may be asked by anyone.
WITH_TOKEN = (*API, METRICS)
PROGRAMS = (*WITH_TOKEN, HEALTH)
