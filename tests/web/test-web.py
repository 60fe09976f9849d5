#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page, the PDF and the files beside them, as judged by others: axe, html-validate, Chromium, poppler, qpdf.

Of two documents made to be hard, and of the packs of both samples, with their returns.

usage: test-web.py GREENPLAN PRINT_PAPERS DATA_FOLDER; axe-core and html-validate come with `npm ci --prefix tests/web`
"""
import base64
import html
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile
import unicodedata
import xml.etree.ElementTree as ET
from decimal import ROUND_HALF_EVEN, Decimal

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / 'flow')]

import papers
from browser import Browser
from harness import greenplan, main, test

PRINT_PAPERS, DATA = (os.path.abspath(path) for path in sys.argv[2:4])
PAPERS, PACKS = ('board', 'extremes'), ('devon', 'northmoor')
KINDS = (*PAPERS, *PACKS)
RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']
OPEN_ALL = "document.querySelectorAll('details').forEach(details => { details.open = true })"
SVG = '{http://www.w3.org/2000/svg}'
scratch = tempfile.TemporaryDirectory(prefix='greenplan-web-')


def printed(kind, again=''):
    """The folder with everything that is made of a document; made once."""
    folder = os.path.join(scratch.name, kind + again)
    if os.path.isdir(folder):
        return folder
    if kind in PACKS:
        workspace = folder + '-workspace'
        greenplan('init', workspace, '--sample', kind, cwd=scratch.name).must(0)
        run = greenplan('--workspace', workspace, 'report', '--output', folder, cwd=scratch.name)
        assert run.code in (0, 3), run.err
    else:
        os.mkdir(folder)
        svg = os.path.join(scratch.name, 'chart.svg')
        pathlib.Path(svg).write_text(chart_of_our_own(), encoding='utf-8')
        subprocess.run([PRINT_PAPERS, DATA, kind, folder, 'trajectory', svg, 'causes', svg], check=True)
    return folder


def chart_of_our_own():
    return ('<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" role="img" width="1600" height="900" '
            'viewBox="0 0 1600 900"><title>T</title><rect width="1600" height="900" fill="#fff"/>'
            '<text x="80" y="120" font-size="40" font-family="Liberation Sans">A chart</text></svg>\n')


def page_of(kind):
    return os.path.join(printed(kind), 'index.html')


def pages_of(kind):
    pages = sorted(str(path) for path in pathlib.Path(printed(kind)).rglob('*.html'))
    assert len(pages) > (3 if kind in PACKS else 0), pages
    return pages


def axe():
    return (HERE / 'node_modules' / 'axe-core' / 'axe.min.js').read_text(encoding='utf-8')


def judge(browser, page, width, dark):
    """axe's (violations, doubts), a line each."""
    options = json.dumps({'runOnly': {'type': 'tag', 'values': RULES}, 'resultTypes': ['violations', 'incomplete']})
    browser.open(page, width, dark=dark)
    browser.run(OPEN_ALL)
    browser.run(axe())
    if width > 2000:
        browser.run(LOOSEN)
    result = browser.run(f'axe.run(document, {options})')
    assert len(result['passes']) > 10, 'axe has looked at next to nothing'
    return ([f"{'/'.join(page.split('/')[-2:])} at {width}{' dark' if dark else ''}: {fault['id']}: {node['html'][:200]}"
             for fault in result[what] for node in fault['nodes']] for what in ('violations', 'incomplete'))


# On a small screen headings stay while a table moves below them, and axe cannot tell which colour is behind a text. On a
# wide one where nothing moves it can, and the colours are the same.
LOOSEN = ("for (const e of document.querySelectorAll('.frame, caption *, tbody th, nav'))"
          " Object.assign(e.style, {overflow: 'visible', position: 'static'});"
          " document.querySelector('.columns').style.maxWidth = 'none'")


