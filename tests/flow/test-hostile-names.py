#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""A hundred names that would be commands, markup or formulas elsewhere, through every output: they are printed as text, and
nothing of them acts."""
import atexit
import csv
import http.server
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import xml.etree.ElementTree as ET
import zipfile
from concurrent.futures import ThreadPoolExecutor

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), os.pardir, 'web'))

import hostile
import papers
from browser import Browser
from harness import comment, greenplan, main, read, test, write
from hostile import plain

SVG = '{http://www.w3.org/2000/svg}'
CHARTS = ('trajectory', 'sparklines', 'causes', 'budget', 'costs', 'panels', 'panels-sites', 'sources')
FORMULA = ('=', '+', '-', '@', '\t', '\r')
NOT_TEXT = re.compile('[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]')

NUMBER = re.compile(r'-?[0-9]+(\.[0-9]+)?')

scratch = tempfile.mkdtemp(prefix='greenplan-hostile-')
atexit.register(shutil.rmtree, scratch, ignore_errors=True)
canaries = os.path.join(scratch, 'canaries')
os.mkdir(canaries)


class Loader(http.server.BaseHTTPRequestHandler):
    """What a page would load from a stranger: each request is kept."""
    asked = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_error(404)

    do_POST = do_HEAD = do_PROPFIND = do_OPTIONS = do_GET

    def log_message(self, *args):
        pass


server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Loader)
threading.Thread(target=server.serve_forever, daemon=True).start()
url = f'http://127.0.0.1:{server.server_port}'
NAMES = hostile.names(canaries, url)
SHOWN = {plain(name).lower() for name in NAMES}


def must_not_have_acted():
    assert os.listdir(canaries) == [], 'a name was run'
    assert Loader.asked == [], f'a name was loaded: {Loader.asked}'


def run(*args, code=(0, 3), **more):
    ended = greenplan(*args, cwd=scratch, **more)
    ended.must(ended.code if ended.code in code else code[0])
    assert NOT_TEXT.search(ended.err.decode()) is None, ended.err
    return ended


def once(make):
    made = []

    def again():
        if not made:
            made.append(make())
        return made[0]
    return again


@once
def workspace():
    run('init', 'w')
    hostile.fill(scratch, 'w', NAMES)
    run('--workspace', 'w', 'import', 'activity.csv', '--source', NAMES[4])
    return ('--workspace', 'w')


@once
def pack():
    run(*workspace(), 'report', '--output', 'pack')
    return os.path.join(scratch, 'pack')


@once
def system():
    """The pack of a system of as many trusts, from roll-up files of both kinds."""
    files = []
    for i, name in enumerate(NAMES):
        files.append(f't{i}.' + ('csv' if i % 2 else 'json'))
        hostile.write_rollup(scratch, files[-1], name, NAMES[i - 1], f'R{i}')
    hostile.table(scratch, 't.csv', 'name,boundary,baseline_year,target_year,reduction_percent,shape,owner',
                  [(name, 'ncf', '2019-20', '2031-32', 47, 'linear', NAMES[i - 1]) for i, name in enumerate(NAMES)])
    run('rollup', *files, '--name', NAMES[0], '--targets', 't.csv', '--output', 'system')
    return os.path.join(scratch, 'system')


def files_of(folder, *endings):
    found = [os.path.join(place, name) for place, _, names in os.walk(folder) for name in names if name.endswith(endings)]
    assert found, f'no {endings} in {folder}'
    return sorted(found)


def tables_of(folder):
    return papers.from_json(os.path.join(folder, 'tables.json'))['tables']


def must_be_in(place, columns_of, wanted=None):
    """Fails unless each name is a text of each of the columns; a phrase may begin with a capital."""
    found = {table['id']: table for table in tables_of(place)}
    for name, columns in columns_of.items():
        for column in columns:
            missing = (wanted or SHOWN) - {plain(row['cells'][column]).lower() for row in found[name]['rows']}
            assert not missing, f'{name}, {column}: {len(missing)} are not shown: {sorted(missing)[:5]}'


# ---- What a pack holds ----

@test
def each_name_is_in_each_place_of_the_pack(folder):
    must_be_in(pack(), {
        'targets-standing': ('target',), 'targets-owners': ('target', 'owner', 'adopted_by'), 'sites-compared': ('site',), 'sites-by-year': ('site',),
        'sites-against-path': ('site',), 'roles-published': ('role', 'staff_group'), 'roles-by-year': ('role',),
        'actions-list': ('action', 'owner'), 'actions-costs': ('action',), 'milestones-list': ('milestone', 'about', 'source')})
    must_not_have_acted()


@test
def each_name_is_in_each_place_of_a_system(folder):
    place = system()
    must_be_in(place, {'targets-standing': ('target',), 'targets-owners': ('owner',), 'categories-by-year': ('category',), 'categories-compared': ('category',),
                       'categories-against-path': ('category',), 'trusts': ('trust',), 'trusts-by-year': ('trust',)})
    handed_up = {plain(name).lower() for name in NAMES[::2]}
    must_be_in(place, {'trust-targets': ('trust', 'target')}, handed_up)
    must_not_have_acted()


def cell_texts(table, row):
    cells = [row['cells'][column['key']] for column in table['columns']]
    return [plain(cell if isinstance(cell, str) else cell['shown']) for cell in cells]


@test
def pages_show_what_the_tables_hold(folder):
    for place in (pack(), system()):
        pages = papers.from_html(os.path.join(place, 'index.html'))
        for table in tables_of(place):
            shown = [[plain(cell) for cell in row] for row in pages[table['id']][1]]
            assert len(shown) == len(table['rows']) or table['id'].startswith('months-'), table['id']
            assert shown == [cell_texts(table, row) for row in table['rows'][-len(shown):]], table['id']


@test
def csv_files_hold_the_names_and_no_formula(folder):
    for place in (pack(), system()):
        for table in tables_of(place):
            keys, rows = papers.from_csv(os.path.join(place, 'tables', table['id'] + '.csv'))
            assert len(rows) == len(table['rows'])
            for row, wanted in zip(rows, table['rows']):
                row = dict(zip(keys, row, strict=True))
                for column in table['columns']:
                    if column['places'] is None:
                        cell = wanted['cells'][column['key']]
                        assert plain(row[column['key']]) in (plain(cell), "'" + plain(cell)), (row, cell)
                        assert not row[column['key']].startswith(FORMULA) or NUMBER.fullmatch(row[column['key']]), row
        for path in files_of(place, '.csv'):
            keys, rows = papers.from_csv(path)
            assert all(len(row) == len(keys) for row in rows), path
            for cell in (cell for row in rows for cell in row):
                assert NOT_TEXT.search(cell) is None, (path, cell)
                assert not cell.startswith(FORMULA) or NUMBER.fullmatch(cell), (path, cell)


@test
def workbooks_hold_the_names_and_no_formula_or_link(folder):
    for place in (pack(), system()):
        for path in files_of(place, '.xlsx'):
            book = papers.Workbook(path)
            for part in book.package.namelist():
                assert re.fullmatch(r'[A-Za-z0-9_./\[\]]+', part) and not re.search('external|hyperlink|vba|embed', part, re.I), part
                text = book.package.read(part).decode()
                assert 'TargetMode' not in text and '<!DOCTYPE' not in text, part
                for element in ET.fromstring(text).iter():
                    kind = element.tag.rpartition('}')[2]
                    assert kind not in ('f', 'ddeLink', 'oleLink'), (part, kind)
                    assert kind != 'definedName' or element.get('name').startswith('_xlnm.'), element.attrib
                    if kind == 'hyperlink':  # from the list of sheets to a sheet
                        assert set(element.attrib) <= {'ref', 'location', 'display'}, element.attrib
                        assert re.fullmatch("'[a-z0-9-]+'!A1", element.get('location')), element.attrib
            for sheet in book.sheets:
                assert re.fullmatch('[a-z0-9-]{1,31}', sheet), sheet
                book.cells(sheet)
        book = papers.Workbook(os.path.join(place, 'board-pack.xlsx'))
        held = {plain(cell).lower() for sheet in book.sheets for row in book.cells(sheet) for cell in row.values() if isinstance(cell, str)}
        assert not SHOWN - held, SHOWN - held


@test
def folders_and_files_are_ours(folder):
    for place in (pack(), system()):
        listed = json.loads(read(place, 'greenplan-pack.json'))['files']
        found = {os.path.relpath(path, place) for path in files_of(place, '')}
        assert found == {*listed, 'greenplan-pack.json'}
        for name in found - {'README.txt'}:
            assert re.fullmatch(r'([a-z-]+/){0,2}[a-z0-9-]+\.(csv|html|json|pdf|png|svg|xlsx)', name), name
        assert NOT_TEXT.search(read(place, 'README.txt').decode()) is None


# ---- What would act ----

WHAT_ACTS = """(() => {
  const found = [];
  for (const element of document.querySelectorAll('*')) {
    if (['script', 'iframe', 'object', 'embed', 'form', 'input', 'button', 'textarea', 'link', 'base', 'audio', 'video', 'frame',
         'foreignobject', 'plaintext', 'math'].includes(element.localName.toLowerCase()))
      found.push('<' + element.localName + '>');
    for (const {name, value} of element.attributes) {
      if (name.startsWith('on') || /^\\s*(javascript|vbscript|file|https?|ftp):/i.test(value) && !name.startsWith('xmlns') ||
          ['href', 'xlink:href', 'src', 'srcset', 'action', 'formaction', 'poster', 'background', 'http-equiv'].includes(name) &&
          !/^(Content-Security-Policy$|#|data:image\\/svg\\+xml;base64,|[a-z0-9\\/.-]+$)/.test(value))
        found.push(element.localName + ' ' + name + '=' + value.slice(0, 80));
    }
  }
  return found;
})()"""


@test
def a_browser_finds_nothing_that_acts(folder):
    ours = set()
    with Browser() as browser:
        for place in (pack(), system()):
            for path in files_of(place, '.html', '.svg'):
                events = browser.open(path, 1280)
                asked = [event['params']['request']['url'] for event in events if event['method'] == 'Network.requestWillBeSent']
                assert asked and all(one.startswith(('file://' + scratch, 'data:image/svg+xml;')) for one in asked), (path, asked)
                told = [event for event in events if event['method'] in (
                    'Page.javascriptDialogOpening', 'Log.entryAdded', 'Runtime.exceptionThrown', 'Runtime.consoleAPICalled')]
                assert not told, (path, told)
                assert browser.run(WHAT_ACTS) == [], (path, browser.run(WHAT_ACTS))
                ours.update(browser.run("[...new Set([...document.querySelectorAll('*')].map(e => e.localName))]"))
            browser.open(os.path.join(place, 'index.html'), 1280)
            text = browser.run('document.body.textContent')
            assert not [name for name in NAMES if plain(name) not in plain(text)]
    comment('elements in pages and charts: ' + ' '.join(sorted(ours)))
    must_not_have_acted()


def check_svg(path):
    text = read(path)
    assert b'<!ENTITY' not in text
    for element in ET.fromstring(text).iter():
        assert element.tag.startswith(SVG), element.tag
        assert element.tag.removeprefix(SVG) in ('svg', 'title', 'desc', 'g', 'path', 'text', 'tspan', 'rect', 'circle', 'use', 'defs',
                                                 'polygon', 'polyline', 'clipPath', 'linearGradient', 'stop', 'filter', 'feFlood', 'feComposite'), element.tag
        for name, value in element.attrib.items():
            assert not name.lower().startswith('on') and (not name.endswith('href') or value.startswith('#')), (name, value)
            assert 'url(' not in value.replace('url(#', ''), value
    return ''.join(ET.fromstring(text).itertext())


@test
def charts_are_pictures(folder):
    for place in (pack(), system()):
        for path in files_of(os.path.join(place, 'charts'), '.svg'):
            check_svg(path)


@test
def the_pdf_does_nothing(folder):
    for place in (pack(), system()):
        for path in files_of(place, '.pdf'):
            dump = subprocess.run(['qpdf', '--json=2', path], check=True, capture_output=True).stdout.decode()
            keys = set(re.findall('"(/[A-Za-z]+)"', dump))
            assert not keys & {'/JavaScript', '/JS', '/Launch', '/URI', '/GoToR', '/SubmitForm', '/EmbeddedFile', '/AA', '/OpenAction',
                               '/RichMedia', '/AcroForm'}, (path, keys)
        squeezed = ''.join(papers.said('pdftotext', '-raw', os.path.join(place, 'board-pack.pdf'), '-').split())
        # What does not fit one line of a cell stands in pieces among other cells.
        missing = [name for name in NAMES if name.isascii() and ''.join(name.split())[:12] not in squeezed]
        assert not missing, missing


# ---- Commands ----

COMMANDS = (('footprint', '--by', 'site,source'), ('footprint', '--by', 'role,department'), ('roles',), ('roles', '--published'),
            ('trajectory', '--target', 'all'), ('actions',), ('actions', '--macc'), ('milestones',), ('change', '--from', '2019-20', '--to', '2025-26'), ('check', '--all'),
            ('originals',), ('rollup',), ('factors', 'list'))


@test
def commands_print_text(folder):
    """Once a command with 149 of each; and each name is in the table, the CSV and the JSON of those that list it."""
    lists = {('footprint', '--by', 'site,source'): 'site', ('footprint', '--by', 'role,department'): 'role', ('roles',): 'role',
             ('actions',): 'title', ('milestones',): 'title'}

    def try_one(command):
        texts = {kind: run(*workspace(), *command, '--format', kind).out.decode() for kind in ('table', 'csv', 'json')}
        for kind, text in texts.items():
            assert NOT_TEXT.search(text) is None, (command, kind)
        json.loads(texts['json'])
        rows = list(csv.reader(io.StringIO(texts['csv'], newline=''), strict=True))
        assert {len(row) for row in rows} == {len(rows[0])}, command
        for cell in (cell for row in rows for cell in row):
            assert not cell.startswith(FORMULA) or NUMBER.fullmatch(cell), (command, cell)
        if command in lists:
            column = rows[0].index(lists[command])
            held = {row[column] for row in rows[1:]}
            missing = [name for name in every_place(lists[command]) if not {name, "'" + name} & held]
            assert not missing, (command, missing[:5])
            assert not [name for name in every_place(lists[command]) if json_text(name) not in texts['json']], command

    workspace()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(try_one, COMMANDS))
    must_not_have_acted()


def every_place(column):
    return NAMES[1::2] if column == 'site' else NAMES


def json_text(name):
    """As our JSON writes it, or as Python does: only the quotes and backslashes must be escaped."""
    return name.replace('\\', '\\\\').replace('"', '\\"')


@test
def charts_of_few_names_show_them(folder):
    """Twelve at a time, so that each has a place in a chart."""
    def draw(first):
        some, w = NAMES[first:first + 12], f'c{first}'
        run('init', w)
        folder = os.path.join(scratch, f'f{first}')
        os.mkdir(folder)
        w = os.path.join(scratch, w)
        hostile.fill(folder, w, some)
        run('--workspace', w, 'import', os.path.join(folder, 'activity.csv'), '--source', 'a')
        shown = ''
        for chart, ending in (('panels-sites', 'svg'), ('costs', 'svg'), ('trajectory', 'svg'), ('trajectory', 'pdf'), ('costs', 'png')):
            path = os.path.join(folder, f'{chart}.{ending}')
            run('--workspace', w, 'plot', chart, '--output', path)
            shown += check_svg(path) if ending == 'svg' else ''
        squeezed = ''.join(plain(shown).split())
        return [name for name in some if name.isascii() and ''.join(plain(name).split())[:12] not in squeezed]

    with ThreadPoolExecutor(2) as pool:
        missing = [name for names in pool.map(draw, range(0, len(NAMES), 12)) for name in names]
    comment(f'{len(missing)} names are in no chart: {missing}')
    assert len(missing) < 15, missing
    must_not_have_acted()


# ---- Names that are no text, and folders ----

@test
def what_is_no_text_is_refused_or_made_text(folder):
    """A file that is not text is refused with a message that is; a control character becomes a blank or the row is refused."""
    greenplan('init', 'w', cwd=folder).must(0)
    activity = 'period,activity,quantity,unit,site,role\n2019-20,natural-gas,1000,kWh,S,\n2020-21,car-average,1000,km,,R\n'
    write(folder, 'a.csv', activity)
    greenplan('--workspace', 'w', 'import', 'a.csv', '--source', 's', cwd=folder).must(0)
    kept = {name: read(folder, 'w', name) for name in ('greenplan.ini', 'sites.csv', 'targets.csv', 'actions.csv', 'milestones.csv', 'workforce.csv')}
    places = {'greenplan.ini': (b'[trust]\nname=', b'\n', 'footprint'), 'sites.csv': (b'site,name,floor_area_m2\nS,"', b'",10\n', 'footprint'),
              'targets.csv': (b'name,boundary,baseline_year,target_year,reduction_percent,shape\n"', b'",ncf,2019-20,2029-30,50,linear\n', 'trajectory'),
              'actions.csv': (kept['actions.csv'] + b'A,"', b'",a,b,Fossil fuels,,2021-04,2022-04,,5,1,1,1,planned,,s,,,\n', 'actions'),
              'milestones.csv': (kept['milestones.csv'] + b'2027-12-31,,"', b'",a,b\n', 'milestones'),
              'workforce.csv': (b'period,role,wte,headcount\n2020-21,"', b'",10,20\n', 'roles')}

    def outcome(*args):
        ended = greenplan(*args, cwd=folder)
        ended.must(ended.code if ended.code in (0, 1, 3) else 0)
        for text in (ended.out.decode(), ended.err.decode()):
            assert NOT_TEXT.search(text) is None, (args, NOT_TEXT.search(text), text[:500])
        return ended

    for bad in hostile.UNCLEAN:
        raw = bad if isinstance(bad, bytes) else bad.encode()
        for name, (before, after, command) in places.items():
            write(os.path.join(folder, 'w'), name, before + raw + after)
            outcome('--workspace', 'w', command, '--format', 'json' if command == 'actions' else 'table')
            write(os.path.join(folder, 'w'), name, kept[name])
        write(folder, 'b.csv', activity.encode().replace(b'S,', b'"' + raw + b'",'))
        outcome('convert', '--input', 'b.csv', '--by', 'site,role', '--format', 'csv')
    for name, (before, after, _) in places.items():  # those whose bytes are UTF-8 at least, in all places at once
        text = 'a\u202eb\u2066c\u061c\ufffed' if name == 'greenplan.ini' else 'a\x1b[31m\u202eb\x08\x7f\x9b\ufffe\uffff'
        write(os.path.join(folder, 'w'), name, before + text.encode() + after if name != 'workforce.csv' else kept[name])
    outcome('--workspace', 'w', 'report', '--output', 'p', '--no-pdf').must(3)
    for path in files_of(os.path.join(folder, 'p'), '.html', '.csv', '.json', '.svg', '.txt'):
        text = read(path).decode()
        assert NOT_TEXT.search(text.replace('\r\n', '\n')) is None and '\ufffe' not in text, (path, NOT_TEXT.search(text))
        if path.endswith('.svg'):
            check_svg(path)
    papers.Workbook(os.path.join(folder, 'p', 'board-pack.xlsx'))


@test
def folders_may_be_called_anything(folder):
    """A pack with its PDF is written into each, and nothing beside it."""
    write(folder, 'a.csv', 'period,activity,quantity,unit\n2019-20,natural-gas,1000,kWh\n2020-21,natural-gas,900,kWh\n')
    called = ('a#b?c=%20&d;e', '$(touch x)`touch x`', '<script>\'"|>', b'\xff\x1b[31m\n')
    for name in called:
        name = os.fsdecode(name)
        ended = greenplan('report', '--input', 'a.csv', '--output=' + name, cwd=folder)
        ended.must(ended.code if ended.code in (0, 1, 2) else 0)
        assert NOT_TEXT.search(ended.out.decode() + ended.err.decode()) is None, ended
        if ended.code == 0:
            assert read(folder, name, 'board-pack.pdf').startswith(b'%PDF-')
        else:
            comment(f'{name!r}: {ended.err.decode()}')
            assert not os.path.lexists(os.path.join(folder, name))
    for name in NAMES:
        w = name.replace('/', '_')[:60].strip()
        if w in ('.', '..') or w.startswith('-') or os.path.lexists(os.path.join(folder, w)):
            continue
        ended = greenplan('init', w, cwd=folder).must(0)
        ended = greenplan('--workspace', w, 'import', 'a.csv', '--source', 's', cwd=folder).must(0)
        assert NOT_TEXT.search(ended.out.decode() + ended.err.decode()) is None, ended
    assert not os.path.lexists(os.path.join(folder, 'x'))
    must_not_have_acted()


main()
