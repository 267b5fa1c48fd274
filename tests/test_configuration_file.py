"""almanac.yaml as a file: missing, empty, not YAML or not text, each has a clear error."""

import pytest

from warehouse.configuration.loading import ConfigurationError, load

LEAST = "businesses: [{id: acme, timezone: America/New_York, currency: USD}]"


@pytest.fixture
def problems(home):
    """The problems of a text, without the name of the file that each begins with."""

    def found(text):
        home.config_file.write_text(text, encoding="utf-8")
        with pytest.raises(ConfigurationError) as error:
            load(home)
        assert all(line.startswith("almanac.yaml: ") for line in error.value.problems)
        assert str(error.value) == "\n".join(error.value.problems)
        return [line.removeprefix("almanac.yaml: ") for line in error.value.problems]

    return found


def test_a_missing_file_names_the_command_that_makes_it(home):
    with pytest.raises(ConfigurationError, match=r"^almanac.yaml: expected the file .*almanac init"):
        load(home)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a comment\n", "---\n"])
def test_an_empty_file_is_told_as_such(problems, text):
    assert problems(text) == ["expected at least `businesses`, got an empty file"]


@pytest.mark.parametrize(("text", "kind"), [("- a", "a list"), ("businesses", "text"), ("12", "a number")])
def test_another_kind_of_document_is_told_as_such(problems, text, kind):
    assert problems(text) == [f"expected a mapping (key: value), got {kind}"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("businesses:\n  - id: [acme\n", "line 3, column 1"),
        ("a: b: c", "line 1, column 5"),
        ("\ta: 1", "line 1, column 1"),
        ("a: *token", "line 1, column 4"),
        ("a: \x01", "expected YAML"),
        ("a: 1\n---\nb: 2", "line 2, column 1"),
    ],
)
def test_what_is_no_yaml_is_told_with_its_place(problems, text, place):
    (problem,) = problems(text)
    assert place in problem
    assert "expected YAML" in problem


def test_a_yaml_error_does_not_repeat_what_may_be_a_secret(problems):
    assert "s3cr3t" not in str(problems("token: *s3cr3t") + problems("token: !s3cr3t x"))


def test_other_bytes_than_utf_8_are_told_as_such(home):
    home.config_file.write_bytes(b"businesses: \xff")
    with pytest.raises(ConfigurationError, match="UTF-8"):
        load(home)


def test_a_byte_order_mark_does_no_harm(home):
    home.config_file.write_bytes(b"\xef\xbb\xbf" + LEAST.encode())
    assert load(home).businesses[0].id == "acme"
