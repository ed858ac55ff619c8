"""What the knowledge base holds and how its files are read: entries, contacts, sources, names of elsewhere."""
