"""`python -m screenshots MEMORY_BYTES`: the pictures' process; frames in, frames out."""

import sys

from screenshots.worker import main

main(sys.argv[1:])
