#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Pulling from a server that behaves: what has not changed, pages, windows of days, half files,
credentials, and being stopped."""
import csv
import ctypes
import datetime
import io
import json
import os
import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from urllib.parse import parse_qs

from desk import (SECRETS, add_source, check_no_secret, check_nothing_left, evidence, greenplan, harness, https,
                  kwh, log, make_workspace, pull, rows, secret, state, summary, write)
from harness import main, start, test
from server import Server, make_certificates

keys = tempfile.mkdtemp(prefix='greenplan-keys-')


def serve(handlers):
    return Server(os.path.join(keys, 'good.pem'), handlers)


def answer(body, **more):
    return lambda visit: visit.answer(body, **more)


# ---- what has not changed ----

def with_conditions(content):
    """Serves content['body'] under content['etag'] or content['date'], with 304 where it is known."""
    def handler(visit):
        known = visit.headers.get('if-none-match'), visit.headers.get('if-modified-since')
        if (content.get('etag'), content.get('date')) in ((known[0], None), (None, known[1])) and any(known):
            visit.send('HTTP/1.1 304 Not Modified\r\n\r\n')
            return
        told = {'ETag': content['etag']} if 'etag' in content else {'Last_Modified': content['date']}
        visit.answer(content['body'], **told)
    return handler


def check_conditions(folder, content, change):
    make_workspace(folder)
    with serve({'/data.csv': with_conditions(content)}) as server:
        add_source(folder, 's', **https(server))
        first = summary(pull(folder).must(0))['s']
        assert first == {'source': 's', 'result': 'new', 'new': '1', 'unchanged': '0', 'superseded': '0',
                         'rows': '2', 'refused': '0', 'data_to': '2020-05-31',
                         'data_age_days': first['data_age_days']}, first
        assert int(first['data_age_days']) > 2000
        before = state(folder)
        again = summary(pull(folder).must(0))['s']
        assert (again['result'], again['new'], again['unchanged']) == ('unchanged', '0', '1'), again
        assert state(folder) == before and kwh(folder) == 300
        content.update(change)
        last = summary(pull(folder).must(0))['s']
        assert (last['new'], last['superseded']) == ('1', '1'), last
        assert kwh(folder) == 100 + 3 * 70
        assert [line['result'] for line in log(folder)] == ['new', 'unchanged', 'new']
        assert [line['bytes'] for line in log(folder)][1] == '0'


@test
def etag(folder):
    check_conditions(folder, {'body': rows('2020-04', '2020-05'), 'etag': '"one"'},
                     {'body': rows('2020-04', '2020-05', '2020-06', kwh=70), 'etag': '"two"'})


@test
def last_modified(folder):
    check_conditions(folder, {'body': rows('2020-04', '2020-05'), 'date': 'Wed, 01 Jul 2026 06:00:00 GMT'},
                     {'body': rows('2020-04', '2020-05', '2020-06', kwh=70), 'date': 'Thu, 02 Jul 2026 06:00:00 GMT'})


@test
def the_same_bytes_without_conditions_and_back_again(folder):
    content = {'body': rows('2020-04')}
    make_workspace(folder)
    with serve({'/data.csv': lambda visit: visit.answer(content['body'])}) as server:
        add_source(folder, 's', **https(server))
        pull(folder).must(0)
        before = state(folder)
        assert summary(pull(folder).must(0))['s']['result'] == 'unchanged'
        assert state(folder) == before
        content['body'] = rows('2020-04', kwh=55)
        pull(folder).must(0)
        assert kwh(folder) == 155
        content['body'] = rows('2020-04')
        pull(folder).must(0)
        assert kwh(folder) == 200, 'the server has gone back to what it said first'
        assert summary(pull(folder).must(0))['s']['result'] == 'unchanged'


# ---- pages ----

def page(n_from, n_to, **more):
    return json.dumps({'data': [{'n': n} for n in range(n_from, n_to)], **more})


def check_pages(folder, server, n_pages, settings):
    """All pages come. They are JSON, which the canonical reader then refuses, but that is later."""
    add_source(folder, 's', **https(server, '/p', **settings))
    pull(folder)
    assert int(log(folder)[-1]['files']) == n_pages, log(folder)


def pages_of(visits):
    return [visit.target for visit in visits]


def by_link(visit):
    number = int(parse_qs(visit.query).get('page', ['1'])[0])
    more = {'Link': f'<https://example.invalid/>; rel="prev", </p?page={number + 1}>; rel="next"'} \
        if number < 4 else {}
    visit.answer(rows(f'2020-{number + 3:02}'), **more)


@test
def pages_by_link_header(folder):
    make_workspace(folder)
    with serve({'/p': by_link}) as server:
        add_source(folder, 's', **https(server, '/p', pages='next', next='header'))
        got = summary(pull(folder).must(0))['s']
        assert (got['new'], got['rows']) == ('4', '4'), got
        assert pages_of(server.visits) == ['/p', '/p?page=2', '/p?page=3', '/p?page=4']
        times = {text for name, text in evidence(folder).items() if name.endswith('.ini')}
        stamps = {line for text in times for line in text.decode().split('\n')
                  if line.startswith('imported_at') and b'source=s' in text}
        assert len(stamps) == 1, 'pages are one delivery'
        assert kwh(folder) == 500
        assert summary(pull(folder).must(0))['s']['unchanged'] == '4'


@test
def a_page_that_stayed_the_same_keeps_its_rows(folder):
    """The pages of one pull speak together, also where only some of them are new."""
    for corrections in ('series', 'period'):
        shutil.rmtree(os.path.join(folder, 'w'), ignore_errors=True)
        make_workspace(folder)
        last = {'kwh': 200}

        def handler(visit, last=last):
            if visit.query:
                visit.answer(rows() + f'2020-04-10,electricity,100,kWh\n2020-04-28,electricity,{last["kwh"]},kWh\n')
            else:
                visit.answer(rows() + '2020-04-12,electricity,10,kWh\n2020-04-25,electricity,20,kWh\n',
                             Link='</p?page=2>; rel="next"')
        with serve({'/p': handler}) as server:
            add_source(folder, 's', **https(server, '/p', pages='next', next='header', corrections=corrections))
            pull(folder).must(0)
            assert kwh(folder) == 100 + 330
            last['kwh'] = 250
            got = summary(pull(folder).must(0))['s']
            assert (got['new'], got['unchanged'], got['rows'], got['superseded']) == ('1', '1', '2', '1'), got
            assert kwh(folder) == 100 + 380, (corrections, kwh(folder))
            last['kwh'] = 200
            pull(folder).must(0)
            assert kwh(folder) == 100 + 330, 'the server has gone back to what it said first'
            before = state(folder)
            assert summary(pull(folder).must(0))['s']['unchanged'] == '2'
            assert state(folder) == before
            os.remove(os.path.join(folder, 'w', 'greenplan.db'))
            assert kwh(folder) == 100 + 330, 'the originals do not say the same'


@test
def pages_by_next(folder):
    def handler(visit):
        number = int(parse_qs(visit.query).get('p', ['1'])[0])
        link = f'/p?p={number + 1}' if number < 3 else None
        visit.answer(page(10 * number, 10 * number + (10 if number < 3 else 5), links={'next': link},
                          meta={'total': 25}), kind='application/json')
    make_workspace(folder)
    with serve({'/p': handler}) as server:
        check_pages(folder, server, 3, {'pages': 'next', 'next': '/links/next', 'records': '/data',
                                        'total': '/meta/total'})
        assert pages_of(server.visits) == ['/p', '/p?p=2', '/p?p=3']


@test
def pages_by_number(folder):
    def handler(visit):
        number = int(parse_qs(visit.query)['page'][0])
        visit.answer(page(10 * number, 10 * number + (10 if number < 3 else 0)), kind='application/json')
    make_workspace(folder)
    with serve({'/p': handler}) as server:
        check_pages(folder, server, 3, {'address': f'https://{server.host}/p?page=9&kind=a%20b', 'pages': 'number',
                                        'page_parameter': 'page', 'first_page': 0, 'records': '/data'})
        assert pages_of(server.visits) == [f'/p?kind=a%20b&page={n}' for n in range(4)]


@test
def pages_by_cursor(folder):
    def handler(visit):
        at = parse_qs(visit.query).get('after', [''])[0]
        after = {'': 'a&b=c', 'a&b=c': 'ü', 'ü': ''}[at]
        visit.answer(page(len(at), len(at) + 2, meta={'cursor': after}), kind='application/json')
    make_workspace(folder)
    with serve({'/p': handler}) as server:
        check_pages(folder, server, 3, {'pages': 'cursor', 'cursor': '/meta/cursor', 'cursor_parameter': 'after',
                                        'records': '/data'})
        assert [target.upper() for target in pages_of(server.visits)] == ['/P', '/P?AFTER=A%26B%3DC', '/P?AFTER=%C3%BC']


def fixed(body):
    return answer(json.dumps(body), kind='application/json')


def each_different(build):
    """A page that is never the same twice."""
    state_of = {'n': 0}

    def handler(visit):
        state_of['n'] += 1
        visit.answer(json.dumps(build(state_of['n'])), kind='application/json')
    return handler


NEXT = {'pages': 'next', 'next': '/next', 'records': '/data'}
LOOPS = (
    ('in a circle', NEXT, each_different(lambda n: {'data': [n], 'next': f'/p?x={n % 3}'})),
    ('same page again', {'pages': 'number', 'page_parameter': 'x', 'records': '/data'}, fixed({'data': [1]})),
    ('on another server', NEXT, fixed({'data': [1], 'next': 'https://elsewhere.example/p'})),
    ('on another server', NEXT, fixed({'data': [1], 'next': 'http://127.0.0.1/p'})),
    ('on another server', NEXT, fixed({'data': [1], 'next': 'file:///etc/passwd'})),
    ('on another server', NEXT, fixed({'data': [1], 'next': 'https://'})),
    ('has no rows at “/data”', NEXT, fixed({'rows': [1]})),
    ('has no rows at “/data”', NEXT, fixed({'data': None})),
    ('promised 3 rows and sent 2', {'records': '/data', 'total': '/total'}, fixed({'data': [1, 2], 'total': 3})),
    ('has no number at “/total”', {'records': '/data', 'total': '/total'}, fixed({'data': [1], 'total': 'many'})),
    ('there twice', NEXT, answer('{"data": [1], "next": null, "next": "/p?2"}', kind='application/json')),
)


@test
def pages_that_lie(folder):
    for words, settings, handler in LOOPS:
        shutil.rmtree(os.path.join(folder, 'w'), ignore_errors=True)
        make_workspace(folder)
        with serve({'/p': handler}) as server:
            before = state(folder)
            add_source(folder, 's', **https(server, '/p', **settings))
            pull(folder).must(1, words)
            assert state(folder) == before
            assert len(server.visits) <= 4, len(server.visits)


@test
def a_page_that_fails_fails_all(folder):
    def handler(visit):
        if visit.query == 'page=3':
            visit.answer('', status='500 Internal Server Error')
        else:
            by_link(visit)
    make_workspace(folder)
    before = state(folder)
    with serve({'/p': handler}) as server:
        add_source(folder, 's', **https(server, '/p', pages='next', next='header'))
        pull(folder).must(1, 'in trouble (500)')
        assert state(folder) == before and len(server.visits) == 7


# ---- windows of days ----

@test
def windows_of_days(folder):
    asked = []

    def handler(visit):
        asked.append(visit.path)
        first, last = visit.path.split('/')[2:4]
        visit.answer(HEADER + f'{first[:10]},electricity,1,kWh\n'
                     if first < '2026-10-15' else HEADER + f'{first[:10]},electricity,2,kWh\n')
        assert last.endswith('T00:00Z')
    HEADER = rows()
    make_workspace(folder)
    today = time.strftime('%Y-%m-%d', time.gmtime())
    with serve({}) as server:
        server.handlers = type('Any', (), {'get': staticmethod(lambda path: handler)})()
        settings = https(server, '/data/{from}/{to}', begins=day_before(today, 100), window='14 days',
                         overlap='10 days', dates='%Y-%m-%dT%H:%MZ')
        add_source(folder, 's', **settings)
        got = summary(pull(folder).must(0))['s']
        assert got['new'] == '8' and len(asked) == 8, (got, asked)
        assert asked[0] == f'/data/{day_before(today, 100)}T00:00Z/{day_before(today, 86)}T00:00Z', asked
        assert asked[-1].endswith(f'/{today}T00:00Z'), asked
        assert all(one.split('/')[3] == two.split('/')[2] for one, two in zip(asked, asked[1:])), asked
        del asked[:]
        pull(folder).must(0)
        newest = day_before(today, 100 - 7 * 14)
        again = day_before(newest, 10)[:8] + '01'
        assert asked[0].startswith(f'/data/{again}T00:00Z/'), (asked, again)


@test
def a_row_of_a_day_to_come_does_not_end_the_asking(folder):
    asked = []
    today = time.strftime('%Y-%m-%d', time.gmtime())

    def handler(visit):
        asked.append(visit.query)
        visit.answer(rows('2099-01', day_before(today, 40)[:7], kwh=len(asked)))
    make_workspace(folder)
    with serve({'/data': handler}) as server:
        add_source(folder, 's', **https(server, '/data?from={from}&to={to}', begins=day_before(today, 60),
                                        overlap='10 days'))
        pull(folder).must(0)
        assert summary(pull(folder).must(0))['s']['new'] == '1', 'nothing was asked for'
        from_ = day_before(day_before(today, 1), 10)[:8] + '01'
        assert asked == [f'from={max(first, day_before(today, 60))}&to={day_before(today, 1)}'
                         for first in (day_before(today, 60), from_)], asked
        greenplan('--workspace', 'w', 'check', cwd=folder).must(3)


def day_before(day, n):
    return (datetime.date.fromisoformat(day) - datetime.timedelta(days=n)).isoformat()


def half_hours(first, last):
    """What the Carbon Intensity API answers: from half an hour early, and the last in UTC."""
    at, end = (datetime.datetime.strptime(text, '%Y-%m-%dT%H:%MZ') for text in (first, last))
    at -= datetime.timedelta(minutes=30)
    while at < end:
        yield {'from': f'{at:%Y-%m-%dT%H:%MZ}', 'to': f'{at + datetime.timedelta(minutes=30):%Y-%m-%dT%H:%MZ}',
               'intensity': {'forecast': 1, 'actual': intensity_at(at), 'index': 'low'}}
        at += datetime.timedelta(minutes=30)


def intensity_at(at):
    return 100 + int(at.timestamp()) // 1800 % 97


@test
def the_grid_intensity_api_in_windows(folder):
    """Windows begin half an hour early, so that neighbours overlap; no half hour is lost or doubled."""
    make_workspace(folder)
    today = time.strftime('%Y-%m-%d', time.gmtime())
    begins = day_before(today, 60)

    def handler(visit):
        _, _, first, last = visit.path.split('/')
        assert (datetime.date.fromisoformat(last[:10]) - datetime.date.fromisoformat(first[:10])).days <= 14
        visit.answer(json.dumps({'data': list(half_hours(first, last))}), kind='application/json; charset=utf-8')
    with serve({}) as server:
        server.handlers = type('Any', (), {'get': staticmethod(lambda path: handler)})()
        add_source(folder, 'grid', **https(server, '/intensity/{from}/{to}', format='grid-intensity', begins=begins,
                                           window='14 days', overlap='20 days', dates='%Y-%m-%dT%H:%MZ'))
        for _ in range(3):
            pull(folder).must(0)
            kept = [row for row in originals(folder) if row['source'] == 'grid']
            expected = [half['intensity']['actual'] for half in half_hours(f'{begins}T00:00Z', f'{today}T00:00Z')]
            n_rows = sum(int(row['rows']) for row in kept)
            assert n_rows == len(expected) == 60 * 48 + 1, (n_rows, len(expected), kept)
            assert sum(int(row['used_sum']) for row in kept) == sum(expected)


def originals(folder):
    run = greenplan('--workspace', 'w', 'originals', '--format', 'csv', cwd=folder).must(0)
    return list(csv.DictReader(io.StringIO(run.out.decode())))


# ---- half files ----

BIG = rows() + ''.join(f'2020-04-{1 + n % 30:02},electricity,{n},kWh\n' for n in range(20000))


def resumable(story, etag='"v1"'):
    """Breaks off in the middle, and goes on as @story tells."""
    def handler(visit):
        story.append((visit.headers.get('range'), visit.headers.get('if-range')))
        body = BIG.encode()
        if 'range' not in visit.headers:
            visit.send(f'HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nAccept-Ranges: bytes\r\nETag: {etag}\r\n'
                       f'Content-Length: {len(body)}\r\n\r\n')
            visit.send(body[:100000] if len(story) < 3 else body)
            return False
        first = int(visit.headers['range'][6:-1])
        return story_of_range(visit, body, first)
    def story_of_range(visit, body, first):
        visit.send(f'HTTP/1.1 206 Partial Content\r\nContent-Type: text/csv\r\nETag: {etag}\r\n'
                   f'Content-Range: bytes {first}-{len(body) - 1}/{len(body)}\r\n'
                   f'Content-Length: {len(body) - first}\r\n\r\n')
        visit.send(body[first:])
        return False
    return handler


@test
def a_half_file_is_gone_on_with(folder):
    story = []
    make_workspace(folder)
    with serve({'/data.csv': resumable(story)}) as server:
        add_source(folder, 's', **https(server))
        pull(folder).must(0)
        assert story == [(None, None), ('bytes=100000-', '"v1"')], story
        assert BIG.encode() in evidence(folder).values()


@test
def a_half_file_of_a_weak_etag_is_begun_again(folder):
    story = []
    make_workspace(folder)
    with serve({'/data.csv': resumable(story, 'W/"v1"')}) as server:
        add_source(folder, 's', **https(server))
        pull(folder).must(0)
        assert story == [(None, None)] * 3, story
        assert BIG.encode() in evidence(folder).values()


@test
def a_server_that_begins_again_is_followed(folder):
    other = BIG.replace(',1,kWh', ',77,kWh')

    def handler(visit):
        if 'range' not in visit.headers:
            visit.send(f'HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nAccept-Ranges: bytes\r\nETag: "a"\r\n'
                       f'Content-Length: {len(BIG)}\r\n\r\n{BIG[:50000]}')
            return False
        visit.answer(other, ETag='"b"')
        return True
    make_workspace(folder)
    with serve({'/data.csv': handler}) as server:
        add_source(folder, 's', **https(server))
        pull(folder).must(0)
        kept = evidence(folder).values()
        assert other.encode() in kept and len(server.visits) == 2


@test
def a_wrong_range_is_refused(folder):
    def handler(visit):
        if 'range' not in visit.headers:
            visit.send(f'HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nAccept-Ranges: bytes\r\nETag: "a"\r\n'
                       f'Content-Length: {len(BIG)}\r\n\r\n{BIG[:50000]}')
            return False
        visit.answer(BIG[60000:], status='206 Partial Content', ETag='"a"',
                     Content_Range=f'bytes 60000-{len(BIG) - 1}/{len(BIG)}')
        return True
    make_workspace(folder)
    before = state(folder)
    with serve({'/data.csv': handler}) as server:
        add_source(folder, 's', **https(server))
        pull(folder).must(1, 'did not go on where')
        assert state(folder) == before and len(server.visits) == 2


# ---- credentials ----

@test
def a_token_goes_where_it_belongs(folder):
    make_workspace(folder)
    with serve({'/data.csv': answer(rows('2020-04'))}) as server:
        add_source(folder, 'a', **https(server, token_file=secret(folder, 'token')))
        add_source(folder, 'b', **https(server, '/data.csv?b', token_env='GP_CANARY', token_header='X-Api-Key'))
        add_source(folder, 'c', **https(server, '/data.csv?c', user='ann', password_file=secret(folder, 'password')))
        pull(folder, env={'GP_CANARY': SECRETS['token']}).must(0)
        sent = [visit.headers for visit in server.visits]
        assert sent[0]['authorization'] == 'Bearer ' + SECRETS['token']
        assert sent[1]['x-api-key'] == SECRETS['token'] and 'authorization' not in sent[1]
        assert sent[2]['authorization'].startswith('Basic ')


@test
def a_token_in_an_address_is_not_kept(folder):
    make_workspace(folder)
    seen = []

    def guarded(visit):
        seen.append(f'{visit.path}?{visit.query}')
        answer(rows('2020-04'))(visit)
    with serve({'/data.csv': guarded}) as server:
        add_source(folder, 's', **https(server, '/data.csv?year=2020', token_file=secret(folder, 'token'),
                                        token_parameter='api_key'))
        pull(folder).must(0)
        assert seen == [f'/data.csv?year=2020&api_key={SECRETS["token"]}'], seen
        assert not any('authorization' in visit.headers for visit in server.visits)


@test
def an_address_with_a_secret_in_it(folder):
    make_workspace(folder)
    before = state(folder)
    for name in ('api_key', 'apikey', 'Access_Token', 'sig', 'subscription-key', 'password'):
        shutil.rmtree(os.path.join(folder, 'w'), ignore_errors=True)
        make_workspace(folder)
        add_source(folder, 's', kind='https', address=f'https://a.example/data.csv?a=1&{name}=hunter2')
        pull(folder).must(1, f'“{name}” looks like a secret')
    shutil.rmtree(os.path.join(folder, 'w'), ignore_errors=True)
    make_workspace(folder)
    add_source(folder, 's', kind='https', address='https://a.example/data.csv', token_parameter='key')
    pull(folder).must(1, 'it needs “token_file” or “token_env”')


@test
def a_token_does_not_go_to_another_server(folder):
    make_workspace(folder)
    with serve({'/data.csv': answer(rows('2020-04')), '/there.csv': answer(rows('2020-05'))}) as other:
        def away(visit):
            visit.answer('', status='307 Temporary Redirect', Location=f'https://{other.host}/data.csv')
        with serve({'/away.csv': away, '/data.csv': answer(rows('2020-04')),
                    '/home.csv': answer('', status='302 Found', Location='data.csv')}) as server:
            add_source(folder, 'a', **https(server, '/away.csv', token_file=secret(folder, 'token'),
                                            token_header='X-Api-Key'))
            pull(folder, 'a').must(1, 'credentials must not go')
            assert not other.visits
            add_source(folder, 'b', **https(server, '/home.csv', token_file=secret(folder, 'token')))
            pull(folder, 'b').must(0)
            add_source(folder, 'c', **https(server, '/away.csv'))
            pull(folder, 'c').must(0)
            assert 'authorization' not in other.visits[0].headers


@test
def a_server_that_repeats_secrets(folder):
    token = SECRETS['token']
    next_page = {'pages': 'next', 'next': '/next', 'records': '/data'}
    cases = (
        (0, {}, answer(rows('2020-04'), ETag=f'"{token}"', Last_Modified=token)),
        (1, {}, answer(rows('2020-04') + f'# {token}\n')),
        (1, {}, answer(rows('2020-04'), kind=f'text/{token}')),
        (1, {}, answer('{"a": %s}' % token, kind='application/json')),
        (1, {}, answer('', status='302 Found', Location=f'https://{token}.example/')),
        (1, {}, answer('', status=f'500 {token}', Retry_After=token)),
        (1, next_page, answer('{"data": [1], "next": "?key=%s"}' % token, kind='application/json')),
        (1, {'pages': 'next', 'next': 'header'}, answer(rows('2020-04'), Link=f'<?key={token}>; rel="next"')),
    )
    for code, settings, handler in cases:
        shutil.rmtree(os.path.join(folder, 'w'), ignore_errors=True)
        make_workspace(folder)
        with serve({'/data.csv': handler}) as server:
            add_source(folder, 's', **https(server, token_file=secret(folder, 'token'), **settings))
            pull(folder).must(code)


@test
def secrets_that_others_may_read(folder):
    make_workspace(folder)
    before = state(folder)
    with serve({'/data.csv': answer(rows('2020-04'))}) as server:
        path = secret(folder, 'token')
        os.chmod(path, 0o640)
        add_source(folder, 'loose', **https(server, token_file=path))
        add_source(folder, 'lines', **https(server, token_file=write(folder, 'lines', 'a\nb\n')))
        add_source(folder, 'none', **https(server, token_file=write(folder, 'none', '\n')))
        add_source(folder, 'env', **https(server, token_env='GP_NOT_THERE'))
        for name in ('lines', 'none'):
            os.chmod(os.path.join(folder, name), 0o600)
        pull(folder).must(1, 'others may read it', 'chmod 600', 'several lines', 'it is empty', 'GP_NOT_THERE is not set')
        assert not server.visits and state(folder) == before


@test
def the_environment_cannot_send_us_elsewhere(folder):
    make_workspace(folder)
    with serve({'/data.csv': answer(rows('2020-04'))}) as server:
        os.makedirs(os.path.join(folder, '.home'), exist_ok=True)
        write(folder, '.home/.netrc', 'default login a password ' + SECRETS['password'] + '\n')
        os.chmod(os.path.join(folder, '.home/.netrc'), 0o600)
        add_source(folder, 's', **https(server))
        proxies = {name: 'http://127.0.0.1:9' for name in ('https_proxy', 'HTTPS_PROXY', 'ALL_PROXY')}
        pull(folder, env=proxies).must(0)
        assert 'authorization' not in server.visits[0].headers


# ---- being stopped, and two at once ----

def endless(began):
    def handler(visit):
        visit.send('HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\n')
        began.set()
        for _ in range(1000):
            visit.send(rows('2020-04'))
            time.sleep(0.02)
        return False
    return handler


def begin(folder, began, *args):
    child = start('--workspace', 'w', 'pull', *args, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert began.wait(20)
    return child


@test
def ctrl_c_in_the_middle_of_a_body(folder):
    began = threading.Event()
    make_workspace(folder)
    before = state(folder)
    with serve({'/data.csv': endless(began)}) as server:
        add_source(folder, 's', **https(server, token_file=secret(folder, 'token')))
        child = begin(folder, began)
        with open(f'/proc/{child.pid}/cmdline', 'rb') as file:
            assert SECRETS['token'].encode() not in file.read()
        child.send_signal(signal.SIGINT)
        at = time.monotonic()
        out, err = child.communicate(timeout=20)
        assert time.monotonic() - at < 3, 'it took too long to stop'
        assert child.returncode == 1 and b's: stopped\n' in err and b'stopped on request' in err, err
        check_no_secret(folder, harness.Run((), child.returncode, out, err, 0))
        check_nothing_left(folder)
        assert state(folder) == before and log(folder)[0]['result'] == 'stopped'
        server.handlers['/data.csv'] = answer(rows('2020-04'))
        pull(folder).must(0)


@test
def ctrl_c_while_waiting(folder):
    asked = threading.Event()

    def handler(visit):
        asked.set()
        visit.answer('', status='503 Service Unavailable', Retry_After='600')
    make_workspace(folder)
    with serve({'/data.csv': handler}) as server:
        add_source(folder, 's', **https(server, retry_base_ms=1000, time_budget=3000))
        child = begin(folder, asked)
        time.sleep(0.3)
        child.send_signal(signal.SIGTERM)
        _, err = child.communicate(timeout=3)
        assert child.returncode == 1 and b'stopped on request' in err, err
        assert b'attempt 2 of 5 follows in 600.0 s' in err, err


def no_large_files():
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (6 << 20, 6 << 20))


@test
def a_disk_that_takes_no_more(folder):
    make_workspace(folder)
    before = state(folder)
    with serve({'/data.csv': answer(rows() + '2020-04-01,electricity,1,kWh\n' * 300000)}) as server:
        add_source(folder, 's', **https(server))
        greenplan('--workspace', 'w', 'pull', cwd=folder, before=no_large_files).must(1, 'error: s: ', 'File too large')
        check_nothing_left(folder)
        assert state(folder) == before and len(server.visits) == 1
        pull(folder).must(0)


@test
def two_pulls_at_once_and_a_footprint_meanwhile(folder):
    began = threading.Event()
    make_workspace(folder)
    with serve({'/data.csv': endless(began)}) as server:
        add_source(folder, 's', **https(server))
        child = begin(folder, began)
        greenplan('--workspace', 'w', 'pull', cwd=folder).must(1, 'another pull is running in w')
        assert kwh(folder) == 100
        child.kill()
        child.communicate()
        assert os.path.exists(os.path.join(folder, 'w', 'incoming')), 'the killed one had begun'
        server.handlers['/data.csv'] = answer(rows('2020-04'))
        pull(folder).must(0)
        assert kwh(folder) == 200


@test
def lines_for_cron_and_a_bar_for_a_terminal(folder):
    size = 3000000
    body = (rows() + '2020-04-01,electricity,1,kWh\n' * (size // 29)).encode()

    def handler(visit):
        visit.send(f'HTTP/1.1 200 OK\r\nContent-Type: text/csv\r\nContent-Length: {len(body)}\r\n\r\n')
        for at in range(0, len(body), 100000):
            visit.send(body[at:at + 100000])
            time.sleep(0.03)
    make_workspace(folder)
    with serve({'/data.csv': handler}) as server:
        add_source(folder, 's', **https(server))
        said = pull(folder).must(0).err.decode()
        tenths = [line for line in said.splitlines() if '% of 3.0 MB' in line]
        assert 5 <= len(tenths) <= 9 and tenths == sorted(tenths), said
        assert said.startswith('s: asking\n') and said.splitlines()[-1] == 's: new' and '\r' not in said, said
        main_end, child_end = open_terminal()
        run = greenplan_on(child_end, folder)
        os.close(child_end)
        shown = os.read(main_end, 100000).decode()
        os.close(main_end)
        assert run == 0 and '[####' in shown and ' MB/s' in shown and ' s left' in shown, shown


def open_terminal():
    """A root without /dev/pts, such as a plain chroot, gets one that only this process sees."""
    try:
        return os.openpty()
    except OSError:
        libc = ctypes.CDLL(None, use_errno=True)
        new_namespace, private, everything = 0x20000, 1 << 18, 0x4000
        is_ours = libc.unshare(new_namespace) == 0 and any(
            libc.mount(b'none', place, None, private | everything, None) == 0 for place in (b'/', b'/dev'))
        if not is_ours or libc.mount(b'devpts', b'/dev/pts', b'devpts', 0, b'newinstance,ptmxmode=0666') != 0:
            raise OSError(ctypes.get_errno(), 'a terminal could not be made; /dev/pts is missing')
        return os.openpty()


def greenplan_on(terminal, folder):
    child = start('--workspace', 'w', 'pull', cwd=folder, stdout=subprocess.DEVNULL, stderr=terminal)
    return child.wait(timeout=30)


if __name__ == '__main__':
    try:
        make_certificates(keys)
        main()
    finally:
        shutil.rmtree(keys)
