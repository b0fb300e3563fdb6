"""Every setting of the program, read from the environment and from nowhere else."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from app.errors import BadInput

PREFIX = "RECENSION_"
MIB = 1024 * 1024
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


def _web_address(value: str) -> str:
    """An address without its last slash, or nothing."""
    if value and not value.startswith(("http://", "https://")):
        raise ValueError("must begin with http:// or https://, or be empty")
    return value.rstrip("/")


class Settings(BaseSettings):
    """What a person who runs Recension may choose. Each is an environment variable.

    Values never change once read; a test or a second instance makes its own object.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=None, extra="ignore", frozen=True, env_ignore_empty=True
    )

    data_dir: Path = Field(
        default=Path("data"),
        description="Folder that holds the database; made when it is missing.",
    )
    database_url: str = Field(
        default="",
        repr=False,  # it may hold a password
        description="Database as an address, such as postgresql://name:password@host/database "
        "(made with the encoding UTF8); empty means recension.sqlite3 in the data folder.",
    )
    host: str = Field(
        default="127.0.0.1",
        description="Network address to serve on; the default lets only this machine in.",
    )
    port: int = Field(default=8000, ge=0, le=65535, description="Port to serve on; 0 takes any.")
    public_url: Annotated[str, AfterValidator(_web_address)] = Field(
        default="",
        description="Address under which others reach the site, used in the links that people "
        "send; empty means the address of the request.",
    )
    max_upload_bytes: int = Field(
        default=12 * MIB, ge=1, description="Largest file that is taken, in bytes."
    )
    max_text_chars: int = Field(
        default=3_000_000, ge=1, description="Longest text of one version, in characters."
    )
    max_request_bytes: int = Field(
        default=26 * MIB, ge=1, description="Largest request that is read, in bytes."
    )
    readers: int = Field(
        default=2, ge=1, le=64, description="How many files are read at once, each by a process."
    )
    reader_memory_bytes: int = Field(
        default=1024 * MIB,
        ge=64 * MIB,
        description="How much memory the reading of one file may take, in bytes.",
    )
    reader_seconds: int = Field(
        default=20,
        ge=1,
        description="How much processor time the reading of one file may take, in seconds; by the "
        "clock three times as much.",
    )
    fetch_seconds: int = Field(
        default=20, ge=1, description="How long a page may take to come, in seconds."
    )
    allow_private_addresses: bool = Field(
        default=False,
        description="Whether pages are fetched from private networks and odd ports too; for those "
        "who let nobody else use the site.",
    )
    comparers: int = Field(
        default=1,
        ge=1,
        le=64,
        description="How many long comparisons are made at once, each by a process.",
    )
    comparer_seconds: int = Field(
        default=900,
        ge=1,
        description="After how many seconds by the clock the making of one is given up.",
    )
    access: Literal["", "open", "invite", "single"] = Field(
        default="",
        description="Who may store texts: anyone, each in a workspace of their own (open); those "
        "who know an invitation (invite); everyone, in one library that all share (single). Empty "
        "means open as long as only this machine is let in, invite otherwise.",
    )
    invitations: str = Field(
        default="",
        repr=False,
        description="The invitations that found a workspace where access is by invitation, "
        "separated by spaces.",
    )
    page_size: int = Field(
        default=20, ge=1, le=100, description="How many articles a page of a list shows."
    )
    load_samples: bool = Field(
        default=True, description="Whether a new database is filled with the sample articles."
    )
    memory_comparisons: int = Field(
        default=64, ge=0, description="How many comparisons are kept at hand in memory."
    )
    memory_chars: int = Field(
        default=20_000_000,
        ge=0,
        description="How many characters of text the comparisons kept in memory may hold in all.",
    )

    @property
    def admission(self) -> Literal["open", "invite", "single"]:
        """Who may store texts, the default filled in."""
        if self.access:
            return self.access
        return "open" if self.host in LOOPBACK else "invite"

    @property
    def address(self) -> str:
        """The address of the site, as far as it can be known without a request."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return self.public_url or f"http://{host}:{self.port}"

    @property
    def database(self) -> str:
        """The address of the database, the default filled in."""
        return self.database_url or f"sqlite:///{self.data_dir / 'recension.sqlite3'}"


class SettingEntry(NamedTuple):
    """A setting as the README lists it."""

    name: str
    default: str
    description: str


def documented_settings() -> list[SettingEntry]:
    """Every setting by the name of its environment variable, in the order of the class."""
    return [
        SettingEntry(PREFIX + name.upper(), str(field.default), field.description or "")
        for name, field in Settings.model_fields.items()
    ]


def settings_from_environment() -> Settings:
    """The settings as the environment gives them.

    Raises BadInput, with the variables at fault and what is wrong with each (never its value).
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = "; ".join(
            f"{PREFIX}{str(fault['loc'][0]).upper()}: {fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_input=False, include_url=False)
        )
        raise BadInput(
            f"The settings cannot be used. {wrong}.",
            "Correct the environment variable, or unset it to get the default.",
        ) from None