@test
def axe_finds_no_violation(folder):
    found = []
    with Browser() as browser:
        for kind in KINDS:
            for page in pages_of(kind):
                is_return = 'returns' in page
                for width, dark in ((320, True), (1280, False), *(() if is_return else ((320, False), (1280, True)))):
                    found += list(judge(browser, page, width, dark))[0]
                for dark in () if is_return else (False, True):
                    for lines in judge(browser, page, 2600, dark):
                        found += lines
    assert not found, '\n'.join(found[:20])


@test
def axe_finds_what_is_wrong(folder):
    """The judge is awake."""
    text = pathlib.Path(page_of('board')).read_text(encoding='utf-8')
    bad = os.path.join(folder, 'bad.html')
    pathlib.Path(bad).write_text(text.replace('alt="', 'data-alt="').replace(' lang="en-GB"', ''), encoding='utf-8')
    with Browser() as browser:
        browser.open(bad, 1280)
        browser.run(axe())
        found = {violation['id'] for violation in browser.run('axe.run(document)')['violations']}
    assert {'html-has-lang', 'image-alt'} <= found, found


@test
def nothing_runs_and_nothing_is_loaded(folder):
    with Browser() as browser:
        for kind in KINDS:
            events = browser.open(page_of(kind), 1280)
            events += browser.open(page_of(kind), 320, forced_colours=True)
            asked = [event['params']['request']['url'] for event in events
                     if event['method'] == 'Network.requestWillBeSent']
            assert asked and all(url.startswith(('file://', 'data:image/svg+xml;')) for url in asked), asked
            assert len({url for url in asked if url.startswith('file:')}) == 1, asked
            told = [event for event in events if event['method'] in (
                'Page.javascriptDialogOpening', 'Log.entryAdded', 'Runtime.exceptionThrown', 'Runtime.consoleAPICalled')]
            assert not told, told
            assert browser.run('document.scripts.length') == 0
            assert browser.run("[...document.images].every(image => image.naturalWidth > 0)"), 'a chart is not shown'


@test
def the_page_never_moves_sideways(folder):
    """Tables and charts move in frames of their own; also at 400%, which is 320 pixels, and with more space in the text."""
    spaced = ("document.head.insertAdjacentHTML('beforeend', ''); for (const e of document.querySelectorAll('body, body *'))"
              " Object.assign(e.style, {lineHeight: '1.5', letterSpacing: '.12em', wordSpacing: '.16em'})")
    with Browser() as browser:
        for kind in KINDS:
            for width in (320, 768, 1280):
                browser.open(page_of(kind), width)
                browser.run(OPEN_ALL)
                for script in ('0', spaced):
                    browser.run(script)
                    wide = browser.run('document.documentElement.scrollWidth')
                    assert wide <= width, f'{kind}: {wide} pixels on a screen of {width}'


@test
def frames_that_move_can_be_reached_by_keys(folder):
    reached = ("[...document.querySelectorAll('.frame')].filter(f => f.scrollWidth > f.clientWidth)"
               ".map(f => [f.tabIndex, document.getElementById(f.getAttribute('aria-labelledby'))?.textContent"
               " ?? f.getAttribute('aria-label')])")
    with Browser() as browser:
        browser.open(page_of('extremes'), 320)
        browser.run(OPEN_ALL)
        frames = browser.run(reached)
    assert len(frames) >= 4 and all(index == 0 and label for index, label in frames), frames


@test
def html_validate_finds_no_error(folder):
    judge = HERE / 'node_modules' / '.bin' / 'html-validate'
    run = subprocess.run([judge, '--config', HERE / '.htmlvalidate.json', '--formatter', 'json',
                          *(page for kind in KINDS for page in pages_of(kind))], capture_output=True, cwd=HERE)
    found = [f"{message['ruleId']} line {message['line']}: {message['message']}"
             for result in json.loads(run.stdout or b'[]') for message in result['messages']]
    assert run.returncode == 0 and not found, '\n'.join(found[:40]) + run.stderr.decode()
    bad = os.path.join(folder, 'bad.html')
    pathlib.Path(bad).write_text('<!DOCTYPE html><html><p><div></p>', encoding='utf-8')
    assert subprocess.run([judge, bad], capture_output=True, cwd=HERE).returncode != 0


