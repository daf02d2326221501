"""Countries of artists, and videos, together.

Revision ID: a03e7d5c2f16
Revises: 7a51e3f86b9c, 9c68f1a3e705
Create Date: 2024-12-02 09:00:00+00:00
"""

revision = "a03e7d5c2f16"
down_revision = ("7a51e3f86b9c", "9c68f1a3e705")
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
