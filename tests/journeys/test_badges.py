"""A badge: earned, shown to a stranger, taken away, and believed without asking us."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import zxingcpp
from joserfc import jws
from joserfc.jwk import KeySet
from playwright.sync_api import expect
from pypdf import PdfReader
from sqlalchemy import select, update

from tests.journeys.conftest import Meet
from tests.journeys.learner import Learner
from tutor_core.accounts.throttle.rules import VERIFICATIONS_OF_AN_ADDRESS
from tutor_core.models import Badge, RateWindow, StudentBadge

pytestmark = [pytest.mark.journey, pytest.mark.filterwarnings("ignore:EdDSA is deprecated")]
NAME = "Eighteen of twenty"


def earns_a_badge(learner: Learner) -> None:
    """Answer eighteen questions right, the last of them in the browser, and open the badge."""
    learner.is_signed_in()
    learner.has_answered([True] * 17)
    learner.open_practice()
    learner.answer_right()
    learner.page.get_by_role("link", name=f"Badge earned: {NAME}").click()
    learner.see("What was counted then")


def publishes(learner: Learner) -> str:
    """Make the open badge public; return its address."""
    learner.button("Make it public").click()
    learner.see("Whoever has this address")
    return learner.page.get_by_test_id("stCode").first.inner_text().strip()


def downloads(learner: Learner, taken: str, file: str) -> tuple[str, bytes]:
    """Take the open badge away; return the name and the bytes of the file."""
    learner.button(taken).click()
    with learner.page.expect_download() as download:
        learner.button(file).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


def fetched(learner: Learner, path: str) -> Any:
    return learner.page.request.get(path).json()


def test_a_badge_is_earned_published_verified_signed_out_and_taken_away(meet: Meet) -> None:
    learner, stranger = meet(), meet()
    earns_a_badge(learner)
    address = publishes(learner)
    assert address.startswith(f"{learner.server.url}/verify?code=")

    stranger.open(address)
    stranger.see("This badge was earned.")
    stranger.see(f"Earned by {learner.name}")
    expect(stranger.page.get_by_test_id("stSidebar")).to_have_count(0)
    stranger.button("Check again").click()
    stranger.see("The record says the same")

    name, token = downloads(learner, "As a signed credential", "Download the credential")
    assert name == "eighteen_of_twenty.jwt"
    header = jws.extract_compact(token).headers()
    published = fetched(learner, "/credentials/keys")
    assert header["kid"].startswith(f"{learner.server.url}/credentials/keys/")
    key = KeySet.import_key_set(published).get_by_kid(header["kid"].rpartition("/")[2])
    claims = json.loads(jws.deserialize_compact(token, key, algorithms=["EdDSA"]).payload)
    assert claims["id"] == address
    assert claims["credentialSubject"]["achievement"]["name"] == NAME
    assert learner.name not in json.dumps(claims)

    name, pdf = downloads(learner, "As a certificate to print", "Download the certificate")
    assert name == "eighteen_of_twenty.pdf"
    (picture,) = PdfReader(io.BytesIO(pdf)).pages[0].images
    (code,) = zxingcpp.read_barcodes(picture.image.convert("L"))
    assert code.text == address

    learner.button("New code").click()
    learner.see("It has a new code")
    stranger.open(address)
    stranger.see("No public badge has this code")
    revoked = fetched(learner, "/credentials/revocations")["revokedCredential"]
    assert {"id": address, "revoked": True} in revoked


def test_a_private_badge_and_a_code_typed_by_hand(meet: Meet) -> None:
    learner, stranger = meet(), meet()
    earns_a_badge(learner)
    who = learner.actor
    with learner.server.database.reading() as db:
        badges = select(StudentBadge).join(Badge).where(Badge.name == NAME)
        code = db.scalars(badges.where(StudentBadge.student_id == who.id)).one().verification_code
    stranger.open("/verify")
    stranger.see("Learners give others the code")
    stranger.textbox("Code of the badge").fill(code)
    stranger.page.keyboard.press("Enter")
    stranger.see("No public badge has this code")

    publishes(learner)
    stranger.open("/verify")
    stranger.textbox("Code of the badge").fill(" ".join(code.upper()))
    stranger.page.keyboard.press("Enter")
    stranger.see("This badge was earned.")


def test_who_looks_up_too_much_is_asked_to_wait(meet: Meet) -> None:
    stranger = meet()
    stranger.open(f"/verify?code={'1' * 32}")
    stranger.see("No public badge has this code")
    full = update(RateWindow).values(uses=VERIFICATIONS_OF_AN_ADDRESS.uses)
    stranger.server.database.run(lambda db: db.execute(full))
    stranger.page.reload()
    stranger.see("Too many codes were looked up in a short time")
    stranger.server.database.run(lambda db: db.query(RateWindow).delete())
