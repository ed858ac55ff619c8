"""Rasa's custom actions, thin; no room here has the name of a top-level package (docs/how-it-works.md)."""
