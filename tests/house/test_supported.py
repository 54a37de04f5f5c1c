"""SUPPORTED.md says what the tables say."""

from tests.house import supported


def test_the_file_is_what_the_tables_say() -> None:
    assert supported.FILE.read_text(encoding="utf-8") == supported.text()
