"""Answering what leans on the talk before it: follow-ups, corrections, doubts, the next matter."""
