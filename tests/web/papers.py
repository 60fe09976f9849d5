# SPDX-License-Identifier: MIT
"""Tables read back out of each file of a pack, by readers that know nothing of how it is written.

Each reader gives {id: (headings, [row, …])}; of a figure the text that people see, or the exact number.
"""
import csv
import html.parser
import io
import json
import re
import subprocess
import xml.etree.ElementTree as ET
import zipfile

SPREADSHEET = '{http://schemas.openxmlformats.org/spreadsheetml/2006/main}'
RELATION = '{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id'


class TableReader(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.tables, self.rows, self.cell = {}, None, None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == 'table':
            self.rows = self.tables.setdefault(attributes['id'].removeprefix('table-'), [])
        elif tag == 'tr':
            self.rows.append([])
        elif tag in ('th', 'td'):
            self.cell = ''

    def handle_endtag(self, tag):
        if tag in ('th', 'td'):
            self.rows[-1].append(self.cell)
            self.cell = None

    def handle_data(self, text):
        if self.cell is not None:
            self.cell += text


def from_html(path):
    reader = TableReader()
    with open(path, encoding='utf-8') as file:
        reader.feed(file.read())
    return {name: (rows[0], [row for row in rows[1:] if row != ['Nothing to show']])
            for name, rows in reader.tables.items()}


def from_csv(path):
    with open(path, encoding='utf-8', newline='') as file:
        rows = list(csv.reader(io.StringIO(file.read(), newline=''), strict=True))
    return rows[0], rows[1:]


def from_json(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)


def column_of(reference):
    number = 0
    for letter in re.match('[A-Z]+', reference).group():
        number = 26 * number + ord(letter) - 64
    return number - 1


class Workbook:
    def __init__(self, path):
        self.package = zipfile.ZipFile(path)
        strings = ET.fromstring(self.package.read('xl/sharedStrings.xml'))
        self.strings = [''.join(t.text or '' for t in item.iter(SPREADSHEET + 't')) for item in strings]
        book = ET.fromstring(self.package.read('xl/workbook.xml'))
        targets = {r.get('Id'): r.get('Target') for r in ET.fromstring(self.package.read('xl/_rels/workbook.xml.rels'))}
        self.sheets = {sheet.get('name'): 'xl/' + targets[sheet.get(RELATION)]
                       for sheet in book.iter(SPREADSHEET + 'sheet')}

    def cells(self, name):
        """Rows of {column: text or number}; formulas are refused."""
        rows = []
        for row in ET.fromstring(self.package.read(self.sheets[name])).iter(SPREADSHEET + 'row'):
            rows.append({})
            for cell in row:
                assert cell.find(SPREADSHEET + 'f') is None, f'{name}: {cell.get("r")} is a formula'
                value = cell.find(SPREADSHEET + 'v')
                if value is not None:
                    rows[-1][column_of(cell.get('r'))] = (self.unescape(self.strings[int(value.text)])
                                                          if cell.get('t') == 's' else float(value.text))
        return rows

    @staticmethod
    def unescape(text):
        return re.sub('_x([0-9A-Fa-f]{4})_', lambda match: chr(int(match.group(1), 16)), text)


def said(*command):
    return subprocess.run(command, check=True, capture_output=True).stdout.decode('utf-8', 'replace')
