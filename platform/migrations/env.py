"""Connects Alembic to the database that DATABASE_URL names, one migration at a time.

Works with SQLAlchemy 1.4 and 2. The revisions are written by hand: there is no model to compare with.
"""
import os
import time
from logging.config import fileConfig

import sqlalchemy as sa
from alembic import context
from alembic.util import CommandError

# Whoever changes this schema takes this lock first: Alembic has none of its own, and two at once break each other.
LOCK = 5747261
# A migration waits so many seconds for others' locks and then gives up: what waits for a lock holds up everybody behind it.
PATIENCE = 30

if context.config.config_file_name is not None:
    fileConfig(context.config.config_file_name, disable_existing_loggers=False)


def address():
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        raise CommandError("DATABASE_URL is not set: postgresql://user:password@host:5432/database")
    try:
        parsed = sa.engine.make_url(url)
    except Exception:
        # Not the cause: its message would print the address, and with it the password.
        raise CommandError("DATABASE_URL is no address: postgresql://user:password@host:5432/database") from None
    if not parsed.drivername.startswith("postgresql"):
        raise CommandError(f"DATABASE_URL must begin with postgresql://, and not with {parsed.drivername}://")
    return parsed


def lock(connection):
    """Takes the lock for as long as the connection lives, across the transactions of the single revisions.

    It asks again and again and does not wait inside the server: CREATE INDEX CONCURRENTLY waits for every transaction
    to end, so somebody who waits in one for the lock of whoever builds the index would never get it.
    """
    give_up = time.monotonic() + PATIENCE
    while True:
        with connection.begin():
            connection.execute(sa.text(f"SET lock_timeout = '{PATIENCE}s'"))
            if connection.execute(sa.text(f"SELECT pg_try_advisory_lock({LOCK})")).scalar():
                return
        if time.monotonic() > give_up:
            raise CommandError(f"another migration of this database has been running for {PATIENCE} s")
        time.sleep(0.2)


def run_offline():
    context.configure(dialect_name="postgresql", literal_binds=True, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()


def run_online():
    engine = sa.create_engine(
        address(), poolclass=sa.pool.NullPool, connect_args={"connect_timeout": 10, "application_name": "alembic"}
    )
    try:
        connection = engine.connect()
    except sa.exc.OperationalError as error:
        raise CommandError(f"cannot reach the database: {str(error.orig).strip()}") from None
    with connection:
        lock(connection)
        context.configure(connection=connection, transaction_per_migration=True)
        with context.begin_transaction():
            context.run_migrations()


if context.is_offline_mode():
    run_offline()
else:
    run_online()
