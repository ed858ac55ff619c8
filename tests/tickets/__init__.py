"""The desk library, over SQLite and over a real PostgreSQL."""
