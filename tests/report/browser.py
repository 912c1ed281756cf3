"""A browser without a window, driven over its own pipe: what it asks for, and says.

Chromium's DevTools protocol as messages that end with a null byte, on the third and
fourth file of the process (``--remote-debugging-pipe``).
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "chrome")
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run",
           "--disable-dev-shm-usage", "--disable-background-networking",
           "--remote-debugging-pipe")  # fmt: skip


def program() -> str | None:
    """Give the browser that is installed, if any is."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


class Page:
    """A page that is open: what was asked of the network, and what was complained."""

    def __init__(self, write: int, read: int) -> None:
        self._write, self._read = write, read
        self._left, self._number, self._session = b"", 0, ""
        self.requests: list[str] = []
        self.complaints: list[str] = []
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        attached = self.ask("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]
        for domain in ("Page", "Network", "Runtime", "Log"):
            self.ask(f"{domain}.enable")

    def ask(self, method: str, **given: Any) -> dict[str, Any]:
        """Ask the browser, and wait for its answer."""
        self._number += 1
        message: dict[str, Any] = {"id": self._number, "method": method}
        message["params"] = given
        if self._session:
            message["sessionId"] = self._session
        os.write(self._write, json.dumps(message).encode() + b"\0")
        while True:
            told = self._next()
            if told.get("id") == self._number:
                assert "error" not in told, told["error"]
                result: dict[str, Any] = told["result"]
                return result

    def open(self, file: Path) -> None:
        """Open a file and wait until it is there."""
        self.ask("Page.navigate", url=file.resolve().as_uri())
        while self.value("document.readyState") != "complete":
            pass

    def value(self, expression: str) -> Any:
        """Give what an expression comes to on the page."""
        asked = self.ask(
            "Runtime.evaluate", expression=expression, returnByValue=True,
            awaitPromise=True,
        )  # fmt: skip
        assert "exceptionDetails" not in asked, asked["exceptionDetails"]
        return asked["result"].get("value")

    def width(self, pixels: int) -> None:
        """Make the window so wide, and wait until the page is drawn again."""
        self.ask("Emulation.setDeviceMetricsOverride", width=pixels, height=900,
                 deviceScaleFactor=1, mobile=pixels < 500)  # fmt: skip
        self.value("new Promise(r => requestAnimationFrame(() => "
                   "requestAnimationFrame(() => r(1))))")  # fmt: skip

    def printed(self) -> bytes:
        """Give the page as a PDF."""
        asked = self.ask("Page.printToPDF", preferCSSPageSize=True)
        return base64.b64decode(asked["data"])

    def picture(self, *, whole: bool = False) -> bytes:
        """Give what is seen, or all of the page, as a PNG."""
        asked = self.ask("Page.captureScreenshot", captureBeyondViewport=whole)
        return base64.b64decode(asked["data"])

    def _next(self) -> dict[str, Any]:
        while b"\0" not in self._left:
            read = os.read(self._read, 1 << 16)
            assert read, "the browser has gone"
            self._left += read
        text, _, self._left = self._left.partition(b"\0")
        told: dict[str, Any] = json.loads(text)
        self._note(told.get("method", ""), told.get("params", {}))
        return told

    def _note(self, method: str, given: dict[str, Any]) -> None:
        if method == "Network.requestWillBeSent":
            self.requests.append(given["request"]["url"])
        elif method == "Runtime.exceptionThrown":
            self.complaints.append(str(given["exceptionDetails"]))
        elif method == "Log.entryAdded":
            self.complaints.append(given["entry"]["text"])
        elif method == "Runtime.consoleAPICalled":
            self.complaints.append(str(given["args"]))


@contextmanager
def opened(browser: str) -> Iterator[Page]:
    """Start a browser with an empty page, and end it afterwards."""
    to_read, to_write = os.pipe()
    from_read, from_write = os.pipe()
    with tempfile.TemporaryDirectory() as home:
        command = [browser, *OPTIONS, f"--user-data-dir={home}"]
        # The browser reads its third file and writes its fourth.
        script = f'exec 3<&{to_read} 4>&{from_write}; exec "$@"'
        process = subprocess.Popen(
            ["/bin/bash", "-c", script, "bash", *command],
            pass_fds=(to_read, from_write), stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(to_read)
        os.close(from_write)
        try:
            yield Page(to_write, from_read)
        finally:
            os.close(to_write)
            process.terminate()
            process.wait(timeout=20)
            os.close(from_read)
