"""The desk without HTTP: tickets that are never lost and never doubled, and the one shared database."""
