"""``python -m docs.made``: carry out every example and write every reference page."""

from __future__ import annotations

from pathlib import Path

from docs.made.blocks import ROOT, carried_out, pages
from docs.made.reference import reference


def main() -> None:
    """Write the pages whose content has changed, and name them."""
    for page, text in reference().items():
        _write(page, text)
    for page in pages():
        _write(page, carried_out(page))


def _write(page: Path, text: str) -> None:
    if not page.exists() or page.read_text(encoding="utf-8") != text:
        page.write_text(text, encoding="utf-8", newline="\n")
        print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
