"""Text read from pictures by rapidocr, with the models of its wheel: nothing is downloaded, nothing leaves the machine.

Most of the time is finding where text stands, so that is done small, and again larger only where the text is small;
letters are then read from the larger picture. The same picture gives the same lines, however busy the machine is: of a
long one so many parts are read as it takes for a number of lines, first what is written in red and what stands below.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import rapidocr
from PIL import Image
from rapidocr.utils.process_img import get_rotate_crop_image

from screenshots.cleaning import CleaningLimits, on_white, open_picture
from screenshots.levelling import line_edges, straightened
from screenshots.lines import PictureReading, TextLine
from screenshots.looks import Boxes, Pixels, grounds, has_red_letters, in_dialog, in_marks, is_red

_READ_PIXELS = 8_000_000
_READ_SIDE = 1600
_FIND_SIDE = 736
_FIND_SIDE_SMALL_TEXT = 1216
_SMALL_TEXT = 9.0
"""Pixels of a line's height below which letters run together when looked for small."""
_TILE_RATIO = 2.4
_MOST_TILES = 5
_TILE_OVERLAP = 0.04
_MOST_LINES = 44
"""Of one part."""
_ENOUGH_LINES = 88
"""When so many have been read no further part is begun: five parts full of text would try the parent's patience."""
_MOST_WIDTHS = 500.0
"""Of one part: the widths of its lines in their heights, which is what reading them costs; a phone's page has 250."""
_ENOUGH_WIDTHS = 800.0
_LONGEST_LINE = 45
"""Widths of a letter; the longest line of a desktop page at usual sizes has about forty."""
_DIRECTION_SAMPLE = 6
_DIRECTION_SURE = 0.8
_TEXT_SCORE = 0.5


class Reader:
    """Holds the models; made once in a process."""

    def __init__(self) -> None:
        """Load the models."""
        models = Path(rapidocr.__file__).parent / "models"
        self._engine: Any = rapidocr.RapidOCR(
            params={
                "Global.log_level": "error",
                "Global.use_preprocess_img": False,
                "Det.model_path": str(models / "PP-OCRv6_det_small.onnx"),
                "Cls.model_path": str(models / "ch_ppocr_mobile_v2.0_cls_mobile.onnx"),
                "Rec.model_path": str(models / "PP-OCRv6_rec_small.onnx"),
                "Det.limit_type": "max",
                "Rec.rec_img_shape": [3, 48, 160],
                "Det.limit_side_len": _READ_SIDE,
                "EngineConfig.onnxruntime.intra_op_num_threads": 1,
                "EngineConfig.onnxruntime.inter_op_num_threads": 1,
            }
        )

    def warm(self) -> None:
        """Read an empty page once, so that the first person does not wait for what is made on first use."""
        self._read_tile(np.full((320, 320, 3), 255, np.uint8))
        self._engine.recognize_txt([np.full((48, 160, 3), 255, np.uint8)])

    def read(self, data: bytes, limits: CleaningLimits) -> PictureReading:
        """The lines of a picture; of a long one full of text those of its red and its newest parts.

        Raises:
            TooLargeError, UnreadableError: as `clean_picture` does.
        """
        most_pixels = min(limits.kept_pixels, _READ_PIXELS)
        image = on_white(open_picture(data, replace(limits, kept_pixels=most_pixels))[0])
        lines: list[TextLine] = []
        turned, widths = 0, 0.0
        for tile, top, share in sorted(_tiles(image), key=lambda part: (not has_red_letters(part[0]), -part[1])):
            if len(lines) >= _ENOUGH_LINES or widths >= _ENOUGH_WIDTHS:
                break
            found, turned = self._read_tile(tile)
            widths += sum(line.width / max(1, line.height) for line in found)
            lines += [_placed(line, top, share) for line in found if not _is_twin(line, top, share, lines)]
        kept = sorted(lines[:_ENOUGH_LINES], key=lambda line: (line.top + line.height / 2, line.left))
        return PictureReading(tuple(kept), image.width, image.height, turned)

    def _read_tile(self, pixels: Pixels) -> tuple[list[TextLine], int]:
        pixels, boxes, turned = self._upright(pixels)
        if len(boxes) == 0:
            return [], turned
        crops = _cut_out(pixels, boxes)
        red = [is_red(crop) for crop in crops]
        dialogs, marks = in_dialog(pixels, boxes, grounds(pixels, boxes)), in_marks(pixels, boxes)
        chosen = _most_telling(boxes, [*map(max, red, dialogs, marks)])
        read = self._engine.recognize_txt([crops[index] for index in chosen])
        places = straightened(boxes, (pixels.shape[1], pixels.shape[0]))
        lines = []
        for index, text, score in zip(chosen, read.txts, read.scores, strict=True):
            if not text.strip() or score < _TEXT_SCORE:
                continue
            looks = (red[index], dialogs[index], marks[index])
            lines.append(TextLine(text.strip(), *places[index], round(float(score), 3), *looks))
        return lines, turned

    def _upright(self, pixels: Pixels) -> tuple[Pixels, Boxes, int]:
        """The picture turned so that its lines can be read, where they stand, and by how much it was turned."""
        boxes = self._find(pixels)
        turned = 0
        if _mostly_tall(boxes):
            pixels, turned = np.ascontiguousarray(np.rot90(pixels)), 90
            boxes = self._find(pixels)
        if len(boxes) and self._is_upside_down(pixels, boxes):
            pixels, turned = np.ascontiguousarray(np.rot90(pixels, 2)), turned + 180
            boxes = self._find(pixels)
        return pixels, boxes, turned

    def _find(self, pixels: Pixels) -> Boxes:
        boxes, share = self._find_at(pixels, _FIND_SIDE)
        heights = [line_edges(box)[1] * share for box in boxes]
        if share < 1.0 and (not heights or float(np.median(heights)) < _SMALL_TEXT):
            boxes, _ = self._find_at(pixels, _FIND_SIDE_SMALL_TEXT)
        return boxes

    def _find_at(self, pixels: Pixels, side: int) -> tuple[Boxes, float]:
        """Corners of each line (clockwise from the top left), from top to bottom, and the share it was looked at."""
        share = min(1.0, side / max(pixels.shape[:2]))
        size = (max(1, round(pixels.shape[1] * share)), max(1, round(pixels.shape[0] * share)))
        small = pixels if share == 1.0 else cv2.resize(pixels, size, interpolation=cv2.INTER_AREA)
        found = self._engine(small, use_det=True, use_cls=False, use_rec=False)
        if found.boxes is None or len(found.boxes) == 0:
            return np.zeros((0, 4, 2), np.float32), share
        boxes = np.asarray(found.boxes, np.float32) / share
        order = sorted(range(len(boxes)), key=lambda index: (boxes[index][:, 1].mean(), boxes[index][:, 0].min()))
        return boxes[order], share

    def _is_upside_down(self, pixels: Pixels, boxes: Boxes) -> bool:
        longest = sorted(range(len(boxes)), key=lambda index: -line_edges(boxes[index])[0])[:_DIRECTION_SAMPLE]
        crops = _cut_out(pixels, boxes[longest])
        _, result = self._engine.cls_and_rotate(crops)
        turned = sum(score for label, score in result.cls_res if label == "180" and score > _DIRECTION_SURE)
        if turned <= sum(score for label, score in result.cls_res if label == "0"):
            return False
        # The classifier is misled by photos of a screen; reading both ways settles it.
        upright = self._engine.recognize_txt(crops).scores
        turned_round = self._engine.recognize_txt([np.rot90(crop, 2) for crop in crops]).scores
        return bool(sum(turned_round) > sum(upright))


