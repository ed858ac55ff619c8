"""The encrypted bytes of pictures in a bucket of an S3-compatible store."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from common.errors import BotError
from common.settings import StorageSettings

_CONNECT_S = 5
_READ_S = 20
_MISSING = ("404", "NoSuchKey", "NotFound")


class BucketFiles:
    """Objects below one prefix of one bucket; the store replaces an object in one step."""

    def __init__(self, storage: StorageSettings) -> None:
        """Use the store the settings name; nothing is asked of it yet.

        Raises:
            BotError: there is no key to show it.
        """
        missing = [name for name in ("s3_access_key", "s3_secret_key") if not getattr(storage, name)]
        if missing:
            raise BotError(
                f"settings.yml: storage.pictures 是 S3，storage.{missing[0]} 却空着。"
                f"改法：写成 {missing[0]}: ${{{missing[0].upper()}}}，值放进环境变量。"
            )
        parts = urlsplit(storage.pictures)
        self._bucket, _, prefix = parts.path.strip("/").partition("/")
        self._prefix = f"{prefix}/" if prefix else ""
        scheme = "http" if parts.scheme == "s3+http" else "https"
        self._client: Any = boto3.session.Session().client(
            "s3",
            endpoint_url=f"{scheme}://{parts.netloc}",
            region_name=storage.s3_region,
            aws_access_key_id=storage.s3_access_key,
            aws_secret_access_key=storage.s3_secret_key,
            config=Config(
                signature_version="s3v4",
                s3={"addressing_style": "path"},
                retries={"max_attempts": 3, "mode": "standard"},
                connect_timeout=_CONNECT_S,
                read_timeout=_READ_S,
                # Newer checksums are unknown to many compatible stores.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
            ),
        )

    def has(self, sha256: str) -> bool:
        """Whether there is an object of this name."""
        try:
            self._client.head_object(Bucket=self._bucket, Key=self._prefix + sha256)
        except ClientError as error:
            if _code(error) in _MISSING:
                return False
            raise
        return True

    def put(self, sha256: str, sealed: bytes, *, replace: bool = False) -> None:
        """Write the object."""
        if replace or not self.has(sha256):
            self._client.put_object(Bucket=self._bucket, Key=self._prefix + sha256, Body=sealed)

    def get(self, sha256: str) -> bytes:
        """The bytes of an object."""
        try:
            answer = self._client.get_object(Bucket=self._bucket, Key=self._prefix + sha256)
        except ClientError as error:
            if _code(error) in _MISSING:
                raise FileNotFoundError(sha256) from error
            raise
        return bytes(answer["Body"].read())

    def remove(self, sha256: str) -> None:
        """Delete the object."""
        self._client.delete_object(Bucket=self._bucket, Key=self._prefix + sha256)

    def names(self) -> list[str]:
        """The names of all objects."""
        pages = self._client.get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=self._prefix)
        found = (item["Key"].removeprefix(self._prefix) for page in pages for item in page.get("Contents", ()))
        return sorted(name for name in found if len(name) == 64)


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
