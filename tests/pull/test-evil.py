#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Servers that break, stall and lie. Each ends in the way that is told here, after exactly so many
attempts, and leaves evidence/ and the database as they were and nothing in incoming/."""
import gzip
import os
import shutil
import ssl
import tempfile
import time

from desk import add_source, harness, https, log, make_workspace, pull, rows, state
from harness import comment, main, test
from server import Server, make_certificates

BODY = rows('2020-04', '2020-05', '2020-06')
CASES = {}
keys = tempfile.mkdtemp(prefix='greenplan-keys-')


def key(name):
    return os.path.join(keys, name + '.pem')


def case(attempts, words, **settings):
    """Marks a handler: how many requests it must get, and what must be said."""
    def mark(handler):
        CASES[handler.__name__] = (handler, attempts, words, settings)
        return handler
    return mark


def head(visit, *lines, status='200 OK'):
    visit.send('\r\n'.join([f'HTTP/1.1 {status}', *lines]) + '\r\n\r\n')


def redirect(target):
    def handler(visit):
        visit.answer('', status='302 Found', Location=target)
    return handler


CASES['redirect_to_file'] = (redirect('file:///etc/passwd'), 1, 'not https', {})
CASES['redirect_to_gopher'] = (redirect('gopher://127.0.0.1/'), 1, 'not https', {})
CASES['redirect_to_ftp'] = (redirect('ftp://127.0.0.1/a.csv'), 1, 'not https', {})
CASES['redirect_to_http'] = (redirect('http://127.0.0.1/a.csv'), 1, 'not https', {})
CASES['redirect_to_itself'] = (redirect('/redirect_to_itself'), 4, 'sends us on and on', {})


@case(5, 'broke off before its end, also at the last of 5 attempts')
def short_body(visit):
    head(visit, 'Content-Type: text/csv', f'Content-Length: {len(BODY) + 9}')
    visit.send(BODY)
    return False


@case(5, 'broke off')
def cut_chunk(visit):
    head(visit, 'Content-Type: text/csv', 'Transfer-Encoding: chunked')
    visit.send(f'{len(BODY):x}\r\n{BODY[:40]}')
    return False


@case(5, 'broke off')
def reset(visit):
    head(visit, 'Content-Type: text/csv', f'Content-Length: {len(BODY)}')
    visit.send(BODY[:40])
    visit.reset()
    return False


@case(1, 'did not say where its answer ends')
def ended_by_close(visit):
    head(visit, 'Content-Type: text/csv', 'Connection: close')
    visit.send(BODY[:60])
    return False


@case(1, 'did not say where its answer ends')
def cut_gzip(visit):
    head(visit, 'Content-Type: text/csv', 'Content-Encoding: gzip')
    visit.send(gzip.compress(BODY.encode())[:50])
    return False


@case(1, 'packed its answer')
def whole_gzip(visit):
    assert visit.headers['accept-encoding'] == 'identity'
    visit.answer(gzip.compress(BODY.encode()), Content_Encoding='gzip')


@case(1, 'two lengths that differ')
def two_lengths(visit):
    head(visit, 'Content-Type: text/csv', 'Content-Length: 2', f'Content-Length: {len(BODY)}')
    visit.send(BODY)


@case(1, '')
def negative_length(visit):
    head(visit, 'Content-Type: text/csv', 'Content-Length: -5')
    visit.send(BODY)
    return False


@case(1, 'larger than “max_mb” allows')
def enormous_length(visit):
    head(visit, 'Content-Type: text/csv', f'Content-Length: {10 ** 12}')
    visit.send(BODY)
    return False


@case(1, 'packed its answer', max_mb=1)
def bomb(visit):
    visit.answer(gzip.compress(bytes(30 << 20)), Content_Encoding='gzip')


@case(1, 'larger than “max_mb” allows', max_mb=1)
def endless_chunks(visit):
    head(visit, 'Content-Type: text/csv', 'Transfer-Encoding: chunked')
    block = b'10000\r\n' + b'2020-04,electricity,1,kWh\n' * 2520 + b'0' * 16 + b'\r\n'
    for _ in range(2000):
        visit.send(block)


@case(1, 'is too large', max_mb=1)
def endless_error_page(visit):
    head(visit, 'Content-Type: text/html', 'Transfer-Encoding: chunked', status='404 Not Found')
    for _ in range(2000):
        visit.send(b'10000\r\n' + b'x' * 65536 + b'\r\n')


@case(5, 'took too long')
def byte_by_byte(visit):
    head(visit, 'Content-Type: text/csv', f'Content-Length: {len(BODY)}')
    visit.server.slow(visit, BODY.encode(), 0.2)
    return False


@case(5, 'took too long')
def silent(visit):
    visit.server.over.wait(30)
    return False


@case(5, 'hung up without an answer')
def hung_up(_visit):
    return False


@case(5, 'asked too often (429), also at the last of 5 attempts')
def too_many(visit):
    visit.answer('', status='429 Too Many Requests', Retry_After='7')


@case(5, 'in trouble (503)')
def unavailable(visit):
    visit.answer('', status='503 Service Unavailable',
                 Retry_After=time.strftime('%a, %d %b %Y %H:%M:%S GMT', time.gmtime(time.time() + 7)))


@case(1, 'come back at 20')
def come_back_in_an_age(visit):
    visit.answer('', status='503 Service Unavailable', Retry_After='99999999999')


@case(1, 'time allowed for this source is over', time_budget=1, retry_base_ms=60000)
def no_time(visit):
    visit.answer('', status='500 Internal Server Error')


@case(5, 'broke off')
def many_headers(visit):
    head(visit, *(f'X-{n}: {"y" * 30}' for n in range(20000)))
    return False


@case(1, '')
def garbage(visit):
    visit.send(os.urandom(4000))
    return False


@case(1, '')
def http_0_9(visit):
    visit.send(BODY)
    return False


@case(1, 'type “text/html; charset=utf-8”')
def login_page(visit):
    visit.answer('<!DOCTYPE html><form><input type=password></form>', kind='text/html; charset=utf-8')


@case(1, 'sent a web page, perhaps to log in')
def login_page_as_csv(visit):
    visit.answer('\ufeff \n<html><form><input type=password></form>')


@case(1, 'of the type “nothing”')
def no_type(visit):
    head(visit, f'Content-Length: {len(BODY)}')
    visit.send(BODY)


@case(1, 'an empty file')
def empty(visit):
    visit.answer('')


@case(1, 'a text has no end')
def cut_json(visit):
    visit.answer('{"data": [{"from": "2020', kind='application/json')


@case(1, 'status 204')
def no_content(visit):
    head(visit, status='204 No Content')


@case(1, 'status 304')
def unasked_304(visit):
    head(visit, status='304 Not Modified')


@case(1, 'did not go on where')
def unasked_range(visit):
    visit.answer(BODY[40:], status='206 Partial Content', Content_Range=f'bytes 40-{len(BODY) - 1}/{len(BODY)}')


@case(1, 'does not accept the credentials (401)')
def unauthorised(visit):
    visit.answer('', status='401 Unauthorized')


@case(1, 'nothing at that address (404)')
def gone(visit):
    visit.answer('', status='404 Not Found')


def reset_workspace(folder):
    shutil.rmtree(os.path.join(folder, 'w'), ignore_errors=True)
    shutil.copytree(os.path.join(folder, 'base'), os.path.join(folder, 'w'))


def must_fail(folder, words, *sources):
    """A pull fails for @words and changes nothing."""
    reset_workspace(folder)
    for name, settings in sources:
        add_source(folder, name, **settings)
    before = state(folder)
    run = pull(folder).must(1, words)
    assert state(folder) == before, 'something was stored'
    return run


@test
def every_evil_answer_ends_as_told(folder):
    make_workspace(folder)
    os.rename(os.path.join(folder, 'w'), os.path.join(folder, 'base'))
    for name, (handler, attempts, words, settings) in CASES.items():
        with Server(key('good')) as server:
            def serve(visit, handler=handler, server=server):
                visit.server = server
                return handler(visit)
            server.handlers = {'/' + name: serve}
            began = time.monotonic()
            must_fail(folder, words, ('evil', https(server, '/' + name, **settings)))
            asked = server.count('/' + name)
            assert asked == attempts, f'{name}: {asked} requests, not {attempts}'
            line, = log(folder)
            assert line['result'].split()[0] == ('not-before' if name == 'come_back_in_an_age' else 'failed'), line
            comment(f'{name}: {asked} requests, {time.monotonic() - began:.2f} s: {line["message"]}')


@test
def every_evil_tls_ends_as_told(folder):
    make_workspace(folder)
    os.rename(os.path.join(folder, 'w'), os.path.join(folder, 'base'))
    for name, maximum, connections, words in (
            ('expired', None, 1, 'certificate has expired'),
            ('wrong-name', None, 1, 'cannot be trusted'),
            ('self-signed', None, 1, 'cannot be trusted'),
            ('good', ssl.TLSVersion.TLSv1_1, 2, 'it must offer TLS 1.2')):
        with Server(key(name), maximum=maximum) as server:
            run = must_fail(folder, words, ('tls', https(server)))
            assert server.n_connections == connections, f'{name}: {server.n_connections} connections'
            assert not server.visits, 'a request was made'
            comment(run.err.decode().splitlines()[-1])


@test
def a_system_authority_is_not_enough_and_a_pin_must_fit(folder):
    make_workspace(folder)
    os.rename(os.path.join(folder, 'w'), os.path.join(folder, 'base'))
    with Server(key('good'), {'/data.csv': lambda visit: visit.answer(BODY)}) as server:
        stranger = https(server)
        del stranger['ca_file']
        must_fail(folder, 'cannot be trusted', ('s', stranger))
        must_fail(folder, 'not the pinned one', ('s', https(server, pinned_key='sha256//' + 'A' * 43 + '=')))
        assert not server.visits


@test
def a_longer_body_than_was_said_is_cut_there(folder):
    def handler(visit):
        head(visit, 'Content-Type: text/csv', f'Content-Length: {len(BODY)}')
        visit.send(BODY + '2020-07,electricity,1,kWh\n')
        return False
    make_workspace(folder)
    with Server(key('good'), {'/data.csv': handler}) as server:
        add_source(folder, 's', **https(server))
        pull(folder).must(0)
        assert harness.read(folder, 'w', 'pull-log.csv').count(b',new,1,') == 1


@test
def one_that_fails_does_not_stop_the_others(folder):
    make_workspace(folder)
    with Server(key('good'), {'/good.csv': lambda visit: visit.answer(BODY), '/bad.csv': too_many}) as server:
        add_source(folder, 'bad', **https(server, '/bad.csv'))
        add_source(folder, 'good', **https(server, '/good.csv'))
        add_source(folder, 'locked', **https(server, '/good.csv', token_file='nowhere'))
        run = pull(folder).must(3, 'error: bad: ', 'asked too often', 'error: locked: ')
        assert [line['result'] for line in log(folder)] == ['failed', 'new', 'failed'], log(folder)
        assert b'good,new,1,0,0,3,0,2020-06-30,' in run.out, run.out


@test
def a_server_that_wants_to_be_left_alone_is(folder):
    def later(visit):
        visit.answer('', status='503 Service Unavailable', Retry_After='3600')
    make_workspace(folder)
    with Server(key('good'), {'/data.csv': later}) as server:
        add_source(folder, 's', **https(server))
        pull(folder).must(1, 'come back at 20')
        again = pull(folder).must(1, 'asked not to be asked before 20')
        assert b's,not-before,0,' in again.out and server.count('/data.csv') == 1
        assert len(log(folder)) == 1 and log(folder)[0]['result'].startswith('not-before 20')
        path = os.path.join(folder, 'w', 'pull-log.csv')
        text = harness.read(path).decode()
        year = log(folder)[0]['result'][11:15]
        harness.write(folder, 'w/pull-log.csv', text.replace(f'not-before {year}', 'not-before 2020'))
        pull(folder).must(1, 'come back at 20')
        assert server.count('/data.csv') == 2


if __name__ == '__main__':
    try:
        make_certificates(keys)
        main()
    finally:
        shutil.rmtree(keys)
