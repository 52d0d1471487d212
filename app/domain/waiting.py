"""What can wait for somebody, by its stable code: a title, and where the deed is done. No word of anybody is in it (S4)."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from app.domain.texts import Bilingual

GUIDE: Final = "/question-guides/restorative-conversation"


class Step(NamedTuple):
    """One thing to do or to read about it; the path is filled in with what the item says of itself."""

    rel: str
    method: str
    path: str


class Waiting(NamedTuple):
    """What an item says, whoever reads it."""

    title: Bilingual
    steps: tuple[Step, ...]


def _do(rel: str, path: str) -> Step:
    return Step(rel, "POST", path)


def _read(rel: str, path: str) -> Step:
    return Step(rel, "GET", path)


_CASE: Final = "/cases/{case}"
_PARTY: Final = _CASE + "/parties/{key}"
_TEXT: Final = _read("secrecy-statement", "/secrecy-statement")
_ASKED: Final = _read("question-guide", GUIDE)
_PROMISE: Final = _CASE + "/commitments/{key}"
_SESSION: Final = _CASE + "/sessions/{key}"
_SUPPORT: Final = _CASE + "/organisational-supports/{key}"
_GUARDIAN: Final = _CASE + "/parties/{place}/guardians/{key}"
_RECORD: Final = _CASE + "/sessions/{place}/record"
_MEMBER: Final = _CASE + "/parties/{place}/members/{key}"

OWN: Final[Mapping[str, Waiting]] = {
    "accept-secrecy-statement": Waiting(
        Bilingual("Lees en aanvaard de verklaring over geheimhouding", "Read and accept the statement on secrecy"),
        (_do("accept-secrecy", _PARTY + "/secrecy-acceptance"), _TEXT),
    ),
    "accept-moderator": Waiting(
        Bilingual("Aanvaard de moderator", "Accept the moderator"),
        (_do("accept-moderator", _CASE + "/appointments/{key}/acceptances"), _read("appointments", _CASE + "/appointments")),
    ),
    "answer-readiness": Waiting(
        Bilingual("Zeg of u bereid bent", "Say whether you are ready"),
        (_do("declare-readiness", _PARTY + "/readiness-declarations"), _ASKED),
    ),
    "renew-readiness": Waiting(
        Bilingual("Uw bereidheid verloopt: zeg het opnieuw als u dat wilt", "Your readiness expires: say it again if you want to"),
        (_do("declare-readiness", _PARTY + "/readiness-declarations"), _ASKED),
    ),
    "accept-mandate": Waiting(
        Bilingual("Lees het mandaat en aanvaard het", "Read the mandate and accept it"),
        (_do("accept-mandate", _CASE + "/mandates/{number}/acceptances"), _read("mandate", _CASE + "/mandates/{number}")),
    ),
    "comment-on-draft": Waiting(
        Bilingual("Zeg wat u van het concept vindt", "Say what you think of the draft"),
        (_do("comment-mandate", _CASE + "/mandates/{number}/comments"), _read("mandate", _CASE + "/mandates/{number}")),
    ),
    "attend-talk": Waiting(
        Bilingual("Een gesprek met de moderator", "A talk with the moderator"),
        (_read("talk", _CASE + "/parties/{place}/talks/{key}"), _ASKED),
    ),
    "prepare-session": Waiting(
        Bilingual("Bereid het herstelgerichte gesprek voor", "Prepare for the restorative conversation"),
        (_read("session", _SESSION), _ASKED),
    ),
    "reconfirm": Waiting(
        Bilingual("Zeg opnieuw of u bereid bent, voor dit gesprek", "Say again whether you are ready, for this conversation"),
        (_do("reconfirm", _SESSION + "/reconfirmations"), _read("session", _SESSION), _ASKED),
    ),
    "approve-record": Waiting(
        Bilingual("Lees het verslag en keur het goed", "Read the record and approve it"),
        (_do("approve-record", _RECORD + "/approvals"), _read("record", _RECORD)),
    ),
    "answer-attribution": Waiting(
        Bilingual("Iemand noemt u als steller van gedrag: lees het", "Somebody names you as author of behaviour: read it"),
        (_do("accept-attribution", _CASE + "/attributions/{key}/acceptance"), _read("attribution", _CASE + "/attributions/{key}")),
    ),
    "confirm-agreement": Waiting(
        Bilingual("Lees de overeenkomst en bevestig haar", "Read the agreement and confirm it"),
        (_do("confirm-agreement", _CASE + "/agreements/{number}/confirmations"), _read("agreement", _CASE + "/agreements/{number}")),
    ),
    "accept-commitment": Waiting(
        Bilingual("Aanvaard wat u zou toezeggen", "Accept what you would promise"),
        (_do("accept-commitment", _PROMISE + "/acceptance"), _read("commitment", _PROMISE)),
    ),
    "report-commitment": Waiting(
        Bilingual("Meld wat u van uw afspraak hebt gedaan", "Report what you did of your commitment"),
        (_do("report-done", _PROMISE + "/reports"), _read("commitment", _PROMISE)),
    ),
    "answer-report": Waiting(
        Bilingual("Zeg of gedaan is wat u is toegezegd", "Say whether what was promised to you is done"),
        (_do("confirm-done", _PROMISE + "/confirmation"), _do("dispute", _PROMISE + "/disputes"), _read("commitment", _PROMISE)),
    ),
    "respond-to-overdue": Waiting(
        Bilingual("De dag van een afspraak met u is voorbij", "The day of a commitment to you has passed"),
        (
            _do("waive", _PROMISE + "/waiver"),
            _do("say-not-kept", _PROMISE + "/not-kept"),
            _do("renegotiate", _PROMISE + "/renegotiations"),
            _read("commitment", _PROMISE),
        ),
    ),
    "mark-harm": Waiting(
        Bilingual("Zeg waar het met uw schade staat", "Say where your harm stands"),
        (_do("mark-harm", _CASE + "/harms/{key}/marks"), _read("harm", _CASE + "/harms/{key}")),
    ),
    "say-outcome": Waiting(
        Bilingual("Zeg of het voor u hersteld is", "Say whether it is restored for you"),
        (_do("confirm-outcome", _CASE + "/outcome-confirmations"),),
    ),
    "evaluate": Waiting(
        Bilingual("Zeg hoe het voor u was", "Say how it was for you"),
        (_do("evaluate", _CASE + "/evaluations"),),
    ),
}
"""What waits for someone who takes part: each depends on their own answers only (S10)."""

_GATE: Final = (_do("announce-gate", _CASE + "/readiness/announcements"), _read("conditions", _CASE + "/readiness/conditions"))

LEADING: Final[Mapping[str, Waiting]] = {
    "take-offer": Waiting(
        Bilingual("Een zaak wordt u aangeboden", "A case is offered to you"),
        (
            _do("declare-independence", "/offers/{key}/declaration"),
            _do("decline", "/offers/{key}/declination"),
            _read("offer", "/offers/{key}"),
        ),
    ),
    "classify": Waiting(
        Bilingual("Vat de zaak in woorden (classificatie)", "Put the matter into words (classification)"),
        (_do("classify", _CASE + "/classification"),),
    ),
    "invite-party": Waiting(
        Bilingual("Nodig deze betrokkene uit", "Invite this party"),
        (_do("invite", _PARTY + "/invitations"), _read("party", _PARTY)),
    ),
    "invite-again": Waiting(
        Bilingual("Een uitnodiging verliep ongebruikt: nodig opnieuw uit", "An invitation expired unused: invite again"),
        (_do("invite", _PARTY + "/invitations"), _read("invitations", _PARTY + "/invitations")),
    ),
    "invite-member": Waiting(
        Bilingual("Nodig dit lid van een groep uit", "Invite this member of a group"),
        (_do("invite", _MEMBER + "/invitations"), _read("member", _MEMBER)),
    ),
    "assess-safety": Waiting(
        Bilingual("Beoordeel of het voor deze betrokkene veilig is", "Assess whether it is safe for this party"),
        (_do("assess-safety", _PARTY + "/safety-assessments"), _read("party", _PARTY)),
    ),
    "assess-safety-again": Waiting(
        Bilingual("Beoordeel de veiligheid opnieuw, na wat is verteld", "Assess safety again, after what was told"),
        (_do("assess-safety", _PARTY + "/safety-assessments"), _read("safety-assessments", _PARTY + "/safety-assessments")),
    ),
    "announce-open": Waiting(Bilingual("Iedereen is bereid: kondig het aan", "Everyone is ready: announce it"), _GATE),
    "announce-not-now": Waiting(Bilingual("Het kan nu niet meer: kondig dat aan", "It is not possible now any more: announce that"), _GATE),
    "draft-mandate": Waiting(
        Bilingual("Schrijf een concept van het mandaat", "Draft the mandate"), (_do("draft-mandate", _CASE + "/mandates"),)
    ),
    "offer-mandate": Waiting(
        Bilingual("Leg het concept aan allen voor", "Offer the draft to everyone"),
        (_do("offer-mandate", _CASE + "/mandates/{number}/offer"), _read("mandate", _CASE + "/mandates/{number}")),
    ),
    "plan-session": Waiting(
        Bilingual("Plan een gezamenlijk gesprek", "Plan a joint conversation"), (_do("plan-session", _CASE + "/sessions"), _ASKED)
    ),
    "start-session": Waiting(
        Bilingual("Begin het gesprek", "Start the conversation"),
        (_do("start-session", _SESSION + "/start"), _do("cancel-session", _SESSION + "/cancellation"), _read("session", _SESSION), _ASKED),
    ),
    "end-session": Waiting(
        Bilingual("Beëindig het gesprek dat gaande is", "End the conversation that is going on"),
        (_do("end-session", _SESSION + "/end"), _do("suspend-session", _SESSION + "/suspension"), _read("session", _SESSION)),
    ),
    "note-attendance": Waiting(
        Bilingual("Noteer wie er was", "Note who was there"),
        (_do("note-attendance", _SESSION + "/attendances"), _read("attendances", _SESSION + "/attendances")),
    ),
    "write-record": Waiting(
        Bilingual("Leg vast wat van het gesprek blijft, als allen dat willen", "Write down what is kept of it, if all want that"),
        (_do("write-record", _SESSION + "/record"), _read("session", _SESSION)),
    ),
    "talk-after-suspension": Waiting(
        Bilingual("Spreek deze betrokkene na het afgebroken gesprek", "Talk with this party after the suspended conversation"),
        (_do("hold-talk", _PARTY + "/talks"), _read("party", _PARTY)),
    ),
    "conclude-talk": Waiting(
        Bilingual("Noteer of dit voorgesprek er was", "Note whether this talk was held"),
        (
            _do("end-talk", _CASE + "/parties/{place}/talks/{key}/end"),
            _do("cancel-talk", _CASE + "/parties/{place}/talks/{key}/cancellation"),
            _read("talk", _CASE + "/parties/{place}/talks/{key}"),
        ),
    ),
    "take-next-step": Waiting(
        Bilingual("De zaak kan een stap verder", "The case can go one step further"),
        (_do("move", _CASE + "/transitions"), _read("state", _CASE + "/state")),
    ),
    "look-back": Waiting(Bilingual("Leg het terugkijken vast", "Record the look back"), (_do("follow-up", _CASE + "/follow-ups"),)),
    "close-case": Waiting(
        Bilingual("Sluit de zaak", "Close the case"), (_do("close", _CASE + "/closure"), _read("state", _CASE + "/state"))
    ),
    "answer-reopening": Waiting(
        Bilingual("Een betrokkene vraagt om heropening", "A party asks to take the case up again"),
        (_do("move", _CASE + "/transitions"), _read("reopening-requests", _CASE + "/reopening-requests")),
    ),
}
"""What waits for the one who leads: where the process is next, and what is theirs to look after."""

OUTSTANDING: Final[Mapping[str, Waiting]] = {
    "await-secrecy-statement": Waiting(
        Bilingual("De verklaring over geheimhouding is nog niet aanvaard", "The statement on secrecy has not been accepted yet"),
        (_read("invitations", _PARTY + "/invitations"),),
    ),
    "await-moderator-acceptance": Waiting(
        Bilingual("De moderator is nog niet aanvaard", "The moderator has not been accepted yet"),
        (_read("answers", _CASE + "/appointments/{place}/acceptances"),),
    ),
    "await-readiness": Waiting(
        Bilingual("Er is nog niet gezegd of deze betrokkene bereid is", "This party has not said yet whether they are ready"),
        (_read("answers", _PARTY + "/readiness-declarations"),),
    ),
    "await-mandate": Waiting(
        Bilingual("Het mandaat is nog niet aanvaard", "The mandate has not been accepted yet"),
        (_read("answers", _CASE + "/mandates/{number}/acceptances"),),
    ),
    "await-reconfirmation": Waiting(
        Bilingual("De bereidheid is voor dit gesprek nog niet opnieuw gezegd", "Readiness has not been said again for this conversation"),
        (_do("reconfirm", _CASE + "/sessions/{place}/reconfirmations"), _read("answers", _CASE + "/sessions/{place}/reconfirmations")),
    ),
    "await-record-approval": Waiting(
        Bilingual("Het verslag is nog niet goedgekeurd", "The record has not been approved yet"),
        (_read("answers", _RECORD + "/approvals"),),
    ),
    "await-agreement": Waiting(
        Bilingual("De overeenkomst is nog niet bevestigd", "The agreement has not been confirmed yet"),
        (_read("answers", _CASE + "/agreements/{number}/confirmations"),),
    ),
    "await-commitment-acceptance": Waiting(
        Bilingual("Een afspraak is nog niet aanvaard", "A commitment has not been accepted yet"),
        (_read("commitment", _PROMISE),),
    ),
    "await-outcome": Waiting(
        Bilingual("Er is nog niet gezegd of het hersteld is", "It has not been said yet whether it is restored"),
        (_read("answers", _CASE + "/outcome-confirmations"),),
    ),
}
"""Who is outstanding: for the moderator alone, by id (S10)."""

BESIDE: Final[Mapping[str, Waiting]] = {
    "accept-secrecy-as-guardian": Waiting(
        Bilingual("Lees en aanvaard de verklaring over geheimhouding", "Read and accept the statement on secrecy"),
        (_do("accept-secrecy", _GUARDIAN + "/secrecy-acceptance"), _TEXT),
    ),
    "accept-secrecy-as-companion": Waiting(
        Bilingual("Lees en aanvaard de verklaring over geheimhouding", "Read and accept the statement on secrecy"),
        (_do("accept-secrecy", _CASE + "/companions/{key}/secrecy-acceptance"), _TEXT),
    ),
    "accept-secrecy-as-member": Waiting(
        Bilingual("Lees en aanvaard de verklaring over geheimhouding", "Read and accept the statement on secrecy"),
        (_do("accept-secrecy", _MEMBER + "/secrecy-acceptance"), _TEXT),
    ),
    "choose-spokesperson": Waiting(
        Bilingual("Kies wie voor uw groep spreekt", "Choose who speaks for your group"),
        (_do("choose-spokesperson", _CASE + "/parties/{place}/spokesperson-choices"), _read("members", _CASE + "/parties/{place}/members")),
    ),
    "consent": Waiting(
        Bilingual("Zeg of u ermee instemt dat uw kind meedoet", "Say whether you consent to your child's taking part"),
        (_do("consent", _GUARDIAN + "/consents"), _read("consents", _GUARDIAN + "/consents")),
    ),
    "renew-consent": Waiting(
        Bilingual(
            "Uw instemming verloopt: zeg opnieuw of uw kind meedoet, als u dat wilt",
            "Your consent expires: say again whether your child takes part, if you want to",
        ),
        (_do("consent", _GUARDIAN + "/consents"), _read("consents", _GUARDIAN + "/consents")),
    ),
    "check-note": Waiting(
        Bilingual("De moderator noteerde wat u zei: klopt het?", "The moderator noted what you said: is it right?"),
        (
            _do("contest", _CASE + "/parties/{place}/readiness-declarations/{key}/contestations"),
            _read("readiness-declarations", _CASE + "/parties/{place}/readiness-declarations"),
        ),
    ),
    "propose-successor": Waiting(
        Bilingual("Er is nu geen moderator: stel iemand voor", "There is no moderator now: propose somebody"),
        (_do("propose-successor", _CASE + "/successor-proposals"), _read("moderators", "/moderators")),
    ),
    "grant-private-records": Waiting(
        Bilingual(
            "Zeg of de nieuwe moderator mag lezen wat u eerder alleen vertelde",
            "Say whether the new moderator may read what you told in private before",
        ),
        (_do("grant-private", _CASE + "/private-record-grants"), _read("appointments", _CASE + "/appointments")),
    ),
    "admit-supporter": Waiting(
        Bilingual(
            "Iemand wil een steunfiguur meenemen: zeg of u dat goed vindt", "Somebody would bring a supporter: say whether you agree"
        ),
        (_do("admit", _CASE + "/introductions/{key}/admissions"), _read("introduction", _CASE + "/introductions/{key}")),
    ),
    "release-support": Waiting(
        Bilingual("Lees wat de organisatie zou horen en geef het vrij", "Read what the organisation would be told and release it"),
        (_do("release", _SUPPORT + "/releases"), _read("organisational-support", _SUPPORT)),
    ),
    "confirm-support": Waiting(
        Bilingual("De organisatie zegt dat het gedaan is: klopt dat?", "The organisation says that it is done: is it?"),
        (_do("confirm-support", _SUPPORT + "/confirmations"), _read("item", _SUPPORT + "/item")),
    ),
    "answer-support": Waiting(
        Bilingual("Er is iets van de organisatie nodig: zeg of het kan", "Something is needed of the organisation: say whether it can"),
        (_do("answer-support", "/released-items/{key}/answers"), _read("released-item", "/released-items/{key}")),
    ),
    "countersign-key": Waiting(
        Bilingual("Een sleutel wacht op uw handtekening: zeg van wie zij is", "A key waits for your signature: say whose it is"),
        (_do("countersign-key", "/sealing-keys/{key}/countersignature"), _read("sealing-key", "/sealing-keys/{key}")),
    ),
    "carry-out-support": Waiting(
        Bilingual("U zei dat het kan: meld wanneer het gedaan is", "You said that it can: say when it is done"),
        (_do("answer-support", "/released-items/{key}/answers"), _read("released-item", "/released-items/{key}")),
    ),
}
"""What waits for those who stand beside, for the organisation, and of what was asked of all since."""

_CHILDS: Final = _CASE + "/parties/{about}/guardians/{key}"

OUTSTANDING_BESIDE: Final[Mapping[str, Waiting]] = {
    "invite-guardian": Waiting(
        Bilingual("Nodig uit wie het gezag heeft", "Invite the guardian"),
        (_do("invite", _CHILDS + "/invitations"), _read("guardian", _CHILDS)),
    ),
    "await-consent": Waiting(
        Bilingual("Wie het gezag heeft, heeft nog niet ingestemd", "A guardian has not consented yet"),
        (_read("answers", _CHILDS + "/consents"),),
    ),
    "await-guardian-mandate": Waiting(
        Bilingual("Wie het gezag heeft, heeft het mandaat nog niet aanvaard", "A guardian has not accepted the mandate yet"),
        (_read("answers", _CASE + "/mandates/{number}/acceptances"),),
    ),
    "await-admission": Waiting(
        Bilingual("Over een steunfiguur is nog niets gezegd", "Nothing has been said yet of a supporter"),
        (_read("answers", _CASE + "/introductions/{key}/admissions"),),
    ),
    "await-release": Waiting(
        Bilingual("Een zin voor de organisatie is nog niet vrijgegeven", "A sentence for the organisation has not been released yet"),
        (_read("answers", _SUPPORT + "/releases"),),
    ),
    "await-support-confirmation": Waiting(
        Bilingual("Dat de organisatie het deed, is nog niet bevestigd", "That the organisation did it has not been confirmed yet"),
        (_read("answers", _SUPPORT + "/confirmations"),),
    ),
}
"""Who is outstanding in these, for the moderator alone (S10)."""

WAITING: Final[Mapping[str, Waiting]] = {**OWN, **LEADING, **OUTSTANDING, **BESIDE, **OUTSTANDING_BESIDE}
