"""Draws imitation pages for `benchmarks.pictures`: `python -m benchmarks.imitation_pages FOLDER` (needs chromium).

What stands on them is in `imitation_pages.yml`; the folder gets the pictures and `expected.json`. The same list gives
the same pictures.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import math
import shutil
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import yaml
from PIL import Image, ImageDraw, ImageFilter

from tests.drawn_screens import chinese_font

CASES = Path(__file__).with_suffix(".yml")
KEPT = ("file", "kind", "expected", "text", "private")
_STYLE = {
    "phone": (390, 780, 2, "#f5f6f8", "#222", "#fff", 17),
    "night": (390, 844, 2, "#121214", "#d8d8dc", "#1f1f23", 17),
    "elder": (390, 844, 2, "#fffdf4", "#111", "#fff", 26),
    "mini": (375, 720, 3, "#ededed", "#191919", "#fff", 16),
    "tablet": (1112, 834, 1, "#eef1f7", "#1d2433", "#fff", 20),
    "desk": (1280, 720, 1, "#fff", "#333", "#fff", 16),
    "table": (1024, 640, 1, "#fff", "#000", "#f2f2e8", 14),
    "chat": (390, 780, 2, "#ededed", "#191919", "#ededed", 16),
    "meme": (500, 500, 1, "#ffd94a", "#111", "#ffd94a", 56),
    "toast": (412, 915, 2, "#f7f7fa", "#1c1c1e", "#fff", 16),
    "sheet": (393, 852, 2, "#fff", "#2b2b2b", "#fafafa", 18),
    "split": (1180, 760, 1, "#fbfbfd", "#26303d", "#fff", 15),
    "win": (860, 520, 1, "#3a6ea5", "#000", "#ece9d8", 15),
    "contrast": (390, 780, 2, "#000", "#ffe600", "#141414", 20),
    "wap": (320, 560, 1, "#fff", "#222", "#fff", 14),
    "print": (794, 900, 1, "#fff", "#111", "#fff", 18),
}
"""Width, height, pixels for each of them, ground, letters, cells, size of letters."""
_NOISE_SEED = 7


def main() -> None:
    """Draw every case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    folder.mkdir(parents=True, exist_ok=True)
    cases = yaml.safe_load(CASES.read_text(encoding="utf-8"))
    for case in cases:
        picture = _bent(_drawn(case), case.get("done", ()))
        squeezed = next((name for name in case.get("done", ()) if name.startswith("jpeg")), "jpeg85")
        kind, options = "JPEG", {"quality": int(squeezed.removeprefix("jpeg"))}
        if case["file"].endswith(".png"):
            kind, options = "PNG", {}
        picture.save(folder / case["file"], kind, **options)
    kept = [{key: case[key] for key in KEPT if key in case} for case in cases]
    (folder / "expected.json").write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"{len(cases)} pictures in {folder}")


def _drawn(case: Mapping[str, Any]) -> Image.Image:
    if case["look"] == "scene":
        return _scene()
    if case["look"] == "card":
        return held_card()
    width, height, share, *_ = _STYLE[case["look"]]
    if case.get("long"):
        height = 1900
    with tempfile.TemporaryDirectory() as place:
        page, shot = Path(place) / "page.html", Path(place) / "page.png"
        page.write_text(_page(case), encoding="utf-8")
        subprocess.run(
            [
                shutil.which("chromium") or "chromium",
                "--headless",
                "--no-sandbox",
                "--hide-scrollbars",
                "--disable-gpu",
                f"--window-size={width},{height}",
                f"--force-device-scale-factor={share}",
                f"--screenshot={shot}",
                page.as_uri(),
            ],
            check=True,
            capture_output=True,
        )
        return Image.open(io.BytesIO(shot.read_bytes())).convert("RGB")


