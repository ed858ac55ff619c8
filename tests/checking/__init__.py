"""Tests of checking/."""
