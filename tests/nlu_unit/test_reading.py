from __future__ import annotations

from rasa.shared.nlu.training_data.util import remove_untrainable_entities_from

from nlu.reading import EXTRACTOR


def test_what_stands_nowhere_in_the_text_is_not_written_into_examples() -> None:
    """`rasa interactive` would write `[]{"entity": "facts", …}` into the sentence."""
    found = {"entity": "facts", "value": "phone=unusable", "start": 0, "end": 0, "extractor": EXTRACTOR}
    typed = {"entity": "option", "value": "reset_password", "start": 0, "end": 2}
    example = {"text": "手机号停用了", "entities": [found, typed]}
    remove_untrainable_entities_from(example)
    assert example["entities"] == [typed]
