"""Guides as pictures."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from faq.guiding.drawing import mermaid, svg
from faq.guiding.loader import load_sound_guides
from tests.faq.guiding.project import write_project
from tests.real_content import real_guidance

MERMAID = """\
flowchart TD
  phone{{"手机号？"}}
  reset{{"成了吗？"}}
  person(["交工单"])
  solved(["解决了"])
  phone -- "能用" --> reset
  phone -- "其他" --> person
  reset -- "成了" --> solved
  reset -- "其他" --> person
"""


def test_mermaid(tmp_path: Path) -> None:
    guides = load_sound_guides(write_project(tmp_path))
    assert mermaid(guides, guides.guides["lost"]) == MERMAID


def test_svg_of_every_guide_is_xml_with_a_box_for_every_step() -> None:
    guides = real_guidance().guides
    for guide in guides.guides.values():
        drawn = ElementTree.fromstring(svg(guides, guide))
        titles = [item.text for item in drawn.iter("{http://www.w3.org/2000/svg}title")]
        assert titles == [guide.name, *guide.steps]
