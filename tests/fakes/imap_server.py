"""An IMAP server on a free loopback port with one folder, as much of it as a reader of mails needs."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class FakeImap:
    """Holds `mails` by number; records every command it was given."""

    username: str = "bot@example.com"
    password: str = "inbox-secret"
    validity: int = 7
    mails: dict[int, bytes] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)
    refuse: bool = False
    """Whether nobody may log in."""
    _server: asyncio.Server | None = None

    async def __aenter__(self) -> FakeImap:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        await self._server.wait_closed()

    @property
    def url(self) -> str:
        assert self._server is not None
        port = self._server.sockets[0].getsockname()[1]
        return f"imap://{self.username.replace('@', '%40')}@127.0.0.1:{port}/INBOX"

    def add(self, data: bytes) -> int:
        """Put a mail in; its number."""
        number = max(self.mails, default=0) + 1
        self.mails[number] = data
        return number

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        answers: dict[str, Callable[[str], list[bytes] | None]] = {
            "CAPABILITY": lambda _: [b"* CAPABILITY IMAP4rev1 ID"],
            "ID": lambda _: [b"* ID NIL"],
            "LOGIN": self._login,
            "EXAMINE": self._examine,
            "UID": self._uid,
            "LOGOUT": lambda _: [b"* BYE"],
        }
        while line := (await reader.readline()).decode().rstrip("\r\n"):
            tag, name, *rest = line.split(" ", 2)
            said = rest[0] if rest else ""
            self.commands.append(f"{name.upper()} {said}".strip())
            found = answers[name.upper()](said)
            for untagged in found or []:
                writer.write(untagged + b"\r\n")
            writer.write(f"{tag} {'NO' if found is None else 'OK'} done\r\n".encode())
            await writer.drain()
            if name.upper() == "LOGOUT":
                break
        writer.close()

    def _login(self, said: str) -> list[bytes] | None:
        given = said.replace('"', "").split(" ")
        return None if self.refuse or given != [self.username, self.password] else []

    def _examine(self, said: str) -> list[bytes] | None:
        if said != '"INBOX"':
            return None
        following = max(self.mails, default=0) + 1
        return [
            f"* {len(self.mails)} EXISTS".encode(),
            f"* OK [UIDVALIDITY {self.validity}] valid".encode(),
            f"* OK [UIDNEXT {following}] next".encode(),
        ]

    def _uid(self, said: str) -> list[bytes]:
        if search := re.fullmatch(r"SEARCH UID (\d+):\*", said):
            first = min(int(search[1]), max(self.mails, default=0))
            return [b"* SEARCH " + " ".join(str(number) for number in self.mails if number >= first).encode()]
        fetch = re.fullmatch(r"FETCH (\d+) \((\S+)\)", said)
        assert fetch is not None, said
        number = int(fetch[1])
        data = self.mails[number]
        if fetch[2] == "RFC822.SIZE":
            return [f"* 1 FETCH (UID {number} RFC822.SIZE {len(data)})".encode()]
        return [f"* 1 FETCH (UID {number} BODY[] {{{len(data)}}}\r\n".encode() + data + b")"]