def _page(case: Mapping[str, Any]) -> str:
    look = case["look"]
    width, _, _, ground, ink, cell, size = _STYLE[look]
    body, over = "", ""
    for row in case["rows"]:
        if row.startswith("*"):
            over += _row(row[1:], look)
        else:
            body += _row(row, look)
    head = "" if look == "meme" else f'<header class="{look}">{html.escape(case["title"])}</header>'
    bar = '<div class="bar"><span>14:07</span><span>5G 78%</span></div>' if width < 500 and look != "meme" else ""
    address = f'<div class="address">https://{case["address"]}/</div>' if case.get("address") else ""
    box = f'<div class="veil {look}"><div class="box">{over}</div></div>' if over else ""
    narrow = "max-width:620px;margin:24px auto" if width > 900 else "padding:12px"
    if look == "split":
        head = f"{head}<nav>{''.join(f'<p>{html.escape(item)}</p>' for item in case.get('menu', ()))}</nav>"
    return f"""<!doctype html><meta charset=utf-8><style>
*{{box-sizing:border-box}}
body{{margin:0;background:{ground};color:{ink};font:{size}px/1.6 "Noto Sans CJK SC",sans-serif}}
.bar{{display:flex;justify-content:space-between;padding:8px 20px;font-size:13px}}
.address{{background:#e4e6ea;color:#444;padding:6px 16px;font-size:13px}}
header{{padding:12px 16px;text-align:center;font-weight:600;background:{cell};border-bottom:1px solid #8884}}
header.desk{{background:#2d6fb4;color:#fff;text-align:left;font-size:22px;padding:18px 40px}}
header.table{{background:#dcdcc8;text-align:left;font-family:"Noto Serif CJK SC",serif}}
main{{{narrow}}}main.meme{{display:grid;place-content:center;height:500px;text-align:center;font-weight:900}}
h2{{font-size:1.2em;margin:.6em 0 .4em}}p{{margin:.5em 0}}.red{{color:#e0322d}}.grey{{color:#8a8f98;font-size:.9em}}
.field{{display:flex;gap:24px;background:{cell};padding:10px 12px;border-bottom:1px solid #8883}}
.field b{{font-weight:400;min-width:7em;opacity:.8}}
button{{font:inherit;display:block;margin:14px auto;padding:8px 32px;border:0;
border-radius:8px;background:#2f7de1;color:#fff}}
.veil{{position:fixed;inset:0;background:#0008;display:grid;place-content:center}}
.box{{background:#fff;color:#222;width:300px;border-radius:14px;padding:18px;text-align:center}}
.box button{{background:none;color:#2f7de1;margin:6px auto;padding:4px}}
nav{{position:absolute;left:0;width:180px;padding:18px 24px;background:#eef1f6;height:100%}}
main.split{{margin-left:230px}}header.split{{background:#1f4f8f;color:#fff;text-align:left}}
main.win{{background:#ece9d8;margin:0 60px;min-height:300px}}
header.win{{background:#0a246a;color:#fff;margin:50px 60px 0;padding:4px 10px;text-align:left}}
.veil.toast{{background:none;place-content:end center;padding-bottom:120px}}
.toast .box{{background:#000c;color:#fff;border-radius:22px;padding:8px 16px}}
.veil.sheet{{place-content:end stretch}}.sheet .box{{width:100%;border-radius:18px 18px 0 0;padding:26px}}
main.print,header.print{{font-family:"Noto Serif CJK SC",serif}}main.wap{{color:#00c}}
.said{{max-width:72%;padding:9px 12px;border-radius:6px;background:#fff;margin:10px 0;width:fit-content}}
.mine{{background:#95ec69;margin-left:auto}}
</style>{bar}{address}{head}<main class="{look}">{body}</main>{box}"""


def _row(row: str, look: str) -> str:
    """One row of the list as HTML."""
    text = html.escape(row.lstrip("!#>< ").strip())
    if look == "chat":
        return f'<div class="said{" mine" if row.startswith(">") else ""}">{text}</div>'
    if row.startswith("["):
        return f"<button>{html.escape(row.strip('[]'))}</button>"
    if row.startswith("#"):
        return f"<h2>{text}</h2>"
    label, bar, value = row.partition(" | ")
    if bar:
        red = ' class="red"' if value.startswith("!") else ""
        return f'<div class="field"><b>{html.escape(label)}</b><span{red}>{html.escape(value.lstrip("!"))}</span></div>'
    kind = "red" if row.startswith("!") else "grey" if row.startswith(">") else ""
    return f'<p class="{kind}">{text}</p>'


def held_card() -> Image.Image:
    """Somebody holding a card: it takes a fifth of the width. Name and number are invented."""
    image = _scene().resize((1500, 1900))
    pen = ImageDraw.Draw(image)
    pen.ellipse((520, 300, 980, 900), fill=(214, 176, 150))
    pen.rectangle((380, 900, 1120, 1900), fill=(70, 84, 110))
    card = Image.new("RGB", (856, 540), (228, 236, 240))
    ink = ImageDraw.Draw(card)
    font, large = chinese_font(34), chinese_font(42)
    rows = [
        ("姓 名  林小样", 60),
        ("性 别  女   民 族  汉", 130),
        ("出 生  1990 年 3 月 7 日", 200),
        ("住 址  虚构省样例市想象路1号", 270),
    ]
    for text, top in rows:
        ink.text((50, top), text, (40, 60, 80), font)
    ink.rectangle((600, 60, 800, 330), fill=(180, 190, 200))
    ink.text((50, 450), "公民身份号码  11010119900307109X", (20, 30, 40), large)
    image.paste(
        card.resize((320, 202), Image.Resampling.LANCZOS).rotate(3, expand=True, fillcolor=(90, 100, 120)), (640, 1120)
    )
    return _noisy(image, 4.0)


