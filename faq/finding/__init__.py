"""The search box of the pages."""
