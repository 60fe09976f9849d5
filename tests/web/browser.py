# SPDX-License-Identifier: MIT
"""Chromium, spoken to over a pipe: pages at any width, in the dark, as judged by scripts of ours."""
import base64
import json
import os
import shutil
import subprocess
import tempfile


class Browser:
    """To be used with `with`."""

    def __enter__(self):
        self.folder = tempfile.mkdtemp(prefix='greenplan-browser-')
        to_child, self.write_end = os.pipe()
        self.read_end, from_child = os.pipe()

        def take_pipes():
            os.dup2(to_child, 13)
            os.dup2(from_child, 14)
            os.dup2(13, 3)
            os.dup2(14, 4)

        self.child = subprocess.Popen(
            ['chromium', '--headless', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--hide-scrollbars',
             '--remote-debugging-pipe', f'--user-data-dir={self.folder}', *(['--no-sandbox'] if os.getuid() == 0 else [])],
            preexec_fn=take_pipes, pass_fds=(3, 4), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, env={'PATH': os.environ['PATH'], 'HOME': self.folder, 'TMPDIR': self.folder})
        os.close(to_child)
        os.close(from_child)
        self.rest, self.number, self.events = b'', 0, []
        target = self.call('Target.createTarget', url='about:blank')['targetId']
        self.session = self.call('Target.attachToTarget', targetId=target, flatten=True)['sessionId']
        for domain in ('Page', 'Runtime', 'Log', 'Network'):
            self.call(f'{domain}.enable')
        return self

    def __exit__(self, *unused):
        self.child.kill()
        self.child.wait()
        os.close(self.write_end)
        os.close(self.read_end)
        shutil.rmtree(self.folder, ignore_errors=True)

    def receive(self):
        while b'\0' not in self.rest:
            block = os.read(self.read_end, 1 << 16)
            assert block, 'Chromium has gone'
            self.rest += block
        message, self.rest = self.rest.split(b'\0', 1)
        return json.loads(message)

    def call(self, method, **parameters):
        self.number += 1
        message = {'id': self.number, 'method': method, 'params': parameters}
        if hasattr(self, 'session'):
            message['sessionId'] = self.session
        self.send(message)
        while True:
            answer = self.receive()
            if answer.get('id') == self.number:
                assert 'error' not in answer, f"{method}: {answer['error']}"
                return answer['result']
            self.events.append(answer)

    def send(self, message):
        left = json.dumps(message).encode() + b'\0'
        while left:
            left = left[os.write(self.write_end, left):]

    def open(self, path, width, height=900, dark=False, forced_colours=False):
        """Loads a file; returns what the page loaded, logged or tried to do meanwhile."""
        features = [{'name': 'prefers-color-scheme', 'value': 'dark' if dark else 'light'},
                    {'name': 'forced-colors', 'value': 'active' if forced_colours else 'none'}]
        self.call('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.call('Emulation.setEmulatedMedia', features=features)
        self.events = []
        self.call('Page.navigate', url='file://' + os.path.abspath(path))
        while not any(event['method'] == 'Page.loadEventFired' for event in self.events):
            self.events.append(self.receive())
        return self.events

    def run(self, script):
        result = self.call('Runtime.evaluate', expression=script, awaitPromise=True, returnByValue=True)
        assert 'exceptionDetails' not in result, result['exceptionDetails']
        return result['result'].get('value')

    def picture(self, path):
        """Of the whole page."""
        size = self.call('Page.getLayoutMetrics')['cssContentSize']
        clip = {'x': 0, 'y': 0, 'width': size['width'], 'height': min(size['height'], 16000), 'scale': 1}
        data = self.call('Page.captureScreenshot', captureBeyondViewport=True, clip=clip)['data']
        with open(path, 'wb') as file:
            file.write(base64.b64decode(data))
