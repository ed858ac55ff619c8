"""One turn of a conversation, whatever channel it comes through."""
