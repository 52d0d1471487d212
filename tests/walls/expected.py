"""What the catalogue of the database has to say, by hand: each line beside the grids with its reason."""

from typing import Final

from app.domain.confidentiality import Pool, Secrecy

OWNER: Final = "herstel_owner"
ORG, CASE, JOB = Pool.ORG, Pool.CASE, Pool.JOB


def these(names: str) -> set[str]:
    """Names, as words."""
    return set(names.split())


OF_LIBRARIES: Final = {"alembic_version", "key_store", "context_key"}
"""Tables of no kind of row: alembic's says which version this is, and everybody may read that; one keeps the key store's id, and one
whose word about who acts is believed."""
READ_BY_NOBODY: Final = {"context_key"}
"""Whoever could read it could claim to be anybody."""

SAMPLED: Final = {"etag", "reference", "name_key"}
"""Texts of which the planner takes samples: random ones, and keyed hashes, which tell nothing to whoever has not their key."""
UNSAMPLED_BESIDE_WORDS: Final = {("party_particulars", "born_on")}
"""Who knows when somebody was born knows much of who they are."""

LIES_OUTSIDE: Final = {
    Secrecy.DIRECTORY,
    Secrecy.REGISTRY,
    Secrecy.KEYS,
    Secrecy.REFERRAL,
    Secrecy.OFFER,
    Secrecy.SHELL,
    Secrecy.RELEASED,
    Secrecy.AUDIT,
}
OUTSIDE_ALTHOUGH: Final = {
    "seat": "a registry ends its moderators' appointments, and knows of no process (R3)",
    "destruction_certificate": "a registry answers for what was destroyed, and knows of no process (S8)",
}

TIMEOUTS: Final = {"statement_timeout=5s", "lock_timeout=2s", "idle_in_transaction_session_timeout=5s"}

READS_BESIDE_THE_GRID: Final[dict[Pool, set[str]]] = {
    # The gates look past the one who acts: what completes by somebody's word, or lapses with a day, is decided by all of it (R17).
    JOB: these(
        """
        agreement agreement_confirmation appointment_acceptance attendance classification commitment commitment_acceptance
        contestation follow_up guardian guardian_consent harm mandate_acceptance outcome_confirmation party_particulars
        place_ending readiness_declaration reconfirmation reopening_request safety_assessment talk
        """
    ),
    # Whose own request it was, by ids only: to them their private words belong (S7).
    CASE: {"person"},
    ORG: set(),
}
COLUMNS_OF_PERSON: Final = {"id", "organisation_id", "principal_id"}
"""What those who have a seat see of a person of the directory."""

OF_A_CASE_OR_NONE: Final = {"case_audit_event"}
"""Not everything that somebody does who has a seat is of one case."""
ADDS: Final[dict[Pool, set[str]]] = {
    ORG: these(
        """
        unit person qualification moderator tie case referral request proposed_person proposed_contact proposed_moderator
        independence offer signing_key sealing_key audit_event
        """
    ),
    CASE: {"offer", "released_item", "seat", "sealing_key"},  # and whatever lies inside
    # What it did itself, and the trees over what all did.
    JOB: {"case_audit_event", "audit_node", "audit_checkpoint", "destruction_certificate"},
}
CHANGES_OUTSIDE: Final[dict[Pool, set[str]]] = {
    ORG: {"unit", "person", "organisation_settings", "qualification", "moderator", "seat", "released_item"},
    CASE: {"case", "offer", "proposed_moderator", "released_item", "seat"},
}
NEVER_CHANGED_INSIDE: Final = {
    "access_event",
    "case_audit_event",
    *("disclosure_text", "disclosure_consent", "disclosure", "safety_exception", "told_exception"),
}
"""Who read, and who did what, stands, whatever they would like (S9); and so does what leaves, and who said yes to it (S5, S6)."""
CHANGES_COLUMNS: Final[dict[tuple[str, str], str]] = {
    (ORG, "seat"): "etag ended_at",
    (ORG, "released_item"): "etag state answered_on",
    # What a key is never changes; a moderator's own hand proves theirs, and signs for none.
    (ORG, "sealing_key"): "etag state attempts proven_at countersignature signing_key_id countersigned_at",
    (CASE, "sealing_key"): "etag state attempts proven_at",
    (CASE, "seat"): "etag party_id informed_at ended_at",
    (CASE, "disclosure_request"): "etag state text_version asked_at",
    (CASE, "disclosure_veto"): "etag closed_at",
    (CASE, "legal_hold"): "etag lifted_at why_lifted",
    # That a name is erased is no word of anybody's inside.
    (CASE, "party"): "etag proposed_person_id display_name kind spokesperson_id left_on",
    (CASE, "erasure"): "etag withdrawn_at",
    (JOB, "party"): "etag display_name erased_on left_on",
    (JOB, "disclosure_request"): "etag state",
    # Its place in the tree, once.
    (JOB, "audit_event"): "etag leaf_index",
    (JOB, "case_audit_event"): "etag leaf_index",
    # That the row of a leaf was dropped, once (S8).
    (JOB, "audit_node"): "etag dropped",
    (JOB, "case"): "etag state closed_on result joint_sessions",
    (JOB, "seat"): "etag ended_at",
    (JOB, "invitation"): "etag voided_at",
    (JOB, "process"): "etag phase gate paused_at",
    (JOB, "true_state"): "etag state ending closed_on",
    (JOB, "appointment"): "etag ended_at",
    (JOB, "session"): "etag state ended_at",
    (JOB, "talk"): "etag state",
    # What a referral said is destroyed in time, unread (R1).
    (JOB, "referral"): "etag note settled_on destroyed_on",
    (JOB, "request"): "etag note settled_on destroyed_on",
    (JOB, "proposed_person"): "etag name name_key person_id",
    (JOB, "proposed_contact"): "etag address",
    (JOB, "offer"): "etag proposed_names concerned_people concerned_units",
    (JOB, "independence"): "etag people units principals",
}
NEVER_CHANGED: Final = these(
    """
    id created_at organisation_id case_id registry_id principal_id role guardian_id companion_id member_id invitee_id
    offered_to_id referred_by_id asked_by_id proposed_by_id author_id reader_id
    """
)
"""Whose a row is, and whose word: an UPDATE that moved it would go round every wall."""

