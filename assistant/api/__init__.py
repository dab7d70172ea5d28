"""For other programs: OpenAI's chat protocol, plain questions, searches, sources and passages, and MCP's tools."""
