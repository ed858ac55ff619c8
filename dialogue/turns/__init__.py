"""How a talk goes on: leaving, coming back, another matter, what was said already."""
