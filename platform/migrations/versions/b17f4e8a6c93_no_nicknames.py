"""No nicknames: nothing shows them any more.

The way back makes the column anew and empty; what stood in it is only in a dump.

Revision ID: b17f4e8a6c93
Revises: a03e7d5c2f16
Create Date: 2024-12-09 09:00:00+00:00
"""

from alembic import op
import sqlalchemy as sa

revision = "b17f4e8a6c93"
down_revision = "a03e7d5c2f16"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column("users", "nickname")


def downgrade():
    op.add_column("users", sa.Column("nickname", sa.Text()))
