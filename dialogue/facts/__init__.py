"""What is told of a case, what of it still holds after it was put right, and what of it a ticket keeps."""
