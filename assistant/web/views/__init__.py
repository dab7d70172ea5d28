"""The views of the page, one module each: what it shows, and what happens in it."""
