"""Artists.

Revision ID: 2b7d9e41c6a3
Revises: 1f0c5a2d7e10
Create Date: 2024-10-07 09:20:00+00:00
"""

from alembic import op
import sqlalchemy as sa

revision = "2b7d9e41c6a3"
down_revision = "1f0c5a2d7e10"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "artists",
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("name", sa.Text(), nullable=False),
        # One genre, or several divided by a comma.
        sa.Column("genre", sa.Text(), server_default="", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        sa.CheckConstraint("id ~ '^[a-z0-9][a-z0-9-]{0,62}$'", name="artists_id_is_a_slug"),
    )


def downgrade():
    op.drop_table("artists")