FORGOTTEN: Final = these(
    """
    access_event admission agreement agreement_confirmation appointment appointment_acceptance attendance attribution
    behaviour_experience case case_audit_event classification commitment commitment_acceptance companion contestation disclosure
    disclosure_consent disclosure_request disclosure_text disclosure_veto erasure evaluation follow_up gate_announcement group_harm
    group_member guardian guardian_consent guardian_particulars harm idea independence introduction invitation legal_hold mandate
    mandate_acceptance mandate_comment need note offer one_time_code organisational_support outcome_confirmation party
    party_particulars place_ending presence private_grant private_harm private_need process proposed_contact proposed_moderator
    proposed_person readiness_declaration reconfirmation record_approval referral release released_item reopening_request request
    safety_assessment safety_exception seat secrecy_acceptance session session_record shared_experience spokesperson_choice statement
    successor_proposal support_confirmation talk told_exception true_state
    """
)
"""Every kind of row of a case: of each something is destroyed in its time. Neither the log's trees are, nor certificates."""
NOT_WHOLLY: Final = "classification companion group_member guardian introduction invitation party proposed_person seat"
"""Where a name goes before the row does, or a way in ends."""

OWNERS: Final = {
    # What the functions below look at, and the lock of a case. Rows that stand before anybody acts are added in the owner's name.
    *((table, "SELECT") for table in ["seat", "case", "offer", "proposed_person", "true_state", "appointment", "reopening_request"]),
    ("case", "UPDATE"),
    # What has been kept long enough goes by the owner's hand, for the worker alone (S8).
    *((table, command) for table in FORGOTTEN for command in ("SELECT", "DELETE")),
    ("moderator", "SELECT"),
    *((table, "UPDATE") for table in these(NOT_WHOLLY)),
}
FUNCTIONS: Final = {
    "public.me": (False, {"herstel_org", "herstel_case", "herstel_job"}),
    "public.my_organisation": (False, {"herstel_org", "herstel_case", "herstel_job"}),
    "public.my_role": (False, {"herstel_org", "herstel_case", "herstel_job"}),
    "public.genuine": (True, {"herstel_org", "herstel_case", "herstel_job"}),
    "public.lock_case": (True, {"herstel_org", "herstel_case", "herstel_job"}),
    "conf.my_cases": (True, {"herstel_case"}),
    "conf.my_overlaps": (True, {"herstel_case"}),
    "conf.waits": (True, {"herstel_case"}),
    "conf.forget": (True, {"herstel_job"}),
    "conf.forget_party": (True, set()),
}
KEYS_WITHOUT_ORGANISATION: Final = {
    # Moderators are listed to everybody who may choose one, so that there is one is no secret.
    "fk_appointment_moderator_id",
    "fk_offer_moderator_id",
    "fk_proposed_moderator_moderator_id",
    "fk_successor_proposal_moderator_id",
    # The registry is the organisation of its ties.
    "fk_tie_moderator_id",
}

