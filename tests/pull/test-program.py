#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Fetching is done by a program of its own, of which a user sees nothing."""
import os
import shutil
import subprocess

from desk import greenplan, make_workspace
from harness import main, program, test

PART = program + '-pull'


def libraries(path):
    return subprocess.run(['ldd', path], capture_output=True, text=True, check=True).stdout


@test
def only_the_part_that_fetches_loads_libcurl(folder):
    assert 'libcurl' in libraries(PART)
    assert 'libcurl' not in libraries(program), 'something that every command needs refers to what fetches'


@test
def arguments_and_exit_statuses_go_through(folder):
    make_workspace(folder)
    os.rename(os.path.join(folder, 'w'), os.path.join(folder, 'w “x”\n'))
    greenplan('--workspace', 'w “x”\n', 'pull', 'no such', cwd=folder).must(1, '[source no such]')
    greenplan('pull', '--wrong', cwd=folder).must(2, '--wrong')
    assert b'[SOURCE' in greenplan('pull', '--help', cwd=folder).must(0).out


@test
def a_lone_program_says_what_is_missing(folder):
    alone = shutil.copy(program, folder)
    make_workspace(folder)
    greenplan('--workspace', 'w', 'pull', cwd=folder, run=alone).must(1, 'greenplan-pull', 'install greenplan again')
    greenplan('--workspace', 'w', 'originals', cwd=folder, run=alone).must(0)


main()
