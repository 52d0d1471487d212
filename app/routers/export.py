"""The access request (AVG 15): a party takes along what is theirs, as JSON or as a PDF, and nothing of another's (C14)."""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import Request, Response
from starlette.types import Receive, Scope, Send

from app.domain.confidentiality import Act
from app.routers.access import event_out
from app.routers.answers import deed
from app.routers.bodies import routes
from app.routers.dependencies import JSON, PDF, Form, TheStore, now
from app.routers.export_paper import paper
from app.routers.problems import language_asked
from app.routers.typesetting import typeset
from app.schemas.export import ExportedCaseOut, ExportOut
from app.store import export
from app.store.export import Rows

router = routes("Entry")

FORMS: Final[dict[int | str, dict[str, Any]]] = {
    200: {"content": {PDF: {"schema": {"type": "string", "format": "binary", "description": "PDF/A-2a and PDF/UA-1."}}}}
}


class Paper(Response):
    """A PDF that is set while it is sent: by then what was read is recorded, and no connection to the database waits for it."""

    media_type = PDF

    def __init__(self, content: Mapping[str, Any], headers: Mapping[str, str]) -> None:
        super().__init__(headers=headers)
        self._content = content

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Set it, and send it."""
        self.body = await typeset(self._content)
        self.headers["Content-Length"] = str(len(self.body))
        await super().__call__(scope, receive, send)


@router.get("/me/export", response_model=ExportOut, responses=FORMS, **deed(Act.EXPORT))
async def get_my_export(request: Request, store: TheStore, form: Form) -> Response:
    """What is yours as a party, in every case in which you have a place: JSON, or with `Accept: application/pdf` a PDF in your language.

    In it is what you told, said yes or no to, promised and shared; agreements that you confirmed, in their words; what the moderator told
    you of exceptions; and who read what is yours. Whoever speaks for a group gets what is the group's.

    Not in it, as it is another's or was made together: what other parties, guardians and those who stand by said, shared or answered, their
    names, and experiences that were put before you; mandates, conversations, what is kept of them and looks back, which the moderator
    wrote; what is promised to you, and what became of what you promised; sentences to the organisation and letters; whom you brought, and
    who holds authority over you; invitations and codes; referrals; the moderator's notes and assessments, and the true gate. What of this
    you may see stands in your cases. Nothing in it changes with what somebody else answers (S10).
    """
    found = ExportOut(on=now().date(), cases=[case_out(rows) for rows in (await export.of_mine(store)).values()])
    if form == PDF:
        language = language_asked(request)
        return Paper(paper(found, language), {**_attached("pdf"), "Content-Language": language})
    return Response(found.model_dump_json(by_alias=True), media_type=JSON, headers=_attached("json"))


def _attached(ending: str) -> dict[str, str]:
    """A file whose name tells nothing."""
    return {"Content-Disposition": f'attachment; filename="export.{ending}"', "Vary": "Accept, Accept-Language"}


def case_out(rows: Rows) -> ExportedCaseOut:
    """What is somebody's in one case."""
    (shell,) = rows["cases"]
    one = {name: next(iter(rows[several]), None) for name, several in SINGLE.items()}
    made = {
        "mandate_acceptances": _accepted(rows),
        "agreements": _confirmed(rows),
        "access_log": [event_out(row) for row in rows["access_log"]],
    }
    many = {name: rows[name] for name in ExportedCaseOut.model_fields.keys() - one.keys() - made.keys() - {"shell"}}
    return ExportedCaseOut.model_validate({"shell": shell, **one, **many, **made})


SINGLE: Final = {"place": "places", "membership": "memberships", "particulars": "particulars"}


def _accepted(rows: Rows) -> list[dict[str, Any]]:
    texts = {row.id: row for row in rows["mandates"]}
    return [
        {"version": text.version, "text_hash": text.text_hash, "assisted": row.assisted, "created_at": row.created_at}
        for row in rows["mandate_acceptances"]
        if (text := texts.get(row.mandate_id))
    ]


def _confirmed(rows: Rows) -> list[dict[str, Any]]:
    said = {row.agreement_id: row for row in rows["agreement_confirmations"]}
    return [
        {
            **{name: getattr(row, name) for name in ("version", "text", "text_hash")},
            "confirmed_at": said[row.id].created_at,
            "assisted": said[row.id].assisted,
        }
        for row in rows["agreements"]
    ]