@test
def charts_are_safe_pictures(folder):
    for kind in KINDS:
        text = pathlib.Path(page_of(kind)).read_text(encoding='utf-8')
        charts = [base64.b64decode(chart) for chart in re.findall('src="data:image/svg\\+xml;base64,([^"]*)"', text)]
        files = {path.read_bytes() for path in pathlib.Path(printed(kind)).glob('charts/*.svg')}
        assert charts and (kind in PAPERS or files >= set(charts)), 'the page has other charts than the folder'
        for chart in charts:
            root = ET.fromstring(chart)
            assert root.get('role') == 'img' and root.find(SVG + 'title').text
            for element in root.iter():
                assert element.tag.removeprefix(SVG).lower() not in ('script', 'foreignobject', 'image', 'a', 'iframe')
                for name, value in element.attrib.items():
                    assert not name.lower().startswith('on') and 'http' not in value.lower(), (name, value)


# ---- PDF ----

def objects(kind):
    found = json.loads(papers.said('qpdf', '--json=2', os.path.join(printed(kind), 'board-pack.pdf')))
    return [value.get('value', value.get('stream', {}).get('dict')) for value in found['qpdf'][1].values()]


@test
def the_pdf_is_tagged(folder):
    for kind in KINDS:
        pdf = os.path.join(printed(kind), 'board-pack.pdf')
        told = dict(line.split(':', 1) for line in papers.said('pdfinfo', pdf).splitlines() if ':' in line)
        assert told['Tagged'].strip() == 'yes' and told['JavaScript'].strip() == 'no', told
        text = pathlib.Path(page_of(kind)).read_text(encoding='utf-8')
        title = re.search('<title>(.*?)</title>', text).group(1)
        assert plain(told['Title']) == plain(html.unescape(title)), told['Title']
        tags = set(re.findall('^ *([A-Za-z0-9]+)', papers.said('pdfinfo', '-struct', pdf), re.M))
        assert {'Document', 'H1', 'H2', 'P', 'L', 'LI', 'Table', 'TR', 'TH', 'TD', 'Caption', 'Figure'} <= tags, tags
        parts = [part for part in objects(kind) if isinstance(part, dict)]
        catalog = next(part for part in parts if part.get('/Type') == '/Catalog')
        assert catalog['/Lang'] == 'u:en-GB' and catalog['/MarkInfo']['/Marked'] is True, catalog
        assert catalog['/ViewerPreferences']['/DisplayDocTitle'] is True, catalog
        pictures = [part for part in parts if part.get('/S') == '/Figure' and '/Alt' in part]
        assert len(pictures) >= text.count('<img '), 'a chart has no text'
        heads = [part for part in parts if part.get('/S') == '/TH']
        assert heads and all('/Scope' in json.dumps(part) for part in heads), 'a heading of a table has no scope'


@test
def the_pdf_has_bookmarks_for_all_headings(folder):
    for kind in KINDS:
        text = pathlib.Path(page_of(kind)).read_text(encoding='utf-8')
        headings = [plain(html.unescape(title)) for title in re.findall('<h[1-6] id="heading-[^>]*>(.*?)</h', text)]
        titles = [part['/Title'] for part in objects(kind)
                  if isinstance(part, dict) and '/Title' in part and '/Parent' in part]
        titles = [title.removeprefix('u:') for title in titles]
        assert len(headings) >= 2 and not set(headings) - set(titles), (headings, titles)


def sheets_of(kind):
    return papers.said('pdftotext', '-layout', os.path.join(printed(kind), 'board-pack.pdf'), '-').split('\f')[:-1]


