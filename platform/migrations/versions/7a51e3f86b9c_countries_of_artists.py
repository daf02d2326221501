"""Countries of artists, and artists of more of them.

Made beside the videos (8b04d2c719ea); a03e7d5c2f16 brings the two together.

Revision ID: 7a51e3f86b9c
Revises: 6f27c0a95d1b
Create Date: 2024-11-18 09:00:00+00:00
"""

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

revision = "7a51e3f86b9c"
down_revision = "6f27c0a95d1b"
branch_labels = None
depends_on = None


# ISO 3166-1 alpha-2.
COUNTRIES = {
    "UZ": [
        "yulduz-usmonova",
        "sherali-jorayev",
        "munojot-yolchiyeva",
        "sevara-nazarkhan",
        "botir-zokirov",
        "yalla",
    ],
    "RU": ["kino"],
}

ARTISTS = [
    ("dimash", "Димаш Құдайберген", "pop, classical", "KZ"),
    ("fairuz", "فيروز", "classical", "LB"),
    ("googoosh", "گوگوش", "pop", "IR"),
    ("sezen-aksu", "Sezen Aksu", "pop", "TR"),
]


def upgrade():
    op.add_column("artists", sa.Column("country", sa.String(2)))
    artists = sa.table("artists", *(sa.column(name, sa.Text()) for name in ("id", "name", "genre", "country")))
    for country, ids in COUNTRIES.items():
        op.execute(artists.update().where(artists.c.id.in_(ids)).values(country=country))
    rows = [{"id": id, "name": name, "genre": genre, "country": country} for id, name, genre, country in ARTISTS]
    # Those that a way back left are still there.
    insert = postgresql.insert(artists).values(rows)
    op.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"country": insert.excluded.country}))


def downgrade():
    # The artists stay: posters may refer to them, and older code shows them as well.
    op.drop_column("artists", "country")
