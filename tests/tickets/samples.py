"""Invented persons, forms and pictures."""

from __future__ import annotations

import io

from PIL import Image

from common.pictures import CleanPicture
from screenshots.cleaning import clean_picture
from tickets.model import Person, Submission

ANNA = Person("web", "web:anna")
BEN = Person("wechat", "wechat:ben")
PHONE = "13900001234"
ID_NUMBER = "11010119900307109X"
DESCRIPTION = f"注册时一直提示证件号已注册，我的手机号是{PHONE}"


def make_submission(key: str = "form-1", pictures: tuple[str, ...] = ()) -> Submission:
    return Submission(key, PHONE, DESCRIPTION, pictures, context="问：注册不了\n答：证件号已注册怎么办")


def make_image(
    kind: str = "PNG", size: tuple[int, int] = (12, 8), color: str | tuple[int, int, int] = "red", **options: object
) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size, color).save(buffer, kind, **options)
    return buffer.getvalue()


def make_picture(color: str | tuple[int, int, int] = "red") -> CleanPicture:
    """What the cleaning makes of such an image."""
    return clean_picture(make_image(color=color))
