"""Results of the face quiz.

Revision ID: 9c68f1a3e705
Revises: 8b04d2c719ea
Create Date: 2024-11-25 14:00:00+00:00
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "9c68f1a3e705"
down_revision = "8b04d2c719ea"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "quiz_results",
        sa.Column("id", sa.BigInteger(), sa.Identity(), primary_key=True),
        sa.Column("user_id", postgresql.UUID(), sa.ForeignKey("users.id", ondelete="SET NULL")),
        sa.Column("artist_id", sa.Text(), sa.ForeignKey("artists.id"), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
    )


def downgrade():
    op.drop_table("quiz_results")
