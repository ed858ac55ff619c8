"""How near texts are in meaning to what is asked, for sentences that are no wordings of any entry."""

from __future__ import annotations

from collections.abc import Sequence

from faq.engine.library import Library


def nearness(library: Library, asked: Sequence[str], texts: Sequence[str]) -> list[float] | None:
    """Of each text the cosine with the nearest of what is asked; None without the sentence model."""
    vectors = library.meanings([*asked, *texts])
    if vectors is None:
        return None
    own, others = vectors[: len(asked)], vectors[len(asked) :]
    return [float(value) for value in (others @ own.T).max(axis=1)]
