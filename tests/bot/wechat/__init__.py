"""The service account: pushes in, answers out."""
