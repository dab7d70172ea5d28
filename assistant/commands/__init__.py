"""The commands of the command line, one module each: what arguments it takes, and what it runs."""
