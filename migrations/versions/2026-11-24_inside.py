"""inside: a schema for what is confidential, and keys that lead with the organisation"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

revision: str = "7a90c2f15d3b"
down_revision: str | None = "4c1d97e0a3f2"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

CONF = """
    access_event admission agreement agreement_confirmation appointment appointment_acceptance attendance attribution
    behaviour_experience classification commitment commitment_acceptance companion contestation evaluation follow_up
    gate_announcement group_harm group_member guardian guardian_consent guardian_particulars harm idea introduction
    invitation mandate mandate_acceptance mandate_comment need note one_time_code organisational_support
    outcome_confirmation party party_particulars place_ending presence private_grant private_harm private_need process
    readiness_declaration reconfirmation record_approval release reopening_request safety_assessment secrecy_acceptance
    session session_record shared_experience spokesperson_choice statement successor_proposal support_confirmation talk
    true_state
""".split()
OUTSIDE_IN_A_CASE = "independence offer proposed_contact proposed_moderator proposed_person referral released_item request seat".split()
IN_A_CASE = CONF + OUTSIDE_IN_A_CASE
WITHOUT_ORGANISATION = [name for name in IN_A_CASE if name not in "offer proposed_person referral released_item request".split()]
# Every reference to a row of the same case: the table, its column, and where that leads.
WITHIN_A_CASE = {
    "access_event": "party_id:party",
    "admission": "introduction_id:introduction party_id:party",
    "agreement": "proposed_by_party_id:party",
    "agreement_confirmation": "agreement_id:agreement party_id:party",
    "appointment_acceptance": "appointment_id:appointment party_id:party",
    "attendance": "session_id:session party_id:party",
    "attribution": "party_id:party told_by_party_id:party experience_id:behaviour_experience",
    "behaviour_experience": "party_id:party author_party_id:party",
    "commitment": "agreement_id:agreement owner_party_id:party beneficiary_party_id:party replaces_id:commitment",
    "commitment_acceptance": "commitment_id:commitment party_id:party",
    "companion": "party_id:party",
    "contestation": "party_id:party declaration_id:readiness_declaration reconfirmation_id:reconfirmation",
    "evaluation": "party_id:party",
    "group_harm": "party_id:party",
    "group_member": "group_party_id:party party_id:party",
    "guardian": "party_id:party own_party_id:party",
    "guardian_consent": "guardian_id:guardian",
    "guardian_particulars": "party_id:party guardian_id:guardian",
    "harm": "party_id:party",
    "idea": "party_id:party",
    "introduction": "party_id:party session_id:session",
    "invitation": "party_id:party guardian_id:guardian companion_id:companion member_id:group_member",
    "mandate_acceptance": "mandate_id:mandate party_id:party guardian_id:guardian",
    "mandate_comment": "mandate_id:mandate party_id:party",
    "need": "party_id:party",
    "one_time_code": "party_id:party",
    "organisational_support": "proposed_by_party_id:party",
    "outcome_confirmation": "party_id:party",
    "party": "proposed_person_id:proposed_person",
    "party_particulars": "party_id:party",
    "place_ending": "party_id:party",
    "presence": "session_id:session introduction_id:introduction",
    "private_grant": "party_id:party appointment_id:appointment",
    "private_harm": "party_id:party",
    "private_need": "party_id:party",
    "proposed_contact": "proposed_person_id:proposed_person",
    "readiness_declaration": "party_id:party",
    "reconfirmation": "session_id:session party_id:party",
    "record_approval": "record_id:session_record party_id:party",
    "release": "support_id:organisational_support party_id:party",
    "released_item": "support_id:organisational_support",
    "reopening_request": "party_id:party",
    "safety_assessment": "party_id:party",
    "seat": "party_id:party guardian_id:guardian companion_id:companion member_id:group_member",
    "secrecy_acceptance": "party_id:party guardian_id:guardian companion_id:companion member_id:group_member",
    "session": "appointment_id:appointment",
    "session_record": "session_id:session",
    "shared_experience": "party_id:party author_party_id:party",
    "spokesperson_choice": "group_party_id:party member_id:group_member chosen_id:group_member",
    "statement": "party_id:party",
    "support_confirmation": "item_id:released_item party_id:party",
    "talk": "party_id:party",
}

# Every key of which the organisation is now the first column; the constraint's former columns.
KEYS = {
    "access_event": ["party_id reader_id read_on"],
    "admission": ["introduction_id party_id"],
    "agreement": ["case_id version"],
    "agreement_confirmation": ["agreement_id party_id"],
    "appointment_acceptance": ["appointment_id party_id"],
    "attendance": ["session_id party_id"],
    "attribution": ["experience_id"],
    "case": ["reference"],
    "classification": ["case_id"],
    "commitment_acceptance": ["commitment_id"],
    "contestation": ["declaration_id", "reconfirmation_id"],
    "group_member": ["group_party_id party_id"],
    "guardian_particulars": ["guardian_id"],
    "independence": ["case_id"],
    "mandate": ["case_id version"],
    "one_time_code": ["code_digest"],
    "party_particulars": ["party_id"],
    "place_ending": ["party_id"],
    "presence": ["session_id introduction_id"],
    "private_grant": ["appointment_id party_id"],
    "process": ["case_id"],
    "proposed_contact": ["proposed_person_id"],
    "proposed_moderator": ["case_id moderator_id"],
    "qualification": ["moderator_id"],
    "referral": ["case_id", "referred_by_id external_id"],
    "released_item": ["support_id"],
    "request": ["case_id"],
    "seat": ["case_id principal_id"],
    "session_record": ["session_id"],
    "true_state": ["case_id"],
}
# The same for keys of what stands until it is void, as indexes: the table, the name, the columns, and which rows.
STANDING = (
    ("session", "uq_session_upcoming", "case_id", "state in ('planned', 'running')"),
    ("record_approval", "uq_record_approval_standing", "record_id party_id", "voided_at is null"),
    ("release", "uq_release_standing", "support_id party_id", "voided_at is null"),
    ("support_confirmation", "uq_support_confirmation_standing", "item_id party_id", "voided_at is null"),
)
WHOSE = {
    "mandate_acceptance": "mandate_id party_id guardian_id",
    "secrecy_acceptance": "party_id guardian_id companion_id member_id version",
}
# What a key served as well, as long as the organisation did not lead it.
INDEXED = {
    "admission": "introduction_id",
    "agreement_confirmation": "agreement_id",
    "appointment_acceptance": "appointment_id",
    "attendance": "session_id",
    "attribution": "experience_id",
    "commitment_acceptance": "commitment_id",
    "contestation": "declaration_id reconfirmation_id",
    "one_time_code": "code_digest",
    "party_particulars": "party_id",
    "presence": "session_id",
    "private_grant": "appointment_id",
    "proposed_contact": "proposed_person_id",
    "record_approval": "record_id",
    "release": "support_id",
    "released_item": "support_id",
    "session_record": "session_id",
    "support_confirmation": "item_id",
}
IN_ORDER = {
    **dict.fromkeys("classification independence process referral request true_state".split(), "case_id created_at id"),
    **dict.fromkeys(("agreement", "mandate"), "case_id version id"),
}
ONCE_UNIQUE = (
    ("seat", "ix_seat_principal", "principal_id case_id", None),
    ("invitation", "ix_invitation_invitee", "invitee_id", "conf"),
)
# Whoever is offered a case sees nothing of it but the last day: of the first moderator's term, or of the next one's.
FIRST = """
    update offer set open_until = c.received_on + (c.terms->>'seat_days')::int from "case" c where c.id = offer.case_id and not successor
