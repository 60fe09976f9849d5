# SPDX-License-Identifier: MIT
"""An HTTPS server on loopback that can answer anything, and the certificates it needs.

A handler takes a Visit and writes bytes to it. Certificates are made anew by `openssl`, in a folder of
the caller's: an authority `ca.pem`, and server keys `good`, `wrong-name`, `expired` and `self-signed`.
"""
import os
import socket
import ssl
import struct
import subprocess
import threading
import time


def openssl(folder, *args):
    subprocess.run(['openssl', *args], cwd=folder, check=True, stdin=subprocess.DEVNULL,
                   stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)


def make_key(folder, name, alternative, signed=True, days=30):
    """NAME.pem with key and certificate."""
    openssl(folder, 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout',
            name + '.key', '-out', name + '.csr', '-subj', '/CN=' + name)
    with open(os.path.join(folder, name + '.ext'), 'w', encoding='ascii') as file:
        file.write(f'subjectAltName={alternative}\n')
    by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial'] if signed else ['-signkey', name + '.key']
    openssl(folder, 'x509', '-req', '-in', name + '.csr', *by, '-days', str(days), '-out', name + '.crt',
            '-extfile', name + '.ext')
    with open(os.path.join(folder, name + '.pem'), 'wb') as out:
        for part in (name + '.key', name + '.crt'):
            with open(os.path.join(folder, part), 'rb') as file:
                out.write(file.read())


def make_certificates(folder):
    here = 'IP:127.0.0.1,DNS:localhost'
    openssl(folder, 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
            '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=greenplan test authority', '-days', '30')
    make_key(folder, 'good', here)
    make_key(folder, 'wrong-name', 'DNS:elsewhere.example')
    make_key(folder, 'expired', here, days=-1)
    make_key(folder, 'self-signed', here, signed=False)


class Visit:
    """A request, and the connection it came by."""

    def __init__(self, stream, method, target, headers):
        self.stream, self.method, self.target, self.headers = stream, method, target, headers
        self.path, _, self.query = target.partition('?')

    def send(self, data):
        self.stream.sendall(data if isinstance(data, bytes) else data.encode())

    def answer(self, body, status='200 OK', kind='text/csv', **headers):
        """A good answer; keywords become headers, `last_modified=` for Last-Modified."""
        body = body if isinstance(body, bytes) else body.encode()
        lines = [f'HTTP/1.1 {status}', f'Content-Type: {kind}', f'Content-Length: {len(body)}',
                 *(f'{name.replace("_", "-")}: {value}' for name, value in headers.items())]
        self.send('\r\n'.join(lines) + '\r\n\r\n')
        self.send(body)

    def reset(self):
        """Ends the connection with RST instead of a proper end."""
        self.stream.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        self.stream.close()


class Server:
    """Serves until its `with` ends. `handlers` are by path; `visits` are all requests there were."""

    def __init__(self, certificate, handlers=None, maximum=None):
        self.certificate = certificate
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        if maximum is not None:
            self.context.set_ciphers('ALL:@SECLEVEL=0')
            self.context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
            self.context.maximum_version = maximum
        self.context.load_cert_chain(certificate)
        self.handlers = handlers or {}
        self.visits, self.n_connections = [], 0
        self.over = threading.Event()

    def __enter__(self):
        self.listener = socket.create_server(('127.0.0.1', 0), backlog=64)
        self.port = self.listener.getsockname()[1]
        self.host = f'127.0.0.1:{self.port}'
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.listener.close()

    def accept(self):
        while True:
            try:
                plain, _ = self.listener.accept()
            except OSError:
                return
            self.n_connections += 1
            threading.Thread(target=self.talk, args=(plain,), daemon=True).start()

    def talk(self, plain):
        try:
            plain.settimeout(60)
            with self.context.wrap_socket(plain, server_side=True) as stream:
                while self.serve(stream):
                    pass
        except (OSError, ValueError):
            pass

    def serve(self, stream):
        """One request. FALSE if the connection has to end."""
        head = b''
        while b'\r\n\r\n' not in head:
            more = stream.recv(65536)
            if not more:
                return False
            head += more
        first, *lines = head.decode('latin-1').split('\r\n\r\n')[0].split('\r\n')
        method, target, _ = first.split(' ')
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(':') for line in lines)}
        visit = Visit(stream, method, target, headers)
        self.visits.append(visit)
        handler = self.handlers.get(visit.path)
        if handler is None:
            visit.answer('nothing here\n', status='404 Not Found')
            return True
        return handler(visit) is not False

    def count(self, path):
        return sum(visit.path == path for visit in self.visits)

    def slow(self, visit, data, seconds):
        """Sends byte after byte, until the other side has had enough."""
        for byte in data:
            if self.over.is_set():
                return
            visit.send(bytes([byte]))
            time.sleep(seconds)
