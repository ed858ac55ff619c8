"""What `bot check` looks for in the knowledge base beyond the schema."""
