"""A store that speaks as much of S3 as pictures need, checks every signature, and can be out of order.

The signature is worked out from the description of AWS Signature Version 4, not with the client's library:
https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
"""

from __future__ import annotations

import hashlib
import hmac
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlsplit

_AUTHORIZATION = re.compile(
    r"AWS4-HMAC-SHA256 Credential=(?P<key>[^/]+)/(?P<scope>[^,]+), ?"
    r"SignedHeaders=(?P<names>[^,]+), ?Signature=(?P<mac>\w+)"
)


@dataclass
class FakeS3:
    """One bucket, and the pair of keys that opens it."""

    bucket: str = "pictures"
    access_key: str = "access"
    secret_key: str = "secret"
    region: str = "us-east-1"
    objects: dict[str, bytes] = field(default_factory=dict)
    refused: int = 0
    broken: bool = False
    """Whether every request is answered 503."""
    port: int = 0

    @property
    def address(self) -> str:
        """What the setting `storage.pictures` names."""
        return f"s3+http://127.0.0.1:{self.port}/{self.bucket}/kept"

    @contextmanager
    def running(self) -> Iterator[FakeS3]:
        """Serve on a free port."""
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                store.serve(self)

            do_GET = do_PUT = do_HEAD = do_DELETE = handle_any  # noqa: N815

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            server.shutdown()
            server.server_close()
            thread.join()

    def serve(self, request: BaseHTTPRequestHandler) -> None:
        """Answer one request."""
        body = request.rfile.read(int(request.headers.get("Content-Length") or 0))
        parts = urlsplit(request.path)
        bucket, _, key = unquote(parts.path).strip("/").partition("/")
        if self.broken:
            return self._answer(request, 503, _fault("SlowDown"))
        if not self._is_signed(request, body):
            self.refused += 1
            return self._answer(request, 403, _fault("SignatureDoesNotMatch"))
        if bucket != self.bucket:
            return self._answer(request, 404, _fault("NoSuchBucket"))
        if request.command == "GET" and not key:
            return self._answer(request, 200, self._listing(dict(parse_qsl(parts.query))))
        if request.command == "PUT":
            self.objects[key] = body
            return self._answer(request, 200, b"")
        if request.command == "DELETE":
            self.objects.pop(key, None)
            return self._answer(request, 204, b"")
        if key not in self.objects:
            return self._answer(request, 404, _fault("NoSuchKey"))
        return self._answer(request, 200, self.objects[key])

    def _listing(self, query: dict[str, str]) -> bytes:
        """At most two names at a time, so that the client must turn pages."""
        names = sorted(name for name in self.objects if name.startswith(query.get("prefix", "")))
        start = int(query.get("continuation-token", "0"))
        page, rest = names[start : start + 2], names[start + 2 :]
        items = "".join(f"<Contents><Key>{name}</Key><Size>1</Size></Contents>" for name in page)
        more = f"<NextContinuationToken>{start + 2}</NextContinuationToken>" if rest else ""
        return (
            '<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">'
            f"<IsTruncated>{str(bool(rest)).lower()}</IsTruncated>{items}{more}</ListBucketResult>"
        ).encode()

    def _is_signed(self, request: BaseHTTPRequestHandler, body: bytes) -> bool:
        written = _AUTHORIZATION.fullmatch(request.headers.get("Authorization", ""))
        digest = request.headers.get("x-amz-content-sha256", "")
        if written is None or written["key"] != self.access_key:
            return False
        if digest != "UNSIGNED-PAYLOAD" and digest != hashlib.sha256(body).hexdigest():
            return False
        parts = urlsplit(request.path)
        query = "&".join(
            f"{quote(name, safe='-_.~')}={quote(value, safe='-_.~')}"
            for name, value in sorted(parse_qsl(parts.query, keep_blank_values=True))
        )
        headers = "".join(f"{name}:{request.headers.get(name, '').strip()}\n" for name in written["names"].split(";"))
        canonical = "\n".join((request.command, parts.path, query, headers, written["names"], digest))
        scope = written["scope"]
        text = "\n".join(
            ("AWS4-HMAC-SHA256", request.headers["x-amz-date"], scope, hashlib.sha256(canonical.encode()).hexdigest())
        )
        day, region, service, end = scope.split("/")
        key = f"AWS4{self.secret_key}".encode()
        for step in (day, region, service, end):
            key = hmac.new(key, step.encode(), hashlib.sha256).digest()
        return region == self.region and hmac.new(key, text.encode(), hashlib.sha256).hexdigest() == written["mac"]

    @staticmethod
    def _answer(request: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
        request.send_response(status)
        request.send_header("Content-Length", str(len(body)))
        request.send_header("Content-Type", "application/xml")
        request.end_headers()
        if request.command != "HEAD":
            request.wfile.write(body)


def _fault(code: str) -> bytes:
    return f"<?xml version='1.0'?><Error><Code>{code}</Code><Message>{code}</Message></Error>".encode()
