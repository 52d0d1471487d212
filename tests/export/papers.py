"""What stands in a PDF, for tests."""

from io import BytesIO
from typing import Final

from pypdf import PdfReader

PDF: Final = "application/pdf"


def text_of(paper: bytes) -> str:
    """Everything that can be read in it, without the places where a line may break."""
    return "\n".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages).replace("\u200b", "")
