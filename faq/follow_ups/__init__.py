"""What people ask next about an entry, and which of it a message is or tells."""
