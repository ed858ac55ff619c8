"""What every public route needs: JSON, limits, sessions, figures, keys on disk."""
