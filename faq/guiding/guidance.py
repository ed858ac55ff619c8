"""The guides of a project ready to lead somebody: trees, engine and the reader of facts that belong together."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from faq.content.loader import content_version
from faq.follow_ups.next_by_letters import NextByLetters
from faq.guiding.bilingual import BilingualEngine
from faq.guiding.engine import GuideEngine
from faq.guiding.extraction import Extractor
from faq.guiding.loader import guide_files, load_sound_guides
from faq.guiding.situation import Situation
from faq.guiding.state import GuideState
from faq.guiding.tree import Guides


@dataclass(frozen=True)
class Guidance:
    """One loaded and proved state of the guides."""

    guides: Guides
    engine: GuideEngine
    extractor: Extractor
    version: str = ""
    """Names the bytes they were read from."""
    next_asked: NextByLetters = field(default_factory=NextByLetters)
    """What people ask next about an answer, where whoever reads a message has to know it (Rasa's process)."""

    @cached_property
    def _english(self) -> Guides:
        return self.guides.in_english()

    def spoken(self, state: GuideState) -> Guides:
        """The guides in the words in which a case is led."""
        return self._english if state.english else self.guides

    @classmethod
    def none(cls) -> Guidance:
        """Without a guide and a fact."""
        guides = Guides(Situation({}, {}), {}, {})
        return cls(guides, BilingualEngine(guides), Extractor(guides.situation))

    @classmethod
    def open(cls, root: Path, earlier: Guidance | None = None) -> Guidance:
        """The guides of a project; without any, nothing is ever led through and no fact known.

        An edit elsewhere leaves them as they are: then they are the `earlier` ones, and nothing is read or proved.

        Raises:
            ContentError: every fault in them.
        """
        version = content_version(guide_files(root))
        if earlier is not None and earlier.version == version:
            return earlier
        guides = load_sound_guides(root)
        return cls(guides, BilingualEngine(guides), Extractor(guides.situation), version)