"""
NEXT = """
    update offer set open_until = lost.at::date + (c.terms->>'successor_days')::int
    from "case" c, conf.process p, lateral (select max(ended_at) at time zone 'utc' as at from conf.appointment a where a.case_id = c.id) lost
    where c.id = offer.case_id and p.case_id = c.id and p.phase <> 'closed' and successor
"""
LATER: dict[str, Any] = {"deferrable": True, "initially": "DEFERRED"}


def upgrade() -> None:
    """inside: a schema for what is confidential, and keys that lead with the organisation"""
    op.execute("create schema conf authorization herstel_owner")
    for name in CONF:
        op.execute(f"alter table {name} set schema conf")
    for name in WITHOUT_ORGANISATION:
        op.add_column(name, sa.Column("organisation_id", sa.Uuid(), nullable=True), schema=schema_of(name))
        op.execute(f'update {at(name)} set organisation_id = (select organisation_id from "case" where id = case_id)')
        # What was put in or changed waits for its references until the end; a column cannot be made strict before.
        op.execute("set constraints all immediate")
        op.alter_column(name, "organisation_id", nullable=False, schema=schema_of(name))
    for name, column, _, _ in references():
        op.drop_constraint(f"fk_{name}_{column}", name, schema=schema_of(name), type_="foreignkey")
    for name in "offer proposed_person referral released_item request".split():
        op.drop_constraint(f"fk_{name}_organisation_id", name, type_="foreignkey")
    op.drop_constraint("fk_tie_registry_id", "tie", type_="foreignkey")
    op.add_column("offer", sa.Column("open_until", sa.Date(), nullable=True))
    op.execute(FIRST)
    op.execute(NEXT)
    lead_with_the_organisation()
    # An earlier case of another organisation can be taken up no more: the mark goes, the case stays.
    op.execute("""
        update conf.classification c set recurrence_of_case_id = null
        from "case" e where e.id = c.recurrence_of_case_id and e.organisation_id <> c.organisation_id
    """)
    op.execute("set constraints all immediate")
    for name, column, target, shared in references():
        there = [*shared, "id"]
        here = ["registry_id" if name == "tie" else one for one in shared]
        op.create_foreign_key(
            f"fk_{name}_{column}", name, target, [*here, column], there,
            source_schema=schema_of(name), referent_schema=schema_of(target), **LATER,
        )  # fmt: skip


def lead_with_the_organisation() -> None:
    """Every key: the organisation first; with an index for each search that the former key served too."""
    for name, keys in KEYS.items():
        for key in keys:
            former = None if name == "seat" else op.f(f"uq_{name}_{key.replace(' ', '_')}")
            if former:
                op.drop_constraint(former, name, schema=schema_of(name), type_="unique")
            op.create_unique_constraint(None, name, ["organisation_id", *key.split()], schema=schema_of(name))
    op.create_unique_constraint(None, "case", ["organisation_id", "id"])
    op.create_unique_constraint(None, "moderator", ["organisation_id", "id"])
    for name in sorted({target for _, _, target, shared in references() if "case_id" in shared}):
        together = ["organisation_id", "case_id", "id"]
        op.create_unique_constraint(f"uq_{name}_together", name, together, schema=schema_of(name))
    for name, index, columns, which in STANDING:
        op.drop_index(index, name, schema="conf")
        where = sa.text(which)
        op.create_index(index, name, ["organisation_id", *columns.split()], unique=True, schema="conf", postgresql_where=where)
    for name, columns in WHOSE.items():
        op.drop_constraint(f"uq_{name}_whose", name, schema="conf", type_="unique")
        whose = ["organisation_id", *columns.split()]
        op.create_unique_constraint(f"uq_{name}_whose", name, whose, schema="conf", postgresql_nulls_not_distinct=True)
    for name, columns in INDEXED.items():
        for column in columns.split():
            op.create_index(f"ix_{name}_{column}", name, [column], schema=schema_of(name))
    for name, columns in IN_ORDER.items():
        op.create_index(f"ix_{name}_case", name, columns.split(), schema=schema_of(name))
    for table, index, columns, schema in ONCE_UNIQUE:
        op.drop_index(index, table, schema=schema)
        op.create_index(index, table, columns.split(), schema=schema)


def downgrade() -> None:
    """Take it back: everything lies in one schema again, and no row but the case says whose it is."""
    for name, column, _, _ in references():
        op.drop_constraint(f"fk_{name}_{column}", name, schema=schema_of(name), type_="foreignkey")
    lead_alone()
    for name in CONF:
        op.execute(f"alter table {at(name)} set schema public")
    for name in WITHOUT_ORGANISATION:
        op.drop_column(name, "organisation_id")
    op.drop_column("offer", "open_until")
    for name, column, target, _ in references():
        op.create_foreign_key(f"fk_{name}_{column}", name, target, [column], ["id"], **LATER)
    for name in "offer proposed_person referral released_item request".split():
        op.create_foreign_key(f"fk_{name}_organisation_id", name, "organisation", ["organisation_id"], ["id"], **LATER)
    op.create_foreign_key("fk_tie_registry_id", "tie", "organisation", ["registry_id"], ["id"], **LATER)
    op.execute("drop schema conf")


def lead_alone() -> None:
    """Every key as it was before the organisation came first."""
    for table, index, columns, schema in ONCE_UNIQUE:
        op.drop_index(index, table, schema=schema)
        op.create_index(index, table, columns.split(), unique=True, schema=schema)
    for name in IN_ORDER:
        op.drop_index(f"ix_{name}_case", name, schema=schema_of(name))
    for name, columns in INDEXED.items():
        for column in columns.split():
            op.drop_index(f"ix_{name}_{column}", name, schema=schema_of(name))
    for name, columns in WHOSE.items():
        op.drop_constraint(f"uq_{name}_whose", name, schema="conf", type_="unique")
        op.create_unique_constraint(f"uq_{name}_whose", name, columns.split(), schema="conf", postgresql_nulls_not_distinct=True)
    for name, index, columns, which in STANDING:
        op.drop_index(index, name, schema="conf")
        op.create_index(index, name, columns.split(), unique=True, schema="conf", postgresql_where=sa.text(which))
    for name in sorted({target for _, _, target, shared in references() if "case_id" in shared}):
        op.drop_constraint(f"uq_{name}_together", name, schema=schema_of(name), type_="unique")
    for name in ("case", "moderator"):
        op.drop_constraint(f"uq_{name}_organisation_id_id", name, type_="unique")
    for name, keys in KEYS.items():
        for key in keys:
            op.drop_constraint(named(name, key), name, schema=schema_of(name), type_="unique")
            if name != "seat":
                op.create_unique_constraint(None, name, key.split(), schema=schema_of(name))


def named(table: str, key: str) -> str:
    """The name that the convention gives to a key that the organisation leads, cut where PostgreSQL would."""
    columns: list[sa.Column[Any]] = [sa.Column(column) for column in ("organisation_id", *key.split())]
    convention = {"uq": "uq_%(table_name)s_%(column_0_N_name)s"}
    made = sa.Table(table, sa.MetaData(naming_convention=convention), *columns, sa.UniqueConstraint(*columns))
    (found,) = [one for one in made.constraints if isinstance(one, sa.UniqueConstraint)]
    return str(op.get_bind().dialect.identifier_preparer.format_constraint(found)).strip('"')


def at(name: str) -> str:
    """A table by its full name."""
    return f'conf."{name}"' if name in CONF else f'"{name}"'


def schema_of(name: str) -> str | None:
    """Where a table lies from now on."""
    return "conf" if name in CONF else None


def references() -> Iterator[tuple[str, str, str, list[str]]]:
    """Every reference that leads with the organisation: its table, its column, where it leads, and what both rows share."""
    for name in IN_A_CASE:
        yield name, "case_id", "case", ["organisation_id"]
    for name, found in WITHIN_A_CASE.items():
        for pair in found.split():
            column, target = pair.split(":")
            yield name, column, target, ["organisation_id", "case_id"]
    yield "classification", "recurrence_of_case_id", "case", ["organisation_id"]
    yield "proposed_person", "person_id", "person", ["organisation_id"]
    yield "person", "unit_id", "unit", ["organisation_id"]
    yield "qualification", "moderator_id", "moderator", ["organisation_id"]
    yield "tie", "moderator_id", "moderator", ["organisation_id"]
