"""The docs page in a real browser, on a real server: it works from what is installed, and asks nobody else for anything."""

import asyncio
import json
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.chrome.webdriver import WebDriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support import expected_conditions as see
from selenium.webdriver.support.ui import WebDriverWait

from app.routers.docs import POLICY
from tests.http import as_

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1300,1600",
)
PATIENCE = 60


@pytest.fixture
async def address(app: FastAPI, database: str) -> AsyncIterator[str]:
    """The service on a real socket, beside the test in its loop."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="warning", ws="none"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        await serving


@pytest.fixture
def browser() -> Iterator[WebDriver]:
    """A headless Chromium that has never been anywhere; where there is none the test says so, and in CI it fails."""
    if not (CHROMIUM and DRIVER):
        assert not os.environ.get("HERSTEL_REQUIRE_BROWSER"), "HERSTEL_REQUIRE_BROWSER is set, and no chromium with its driver is installed"
        pytest.skip("no chromium with its driver is installed, so nobody looked at the docs page")
    folder = Path(tempfile.mkdtemp(prefix="herstel-chromium-"))
    options = Options()
    options.binary_location = CHROMIUM
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    for flag in (*FLAGS, f"--user-data-dir={folder}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield driver
    driver.quit()
    shutil.rmtree(folder, ignore_errors=True)


def try_it_out(browser: WebDriver, address: str, token: str) -> str:
    """Authorize, ask who one is, and read the status that the page shows."""
    patiently: WebDriverWait[WebDriver] = WebDriverWait(browser, PATIENCE)

    def click(selector: str) -> None:
        element = patiently.until(see.element_to_be_clickable((By.CSS_SELECTOR, selector)))
        browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", element)
        element.click()

    browser.get(f"{address}/docs")
    click(".btn.authorize")
    patiently.until(see.visibility_of_element_located((By.CSS_SELECTOR, ".auth-container input"))).send_keys(token)
    click(".auth-btn-wrapper .authorize")
    click(".auth-btn-wrapper .btn-done")
    click("#operations-Entry-getMe .opblock-summary-control")
    click("#operations-Entry-getMe .execute")
    status = patiently.until(see.visibility_of_element_located((By.CSS_SELECTOR, ".live-responses-table .response .response-col_status")))
    return str(status.text).split()[0]


def log_of(browser: WebDriver, kind: str) -> list[dict[str, Any]]:
    """What the browser wrote down since it was last asked; selenium's own method has no types."""
    found: list[dict[str, Any]] = browser.execute("getLog", {"type": kind})["value"]
    return found


def asked_for(browser: WebDriver) -> set[str]:
    """The addresses that were asked for over the network; the browser's own pages, under schemes of its own, are not."""
    messages = [json.loads(entry["message"])["message"] for entry in log_of(browser, "performance")]
    urls = {message["params"]["request"]["url"] for message in messages if message["method"] == "Network.requestWillBeSent"}
    return {url for url in urls if not url.startswith(("chrome:", "chrome-untrusted:", "data:"))}


async def test_the_docs_page_works_with_a_token_and_without_the_rest_of_the_world(app: FastAPI, address: str, browser: WebDriver) -> None:
    token = as_("member").token(app)["Authorization"].removeprefix("Bearer ")
    assert await asyncio.to_thread(try_it_out, browser, address, token) == "200"
    assert log_of(browser, "browser") == []
    files = {f"{address}/docs{name}" for name in ("", "/swagger-ui.css", "/swagger-ui-bundle.js", "/start.js", "/favicon-32x32.png")}
    assert asked_for(browser) == {*files, f"{address}/v1/openapi.json", f"{address}/v1/me"}


async def test_the_docs_page_and_its_files_come_with_a_strict_policy_and_no_inline_script(client: httpx.AsyncClient) -> None:
    page = await client.get("http://test/docs")
    assert page.status_code == 200
    assert page.headers["Content-Type"] == "text/html; charset=utf-8"
    assert page.headers["Content-Security-Policy"] == POLICY
    assert "unsafe" not in POLICY
    assert "<script>" not in page.text
    assert 'href="/v1/openapi.json"' in page.text
    for name, kind in {
        "swagger-ui.css": "text/css; charset=utf-8",
        "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
        "start.js": "text/javascript; charset=utf-8",
        "favicon-32x32.png": "image/png",
    }.items():
        found = await client.get(f"http://test/docs/{name}")
        assert (found.status_code, found.headers["Content-Type"]) == (200, kind)
    assert (await client.get("http://test/docs/__init__.py")).status_code == 404


async def test_the_document_is_for_everyone_and_from_everywhere(client: httpx.AsyncClient) -> None:
    """Conventions 2."""
    found = await client.get("/openapi.json", headers={"Origin": "https://elsewhere.example"})
    assert found.status_code == 200
    assert found.headers["Access-Control-Allow-Origin"] == "*"
    assert found.headers["API-Version"] == found.json()["info"]["version"]
