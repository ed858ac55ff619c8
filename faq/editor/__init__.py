"""Tools for the people who edit the knowledge base: tables, single changes, hints what is missing."""