@test
def the_pdf_can_be_mailed(folder):
    """A picture of a hatched bar, of a whole chart, is a megabyte; charts are lines and letters."""
    for kind in KINDS:
        pdf = os.path.join(printed(kind), 'board-pack.pdf')
        assert len(papers.said('pdfimages', '-list', pdf).splitlines()) == 2, 'a chart became a picture of dots'
        assert os.path.getsize(pdf) < 4 << 20, os.path.getsize(pdf)


@test
def the_pdf_has_page_numbers(folder):
    for kind in KINDS:
        sheets = sheets_of(kind)
        for number, sheet in enumerate(sheets, 1):
            assert f'Page {number} of {len(sheets)}' in sheet, sheet[-300:]
            if kind in ('board', 'northmoor'):
                assert 'Invented data: ' in sheet and 'Green Plan progress report' in sheet


@test
def the_board_has_one_sheet(folder):
    """From the verdict to the last line about who answers."""
    for kind in ('board', *PACKS):
        text = pathlib.Path(page_of(kind)).read_text(encoding='utf-8')
        part = text[text.index('class="part board"'):text.index('<div class="behind">')]
        wanted = [plain(html.unescape(word)) for word in re.findall('<(?:dt|h3|strong|li)[^>]*>([^<]{3,20})', part)]
        first, second = (plain(sheet) for sheet in sheets_of(kind)[:2])
        assert len(wanted) >= 10 and all(word in first for word in wanted), (wanted, first)
        assert not any(html.unescape(title) in second for title in re.findall('<h3[^>]*>(.*?)</h3>', part)), second


@test
def the_same_document_gives_the_same_pdf(folder):
    first, second = (pathlib.Path(printed('board', again), 'board-pack.pdf').read_bytes() for again in ('', '-again'))
    assert first == second
    assert b'CreationDate' not in first and b'Headless' not in first


# ---- the same figures everywhere ----

def shown(value, places, mark, sign):
    """What people must be shown of an exact figure, worked out anew."""
    rounded = value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    if rounded == 0 and value != 0:
        text = '[low]'
    else:
        text = ('−' if value < 0 else '+' if sign and value > 0 else '') + f'{abs(rounded):,}'
    return f'{text} {mark}'.strip()


def plain(text):
    """Without what cannot be shown, blanks as one."""
    return ' '.join(''.join(' ' if unicodedata.category(c) in ('Cc', 'Cf', 'Zs') else c for c in text).split())


def tables_of(kind):
    tables = papers.from_json(os.path.join(printed(kind), 'tables.json'))['tables']
    assert len(tables) >= 4
    return tables


def on_page(table, rows, n):
    """Of @rows those that a page with @n rows of them must have: the last ones, and totals."""
    totals = sum(row['total'] for row in table['rows'])
    left_out = len(rows) - n
    assert left_out == 0 or (left_out > 0 and n - totals >= 3), table['id']
    kept = [i for i, row in enumerate(table['rows']) if not row['total']][left_out:]
    return [row for i, row in enumerate(rows) if i in kept or table['rows'][i]['total']]


@test
def figures_in_json_are_shown_as_they_are(folder):
    n = 0
    for kind in KINDS:
        for table in tables_of(kind):
            for row in table['rows']:
                for column in table['columns']:
                    cell = row['cells'][column['key']]
                    if column['places'] is None:
                        continue
                    n += 1
                    if cell['value'] is None:
                        assert cell['shown'] == cell['mark'] != ''
                    else:
                        told = {shown(Decimal(cell['value']), column['places'], cell['mark'], sign)
                                for sign in (False, True)}
                        assert cell['shown'] in told, (cell, told)
    assert n > 500, n


