"""Every setting of the program, read from the environment and from nowhere else."""

from __future__ import annotations

import re
from ipaddress import ip_network
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import AfterValidator, Field, ValidationError, ValidationInfo
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


def _metrics_token(value: str, others: ValidationInfo) -> str:
    """A token that nobody guesses, or nothing where none is asked for."""
    if value and not re.fullmatch(r"[!-~]{16,}", value):
        raise ValueError("must be 16 letters, figures and marks or more, without a space")
    if not value and others.data.get("metrics") == "token":
        raise ValueError("must be there where RECENSION_METRICS is token")
    return value


def _rate(value: str) -> str:
    """A rate as people write it, or "none"."""
    from limits.util import parse_many  # it takes longer to come in than all the rest here

    if value.strip().lower() == "none":
        return "none"
    try:
        fits = all(item.amount > 0 for item in parse_many(value))
    except ValueError:
        fits = False
    if not fits:
        raise ValueError("must be such as 120/minute, or 10/minute; 100/hour, or none")
    return value


def _networks(value: str) -> str:
    """Addresses and networks, separated by spaces or commas."""
    for part in value.replace(",", " ").split():
        try:
            ip_network(part)
        except ValueError:
            raise ValueError(
                "must name addresses such as 10.0.0.7 or networks such as 10.0.0.0/24 or "
                "fd00::/64, separated by spaces"
            ) from None
    return value


