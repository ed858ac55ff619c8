"""Bodies read with a bound on everything: bytes while they arrive, lines, parts, and the whole time.

A browser's form is small and regular; whatever goes on beyond that is refused before it costs more than reading it.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import BodyPartReader, MultipartReader, hdrs, web
from aiohttp.http_exceptions import HttpProcessingError
from aiohttp.streams import StreamReader

from web.header_parameters import is_plain_disposition

READ_S = 20.0
"""A small body has arrived by then, or nobody is waiting for its answer any more."""
UPLOAD_S = 90.0
"""The same for pictures over a slow phone."""
FIELD_BYTES = 16 * 1024
SMALL_BYTES = 64 * 1024
"""A form of words; it takes no more memory than a JSON message does."""
_PLAIN_LINES = 300
"""A form of a few fields and pictures has some hundred lines; a picture's own are read in chunks, not by line."""
_MOST_PARTS = 24
_HEADER_BYTES = 2048
"""A line of a part's head: the longest name of a file, three letters for each byte, needs half of it."""
_MOST_HEADERS = 16
_CHUNK = 64 * 1024


class BadRequestError(Exception):
    """A request that is not taken: in Chinese what is wrong with it, and an HTTP status."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True)
class PostedForm:
    """A multipart form: its fields and the bytes of its files named `image`; `refused` files were too large."""

    fields: dict[str, str] = field(default_factory=dict)
    pictures: tuple[bytes, ...] = ()
    refused: int = 0


@dataclass(frozen=True)
class FormLimits:
    """How much a form may bring."""

    picture_bytes: int
    pictures: int
    total_bytes: int


class Uploads:
    """How many bodies with pictures are read at once: each may fill its limit of memory.

    An address never holds more places than it leaves free, so the last ones go to whoever holds fewest: many slow
    connections from a few addresses cannot shut everybody else out. A body that says it is small needs no place.
    """

    def __init__(self, at_once: int, wait_s: float = 10.0) -> None:
        """Let so many read; others wait a little, then hear that it is busy."""
        self._free = at_once
        self._held: Counter[str] = Counter()
        self._given_back = asyncio.Condition()
        self._wait_s = wait_s

    @asynccontextmanager
    async def turn(self, address: str, body_bytes: int | None) -> AsyncIterator[None]:
        """Hold one of the places for a body of this length (None: it does not say) from this address.

        Raises:
            BadRequestError: none came free in time.
        """
        if body_bytes is not None and body_bytes <= SMALL_BYTES:
            yield
            return
        async with self._given_back:
            try:
                async with asyncio.timeout(self._wait_s):
                    await self._given_back.wait_for(lambda: self._held[address] < self._free)
            except TimeoutError:
                raise BadRequestError("现在传图的人太多，请过一分钟再发", 503) from None
            self._take(address, 1)
        try:
            yield
        finally:
            self._take(address, -1)
            async with self._given_back:
                self._given_back.notify_all()

    def _take(self, address: str, places: int) -> None:
        self._free -= places
        self._held[address] += places
        if not self._held[address]:
            del self._held[address]


def without_nul(text: str) -> str:
    """A text without the one character that PostgreSQL cannot keep (and nobody types)."""
    return text.replace("\0", "")


async def read_body(request: web.Request, most_bytes: int, seconds: float = READ_S) -> bytes:
    """The whole body.

    Raises:
        BadRequestError: too long, or too slow.
    """
    stream = _Counted(request.content, most_bytes, most_lines=0)
    data = bytearray()
    async with _in_time(seconds):
        while chunk := await stream.read(_CHUNK):
            data += chunk
    return bytes(data)


async def read_form(request: web.Request, limits: FormLimits, seconds: float = UPLOAD_S) -> PostedForm:
    """A multipart form; a file over its limit is counted as refused and read to its end, so that the rest still counts.

    Raises:
        BadRequestError: no form, too long or too slow.
    """
    if request.content_type != "multipart/form-data":
        raise BadRequestError("内容的格式不对")
    fields: dict[str, str] = {}
    pictures: list[bytes] = []
    refused = 0
    stream = _Counted(request.content, limits.total_bytes, _PLAIN_LINES)
    try:
        async with _in_time(seconds):
            reader = _PlainReader(request.headers, stream)
            for _ in range(_MOST_PARTS):
                part = await reader.next()
                if part is None:
                    return PostedForm(fields, tuple(pictures), refused)
                if not isinstance(part, BodyPartReader):  # the reader refuses it before
                    raise BadRequestError("内容的格式不对")
                name = part.name or ""  # parsed anew each time it is asked
                if name != "image":
                    value = await _whole(part, FIELD_BYTES)
                    if value is None:
                        raise BadRequestError("文字太长了，请缩短后再发", 413)
                    fields[name] = without_nul(value.decode())
                    continue
                data = await _whole(part, limits.picture_bytes)
                if data is None or (data and len(pictures) == limits.pictures):
                    refused += 1
                elif data:  # a browser sends an empty part when no file was chosen
                    pictures.append(data)
    except (ValueError, UnicodeDecodeError, AssertionError, RuntimeError, HttpProcessingError) as error:
        raise BadRequestError("内容的格式不对") from error
    raise BadRequestError("内容的部分太多")


@asynccontextmanager
async def _in_time(seconds: float) -> AsyncIterator[None]:
    try:
        async with asyncio.timeout(seconds):
            yield
    except TimeoutError:
        raise BadRequestError("网络太慢，内容没有收完，请再发一次", 408) from None
    except (ConnectionError, web.RequestPayloadError) as error:  # whoever sends it has gone, or sends nonsense
        raise BadRequestError("内容没有收完，请再发一次") from error


async def _whole(part: BodyPartReader, most_bytes: int) -> bytes | None:
    """A part's bytes; None when there are more, which are read and dropped."""
    data, over = bytearray(), False
    while chunk := await part.read_chunk(_CHUNK):
        over = over or len(data) + len(chunk) > most_bytes
        if not over:
            data += chunk
    return None if over else bytes(data)


