"""Tells Rasa's cache when the code behind our components changed."""

from __future__ import annotations

import hashlib
import inspect

import dialogue.text.languages
import faq.normalise
import faq.pinyin
import faq.views


def source_fingerprint() -> str:
    """A name for the source text of normalisation and features."""
    source = "".join(map(inspect.getsource, (dialogue.text.languages, faq.normalise, faq.pinyin, faq.views)))
    return hashlib.sha256(source.encode()).hexdigest()[:16]
