"""Scores between 0 and 1, and the artists of the rest of the world.

The schema of the releases v1.2.1 to v1.2.12.

Revision ID: abc123
Revises: d3486c1f9ea7
Create Date: 2025-01-17 09:00:00+00:00
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "abc123"
down_revision = "d3486c1f9ea7"
branch_labels = None
depends_on = None


ARTISTS = [
    ("bts", "방탄소년단", "pop, hip-hop", "KR"),
    ("ryuichi-sakamoto", "坂本龍一", "electronic, classical", "JP"),
    ("teresa-teng", "鄧麗君", "pop", "TW"),
    ("lata-mangeshkar", "लता मंगेशकर", "classical", "IN"),
    ("nani-bregvadze", "ნანი ბრეგვაძე", "folk", "GE"),
    ("nana-mouskouri", "Νάνα Μούσχουρη", "pop, folk", "GR"),
]


def upgrade():
    artists = sa.table("artists", *(sa.column(name, sa.Text()) for name in ("id", "name", "genre", "country")))
    rows = [{"id": id, "name": name, "genre": genre, "country": country} for id, name, genre, country in ARTISTS]
    # Those that a way back left are still there.
    op.execute(postgresql.insert(artists).values(rows).on_conflict_do_nothing())
    op.create_check_constraint("quiz_results_score", "quiz_results", "score BETWEEN 0 AND 1")


def downgrade():
    # The artists stay: posters may refer to them, and older code shows them as well.
    op.drop_constraint("quiz_results_score", "quiz_results")
