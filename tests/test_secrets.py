"""Secrets are named in the configuration, read from the environment when needed, and shown nowhere."""

import pytest

from warehouse.configuration.loading import ConfigurationError, load
from warehouse.configuration.secrets import MissingSecret, Secret

LEAST = "businesses: [{id: acme, timezone: America/New_York, currency: USD}]"


def test_a_secret_is_read_when_it_is_needed_and_never_shown(home, monkeypatch, tmp_path):
    home.config_file.write_text(LEAST + "\nnotify: [env:SOME_URL]")
    configuration = load(home)
    (secret,) = configuration.notify
    with pytest.raises(MissingSecret, match="SOME_URL nor SOME_URL_FILE"):
        secret.reveal()
    (tmp_path / "url").write_text("mailto://from-file\n")
    monkeypatch.setenv("SOME_URL_FILE", str(tmp_path / "url"))
    assert secret.reveal() == "mailto://from-file"
    monkeypatch.setenv("SOME_URL", "mailto://hush")
    assert secret.reveal() == "mailto://hush"
    assert "hush" not in repr(configuration) + str(secret)


def test_a_secret_file_that_is_gone_is_an_error_that_names_the_variable(monkeypatch, tmp_path):
    monkeypatch.setenv("SOME_URL_FILE", str(tmp_path / "gone"))
    with pytest.raises(MissingSecret, match="SOME_URL_FILE"):
        Secret("SOME_URL").reveal()


@pytest.mark.parametrize(
    "place",
    ["notify: [@]", "notify: [env:A, @]", "accounts: [{platform: x, account: a, token: @}]"],
)
@pytest.mark.parametrize(
    "secret", ["s3cr3t", "'env:s3cr3t with spaces'", "12345678", "env:sk-s3cr3t", "{a: s3cr3t}"]
)
def test_a_literal_secret_is_refused_without_repeating_it(home, place, secret):
    line = place.replace("@", secret)
    text = LEAST.replace("USD", f"USD, {line}") if "token" in line else f"{LEAST}\n{line}"
    home.config_file.write_text(text)
    with pytest.raises(ConfigurationError) as error:
        load(home)
    (problem,) = error.value.problems
    assert "expected env:NAME" in problem
    assert "s3cr3t" not in problem
    assert "12345678" not in problem
