"""Several genres an artist, in a table of their own.

The schema of release v1.3.0. Code of v1.2 reads artists.genre and fails on it. The way back keeps every genre, and
what was written since; only the order in which an artist's genres once stood is lost.

Revision ID: e4b92f60a8d5
Revises: abc123
Create Date: 2025-01-20 11:00:00+00:00
"""

from alembic import op
import sqlalchemy as sa

revision = "e4b92f60a8d5"
down_revision = "abc123"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "artist_genres",
        sa.Column("artist_id", sa.Text(), sa.ForeignKey("artists.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("genre", sa.Text(), primary_key=True),
        sa.CheckConstraint("genre <> '' AND genre !~ ','", name="artist_genres_one_genre"),
    )
    op.execute(
        "INSERT INTO artist_genres (artist_id, genre)"
        " SELECT DISTINCT id, btrim(part) FROM artists, regexp_split_to_table(genre, ',') AS part"
        " WHERE btrim(part) <> ''"
    )
    op.drop_column("artists", "genre")


def downgrade():
    op.add_column("artists", sa.Column("genre", sa.Text(), server_default="", nullable=False))
    op.execute(
        "UPDATE artists SET genre = joined.genres"
        " FROM (SELECT artist_id, string_agg(genre, ', ' ORDER BY genre) AS genres"
        " FROM artist_genres GROUP BY artist_id) AS joined"
        " WHERE joined.artist_id = artists.id"
    )
    op.drop_table("artist_genres")
