from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.errors import BadInput
from app.settings import Settings, documented_settings, settings_from_environment


@pytest.fixture(autouse=True)
def _clean(monkeypatch: pytest.MonkeyPatch) -> None:
    for entry in documented_settings():
        monkeypatch.delenv(entry.name, raising=False)


def test_every_setting_is_documented_by_its_variable() -> None:
    entries = documented_settings()
    assert [entry.name for entry in entries][:2] == ["RECENSION_DATA_DIR", "RECENSION_DATABASE_URL"]
    assert all(entry.description.endswith(".") for entry in entries)
    assert len(entries) == len(Settings.model_fields)
    defaults = {entry.name: entry.default for entry in entries}
    assert defaults["RECENSION_PORT"] == "8000"
    assert defaults["RECENSION_DATA_DIR"] == "data"


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECENSION_PORT", "9000")
    monkeypatch.setenv("RECENSION_PUBLIC_URL", "https://example.org/")
    monkeypatch.setenv("RECENSION_LOAD_SAMPLES", "false")
    settings = settings_from_environment()
    assert (settings.port, settings.public_url) == (9000, "https://example.org")
    assert settings.load_samples is False


def test_an_empty_variable_is_as_good_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECENSION_PORT", "")
    assert settings_from_environment().port == 8000


def test_a_file_of_settings_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("RECENSION_PORT=9000")
    monkeypatch.chdir(tmp_path)
    assert settings_from_environment().port == 8000


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("RECENSION_PORT", "70000"),
        ("RECENSION_PORT", "http"),
        ("RECENSION_PAGE_SIZE", "0"),
        ("RECENSION_MAX_UPLOAD_BYTES", "-1"),
        ("RECENSION_PUBLIC_URL", "javascript:alert(1)"),
        ("RECENSION_WRITE_RATE", "often"),
        ("RECENSION_WRITE_RATE", "120"),
        ("RECENSION_WRITE_RATE", "120/fortnight"),
        ("RECENSION_READ_RATE", "0/minute"),
        ("RECENSION_GUESS_RATE", "10/minute; many"),
        ("RECENSION_TRUSTED_PROXIES", "10.0.0.1 proxy.example"),
        ("RECENSION_TRUSTED_PROXIES", "10.0.0.1/8"),
        ("RECENSION_TRUSTED_PROXIES", "*"),
        ("RECENSION_WORKSPACE_BYTES", "-1"),
    ],
)
def test_a_setting_that_makes_no_sense_names_its_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadInput, match=rf"^The settings cannot be used\. {name}: \w") as told:
        settings_from_environment()
    assert "javascript" not in told.value.sentence


def test_the_database_is_a_file_in_the_data_folder_unless_named(tmp_path: Path) -> None:
    assert Settings(data_dir=tmp_path).database == f"sqlite:///{tmp_path}/recension.sqlite3"
    named = Settings(database_url="postgresql+psycopg://me:secret@host/db")
    assert named.database == "postgresql+psycopg://me:secret@host/db"
    assert "secret" not in repr(named)


def test_settings_do_not_change_once_read() -> None:
    settings = Settings()
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1


@pytest.mark.parametrize("rate", ["5/second", "10 per 2 hours", "10/minute; 100/hour", "none"])
def test_a_rate_is_written_as_people_write_it(monkeypatch: pytest.MonkeyPatch, rate: str) -> None:
    monkeypatch.setenv("RECENSION_WRITE_RATE", rate)
    assert settings_from_environment().rates["write_rate"] == rate


def test_proxies_are_addresses_and_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RECENSION_TRUSTED_PROXIES", "127.0.0.1, ::1 10.0.0.0/8,fd00::/8")
    assert settings_from_environment().trusted_proxies.startswith("127.0.0.1")
