"""One user an address.

Revision ID: 5e93b1d847c2
Revises: 4d6a2c70e1f8
Create Date: 2024-10-21 08:30:00+00:00
"""

from alembic import op
import sqlalchemy as sa

revision = "5e93b1d847c2"
down_revision = "4d6a2c70e1f8"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("users_email_key", "users", [sa.text("lower(email)")], unique=True)


def downgrade():
    op.drop_index("users_email_key", table_name="users")
