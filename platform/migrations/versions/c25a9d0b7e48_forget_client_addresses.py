"""Forget the network addresses from which posters were ordered.

Revision ID: c25a9d0b7e48
Revises: b17f4e8a6c93
Create Date: 2024-12-16 09:00:00+00:00
"""

from alembic import op
from alembic.util import CommandError

revision = "c25a9d0b7e48"
down_revision = "b17f4e8a6c93"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column("posters", "client_address")


def downgrade():
    # A column that is there again and empty would let older code believe that nobody ordered anything.
    raise CommandError(
        "c25a9d0b7e48 has no way back: the addresses were erased for good. Restore a dump from before it instead."
    )
