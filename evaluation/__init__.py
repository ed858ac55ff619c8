"""Labelled questions measured: who answers them, how each answer is judged, figures and reports."""
