"""S8: between the two halves, when the rows are gone and the keys not yet, nobody puts in what nobody could read afterwards."""

from datetime import UTC, datetime, timedelta
from typing import Any, Final

from app.domain.retention import GRACE_DAYS
from app.jobs.destruction import reconcile
from app.jobs.sweep import sweep
from tests.retention.copies import Played, copy_of
from tests.retention.test_p5_retention import after
from tests.routers.playing import no
from tests.walls.planting import GRADES, SECOND

NOW: Final = datetime.now(UTC)
EXCEPTION: Final[dict[str, Any]] = {
    "ground": "acute_danger",
    "facts": "Wat er was.",
    "alternatives": "Wat er nog meer kon.",
    "recipient": "Wie het hoorde.",
    "text": "Wat er naar buiten ging.",
    "whyNotYet": "De ander was niet te bereiken.",
}


async def test_s8_once_what_is_private_is_gone_nobody_adds_to_it_and_every_list_still_answers(of: Played) -> None:
    async with copy_of(of, "between_parts") as copy:
        one, other = of.names
        await sweep(copy.app.state.database, after(12))
        gone = (409, "kept-no-longer")
        assert no(await copy.play.call(other, "POST", "evaluations", {**GRADES, "remark": "Te laat gezegd."})) == gone
        told = {**EXCEPTION, "partyIds": [copy.play.party[other]]}
        assert no(await copy.play.call(SECOND, "POST", "safety-exceptions", told)) == gone
        await copy.play.does(SECOND, "safety-exceptions", EXCEPTION)
        await reconcile(copy.app.state.database)
        for who in (SECOND, one, other):
            answers = [await copy.play.call(who, "GET", path) for path in ("evaluations", "told-exceptions")]
            assert [answer.status_code for answer in answers] == [200, 200]


async def test_p3_s8_once_a_party_is_erased_nobody_is_said_to_have_told_them(of: Played) -> None:
    async with copy_of(of, "between_party") as copy:
        one, _ = of.names
        await copy.play.does(one, "erasures")
        await sweep(copy.app.state.database, NOW + timedelta(days=GRACE_DAYS))
        (exception,) = await copy.play.items(SECOND, "safety-exceptions")
        told = {"partyIds": [copy.play.party[one]], "toldOn": str(NOW.date())}
        assert no(await copy.play.call(SECOND, "POST", f"safety-exceptions/{exception['id']}/tellings", told)) == (409, "kept-no-longer")
        await reconcile(copy.app.state.database)
        assert (await copy.play.call(SECOND, "GET", "told-exceptions")).status_code == 200
