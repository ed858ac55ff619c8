"""Pictures in, clean pictures and their lines of text out; a pure library, run in a process of its own.

`python -m screenshots` is that process (worker.py); whoever uses it from outside speaks its frames (frames.py).
"""
