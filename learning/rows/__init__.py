"""What the database holds of misses, turns, tickets, entries and changes: the one place of `learning` that reads it."""