PROVED: Final = "( SELECT genuine() AS genuine)"
"""Who acts is asked only of whoever proves it."""
SEAT_WALL: Final = "(case_id = ANY (ARRAY( SELECT conf.my_cases() AS my_cases)))"
TENANT_WALL: Final = "(organisation_id = my_organisation())"
ITSELF: Final = "(id = ANY (ARRAY( SELECT conf.my_cases() AS my_cases)))"
REGISTERED: Final = (
    "(my_role() = 'registrar'::text) AND ((role)::text = 'moderator'::text)"
    " AND (principal_id IN ( SELECT moderator.principal_id FROM moderator WHERE (moderator.organisation_id = my_organisation())))"
)
MAKES_MODERATORS: Final = f"({TENANT_WALL} AND (my_role() = 'registrar'::text))"
OFFERED: Final = (
    "((role)::text = 'moderator'::text) AND (EXISTS ( SELECT FROM offer o WHERE"
    " ((o.case_id = seat.case_id) AND (o.offered_to_id = me()) AND ((o.state)::text <> 'declined'::text)"
    " AND conf.waits(o.case_id, o.created_at))))"
)
INVITED: Final = (
    "EXISTS ( SELECT FROM conf.invitation i WHERE ((i.case_id = seat.case_id) AND (i.invitee_id = me())"
    " AND ((i.role)::text = (seat.role)::text) AND ((i.role)::text <> 'moderator'::text)"
    " AND (i.voided_at IS NULL) AND (NOT ((((i.party_id IS DISTINCT FROM seat.party_id)"
    " OR (i.guardian_id IS DISTINCT FROM seat.guardian_id)) OR (i.companion_id IS DISTINCT FROM seat.companion_id))"
    " OR (i.member_id IS DISTINCT FROM seat.member_id)))))"
)


TO_A_MODERATOR: Final = "(EXISTS ( SELECT FROM moderator m WHERE ((m.id = offer.moderator_id) AND (m.principal_id = offer.offered_to_id))))"
OF_MY_REGISTRATIONS: Final = (
    "((organisation_id IN ( SELECT m.organisation_id FROM moderator m WHERE (m.principal_id = me()))) AND (my_role() = 'moderator'::text))"
)
MY_KEY: Final = (
    "(holder_id = me()) AND ((kind)::text = 'moderator'::text) AND (EXISTS ( SELECT FROM moderator m WHERE"
    " ((m.id = sealing_key.moderator_id) AND (m.organisation_id = sealing_key.organisation_id) AND (m.principal_id = me()))))"
)
I_BROUGHT_IT: Final = '(EXISTS ( SELECT FROM "case" c WHERE (c.id = offer.case_id)))'


MY_WORD: Final = "(actor_id = me()) AND ((role)::text = my_role()) AND (leaf_index IS NULL)"
WHERE_I_WAS: Final = (
    "(case_id IN ( SELECT seat.case_id FROM seat WHERE (seat.principal_id = me())"
    " UNION ALL SELECT invitation.case_id FROM conf.invitation WHERE (invitation.invitee_id = me())"
    " UNION ALL SELECT offer.case_id FROM offer WHERE (offer.offered_to_id = me())"
    " UNION ALL SELECT disclosure_veto.case_id FROM conf.disclosure_veto WHERE (disclosure_veto.principal_id = me())))"
)


def or_when(column: str) -> str:
    """The seat wall, with a gap for the one whom the row names: who has no seat yet comes in through it."""
    return f"({SEAT_WALL} OR ({column} = me()))"


ANSWERED: Final = "(veto_id IN ( SELECT disclosure_veto.id FROM conf.disclosure_veto WHERE (disclosure_veto.principal_id = me())))"