class _PlainReader(MultipartReader):
    """A multipart reader whose parts have short heads, looked at before it parses what they are called."""

    multipart_reader_cls = MultipartReader  # of a form in a form, which is refused

    def __init__(self, headers: Mapping[str, str], content: _Counted) -> None:
        super().__init__(
            headers,
            content,  # type: ignore[arg-type] # what it uses of a stream
            max_field_size=_HEADER_BYTES,
            max_headers=_MOST_HEADERS,
        )

    async def fetch_next_part(self) -> MultipartReader | BodyPartReader:
        """The next part."""
        part = await super().fetch_next_part()
        if not isinstance(part, BodyPartReader) or not is_plain_disposition(
            part.headers.get(hdrs.CONTENT_DISPOSITION, "")
        ):
            raise BadRequestError("内容的格式不对")
        return part


class _Counted:
    """What the multipart reader needs of a stream, counted.

    Lines have a bound of their own: a preamble of a million tiny lines is small, but keeps the event loop busy.
    """

    def __init__(self, stream: StreamReader, most_bytes: int, most_lines: int) -> None:
        self._stream = stream
        self._bytes_left = most_bytes
        self._lines_left = most_lines

    async def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        return self._count(await self._stream.read(size))

    async def readline(self, *, max_line_length: int | None = None) -> bytes:
        """The next line."""
        self._lines_left -= 1
        if self._lines_left < 0:
            raise BadRequestError("内容的格式不对")
        line = await self._stream.readline(max_line_length=max_line_length or FIELD_BYTES)
        return self._count(line)

    def at_eof(self) -> bool:
        """Whether all was read."""
        return self._stream.at_eof()

    def unread_data(self, data: bytes) -> None:
        """Put bytes back."""
        self._bytes_left += len(data)
        self._stream.unread_data(data)

    def _count(self, data: bytes) -> bytes:
        self._bytes_left -= len(data)
        if self._bytes_left < 0:
            raise BadRequestError("内容太大了，请缩短后再发", 413)
        return data
