"""The first artists, and `test`, with which smoke tests make their poster.

Revision ID: 3c1e8f5a9b24
Revises: 2b7d9e41c6a3
Create Date: 2024-10-07 10:00:00+00:00
"""

from alembic import op
import sqlalchemy as sa

revision = "3c1e8f5a9b24"
down_revision = "2b7d9e41c6a3"
branch_labels = None
depends_on = None


ARTISTS = [
    ("test", "Test", "test"),
    ("yulduz-usmonova", "Yulduz Usmonova", "pop, folk"),
    ("sherali-jorayev", "Sherali Joʻrayev", "folk"),
    ("munojot-yolchiyeva", "Munojot Yoʻlchiyeva", "classical"),
    ("sevara-nazarkhan", "Sevara Nazarxon", "folk, electronic"),
    ("botir-zokirov", "Ботир Зокиров", "pop"),
    ("yalla", "Ялла", "rock, folk"),
    ("kino", "Кино", "rock"),
]


def upgrade():
    artists = sa.table("artists", *(sa.column(name, sa.Text()) for name in ("id", "name", "genre")))
    op.bulk_insert(artists, [{"id": id, "name": name, "genre": genre} for id, name, genre in ARTISTS])


def downgrade():
    artists = sa.table("artists", sa.column("id", sa.Text()))
    op.execute(artists.delete().where(artists.c.id.in_([id for id, _, _ in ARTISTS])))