EXPRESSIONS: Final[dict[tuple[str, ...], str]] = {
    # Whoever may choose a moderator sees all of them, and what ties them to their own organisation.
    (ORG, "moderator", "SELECT"): "true",
    (CASE, "moderator", "SELECT"): "true",
    (ORG, "tie", "SELECT"): f"({TENANT_WALL} OR (registry_id = my_organisation()))",
    # Nobody but a registrar makes a moderator, of themselves or of a puppet (R2, C12).
    (ORG, "tie", "INSERT"): "((registry_id = my_organisation()) AND (my_role() = 'registrar'::text))",
    **{(ORG, name, command): MAKES_MODERATORS for name in ("moderator", "qualification") for command in ("INSERT", "UPDATE")},
    (
        CASE,
        "tie",
        "SELECT",
    ): f"({TENANT_WALL} OR (moderator_id IN ( SELECT moderator.id FROM moderator WHERE (moderator.principal_id = me()))))",
    (ORG, "organisation", "SELECT"): "(id = my_organisation())",
    # A registry answers for what was destroyed of the cases that its moderators led (S8).
    (ORG, "destruction_certificate", "SELECT"): "((registry_id = my_organisation()) AND (my_role() = 'registrar'::text))",
    # A registry ends its own moderators' appointments, once (R3).
    (ORG, "seat", "SELECT"): f"({REGISTERED})",
    (ORG, "seat", "UPDATE", "reaches"): f"({REGISTERED} AND (ended_at IS NULL))",
    (ORG, "seat", "UPDATE", "leaves"): f"({REGISTERED} AND (ended_at IS NOT NULL))",
    # Nobody gives themselves a seat, and none that has ended comes back (C12, C13).
    (CASE, "seat", "SELECT"): or_when("principal_id"),
    (CASE, "seat", "INSERT"): f"((principal_id = me()) AND (({OFFERED}) OR ({INVITED})))",
    (CASE, "seat", "UPDATE", "reaches"): f"({SEAT_WALL} AND (ended_at IS NULL))",
    (JOB, "seat", "UPDATE", "reaches"): "(ended_at IS NULL)",
    (JOB, "seat", "UPDATE", "leaves"): "(ended_at IS NOT NULL)",
    (JOB, "appointment", "UPDATE", "reaches"): "(ended_at IS NULL)",
    (JOB, "appointment", "UPDATE", "leaves"): "(ended_at IS NOT NULL)",
    # An offer is to a moderator whom a registry registered, and to no puppet.
    (CASE, "offer", "INSERT"): f"({SEAT_WALL} AND {TO_A_MODERATOR})",
    (ORG, "offer", "INSERT"): f"({TENANT_WALL} AND {I_BROUGHT_IT} AND {TO_A_MODERATOR})",
    (CASE, "case", "SELECT"): ITSELF,
    (CASE, "case", "UPDATE"): ITSELF,
    **{(CASE, "offer", command): or_when("offered_to_id") for command in ("SELECT", "UPDATE")},
    **{(CASE, "invitation", command): or_when("invitee_id") for command in ("SELECT", "UPDATE")},
    **{
        (CASE, name, command): or_when("principal_id")
        for name in ("proposed_moderator", "successor_proposal")
        for command in ("SELECT", "UPDATE")
    },
    # A moderator sees their own keys and their registry's; theirs they register and prove, and nobody countersigns by this hand.
    (CASE, "signing_key", "SELECT"): OF_MY_REGISTRATIONS,
    (CASE, "sealing_key", "SELECT"): f"(({MY_KEY}) OR (((kind)::text = 'recovery'::text) AND {OF_MY_REGISTRATIONS[1:-1]}))",
    (CASE, "sealing_key", "INSERT"): f"({MY_KEY} AND ((state)::text = 'registered'::text) AND (attempts = 0))",
    (CASE, "sealing_key", "UPDATE", "reaches"): f"({MY_KEY} AND ((state)::text = 'registered'::text))",
    (CASE, "sealing_key", "UPDATE", "leaves"): f"({MY_KEY} AND ((state)::text <> 'countersigned'::text))",
    # Whoever leaves has read what they have read: it stands in the log, in their own name (S9).
    (CASE, "access_event", "SELECT"): or_when("reader_id"),
    (
        CASE,
        "access_event",
        "INSERT",
    ): "((reader_id = me()) AND (case_id IN ( SELECT seat.case_id FROM seat WHERE (seat.principal_id = me()))))",
    # Whoever led before has no seat any more: they see what is asked of them, and answer it (S5, S7).
    (CASE, "disclosure_veto", "SELECT"): or_when("principal_id"),
    **{(CASE, "disclosure_consent", command): f"({SEAT_WALL} OR {ANSWERED})" for command in ("SELECT", "INSERT")},
    # Everybody speaks for themselves, and of a case only who has, or had, a seat in it or is asked into it.
    (ORG, "audit_event", "INSERT"): f"({TENANT_WALL} AND {MY_WORD})",
    (ORG, "audit_event", "SELECT"): f"({TENANT_WALL} AND (my_role() = 'auditor'::text))",
    **{
        (ORG, name, "SELECT"): f"({TENANT_WALL} AND (my_role() = 'auditor'::text) AND ((stream)::text = 'organisation'::text))"
        for name in ("audit_node", "audit_checkpoint")
    },
    (CASE, "case_audit_event", "SELECT"): or_when("actor_id"),
    (CASE, "case_audit_event", "INSERT"): f"({MY_WORD} AND (((case_id IS NULL) AND {TENANT_WALL}) OR {WHERE_I_WAS}))",
    (JOB, "case_audit_event", "INSERT"): f"({MY_WORD})",
    **{(JOB, name, "UPDATE", "reaches"): "(leaf_index IS NULL)" for name in ("audit_event", "case_audit_event")},
    **{(JOB, name, "UPDATE", "leaves"): "(leaf_index IS NOT NULL)" for name in ("audit_event", "case_audit_event")},
    (JOB, "audit_node", "UPDATE", "reaches"): "((level = 0) AND (dropped IS NULL))",
    (JOB, "audit_node", "UPDATE", "leaves"): "(dropped IS NOT NULL)",
    (CASE, "person", "SELECT"): "(id IN ( SELECT proposed_person.person_id FROM proposed_person))",
}
