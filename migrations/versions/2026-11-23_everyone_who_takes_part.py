"""everyone who takes part"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "b2e8ed0b94a7"
down_revision: str | None = "7706305a1d6d"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None


def upgrade() -> None:
    """everyone who takes part"""
    op.execute('alter table "outcome_confirmation" drop constraint "ck_outcome_confirmation_question"')
    op.execute('alter table "true_state" drop constraint "ck_true_state_ending"')
    op.create_table(
        "independence",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=False),
        sa.Column("people", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("units", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("principals", sa.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_independence_case_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_independence")),
        sa.UniqueConstraint("case_id", name=op.f("uq_independence_case_id")),
    )
    op.create_table(
        "successor_proposal",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("moderator_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column(
            "availability",
            sa.Enum("asked", "not_available", name="availability", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_successor_proposal_case_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["moderator_id"], ["moderator.id"], name=op.f("fk_successor_proposal_moderator_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_successor_proposal")),
    )
    op.create_index("ix_successor_proposal_case", "successor_proposal", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "access_event",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("reader_id", sa.Uuid(), nullable=False),
        sa.Column(
            "reader_role",
            sa.Enum(
                "admin",
                "registrar",
                "member",
                "coordinator",
                "moderator",
                "party",
                "guardian",
                "supporter",
                "auditor",
                "worker",
                name="reader_role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("read_on", sa.Date(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_access_event_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_access_event_party_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_event")),
        sa.UniqueConstraint("party_id", "reader_id", "read_on", name=op.f("uq_access_event_party_id_reader_id_read_on")),
    )
    op.create_index("ix_access_event_party", "access_event", ["party_id", "read_on", "id"], unique=False)
    op.create_table(
        "companion",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("supporter", "interpreter", "co_moderator", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_companion_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_companion_party_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_companion")),
    )
    op.create_index("ix_companion_case", "companion", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "group_harm",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("group_name", sa.Text(), nullable=False),
        sa.Column("kinds", sa.ARRAY(sa.Text()), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_group_harm_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_group_harm_party_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_harm")),
    )
    op.create_index("ix_group_harm_case", "group_harm", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "group_member",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("group_party_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(party_id, display_name) = 1", name=op.f("ck_group_member_by_name_or_place")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_group_member_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["group_party_id"], ["party.id"], name=op.f("fk_group_member_group_party_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_group_member_party_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_member")),
        sa.UniqueConstraint("group_party_id", "party_id", name=op.f("uq_group_member_group_party_id_party_id")),
    )
    op.create_index("ix_group_member_case", "group_member", ["case_id", "created_at", "id"], unique=False)
    op.create_index("ix_group_member_group", "group_member", ["group_party_id"], unique=False)
    op.create_index("ix_group_member_party", "group_member", ["party_id"], unique=False)
    op.create_table(
        "guardian",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("contact", sa.Text(), nullable=True),
        sa.Column("own_party_id", sa.Uuid(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_guardian_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["own_party_id"], ["party.id"], name=op.f("fk_guardian_own_party_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_guardian_party_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian")),
    )
    op.create_index("ix_guardian_case", "guardian", ["case_id", "created_at", "id"], unique=False)
    op.create_index("ix_guardian_party", "guardian", ["party_id"], unique=False)
    op.create_table(
        "introduction",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column(
            "kind",
            sa.Enum("supporter", "interpreter", "co_moderator", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("display_name", sa.Text(), nullable=False),
        sa.Column("admitted_by_all_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_introduction_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_introduction_party_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_introduction_session_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_introduction")),
    )
    op.create_index("ix_introduction_case", "introduction", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "one_time_code",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("principal_id", sa.Uuid(), nullable=False),
        sa.Column("code_digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_one_time_code_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_one_time_code_party_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_one_time_code")),
        sa.UniqueConstraint("code_digest", name=op.f("uq_one_time_code_code_digest")),
    )
    op.create_index("ix_one_time_code_case", "one_time_code", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "organisational_support",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("proposed_by_party_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column(
            "addressee",
            sa.Enum("referrer", "coordinators", name="addressee", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("worded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_organisational_support_case_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by_party_id"],
            ["party.id"],
            name=op.f("fk_organisational_support_proposed_by_party_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisational_support")),
    )
    op.create_index("ix_organisational_support_case", "organisational_support", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "place_ending",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column(
            "why",
            sa.Enum("departure", "death", "incapacity", "not_concerned", name="why", native_enum=False, create_constraint=True, length=40),
            nullable=False,
        ),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_place_ending_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_place_ending_party_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_place_ending")),
        sa.UniqueConstraint("party_id", name=op.f("uq_place_ending_party_id")),
    )
    op.create_index("ix_place_ending_case", "place_ending", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "private_grant",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["appointment_id"], ["appointment.id"], name=op.f("fk_private_grant_appointment_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_private_grant_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_private_grant_party_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_private_grant")),
        sa.UniqueConstraint("appointment_id", "party_id", name=op.f("uq_private_grant_appointment_id_party_id")),
    )
    op.create_index("ix_private_grant_case", "private_grant", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "admission",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("introduction_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("assisted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_admission_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_admission_introduction_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_admission_party_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_admission")),
        sa.UniqueConstraint("introduction_id", "party_id", name=op.f("uq_admission_introduction_id_party_id")),
    )
    op.create_index("ix_admission_case", "admission", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "contestation",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("declaration_id", sa.Uuid(), nullable=True),
        sa.Column("reconfirmation_id", sa.Uuid(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("num_nonnulls(declaration_id, reconfirmation_id) = 1", name=op.f("ck_contestation_of_one_note")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_contestation_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["declaration_id"],
            ["readiness_declaration.id"],
            name=op.f("fk_contestation_declaration_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_contestation_party_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["reconfirmation_id"],
            ["reconfirmation.id"],
            name=op.f("fk_contestation_reconfirmation_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contestation")),
        sa.UniqueConstraint("declaration_id", name=op.f("uq_contestation_declaration_id")),
        sa.UniqueConstraint("reconfirmation_id", name=op.f("uq_contestation_reconfirmation_id")),
    )
    op.create_index("ix_contestation_case", "contestation", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "guardian_consent",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("guardian_id", sa.Uuid(), nullable=False),
        sa.Column("yes", sa.Boolean(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_guardian_consent_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["guardian_id"], ["guardian.id"], name=op.f("fk_guardian_consent_guardian_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guardian_consent")),
    )
    op.create_index("ix_guardian_consent_case", "guardian_consent", ["case_id", "created_at", "id"], unique=False)
    op.create_index("ix_guardian_consent_guardian", "guardian_consent", ["guardian_id", "created_at", "id"], unique=False)
    op.create_table(
        "presence",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("introduction_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_presence_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["introduction_id"], ["introduction.id"], name=op.f("fk_presence_introduction_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(["session_id"], ["session.id"], name=op.f("fk_presence_session_id"), initially="DEFERRED", deferrable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_presence")),
        sa.UniqueConstraint("session_id", "introduction_id", name=op.f("uq_presence_session_id_introduction_id")),
    )
    op.create_index("ix_presence_case", "presence", ["case_id", "created_at", "id"], unique=False)
    op.create_table(
        "release",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("support_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("text_hash", sa.String(length=64), nullable=False),
        sa.Column("assisted", sa.Boolean(), nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_release_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"], name=op.f("fk_release_party_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["support_id"], ["organisational_support.id"], name=op.f("fk_release_support_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release")),
    )
    op.create_index("ix_release_case", "release", ["case_id", "created_at", "id"], unique=False)
    op.create_index(
        "uq_release_standing", "release", ["support_id", "party_id"], unique=True, postgresql_where=sa.text("voided_at is null")
    )
    op.create_table(
        "released_item",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("support_id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("addressed_to_id", sa.Uuid(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("released_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "released",
                "can",
                "cannot",
                "done",
                "confirmed",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_released_item_case_id"), initially="DEFERRED", deferrable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_released_item_organisation_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["support_id"], ["organisational_support.id"], name=op.f("fk_released_item_support_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_item")),
        sa.UniqueConstraint("support_id", name=op.f("uq_released_item_support_id")),
    )
    op.create_index("ix_released_item_addressee", "released_item", ["addressed_to_id", "released_on", "id"], unique=False)
    op.create_index("ix_released_item_case", "released_item", ["case_id", "created_at", "id"], unique=False)
    op.create_index("ix_released_item_organisation", "released_item", ["organisation_id", "released_on", "id"], unique=False)
    op.create_table(
        "spokesperson_choice",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("group_party_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("chosen_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_spokesperson_choice_case_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["chosen_id"], ["group_member.id"], name=op.f("fk_spokesperson_choice_chosen_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["group_party_id"], ["party.id"], name=op.f("fk_spokesperson_choice_group_party_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["member_id"], ["group_member.id"], name=op.f("fk_spokesperson_choice_member_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_spokesperson_choice")),
    )
    op.create_index("ix_spokesperson_choice_case", "spokesperson_choice", ["case_id", "created_at", "id"], unique=False)
    op.create_index("ix_spokesperson_choice_member", "spokesperson_choice", ["member_id", "created_at", "id"], unique=False)
    op.create_table(
        "support_confirmation",
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("party_id", sa.Uuid(), nullable=False),
        sa.Column("assisted", sa.Boolean(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("etag", sa.String(length=16), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["case.id"], name=op.f("fk_support_confirmation_case_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["item_id"], ["released_item.id"], name=op.f("fk_support_confirmation_item_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["party_id"], ["party.id"], name=op.f("fk_support_confirmation_party_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_support_confirmation")),
        sa.UniqueConstraint("item_id", "party_id", name=op.f("uq_support_confirmation_item_id_party_id")),
    )
    op.create_index("ix_support_confirmation_case", "support_confirmation", ["case_id", "created_at", "id"], unique=False)
    op.add_column("agreement_confirmation", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("appointment", sa.Column("successor", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("appointment_acceptance", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.create_index("ix_case_waiting", "case", ["received_on", "id"], unique=False, postgresql_where=sa.text("state = 'received'"))
    op.add_column("classification", sa.Column("recurrence_of_case_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_classification_recurrence_of_case_id"),
        "classification",
        "case",
        ["recurrence_of_case_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.add_column("commitment", sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("commitment_acceptance", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column(
        "invitation",
        sa.Column(
            "role",
            sa.Enum(
                "admin",
                "registrar",
                "member",
                "coordinator",
                "moderator",
                "party",
                "guardian",
                "supporter",
                "auditor",
                "worker",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
            server_default=sa.text("'party'"),
        ),
    )
    op.add_column("invitation", sa.Column("guardian_id", sa.Uuid(), nullable=True))
    op.add_column("invitation", sa.Column("companion_id", sa.Uuid(), nullable=True))
    op.add_column("invitation", sa.Column("member_id", sa.Uuid(), nullable=True))
    op.alter_column("invitation", "party_id", existing_type=sa.UUID(), nullable=True)
    op.create_foreign_key(
        op.f("fk_invitation_guardian_id"), "invitation", "guardian", ["guardian_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.create_foreign_key(
        op.f("fk_invitation_member_id"), "invitation", "group_member", ["member_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.create_foreign_key(
        op.f("fk_invitation_companion_id"), "invitation", "companion", ["companion_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.add_column("mandate", sa.Column("not_concerned", sa.ARRAY(sa.Uuid()), nullable=False, server_default=sa.text("'{}'")))
    op.add_column("mandate_acceptance", sa.Column("guardian_id", sa.Uuid(), nullable=True))
    op.add_column("mandate_acceptance", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.drop_constraint(op.f("uq_mandate_acceptance_mandate_id_party_id"), "mandate_acceptance", type_="unique")
    op.create_unique_constraint(
        "uq_mandate_acceptance_whose", "mandate_acceptance", ["mandate_id", "party_id", "guardian_id"], postgresql_nulls_not_distinct=True
    )
    op.create_foreign_key(
        op.f("fk_mandate_acceptance_guardian_id"),
        "mandate_acceptance",
        "guardian",
        ["guardian_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.add_column("offer", sa.Column("successor", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.drop_constraint(op.f("uq_offer_case_id_moderator_id"), "offer", type_="unique")
    op.create_index("ix_offer_case", "offer", ["case_id"], unique=False)
    op.add_column("organisation_settings", sa.Column("seat_days", sa.Integer(), nullable=False, server_default=sa.text("21")))
    op.add_column("organisation_settings", sa.Column("successor_days", sa.Integer(), nullable=False, server_default=sa.text("60")))
    op.add_column("organisation_settings", sa.Column("informing_days", sa.Integer(), nullable=False, server_default=sa.text("30")))
    op.add_column("organisation_settings", sa.Column("answer_days", sa.Integer(), nullable=False, server_default=sa.text("28")))
    op.add_column("organisation_settings", sa.Column("consent_age", sa.Integer(), nullable=False, server_default=sa.text("16")))
    op.add_column("outcome_confirmation", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column(
        "party",
        sa.Column(
            "kind",
            sa.Enum("person", "group", "collective", name="kind", native_enum=False, create_constraint=True, length=40),
            nullable=False,
            server_default=sa.text("'person'"),
        ),
    )
    op.add_column("party", sa.Column("spokesperson_id", sa.Uuid(), nullable=True))
    op.add_column("party", sa.Column("left_on", sa.Date(), nullable=True))
    op.add_column("person", sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("process", sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
    op.create_index("ix_process_paused", "process", ["created_at", "id"], unique=False, postgresql_where=sa.text("paused_at is not null"))
    op.alter_column("proposed_person", "name_key", existing_type=sa.VARCHAR(length=64), nullable=True)
    op.add_column("readiness_declaration", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("readiness_declaration", sa.Column("noted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("reconfirmation", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("record_approval", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.add_column("referral", sa.Column("settled_on", sa.Date(), nullable=True))
    op.add_column("referral", sa.Column("destroyed_on", sa.Date(), nullable=True))
    op.create_index("ix_referral_unsettled", "referral", ["created_at", "id"], unique=False, postgresql_where=sa.text("settled_on is null"))
    op.add_column("request", sa.Column("settled_on", sa.Date(), nullable=True))
    op.add_column("request", sa.Column("destroyed_on", sa.Date(), nullable=True))
    op.create_index("ix_request_unsettled", "request", ["created_at", "id"], unique=False, postgresql_where=sa.text("settled_on is null"))
    op.add_column("seat", sa.Column("guardian_id", sa.Uuid(), nullable=True))
    op.add_column("seat", sa.Column("companion_id", sa.Uuid(), nullable=True))
    op.add_column("seat", sa.Column("member_id", sa.Uuid(), nullable=True))
    op.create_index(
        "ix_seat_moderator_ended", "seat", ["id"], unique=False, postgresql_where=sa.text("role = 'moderator' and ended_at is not null")
    )
    op.create_foreign_key(op.f("fk_seat_member_id"), "seat", "group_member", ["member_id"], ["id"], initially="DEFERRED", deferrable=True)
    op.create_foreign_key(
        op.f("fk_seat_companion_id"), "seat", "companion", ["companion_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.create_foreign_key(op.f("fk_seat_guardian_id"), "seat", "guardian", ["guardian_id"], ["id"], initially="DEFERRED", deferrable=True)
    op.add_column("secrecy_acceptance", sa.Column("guardian_id", sa.Uuid(), nullable=True))
    op.add_column("secrecy_acceptance", sa.Column("companion_id", sa.Uuid(), nullable=True))
    op.add_column("secrecy_acceptance", sa.Column("member_id", sa.Uuid(), nullable=True))
    op.add_column("secrecy_acceptance", sa.Column("assisted", sa.Boolean(), nullable=False, server_default=sa.text("false")))
    op.alter_column("secrecy_acceptance", "party_id", existing_type=sa.UUID(), nullable=True)
    op.drop_constraint(op.f("uq_secrecy_acceptance_party_id_version"), "secrecy_acceptance", type_="unique")
    op.create_unique_constraint(
        "uq_secrecy_acceptance_whose",
        "secrecy_acceptance",
        ["party_id", "guardian_id", "companion_id", "member_id", "version"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_foreign_key(
        op.f("fk_secrecy_acceptance_member_id"),
        "secrecy_acceptance",
        "group_member",
        ["member_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_foreign_key(
        op.f("fk_secrecy_acceptance_guardian_id"),
        "secrecy_acceptance",
        "guardian",
        ["guardian_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_foreign_key(
        op.f("fk_secrecy_acceptance_companion_id"),
        "secrecy_acceptance",
        "companion",
        ["companion_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.add_column("session", sa.Column("appointment_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_session_appointment_id"), "session", "appointment", ["appointment_id"], ["id"], initially="DEFERRED", deferrable=True
    )
    op.add_column("true_state", sa.Column("answers_since", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")))
    # A moderator's seat and appointment are one from now on; those of before are made so.
    op.execute("update seat set id = appointment.id from appointment where appointment.case_id = seat.case_id and seat.role = 'moderator'")
    op.execute("update session set appointment_id = (select id from appointment where appointment.case_id = session.case_id)")
    op.alter_column("session", "appointment_id", nullable=False)
    op.execute("update true_state set answers_since = round_began_at")
    op.execute(
        """update "case" set terms = (terms::jsonb || '{"seat_days": 21, "successor_days": 60, "informing_days": 30, "answer_days": 28, "consent_age": 16}')::json"""
    )
    op.execute(
        """insert into independence (id, etag, created_at, case_id, proposed_by_id, people, units, principals)
        select distinct on (c.id) gen_random_uuid(), substr(md5(random()::text), 1, 16), now(), c.id, coalesce(c.referred_by_id, c.asked_by_id),
            coalesce(o.concerned_people, '{}'), coalesce(o.concerned_units, '{}'), '{}'
        from "case" c left join offer o on o.case_id = c.id order by c.id"""
    )
    op.alter_column("agreement_confirmation", "assisted", server_default=None)
    op.alter_column("appointment", "successor", server_default=None)
    op.alter_column("appointment_acceptance", "assisted", server_default=None)
    op.alter_column("commitment_acceptance", "assisted", server_default=None)
    op.alter_column("invitation", "role", server_default=None)
    op.alter_column("mandate", "not_concerned", server_default=None)
    op.alter_column("mandate_acceptance", "assisted", server_default=None)
    op.alter_column("offer", "successor", server_default=None)
    op.alter_column("organisation_settings", "seat_days", server_default=None)
    op.alter_column("organisation_settings", "successor_days", server_default=None)
    op.alter_column("organisation_settings", "informing_days", server_default=None)
    op.alter_column("organisation_settings", "answer_days", server_default=None)
    op.alter_column("organisation_settings", "consent_age", server_default=None)
    op.alter_column("outcome_confirmation", "assisted", server_default=None)
    op.alter_column("party", "kind", server_default=None)
    op.alter_column("readiness_declaration", "assisted", server_default=None)
    op.alter_column("readiness_declaration", "noted", server_default=None)
    op.alter_column("reconfirmation", "assisted", server_default=None)
    op.alter_column("record_approval", "assisted", server_default=None)
    op.alter_column("secrecy_acceptance", "assisted", server_default=None)
    op.alter_column("true_state", "answers_since", server_default=None)
    op.execute(
        """alter table "invitation" add constraint "ck_invitation_for_one" CHECK ((num_nonnulls(party_id, guardian_id, companion_id, member_id) = 1))"""
    )
    op.execute(
        """alter table "mandate_acceptance" add constraint "ck_mandate_acceptance_by_one" CHECK ((num_nonnulls(party_id, guardian_id) < 2))"""
    )
    op.execute(
        """alter table "outcome_confirmation" add constraint "ck_outcome_confirmation_question" check (question in ('no_commitments_needed', 'restored', 'self_resolved'))"""
    )
    op.execute(
        """alter table "secrecy_acceptance" add constraint "ck_secrecy_acceptance_by_one" CHECK ((num_nonnulls(party_id, guardian_id, companion_id, member_id) = 1))"""
    )
    op.execute(
        """alter table "true_state" add constraint "ck_true_state_ending" check (ending in ('restored', 'partially_restored', 'self_resolved', 'not_possible', 'unsuitable', 'not_taken_up'))"""
    )


def downgrade() -> None:
    """Take it back; only for a database without cases: of those who take part beside the parties nothing could be kept."""
    op.execute("""do $$ begin if exists (select from "case") then raise exception 'only for a database without cases'; end if; end $$""")
    op.drop_column("true_state", "answers_since")
    op.drop_constraint(op.f("fk_session_appointment_id"), "session", type_="foreignkey")
    op.drop_column("session", "appointment_id")
    op.drop_constraint(op.f("fk_secrecy_acceptance_companion_id"), "secrecy_acceptance", type_="foreignkey")
    op.drop_constraint(op.f("fk_secrecy_acceptance_guardian_id"), "secrecy_acceptance", type_="foreignkey")
    op.drop_constraint(op.f("fk_secrecy_acceptance_member_id"), "secrecy_acceptance", type_="foreignkey")
    op.drop_constraint("uq_secrecy_acceptance_whose", "secrecy_acceptance", type_="unique")
    op.create_unique_constraint(
        op.f("uq_secrecy_acceptance_party_id_version"), "secrecy_acceptance", ["party_id", "version"], postgresql_nulls_not_distinct=False
    )
    op.alter_column("secrecy_acceptance", "party_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("secrecy_acceptance", "assisted")
    op.drop_column("secrecy_acceptance", "member_id")
    op.drop_column("secrecy_acceptance", "companion_id")
    op.drop_column("secrecy_acceptance", "guardian_id")
    op.drop_constraint(op.f("fk_seat_guardian_id"), "seat", type_="foreignkey")
    op.drop_constraint(op.f("fk_seat_companion_id"), "seat", type_="foreignkey")
    op.drop_constraint(op.f("fk_seat_member_id"), "seat", type_="foreignkey")
    op.drop_index("ix_seat_moderator_ended", table_name="seat", postgresql_where=sa.text("role = 'moderator' and ended_at is not null"))
    op.drop_column("seat", "member_id")
    op.drop_column("seat", "companion_id")
    op.drop_column("seat", "guardian_id")
    op.drop_index("ix_request_unsettled", table_name="request", postgresql_where=sa.text("settled_on is null"))
    op.drop_column("request", "destroyed_on")
    op.drop_column("request", "settled_on")
    op.drop_index("ix_referral_unsettled", table_name="referral", postgresql_where=sa.text("settled_on is null"))
    op.drop_column("referral", "destroyed_on")
    op.drop_column("referral", "settled_on")
    op.drop_column("record_approval", "assisted")
    op.drop_column("reconfirmation", "assisted")
    op.drop_column("readiness_declaration", "noted")
    op.drop_column("readiness_declaration", "assisted")
    op.alter_column("proposed_person", "name_key", existing_type=sa.VARCHAR(length=64), nullable=False)
    op.drop_index("ix_process_paused", table_name="process", postgresql_where=sa.text("paused_at is not null"))
    op.drop_column("process", "reopened_at")
    op.drop_column("person", "deactivated_at")
    op.drop_column("party", "left_on")
    op.drop_column("party", "spokesperson_id")
    op.drop_column("party", "kind")
    op.drop_column("outcome_confirmation", "assisted")
    op.drop_column("organisation_settings", "consent_age")
    op.drop_column("organisation_settings", "answer_days")
    op.drop_column("organisation_settings", "informing_days")
    op.drop_column("organisation_settings", "successor_days")
    op.drop_column("organisation_settings", "seat_days")
    op.drop_index("ix_offer_case", table_name="offer")
    op.create_unique_constraint(
        op.f("uq_offer_case_id_moderator_id"), "offer", ["case_id", "moderator_id"], postgresql_nulls_not_distinct=False
    )
    op.drop_column("offer", "successor")
    op.drop_constraint(op.f("fk_mandate_acceptance_guardian_id"), "mandate_acceptance", type_="foreignkey")
    op.drop_constraint("uq_mandate_acceptance_whose", "mandate_acceptance", type_="unique")
    op.create_unique_constraint(
        op.f("uq_mandate_acceptance_mandate_id_party_id"),
        "mandate_acceptance",
        ["mandate_id", "party_id"],
        postgresql_nulls_not_distinct=True,
    )
    op.drop_column("mandate_acceptance", "assisted")
    op.drop_column("mandate_acceptance", "guardian_id")
    op.drop_column("mandate", "not_concerned")
    op.drop_constraint(op.f("fk_invitation_companion_id"), "invitation", type_="foreignkey")
    op.drop_constraint(op.f("fk_invitation_member_id"), "invitation", type_="foreignkey")
    op.drop_constraint(op.f("fk_invitation_guardian_id"), "invitation", type_="foreignkey")
    op.alter_column("invitation", "party_id", existing_type=sa.UUID(), nullable=False)
    op.drop_column("invitation", "member_id")
    op.drop_column("invitation", "companion_id")
    op.drop_column("invitation", "guardian_id")
    op.drop_column("invitation", "role")
    op.drop_column("commitment_acceptance", "assisted")
    op.drop_column("commitment", "settled_at")
    op.drop_constraint(op.f("fk_classification_recurrence_of_case_id"), "classification", type_="foreignkey")
    op.drop_column("classification", "recurrence_of_case_id")
    op.drop_index("ix_case_waiting", table_name="case", postgresql_where=sa.text("state = 'received'"))
    op.drop_column("appointment_acceptance", "assisted")
    op.drop_column("appointment", "successor")
    op.drop_column("agreement_confirmation", "assisted")
    op.drop_index("ix_support_confirmation_case", table_name="support_confirmation")
    op.drop_table("support_confirmation")
    op.drop_index("ix_spokesperson_choice_member", table_name="spokesperson_choice")
    op.drop_index("ix_spokesperson_choice_case", table_name="spokesperson_choice")
    op.drop_table("spokesperson_choice")
    op.drop_index("ix_released_item_organisation", table_name="released_item")
    op.drop_index("ix_released_item_case", table_name="released_item")
    op.drop_index("ix_released_item_addressee", table_name="released_item")
    op.drop_table("released_item")
    op.drop_index("uq_release_standing", table_name="release", postgresql_where=sa.text("voided_at is null"))
    op.drop_index("ix_release_case", table_name="release")
    op.drop_table("release")
    op.drop_index("ix_presence_case", table_name="presence")
    op.drop_table("presence")
    op.drop_index("ix_guardian_consent_guardian", table_name="guardian_consent")
    op.drop_index("ix_guardian_consent_case", table_name="guardian_consent")
    op.drop_table("guardian_consent")
    op.drop_index("ix_contestation_case", table_name="contestation")
    op.drop_table("contestation")
    op.drop_index("ix_admission_case", table_name="admission")
    op.drop_table("admission")
    op.drop_index("ix_private_grant_case", table_name="private_grant")
    op.drop_table("private_grant")
    op.drop_index("ix_place_ending_case", table_name="place_ending")
    op.drop_table("place_ending")
    op.drop_index("ix_organisational_support_case", table_name="organisational_support")
    op.drop_table("organisational_support")
    op.drop_index("ix_one_time_code_case", table_name="one_time_code")
    op.drop_table("one_time_code")
    op.drop_index("ix_introduction_case", table_name="introduction")
    op.drop_table("introduction")
    op.drop_index("ix_guardian_party", table_name="guardian")
    op.drop_index("ix_guardian_case", table_name="guardian")
    op.drop_table("guardian")
    op.drop_index("ix_group_member_party", table_name="group_member")
    op.drop_index("ix_group_member_group", table_name="group_member")
    op.drop_index("ix_group_member_case", table_name="group_member")
    op.drop_table("group_member")
    op.drop_index("ix_group_harm_case", table_name="group_harm")
    op.drop_table("group_harm")
    op.drop_index("ix_companion_case", table_name="companion")
    op.drop_table("companion")
    op.drop_index("ix_access_event_party", table_name="access_event")
    op.drop_table("access_event")
    op.drop_index("ix_successor_proposal_case", table_name="successor_proposal")
    op.drop_table("successor_proposal")
    op.drop_table("independence")
