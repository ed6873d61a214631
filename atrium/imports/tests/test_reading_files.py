"""V01, J25: any table is read, or refused in words."""

import io
import zipfile
from collections.abc import Callable

import pytest
import xlsxwriter

from atrium.foundation.tests.reference import reference
from atrium.imports.reading import Unreadable, open_table

_FOLDERS = ("constructed", "csv_contacts", "csv_crm", "csv_nasty", "csv_spectrum", "tabular")
_EMPTY = {"messytables-libreoffice.xlsx", "merged-cells.xlsx"}


def workbook(write: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    """Return an XLSX file as the function writes it."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file)
    write(book)
    book.close()
    return file.getvalue()


def cells(content: bytes) -> list[list[str]]:
    """Return all rows of a file."""
    return [row for _, row in open_table(content).rows()]


def test_j25_every_sample_file_is_read_or_refused_in_words() -> None:
    files = [
        file
        for folder in _FOLDERS
        for file in sorted(reference(f"data/import/{folder}").iterdir())
        if file.suffix in {".csv", ".tsv", ".xlsx", ".xls"}
    ]
    refused = set()
    for file in files:
        try:
            assert list(open_table(file, file.name).rows()), file.name
        except Unreadable:
            refused.add(file.name)
    assert len(files) > 40
    assert refused <= _EMPTY


@pytest.mark.parametrize(
    "encoding",
    [
        "utf-8",
        "utf-8-sig",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "cp1252",
        "latin-1",
    ],
)
def test_j25_encodings_are_told_apart(encoding: str) -> None:
    text = "Name;Mail\r\nJürgen Weiß;j@example.com\r\nZoë Brontë;z@example.com\r\n"
    assert cells(text.encode(encoding)) == [
        ["Jürgen Weiß", "j@example.com"],
        ["Zoë Brontë", "z@example.com"],
    ]


def test_j25_cyrillic_windows_text_is_read() -> None:
    assert cells("Имя;Телефон\nИванов Иван;+7 495 1234567\n".encode("cp1251")) == [
        ["Иванов Иван", "+7 495 1234567"]
    ]


def test_j25_utf8_and_windows_rows_may_alternate() -> None:
    mixed = b"name,city\n" + "Ås,Hà Nội\n".encode() + "D’Arcy-Müller,Köln\n".encode("cp1252")
    assert cells(mixed) == [["Ås", "Hà Nội"], ["D’Arcy-Müller", "Köln"]]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_j25_line_ends_of_all_systems(end: str) -> None:
    text = end.join(["a,b", '1,"x', 'y"', "2,z"])
    assert cells(text.encode()) == [["1", f"x{end}y"], ["2", "z"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_j25_the_delimiter_is_found(delimiter: str) -> None:
    rows = [
        ["Name", "Street", "Mail"],
        ["Alice", "1, Main; St", "a@example.com"],
        ["Bob", "", "b@example.com"],
    ]
    text = "\n".join(delimiter.join(f'"{cell}"' for cell in row) for row in rows)
    assert cells(text.encode()) == rows[1:]


def test_j25_excels_hint_line_is_obeyed() -> None:
    assert cells(b"sep=;\r\nName;Mail\r\nAlice, Jr.;a@example.com\r\n") == [
        ["Alice, Jr.", "a@example.com"]
    ]


def test_j25_a_quotation_mark_never_closed_loses_no_row() -> None:
    table = open_table(b'Name,Mail\n"Alice,a@example.com\nBob,b@example.com\n')
    assert [number for number, _ in table.rows()] == [2, 3]
    assert "never closed" in " ".join(table.notes)


def test_j25_rows_above_and_below_the_table_are_left_out_with_a_reason() -> None:
    text = "Client list\nDate:,2026-11-21\n\nName,Mail,City\nAlice,a@example.com,Oslo\nBob,b@example.com,Wien\n\nTotal,,2\nPage 1 of 1,,\n"
    table = open_table(text.encode())
    assert table.header_row == 4
    assert list(table.rows()) == [
        (5, ["Alice", "a@example.com", "Oslo"]),
        (6, ["Bob", "b@example.com", "Wien"]),
    ]
    assert [(row.number, row.reason) for row in table.dropped] == [
        (8, "a total, not a client"),
        (9, "a remark below the table, not a client"),
    ]


def test_j25_a_client_called_total_is_a_client() -> None:
    assert cells(b"Name,Mail\nTotal,info@total.example\nTotal SA,\n") == [
        ["Total", "info@total.example"],
        ["Total SA", ""],
    ]


def test_j25_blank_and_repeated_headings_are_told_apart_and_long_rows_kept() -> None:
    table = open_table(b"Name,Phone,Phone,\nAlice,1,2,3,4\nBob,5\n")
    assert table.columns == ["Name", "Phone", "Phone (2)", "Column 4", "Column 5"]
    assert [row for _, row in table.rows()] == [
        ["Alice", "1", "2", "3", "4"],
        ["Bob", "5", "", "", ""],
    ]


def test_j25_a_table_without_headings_keeps_its_first_row() -> None:
    table = open_table(b"Alice Doe,alice@example.com\nBob Roe,bob@example.com\n")
    assert (table.header_row, len(list(table.rows()))) == (None, 2)


def test_j25_delimiter_and_heading_row_can_be_given() -> None:
    table = open_table(b"x;y\nName;City\nAlice;Oslo\n", delimiter=";", header_row=2)
    assert (table.columns, [row for _, row in table.rows()]) == (
        ["Name", "City"],
        [["Alice", "Oslo"]],
    )


def test_j25_the_sheet_with_the_list_is_chosen_and_numbers_are_read_as_typed() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        book.add_worksheet("Read me").write(0, 0, "See the other sheet")
        sheet = book.add_worksheet("List")
        sheet.merge_range(0, 0, 0, 3, "CLIENTS")
        sheet.write_row(1, 0, ["Name", "ZIP", "Phone", "Since"])
        sheet.write_row(2, 0, ["Alice", 1067, 3023125624])
        sheet.write_number(2, 1, 1067, book.add_format({"num_format": "00000"}))
        sheet.write_number(2, 3, 45000, book.add_format({"num_format": "yyyy-mm-dd"}))

    assert cells(workbook(write)) == [["Alice", "01067", "3023125624", "2023-03-15"]]


def test_j25_formulas_are_never_worked_out() -> None:
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Name", "Company", "City"])
        sheet.write_row(1, 0, ["Alice", "", "Oslo"])
        sheet.write_formula(1, 1, "=cmd|calc", None, "")
        sheet.write_row(2, 0, ["Bob", "", "Wien"])
        sheet.write_formula(2, 1, '=CONCATENATE(A3,"")', None, "")

    table = open_table(workbook(write))
    assert [row[1] for _, row in table.rows()] == ["=cmd|calc", ""]
    assert "1 formula cell holds no stored value" in " ".join(table.notes)


def _far_cell() -> bytes:
    def write(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write(0, 0, "Name")
        sheet.write(1048575, 16383, "far")

    return workbook(write)


def _swollen() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (70 * 1024 * 1024))
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "empty"),
        (b"\n \n", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (b"%PDF-1.7 and so on", "PDF"),
        (bytes(range(256)) * 20, "not a table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 600, "damaged"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"<html><table><tr><td>Name</td></tr></table></html>", "web page"),
        (_far_cell, "too many cells"),
        (_swollen, "unpacks to far more"),
        (b"Name,Mail\n" + b'"' + b"x" * 5_000_000, "never closed"),
        (b",".join(b"c%d" % number for number in range(3000)) + b"\n1\n", "3000 columns"),
    ],
)
def test_j25_what_is_no_table_is_refused_with_a_sentence(
    content: bytes | Callable[[], bytes], sentence: str
) -> None:
    content = content if isinstance(content, bytes) else content()
    with pytest.raises(Unreadable, match=sentence):
        list(open_table(content).rows())


def test_j25_an_unknown_sheet_is_named() -> None:
    content = workbook(lambda book: book.add_worksheet("List").write(0, 0, "Name"))
    with pytest.raises(Unreadable, match=r"no sheet “Other”\. The sheets are: List"):
        open_table(content, sheet="Other")


def test_j25_a_damaged_legacy_workbook_never_takes_the_program_down() -> None:
    whole = reference("data/import/tabular/table-with-ints-floats-dates.xls").read_bytes()
    for place in range(600, len(whole), len(whole) // 8):
        damaged = whole[:place] + b"\xff\xff\xff\xff" + whole[place + 4 :]
        try:
            list(open_table(damaged).rows())
        except Unreadable as refusal:
            assert "damaged" in str(refusal) or "empty" in str(refusal)