def _tiles(image: Image.Image) -> list[tuple[Pixels, int, float]]:
    """The picture (BGR) in parts that a screen would show, each with its top and its share of the real size."""
    count = 1
    if image.height > _TILE_RATIO * image.width:
        count = min(_MOST_TILES, math.ceil(image.height / (_TILE_RATIO * image.width)))
    step = image.height / count
    tiles = []
    for number in range(count):
        top = max(0, int(step * (number - _TILE_OVERLAP)))
        part = image.crop((0, top, image.width, min(image.height, int(step * (number + 1 + _TILE_OVERLAP)))))
        share = min(1.0, _READ_SIDE / max(part.size))
        if share < 1.0:
            size = (max(1, int(part.width * share)), max(1, int(part.height * share)))
            part = part.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
        tiles.append((np.ascontiguousarray(np.asarray(part, np.uint8)[:, :, ::-1]), top, share))
    return tiles


def _placed(line: TextLine, top: int, share: float) -> TextLine:
    left, height, width = round(line.left / share), round(line.height / share), round(line.width / share)
    looks = (line.confidence, line.red, line.dialog, line.marked)
    return TextLine(line.text, left, top + round(line.top / share), width, height, *looks)


def _is_twin(line: TextLine, top: int, share: float, lines: list[TextLine]) -> bool:
    """Whether the line stands in the overlap of two parts and was read in the one before."""
    placed = _placed(line, top, share)
    return any(
        other.text == line.text and abs(other.top - placed.top) < placed.height and abs(other.left - placed.left) < 9
        for other in lines
    )


def _most_telling(boxes: Boxes, telling: list[bool]) -> list[int]:
    """Which lines to read when there is too much: what catches the eye, then the largest; in their order."""
    ranked = sorted(range(len(boxes)), key=lambda index: (not telling[index], -line_edges(boxes[index])[1]))
    chosen: list[int] = []
    widths = 0.0
    for index in ranked[:_MOST_LINES]:
        width, height = line_edges(boxes[index])
        widths += min(width / max(1.0, height), _LONGEST_LINE)
        if chosen and widths > _MOST_WIDTHS:
            break
        chosen.append(index)
    return sorted(chosen)


def _cut_out(pixels: Pixels, boxes: Boxes) -> list[Pixels]:
    """Each line as a picture of its own; a hairline across the page is pressed together, or it would need a GB."""
    crops = []
    for box in boxes:
        crop = get_rotate_crop_image(pixels, box.copy())
        longest = _LONGEST_LINE * crop.shape[0]
        crops.append(crop if crop.shape[1] <= longest else cv2.resize(crop, (longest, crop.shape[0])))
    return crops


def _mostly_tall(boxes: Boxes) -> bool:
    sizes = [line_edges(box) for box in boxes]
    tall = sum(height for width, height in sizes if height > 1.5 * width)
    return tall > sum(width for width, height in sizes if width >= height)
