"""What measures a newcomer's wait takes no half-started system and no wrong answer for a success."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import ClassVar

import pytest

from scripts import first_answer

ROOT = Path(__file__).resolve().parents[2]
PICTURE = ROOT / "tests/fixtures/pictures/id_registered.png"


class Starting(BaseHTTPRequestHandler):
    """A gateway whose sentence model is there at the third look."""

    looks = 0
    entries: ClassVar[dict[bool, str | None]] = {}

    def do_GET(self) -> None:
        type(self).looks += 1
        self.say({"ready": True, "parts": {"meaning": "ready" if self.looks > 2 else "没有启用"}})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        is_picture = "multipart" in self.headers["Content-Type"]
        assert PICTURE.read_bytes() in body if is_picture else json.loads(body)["text"] == first_answer.QUESTION
        self.say({"replies": [{"text": "先别急"}], "trace": {"faq_id": self.entries[is_picture]}})

    def say(self, value: object) -> None:
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(value).encode())

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def address(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setattr(first_answer, "_EVERY_S", 0.0)
    monkeypatch.setattr(Starting, "looks", 0)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Starting)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("spoken", "seen", "code"),
    [("id_registered", "id_registered", 0), ("id_registered", None, 1), ("reset_password", "id_registered", 1)],
)
def test_it_waits_for_the_sentence_model_and_looks_at_both_answers(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], spoken: str, seen: str, code: int
) -> None:
    monkeypatch.setattr(Starting, "entries", {False: spoken, True: seen})
    assert first_answer.main(address, address, PICTURE, 60) == code
    assert Starting.looks == 3
    out, err = capsys.readouterr()
    assert out.splitlines()[-1] == "第一句回答：0 秒；认出一张图：0 秒"
    assert ("答的条目不对" in err) == (code == 1)


def test_who_never_gets_ready_is_late(capsys: pytest.CaptureFixture[str]) -> None:
    assert first_answer.main("http://127.0.0.1:9", "http://127.0.0.1:9", PICTURE, 0) == 1
    assert capsys.readouterr().err == "0 秒以后还没有就绪\n"