Rate = Annotated[str, AfterValidator(_rate)]


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
    allowed_hosts: str = Field(
        default="",
        description="Further names, separated by spaces, by which browsers may ask for the site; * "
        "lets in any. Empty means that of the public address and this machine's own; any at all "
        "where others are let in and no public address is said.",
    )
    trusted_proxies: Annotated[str, AfterValidator(_networks)] = Field(
        default="",
        description="Addresses and networks, separated by spaces, of the proxies before this site: "
        "what they say in X-Forwarded-For and X-Forwarded-Proto is believed, and nobody else's.",
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
    short_comparers: int = Field(
        default=2,
        ge=1,
        le=64,
        description="How many short ones are made at once, each by a process.",
    )
    patience_seconds: float = Field(
        default=15,
        ge=0,
        description="How long a page waits for a short comparison, in seconds, before it tells "
        "that one is being made.",
    )
    comparer_seconds: int = Field(
        default=900,
        ge=1,
        description="After how many seconds by the clock the making of one, short or long, is "
        "given up.",
    )
    comparer_cpu_seconds: int = Field(
        default=300,
        ge=1,
        description="How much processor time it may take, in seconds; of a short one 20 at most.",
    )
    comparer_memory_bytes: int = Field(
        default=1536 * MIB,
        ge=128 * MIB,
        description="How much memory it may take, in bytes.",
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
    workspace_articles: int = Field(
        default=20_000,
        ge=0,
        description="How many articles one workspace may hold; 0 means any number, here and in the "
        "next four. What was deleted counts for the ten minutes that it can be had back.",
    )
    workspace_versions: int = Field(
        default=100_000, ge=0, description="How many versions it may hold."
    )
    workspace_files: int = Field(
        default=50_000,
        ge=0,
        description="How many of them may be read from files, the originals of which are kept.",
    )
    workspace_bytes: int = Field(
        default=2048 * MIB,
        ge=0,
        description="How many bytes its originals and the texts read from them may come to in all.",
    )
    workspace_shares: int = Field(
        default=1_000,
        ge=0,
        description="How many links of it that show a comparison may be open at once.",
    )
    write_rate: Rate = Field(
        default="120/minute",
        description="How often something may be stored or changed from one network address (of "
        "IPv6 from one network of 64 bits), and in one workspace; such as 120/minute, 10/minute; "
        "100/hour, or none. As long as only this machine is let in, this and the next three hold "
        "only when they are set.",
    )
    read_rate: Rate = Field(
        default="240/minute",
        description="How often what takes some work may be asked for: previews, comparisons of "
        "texts that are not stored, files and pictures of a comparison.",
    )
    fetch_rate: Rate = Field(
        default="30/minute", description="How often a page may be fetched from the web."
    )
    founding_rate: Rate = Field(
        default="30/hour",
        description="How often from one network address a workspace may be founded, or a link made "
        "by somebody who has none.",
    )
    guess_rate: Rate = Field(
        default="10/minute; 100/hour",
        description="How often from one network address a password, an invitation or a key may be "
        "tried that does not fit.",
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
        description="How many characters of text the comparisons kept in memory may hold in all, "
        "at some nine bytes each.",
    )
    memory_page_bytes: int = Field(
        default=32 * MIB,
        ge=0,
        description="How many bytes the pages of comparisons kept in memory may take, as they were "
        "sent and packed; 0 keeps none.",
    )

    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="From which weight on things are logged; a request is a line of info.",
    )
    log_format: Literal["", "json", "plain"] = Field(
        default="",
        description="How the log is written to standard error: a line of JSON for each thing "
        "(json), or words (plain). Empty means plain where that is a terminal, JSON elsewhere.",
    )
    metrics: Literal["", "loopback", "token", "off"] = Field(
        default="",
        description="Who reads /metrics: programs of this machine that come by no proxy "
        "(loopback), those that send RECENSION_METRICS_TOKEN (token), nobody (off). Empty means "
        "token where there is one, else loopback as long as only this machine is let in, and no "
        "public address and no proxy is named, else off.",
    )
    metrics_token: Annotated[str, AfterValidator(_metrics_token)] = Field(
        default="",
        repr=False,
        validate_default=True,
        description="What a program sends as its bearer token to read /metrics; 16 characters or "
        "more.",
    )
    client_seconds: float = Field(
        default=30,
        gt=0,
        description="How long a client may take to send the head of a request, and may let the "
        "server wait for more of what it sends or takes, in seconds.",
    )
    client_bytes_per_second: int = Field(
        default=1024,
        ge=0,
        description="How many bytes a second a client has to send or take on the average, once "
        "those seconds are over.",
    )
    connections: int = Field(
        default=1000, ge=1, description="How many connections are open at once at most."
    )
    connections_per_address: int = Field(
        default=200,
        ge=0,
        description="How many of them one network address may have, of IPv6 one network of 64 "
        "bits; this machine itself and trusted proxies may have any number. 0 means no such bound.",
    )
    drain_seconds: float = Field(
        default=10,
        ge=0,
        description="How long a server that is stopped lets requests that are being answered go "
        "on, in seconds.",
    )
    drain_notice_seconds: float = Field(
        default=0,
        ge=0,
        description="How long a server that is stopped still takes new connections, while /readyz "
        "already says that it is not ready, in seconds; for one of several behind a balancer.",
    )

    @property
    def admission(self) -> Literal["open", "invite", "single"]:
        """Who may store texts, the default filled in."""
        if self.access:
            return self.access
        return "open" if self.host in LOOPBACK else "invite"

    @property
    def metrics_for(self) -> Literal["loopback", "token", "off"]:
        """Who reads the figures of the server, the default filled in."""
        if self.metrics:
            return self.metrics
        if self.metrics_token:
            return "token"
        has_proxy = bool(self.public_url or self.trusted_proxies)
        return "loopback" if self.host in LOOPBACK and not has_proxy else "off"

    @property
    def rates(self) -> dict[str, str]:
        """How often each may be done, by the name of the setting; "none" for as often as one likes.

        Who lets only this machine in is not held up by what is meant for others.
        """
        lets_in_others = bool(self.host not in LOOPBACK or self.public_url or self.trusted_proxies)
        return {
            name: getattr(self, name)
            if lets_in_others or name == "guess_rate" or name in self.model_fields_set
            else "none"
            for name in ("write_rate", "read_rate", "fetch_rate", "founding_rate", "guess_rate")
        }

    @property
    def told(self) -> dict[str, str]:
        """What was chosen otherwise than by default, but for what is secret; for the log."""
        return {
            name: str(getattr(self, name))
            for name, field in type(self).model_fields.items()
            if field.repr and getattr(self, name) != field.default
        }

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
