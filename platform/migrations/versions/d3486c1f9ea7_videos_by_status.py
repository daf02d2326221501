"""Find videos by status without reading them all, and while others write.

Revision ID: d3486c1f9ea7
Revises: c25a9d0b7e48
Create Date: 2025-01-13 09:00:00+00:00
"""

from alembic import op

revision = "d3486c1f9ea7"
down_revision = "c25a9d0b7e48"
branch_labels = None
depends_on = None


def upgrade():
    # Outside of a transaction, as "concurrently" demands; what an attempt that failed has left is taken away first.
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS videos_status_created_at")
        op.execute("CREATE INDEX CONCURRENTLY videos_status_created_at ON videos (status, created_at)")


def downgrade():
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS videos_status_created_at")
