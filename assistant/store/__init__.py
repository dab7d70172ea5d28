"""The index: the catalog in SQLite, the vectors in Chroma, and what keeps them in step with the files."""
