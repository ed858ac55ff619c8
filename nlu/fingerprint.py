"""Tells Rasa's cache when the code behind our components changed."""

from __future__ import annotations

import hashlib
import inspect

import dialogue.text.languages
import faq.text.normalise
import faq.text.pinyin
import faq.text.views


def source_fingerprint() -> str:
    """A name for the source text of normalisation and features."""
    read = (dialogue.text.languages, faq.text.normalise, faq.text.pinyin, faq.text.views)
    source = "".join(map(inspect.getsource, read))
    return hashlib.sha256(source.encode()).hexdigest()[:16]
