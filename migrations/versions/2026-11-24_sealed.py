"""sealed: what people said becomes an envelope, under the key of its case"""

import json
import unicodedata
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

import sqlalchemy as sa
from alembic import context, op

revision: str = "e52f90a1c8d4"
down_revision: str | None = "c3d1e84b7f60"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

# Every column that is sealed from now on; a star marks those that hold several texts.
SEALED = {
    "conf.agreement": "text text_hash",
    "conf.attribution": "text",
    "conf.behaviour_experience": "text",
    "conf.classification": "affected_group",
    "conf.commitment": "what how_we_know",
    "conf.companion": "display_name contact",
    "conf.evaluation": "remark",
    "conf.follow_up": "summary",
    "conf.group_harm": "group_name text",
    "conf.group_member": "display_name",
    "conf.guardian": "display_name",
    "conf.guardian_particulars": "contact",
    "conf.harm": "text",
    "conf.idea": "text",
    "conf.introduction": "display_name",
    "conf.mandate": "scope moderator_role procedure own_ground_rules* evidence_clause limits_of_secrecy text_hash",
    "conf.mandate_comment": "text",
    "conf.need": "text",
    "conf.note": "text",
    "conf.organisational_support": "text text_hash",
    "conf.party": "display_name",
    "conf.party_particulars": "contact communication_needs",
    "conf.private_harm": "text",
    "conf.private_need": "text",
    "conf.record_approval": "text_hash",
    "conf.release": "text_hash",
    "conf.safety_assessment": "measures",
    "conf.session": "goal agenda place",
    "conf.session_record": "text text_hash",
    "conf.shared_experience": "text",
    "conf.statement": "text",
    "conf.talk": "goal",
    "offer": "proposed_names*",
    "proposed_contact": "address",
    "proposed_person": "name",
    "qualification": "text",
    "referral": "note",
    "released_item": "text",
    "request": "note",
}
OF_NO_CASE = ("qualification",)
NAMES = "select id, organisation_id, name from proposed_person where name_key is not null order by id"
APART = "\x1f"  # no text of anybody's holds it


def upgrade() -> None:
    """Seal what stands. In backups, and in the log of the server until it is recycled, it is as plain as it was: docs/secrecy.md."""
    for table, column, many in columns():
        op.execute(f"alter table {table} alter column {column} type text using {f'array_to_json({column})::text' if many else column}")
    content = context.config.attributes["content"]
    with unforced():
        for person in op.get_bind().execute(sa.text(NAMES)).all():
            # With the digest of before, which took no key, names could be tried out.
            put("proposed_person", "name_key", person.id, content.find(plain_name(person.name), person.organisation_id))
        for table, column, many in columns():
            for place, value in each(table, column):
                envelope = content.seal(json.loads(value) if many else value, *place)
                put(table, column, place.row, b64encode(envelope).decode())
    for table, column, _ in columns():
        # A new type writes the whole table anew: of the former rows nothing is left in it.
        op.execute(f"alter table {table} alter column {column} type bytea using decode({column}, 'base64')")


def downgrade() -> None:
    """Open it all again; a name is found by the unkeyed digest of before."""
    for table, column, _ in columns():
        op.execute(f"alter table {table} alter column {column} type text using translate(encode({column}, 'base64'), E'\\n', '')")
    content = context.config.attributes["content"]
    with unforced():
        for table, column, _ in columns():
            for place, value in each(table, column):
                said = content.unseal(b64decode(value), *place)
                put(table, column, place.row, APART.join(said) if isinstance(said, list) else said)
        for person in op.get_bind().execute(sa.text(NAMES)).all():
            digest = sha256(f"{person.organisation_id}:{plain_name(person.name)}".encode()).hexdigest()
            put("proposed_person", "name_key", person.id, digest)
    for table, column, many in columns():
        if many:
            op.execute(f"alter table {table} alter column {column} type text[] using string_to_array({column}, chr(31))")


@contextmanager
def unforced() -> Iterator[None]:
    """Meanwhile the owner, for whom this runs, sees the rows."""
    for table in SEALED:
        op.execute(f"alter table {table} no force row level security")
    yield
    # What is due at the end of the transaction would keep the tables from being changed.
    op.execute("set constraints all immediate")
    for table in SEALED:
        op.execute(f"alter table {table} force row level security")


def columns() -> Iterator[tuple[str, str, bool]]:
    """Each sealed column: its table, its name, and whether it holds several texts."""
    for table, names in SEALED.items():
        for name in names.split():
            yield table, name.rstrip("*"), name.endswith("*")


class Place(NamedTuple):
    """Where something was said."""

    organisation: UUID
    case: UUID | None
    table: str
    row: UUID
    column: str


def each(table: str, column: str) -> Iterator[tuple[Place, str]]:
    """Every value of a column, with its place."""
    case = "null::uuid" if table in OF_NO_CASE else "case_id"
    asked = sa.text(f"select id, organisation_id, {case} as case_id, {column} as said from {table} where {column} is not null order by id")
    for row in op.get_bind().execute(asked).all():
        yield Place(row.organisation_id, row.case_id, table.removeprefix("conf."), row.id, column), row.said


def plain_name(name: str) -> str:
    """The same for the same name, however it is cased or accented."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", name.casefold()) if sign.isalnum())


def put(table: str, column: str, row: UUID, value: str) -> None:
    """This value into this column of this row."""
    op.get_bind().execute(sa.text(f"update {table} set {column} = :value where id = :row"), {"value": value, "row": row})
