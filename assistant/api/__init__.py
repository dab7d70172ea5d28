"""The HTTP API, for other programs: OpenAI's chat protocol, and plain questions, searches, sources and passages."""