def _scene() -> Image.Image:
    """Hills under a sky, without a letter on them."""
    image = Image.new("RGB", (1200, 900))
    pen = ImageDraw.Draw(image)
    for row in range(900):
        pen.line((0, row, 1200, row), (90 + row // 12, 150 + row // 14, 210 - row // 20))
    for height, colour in ((520, (70, 110, 90)), (640, (54, 92, 66)), (760, (40, 70, 48))):
        ridge = [(x, height + int(60 * math.sin(x / 130 + height) + 25 * math.sin(x / 41))) for x in range(0, 1201, 8)]
        pen.polygon([(0, 900), *ridge, (1200, 900)], fill=colour)
    return image.filter(ImageFilter.GaussianBlur(1.2))


def _bent(image: Image.Image, done: tuple[str, ...] | list[str]) -> Image.Image:
    """What became of it on the way: photographed, turned, cut, ringed."""
    for name in done:
        match name:
            case "photo":
                image = _photo(image)
            case "tilt":
                image = image.rotate(3, expand=True, fillcolor=(40, 40, 44), resample=Image.Resampling.BICUBIC)
            case "turn90":
                image = image.transpose(Image.Transpose.ROTATE_90)
            case "small":
                image = image.resize((image.width // 2, image.height // 2), Image.Resampling.LANCZOS)
            case "grey":
                image = image.convert("L").convert("RGB")
            case "pasted":
                image = _pasted(image)
            case "arrow":
                pen, row = ImageDraw.Draw(image), _red_row(image)
                pen.line((image.width * 0.9, row + 160, image.width * 0.62, row + 24), fill=(255, 60, 0), width=9)
            case "blur":
                image = image.filter(ImageFilter.GaussianBlur(9))
            case "crop":
                image = image.crop((150, 40, image.width - 150, 260))
            case "ring":
                pen = ImageDraw.Draw(image)
                top = _red_row(image)
                pen.ellipse((10, top - 46, image.width * 0.7, top + 46), outline=(240, 30, 30), width=7)
    return image


def _pasted(image: Image.Image) -> Image.Image:
    """Sent on in a chat, where it is a small picture on grey ground."""
    ground = Image.new("RGB", (image.width, int(image.height * 0.8)), (237, 237, 237))
    ground.paste(image.resize((int(image.width * 0.6), int(image.height * 0.6)), Image.Resampling.LANCZOS), (40, 90))
    return ground


def _red_row(image: Image.Image) -> int:
    """Where the red letters stand."""
    pixels = np.asarray(image, np.int16)
    red = (pixels[:, :, 0] > 170) & (pixels[:, :, 1] < 90) & (pixels[:, :, 2] < 90)
    return int(np.median(np.nonzero(red)[0]))


def _photo(image: Image.Image) -> Image.Image:
    """A screen photographed from the side: its edge around it, lines of the grid, noise, a lamp."""
    width, height = image.size
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32)
    seen = np.array([(70, 90), (width + 20, 40), (width + 60, height + 30), (40, height + 110)], np.float32)
    matrix = cv2.getPerspectiveTransform(corners, seen)
    screen = np.asarray(image)
    bent = cv2.warpPerspective(screen, matrix, (width + 120, height + 160), borderValue=(28, 28, 30)).astype(np.float32)
    rows, columns = np.mgrid[0 : bent.shape[0], 0 : bent.shape[1]]
    bent *= (1 + 0.05 * np.sin((rows * 1.9 + columns * 0.7) / 2.3))[:, :, None]
    lamp = np.exp(-((rows - 160) ** 2 + (columns - bent.shape[1] * 0.8) ** 2) / 60000)
    return _noisy(Image.fromarray(np.clip(bent + 45 * lamp[:, :, None], 0, 255).astype(np.uint8)), 7.0)


def _noisy(image: Image.Image, strength: float) -> Image.Image:
    noise = np.random.default_rng(_NOISE_SEED).normal(0, strength, (image.height, image.width, 1))
    return Image.fromarray(np.clip(np.asarray(image, np.float32) + noise, 0, 255).astype(np.uint8))


if __name__ == "__main__":
    main()
