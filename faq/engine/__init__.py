"""The engine: one state of the knowledge base, what it decides on a text, and why."""
