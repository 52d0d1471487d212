"""The environment, read once, as frozen settings. Only entry points and migrations call `read_settings()`."""

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, Field, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "HERSTEL_"


class BadSettings(Exception):
    """One sentence for whoever starts the service; it names the variable, never its value."""


def for_psycopg(url: str) -> str:
    """The same database, addressed through the one driver of the house."""
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise ValueError("must look like postgresql://user:password@host:5432/name") from None
    if parsed.drivername not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise ValueError("must begin with postgresql://")
    if not parsed.database:
        raise ValueError("must end with the name of a database")
    return parsed.set(drivername="postgresql+psycopg").render_as_string(hide_password=False)


def for_keys(url: str) -> str:
    """The key store's database, as SQLAlchemy addresses it: a PostgreSQL, or a file of SQLite."""
    if not url.startswith("sqlite:"):
        try:
            return for_psycopg(url)
        except ValueError as error:
            raise ValueError(str(error).replace("begin with postgresql://", "begin with postgresql:// or sqlite:///")) from None
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        parsed = URL.create("")
    if parsed.drivername != "sqlite" or parsed.host or parsed.query or parsed.database in (None, "", ":memory:"):
        raise ValueError("must look like sqlite:///folder/keys.db")
    return url


def without_slash(url: str) -> str:
    """An address to which a path can be added."""
    if not url.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://")
    return url.rstrip("/")


class Settings(BaseSettings):
    """Everything that the surroundings decide. Each field is an environment variable: HERSTEL_ and its name, except DATABASE_URL."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True, validate_by_name=True
    )

    database_url: Annotated[str, AfterValidator(for_psycopg)] | None = Field(
        default=None,
        validation_alias="DATABASE_URL",
        repr=False,
        description="The PostgreSQL to use (17 or newer), as postgresql://user:password@host:5432/name; without it an embedded one starts.",
    )
    org_database_url: Annotated[str, AfterValidator(for_psycopg)] | None = Field(
        default=None,
        repr=False,
        description="The same database for the role herstel_org, which serves organisations and has no way to what is confidential; "
        "without it as DATABASE_URL says, with a derived password.",
    )
    case_database_url: Annotated[str, AfterValidator(for_psycopg)] | None = Field(
        default=None,
        repr=False,
        description="The same for the role herstel_case, which serves those who have a seat.",
    )
    job_database_url: Annotated[str, AfterValidator(for_psycopg)] | None = Field(
        default=None,
        repr=False,
        description="The same for the role herstel_job, which serves the worker: ids, states and dates.",
    )
    data_folder: Path = Field(
        default=Path(".data"),
        description="Where the embedded PostgreSQL, the demo keys and, unless they are elsewhere, the key store and its ring are kept.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="The address to listen on; 0.0.0.0 is every one.",
    )
    port: int = Field(
        default=8000,
        ge=0,
        le=65535,
        description="The port to listen on; 0 takes a free one.",
    )
    public_url: Annotated[str, AfterValidator(without_slash)] | None = Field(
        default=None,
        description="The address under which clients reach the service; without it http://host:port.",
    )
    demo: bool = Field(
        default=False,
        description="Demo people and a demo issuer of tokens; never where real cases are.",
    )
    issuers_file: Path | None = Field(
        default=None,
        description="A JSON file with the issuers whose tokens are trusted, and the roles each may give.",
    )
    signing_key_file: Path | None = Field(
        default=None,
        description="A PEM file with the private key with which the service signs its own tokens and proves to the database who acts; "
        "the same for every process, and without it one in the data folder.",
    )
    keys_url: Annotated[str, AfterValidator(for_keys)] | None = Field(
        default=None,
        repr=False,
        description="Where the wrapped keys are kept, apart from what they seal: a PostgreSQL of its own, or sqlite:///folder/keys.db; "
        "without it a file in the data folder.",
    )
    key_ring_file: Path | None = Field(
        default=None,
        description="The file (0600) with the keys that wrap those keys, the same for every process; without it one in the data folder.",
    )
    pool_size: int = Field(
        default=10,
        ge=1,
        le=500,
        description="How many connections to the database one process keeps, for organisations and for cases each; for deadlines two more.",
    )
    pool_seconds: float = Field(
        default=2,
        gt=0,
        le=30,
        description="How long a request waits for a connection before it is told to come back later.",
    )
    grace_seconds: int = Field(
        default=25,
        ge=1,
        le=300,
        description="How long requests may finish after the service was told to stop.",
    )

    @property
    def base_url(self) -> str:
        """The address under which clients reach the service, without a slash at its end."""
        return self.public_url or f"http://{f'[{self.host}]' if ':' in self.host else self.host}:{self.port}"

    @property
    def addresses(self) -> dict[str, str | None]:
        """The address that is set for each of the database's runtime roles."""
        return {"herstel_org": self.org_database_url, "herstel_case": self.case_database_url, "herstel_job": self.job_database_url}

    @model_validator(mode="after")
    def all_roles_or_none(self) -> Self:
        """Without DATABASE_URL an address for each role, or for none of them."""
        if self.database_url is None and any(self.addresses.values()) and not all(self.addresses.values()):
            raise ValueError("without DATABASE_URL an address is needed for each of herstel_org, herstel_case and herstel_job")
        return self

    @property
    def by_roles_alone(self) -> bool:
        """Whether the service has an address for each role and none that migrates: then someone else does that."""
        return self.database_url is None and all(self.addresses.values())

    @property
    def keys_at(self) -> str:
        """The address of the key store's database."""
        file = self.data_folder.resolve() / "keys" / "keys.db"
        return self.keys_url or URL.create("sqlite", database=str(file)).render_as_string()

    @property
    def key_ring_at(self) -> Path:
        """The file of the key ring."""
        return self.key_ring_file or self.data_folder / "keys" / "ring.json"


def variable(field: str) -> str:
    """The environment variable that sets a field."""
    return str(Settings.model_fields[field].validation_alias or PREFIX + field.upper())


def read_settings() -> Settings:
    """The settings that the environment gives. Raises BadSettings with one sentence that names the first bad variable."""
    try:
        return Settings()
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False, include_context=False)[0]
        place = str(wrong["loc"][0]) if wrong["loc"] else "settings"
        name = variable(place) if place in Settings.model_fields else place
        rule = wrong["msg"].removeprefix("Value error, ")
        raise BadSettings(f"{name}: {rule[0].lower()}{rule[1:]}.") from None
