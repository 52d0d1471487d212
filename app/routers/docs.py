"""The docs page (conventions, 19): Swagger UI as a package installs it, our own start, and nothing from anywhere else."""

from importlib import resources
from typing import Final

from fastapi import APIRouter, HTTPException, Response

DOCUMENT: Final = "/v1/openapi.json"

PAGE: Final = f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Herstel: the API</title>
<link rel="icon" type="image/png" href="/docs/favicon-32x32.png">
<link rel="service-desc" type="application/json" href="{DOCUMENT}">
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript; <a href="{DOCUMENT}">the OpenAPI document</a> does not.</noscript>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""

# Tokens stay in the page's memory, and no validator elsewhere is asked about the document.
START: Final = f"""SwaggerUIBundle({{
  url: "{DOCUMENT}",
  dom_id: "#swagger-ui",
  deepLinking: true,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: false,
  showExtensions: true,
  tryItOutEnabled: true,
  validatorUrl: null,
}});
"""

# Swagger UI styles through the DOM, which needs no 'unsafe-inline', and draws its arrows from data: URLs.
POLICY: Final = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
    ]
)

_INSTALLED: Final = {"swagger-ui.css": "text/css", "swagger-ui-bundle.js": "text/javascript", "favicon-32x32.png": "image/png"}
_CACHED: Final = {"Cache-Control": "public, max-age=86400"}

router = APIRouter(include_in_schema=False)


@router.get("/docs")
async def get_docs() -> Response:
    """The page."""
    return Response(PAGE, media_type="text/html", headers={"Content-Security-Policy": POLICY})


@router.get("/docs/start.js")
async def get_start() -> Response:
    """How the page starts: a file of its own, so that no script stands in the page."""
    return Response(START, media_type="text/javascript")


@router.get("/docs/{name}")
def get_installed(name: str) -> Response:
    """One of Swagger UI's files, from the package."""
    if name not in _INSTALLED:
        raise HTTPException(404, "not-found")
    content = resources.files("fastapi_swagger.resources").joinpath(name).read_bytes()
    return Response(content, media_type=_INSTALLED[name], headers=_CACHED)
