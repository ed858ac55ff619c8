"""The ticket form, and what owners of tickets do with them in the conversation."""
