# SPDX-License-Identifier: MIT
"""What may lie on a disk after a loss of power, by the system calls that were made until then.

What was synced is there. Of all else any part may be: each sector of a write by itself, the names in a
folder up to some moment. Syncing a file says nothing about its name; that takes a sync of its folder.
"""
import os
import re

SECTOR = 512
RESULT = re.compile(r'^(.*)\) += (-?\d+)')
TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
DESCRIPTOR = re.compile(r'^(\d+)<')
# Neither contents nor names: nothing that a loss of power could take.
HARMLESS = {'fcntl', 'fchmod', 'fchown', 'mmap', 'read', 'pread64', 'getdents64', 'close', 'newfstatat', 'fstat',
            'access', 'lseek', 'readlink', 'getcwd', 'execve', 'statx', 'fadvise64'}


class File:
    def __init__(self, durable=b'', times=None):
        self.durable = durable
        self.times = times  # which decide whether factors of one's own are taken to be as they were
        self.pending = []  # (offset, bytes), or (size, None) where it was cut off

    def sync(self):
        self.durable = self.contents(lambda: True)
        self.pending = []

    def contents(self, is_kept):
        data = bytearray(self.durable)
        for offset, written in self.pending:
            if written is None:
                if is_kept():
                    data = data[:offset] + bytes(max(0, offset - len(data)))
                continue
            start = 0
            while start < len(written):
                end = min(len(written), start + SECTOR - (offset + start) % SECTOR)
                if is_kept():
                    data += bytes(max(0, offset + end - len(data)))
                    data[offset + start:offset + end] = written[start:end]
                start = end
        return bytes(data)


class Folder:
    def __init__(self):
        self.durable, self.now = {}, {}
        self.pending = []  # each a list of (name, File or Folder or None)

    def change(self, *names):
        self.pending.append(names)
        self.now = {**self.now, **dict(names)}

    def sync(self):
        self.durable = dict(self.now)
        self.pending = []

    def names(self, n_pending):
        names = dict(self.durable)
        for changes in self.pending[:n_pending]:
            names.update(dict(changes))
        return {name: node for name, node in names.items() if node is not None}


def unescape(text):
    return text.encode('latin-1').decode('unicode_escape').encode('latin-1')


def load(path):
    """A folder that has been on the disk for long. What processes share about a database (-shm) is as good
    as in memory: SQLite makes it anew."""
    folder = Folder()
    for name in os.listdir(path):
        inner = os.path.join(path, name)
        if os.path.isdir(inner):
            folder.change((name, load(inner)))
        elif not name.endswith('-shm'):
            status = os.stat(inner)
            with open(inner, 'rb') as file:
                folder.change((name, File(file.read(), (status.st_atime_ns, status.st_mtime_ns))))
    folder.sync()
    return folder


class Disk:
    def __init__(self, path):
        self.path = os.path.realpath(path)
        self.root = load(path)
        self.open = {}  # descriptor: [File or Folder, position]
        self.said = b''

    def find(self, path):
        """The folder of a path, and the name in it."""
        names = os.path.relpath(path, self.path).split('/')
        folder = self.root
        for name in names[:-1]:
            folder = folder.now[name]
        return folder, names[-1]

    def node(self, path):
        folder, name = self.find(path)
        return self.root if name == '.' else folder.now.get(name)

    def note(self, call, arguments):
        """One line of strace. Returns whether it changed what may be on the disk."""
        result = RESULT.match(arguments)
        descriptor = DESCRIPTOR.match(arguments)
        if result is None or int(result[2]) < 0 or call in HARMLESS or '-shm' in TEXT.sub('', arguments[:9999]):
            return False
        texts = [unescape(text) for text in TEXT.findall(result[1])]
        if call == 'openat':
            return self.note_open(texts[0].decode(), arguments, int(result[2]))
        if call in ('write', 'pwrite64', 'ftruncate', 'fsync', 'fdatasync'):
            return self.note_descriptor(call, int(descriptor[1]), texts, result)
        return self.note_names(call, [text.decode() for text in texts])

    def note_open(self, path, arguments, descriptor):
        if path.endswith('-shm'):
            return False
        folder, name = self.find(path)
        node = self.node(path)
        if node is None:
            node = File()
            folder.change((name, node))
        elif 'O_TRUNC' in arguments:
            node.pending.append((0, None))
        self.open[descriptor] = [node, 0]
        return 'O_CREAT' in arguments

    def note_descriptor(self, call, descriptor, texts, result):
        if call == 'write' and descriptor == 1:
            self.said += texts[0]
            return True
        if call == 'write' and descriptor == 2:
            return False
        node, position = self.open[descriptor]
        if call == 'write':
            node.pending.append((position, texts[0][:int(result[2])]))
            self.open[descriptor][1] += int(result[2])
        elif call == 'pwrite64':
            node.pending.append((int(result[1].rsplit(',', 1)[1]), texts[0][:int(result[2])]))
        elif call == 'ftruncate':
            node.pending.append((int(result[1].rsplit(',', 1)[1]), None))
        else:
            node.sync()
        return True

    def note_names(self, call, paths):
        if any(path.endswith('-shm') for path in paths):
            return False
        folder, name = self.find(paths[0])
        if call == 'mkdir':
            folder.change((name, Folder()))
        elif call == 'unlink':
            folder.change((name, None))
        elif call == 'rename' and os.path.dirname(paths[0]) == os.path.dirname(paths[1]):
            folder.change((name, None), (self.find(paths[1])[1], folder.now[name]))
        else:
            raise AssertionError(f'what {call} does to a disk is not known here')
        return True

    def leave(self, path, chance=None):
        """Writes what is left to a new folder: by @chance, or all that was not synced is gone."""
        likelihood = chance.choice((0.1, 0.5, 0.9, 1)) if chance else 0
        self.leave_folder(self.root, path, chance, lambda: likelihood and chance.random() < likelihood)

    def leave_folder(self, folder, path, chance, is_kept):
        os.mkdir(path)
        n_pending = chance.randint(0, len(folder.pending)) if chance else 0
        for name, node in folder.names(n_pending).items():
            inner = os.path.join(path, name)
            if isinstance(node, Folder):
                self.leave_folder(node, inner, chance, is_kept)
            else:
                with open(inner, 'wb') as file:
                    file.write(node.contents(is_kept))
                if node.times:
                    os.utime(inner, ns=node.times)