@test
def figures_in_html_are_those_of_json(folder):
    for kind in KINDS:
        pages = papers.from_html(page_of(kind))
        tables = tables_of(kind)
        assert list(sorted(pages)) == sorted(table['id'] for table in tables)
        for table in tables:
            wanted = [[plain(cell if isinstance(cell, str) else cell['shown'])
                       for cell in (row['cells'][column['key']] for column in table['columns'])] for row in table['rows']]
            heads, rows = pages[table['id']]
            wanted = on_page(table, wanted, len(rows))
            assert [[plain(cell) for cell in row] for row in rows] == wanted, table['id']
            assert [plain(head) for head in heads] == [plain(f"{column['title']} {column['unit']}")
                                                       for column in table['columns']]


@test
def figures_in_csv_are_those_of_json(folder):
    for kind in KINDS:
        for table in tables_of(kind):
            keys, rows = papers.from_csv(os.path.join(printed(kind), 'tables', table['id'] + '.csv'))
            assert len(rows) == len(table['rows'])
            assert [key for key in keys if not key.endswith('_mark')] == [column['key'] for column in table['columns']]
            for row, wanted in zip(rows, table['rows']):
                row = dict(zip(keys, row, strict=True))
                for column in table['columns']:
                    cell, got = wanted['cells'][column['key']], row[column['key']]
                    if column['places'] is None:
                        assert plain(got) in (plain(cell), "'" + plain(cell)), (got, cell)
                        assert not got.startswith(('=', '+', '-', '@', '\t', '\r'))
                    else:
                        assert got == (cell['value'] or cell['mark'])
                        beside = cell['mark'] if cell['value'] is not None else ''
                        assert row.get(column['key'] + '_mark', '') == beside


@test
def figures_in_xlsx_are_those_of_json(folder):
    for kind in KINDS:
        book = papers.Workbook(os.path.join(printed(kind), 'board-pack.xlsx'))
        tables = tables_of(kind)
        assert len(book.sheets) == len(tables) + 1
        for name, table in zip(list(book.sheets)[1:], tables):
            assert len(name) <= 31 and re.fullmatch('[a-z0-9-]+', name)
            rows = book.cells(name)
            title = table['columns'][0]['title']
            top = max(i for i, row in enumerate(rows[:-len(table['rows']) or None]) if row.get(0) == title)
            heads = rows[top]
            at = {heads[k]: k for k in reversed(sorted(heads))}
            assert len(rows) - top - 1 == len(table['rows']), name
            taken = set()
            for column in table['columns']:
                head = column['title'] + (f" ({column['unit']})" if column['unit'] else '')
                k = next(k for k in sorted(heads) if heads[k] == head and k not in taken)
                taken.add(k)
                for row, wanted in zip(rows[top + 1:], table['rows']):
                    cell = wanted['cells'][column['key']]
                    if column['places'] is None:
                        assert row.get(k, '') == cell
                    elif cell['value'] is None:
                        assert row[k] == cell['mark']
                    else:
                        exact = float(cell['value'])  # of which a workbook holds 16 digits
                        assert isinstance(row[k], float) and abs(row[k] - exact) <= 1e-15 * abs(exact), (row[k], cell)
                        if cell['mark']:
                            assert row[k + 1] == cell['mark'] and heads[k + 1].endswith(': mark')
        for part in book.package.namelist():
            text = book.package.read(part).decode('utf-8')
            assert 'TargetMode="External"' not in text and '<f>' not in text, part
            ET.fromstring(text)


@test
def figures_in_the_pdf_are_those_of_json(folder):
    for kind in KINDS:
        told = plain(papers.said('pdftotext', '-raw', os.path.join(printed(kind), 'board-pack.pdf'), '-'))
        pages = papers.from_html(page_of(kind))
        for table in tables_of(kind):
            for row in on_page(table, table['rows'], len(pages[table['id']][1])):
                figures = ' '.join(row['cells'][column['key']]['shown'] for column in table['columns']
                                   if column['places'] is not None)
                assert figures == '' or f' {figures} ' in f' {told} ', (table['id'], figures)


main()
