"""What a file says, whatever its format: its text, and where in it pages, times and speakers begin.

One module a format. Each takes the file's bytes and its name, for messages, and gives ``Extracted``; none reads or
writes files. What cannot be read is a TranscriptError that names the file and the reason.
"""
