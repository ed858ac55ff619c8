"""Putting everything encrypted under the newest key, while the processes keep running."""

from __future__ import annotations

import logging

from sqlalchemy import LargeBinary, Table, and_, select, tuple_, update
from sqlalchemy.engine import Engine

from tickets.attachments import AttachmentStore
from tickets.database import reading
from tickets.schema import metadata, picture
from tickets.vault import Vault

log = logging.getLogger(__name__)
_BATCH = 200
_PICTURE_BATCH = 4
"""A picture may have ten megabytes."""


def rotate_keys(engine: Engine, vault: Vault, store: AttachmentStore) -> int:
    """Make a new key when the keys are in a file, then re-encrypt every value and picture; how many.

    With keys from the settings the operator has put the new one in front already. Interrupted, it
    is simply run again: no key is forgotten before all is done.
    """
    if vault.key_file is not None:
        vault.add_key()
    count = sum(_rotate_column(engine, vault, table, column.name) for table, column in encrypted_columns())
    count += store.reseal()
    if vault.key_file is not None:
        vault.forget_old_keys()
    log.info("keys_rotated values=%d", count)
    return count


def encrypted_columns() -> list[tuple[Table, LargeBinary]]:
    """Every column that holds ciphertext: all columns of bytes, in the gateway's tables too."""
    return [
        (table, column)
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    ]


def _rotate_column(engine: Engine, vault: Vault, table: Table, name: str) -> int:
    keys, column = list(table.primary_key.columns), table.c[name]
    size = _PICTURE_BATCH if table is picture else _BATCH
    count, last = 0, None
    while True:
        query = select(*keys, column).where(column.is_not(None)).order_by(*keys).limit(size)
        with reading(engine) as connection:
            rows = connection.execute(query if last is None else query.where(tuple_(*keys) > tuple_(*last))).all()
        if not rows:
            return count
        with engine.begin() as connection:
            for *found, token in rows:
                # Only what is still as it was read: a newer value is under the newest key already.
                same = [key == value for key, value in zip(keys, found, strict=True)]
                connection.execute(
                    update(table).where(and_(*same, column == token)).values({name: vault.rotate(token)})
                )
        count, last = count + len(rows), rows[-1][:-1]
