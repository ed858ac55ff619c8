"""What people say in and around a ticket."""
