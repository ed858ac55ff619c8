"""Mirrors the tree: one folder of tests a package."""
