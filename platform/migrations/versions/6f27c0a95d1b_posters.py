"""Posters.

Revision ID: 6f27c0a95d1b
Revises: 5e93b1d847c2
Create Date: 2024-11-04 11:00:00+00:00
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "6f27c0a95d1b"
down_revision = "5e93b1d847c2"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "posters",
        sa.Column("id", postgresql.UUID(), server_default=sa.text("gen_random_uuid()"), primary_key=True),
        sa.Column("artist_id", sa.Text(), sa.ForeignKey("artists.id"), nullable=False),
        sa.Column("user_id", postgresql.UUID(), sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("client_address", sa.Text()),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    )


def downgrade():
    op.drop_table("posters")
