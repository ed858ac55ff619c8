from __future__ import annotations

import os

from bot.commands.keyboard import Keyboard


async def test_lines_come_one_by_one_also_the_last_without_its_end() -> None:
    reading, writing = os.pipe()
    keyboard = Keyboard(reading)
    os.write(writing, "你好\n\n 密码忘了 \n再".encode())
    assert [await keyboard.line() for _ in range(3)] == ["你好", "", "密码忘了"]
    os.write(writing, "见".encode())
    os.close(writing)
    assert (await keyboard.line(), await keyboard.line()) == ("再见", None)
    os.close(reading)
