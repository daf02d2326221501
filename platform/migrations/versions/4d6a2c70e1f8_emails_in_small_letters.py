"""Addresses of users in small letters.

Revision ID: 4d6a2c70e1f8
Revises: 3c1e8f5a9b24
Create Date: 2024-10-21 08:00:00+00:00
"""

from alembic import op

revision = "4d6a2c70e1f8"
down_revision = "3c1e8f5a9b24"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE users SET email = lower(email) WHERE email <> lower(email)")


def downgrade():
    # How somebody spelled an address is not kept, and older code takes either spelling.
    pass
