"""Answering a question that stands alone: deciding on it, several at once, a choice, a picture."""
