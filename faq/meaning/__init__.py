"""What a sentence model says of a text beside the entries."""
