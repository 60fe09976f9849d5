#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The runner notices: each of these small .test files must pass, fail or be refused as it says."""
import os
import subprocess
import sys
import tempfile

program, run_test, folder, *topics = sys.argv[1:]
A = '=== file a.csv\nperiod,activity,quantity,unit\n2019-20,natural-gas,1000,kWh\n'
CSV = A + '=== run convert --input a.csv --by year --format csv\n'
JSON = A + '=== run convert --input a.csv --by year --format json\n'
OUT = 'year,rows,quantity,unit,kg_co2e\n2019-20,1,1000,kWh,207.76\n'
BAD = '=== run frobnicate\n'

CASES = [
    ('passes', CSV + '=== stdout\n' + OUT),
    ('passes', CSV + '=== stdout\n' + OUT + '\n\n=== text\nblank lines at the end of a body\n'),
    ('fails', CSV),
    ('fails', CSV + '=== stdout\n' + OUT + 'x\n'),
    ('fails', CSV + '=== stdout\n' + OUT.replace('207.76', '207.75')),
    ('fails', CSV + '=== stdout\n' + OUT + '=== exit 3\n'),
    ('fails', CSV + '=== stdout\n' + OUT + '=== stderr\nx\n'),
    ('fails', CSV + '=== stdout\n' + OUT + '=== stderr has\nx\n'),
    ('passes', CSV + '=== stdout has\n2019-20,...,207.76\n=== stdout lacks\n2018-19...\n'),
    ('fails', CSV + '=== stdout has\n2019-20\n'),
    ('fails', CSV + '=== stdout has\n207.76\n'),
    ('fails', CSV + '=== stdout has\n2019-20...207,76\n'),
    ('fails', CSV + '=== stdout any\n=== stdout lacks\n...207.76\n'),
    ('passes', BAD + '=== exit 2\n=== stderr has\n...frobnicate...\n'),
    ('fails', BAD + '=== stderr any\n'),
    ('fails', BAD + '=== exit 2\n'),
    ('fails', BAD + '=== exit 2\n=== stderr lacks\n...frobnicate...\n'),
    ('passes', JSON + '=== stdout json\n/rows/# 1\n/rows/0/kg_co2e "207.76"\n/rows/year=2019-20/rows 1\n'),
    ('passes', JSON + '=== stdout json\n/rows/0/t_co2e 0.2 +- 0.01\n/factors/0 ~ UK...2019...\n'),
    ('passes', JSON + '=== stdout json\n"/rows/year=2019-20;rows=1/rows" 1\n'),
    ('fails', JSON + '=== stdout json\n/rows/0/kg_co2e 207.76\n'),
    ('fails', JSON + '=== stdout json\n/rows/0/t_co2e 0.2 +- 0.001\n'),
    ('fails', JSON + '=== stdout json\n/rows/0/nothing null\n'),
    ('fails', JSON + '=== stdout json\n/rows/year=2018-19/rows 1\n'),
    ('fails', JSON + '=== stdout json\n/rows/0/rows true\n'),
    ('fails', JSON + '=== stdout json\n/factors/0 ~ UK...2018\n'),
    ('fails', CSV + '=== stdout json\n/rows/# 1\n'),
    ('passes', CSV + '=== stdout any\n=== save b.csv\n=== content b.csv\n' + OUT),
    ('fails', CSV + '=== stdout any\n=== save b.csv\n=== content b.csv\n' + OUT + 'x\n'),
    ('fails', CSV + '=== stdout any\n=== save b.csv\n=== same a.csv b.csv\n'),
    ('fails', CSV + '=== stdout any\n=== same a.csv b.csv\n'),
    ('fails', CSV + '=== stdout any\n=== absent a.csv\n'),
    ('fails', CSV + '=== stdout any\n=== present b.csv\n'),
    ('passes', CSV + '=== stdout any\n=== begins a.csv\nperiod\\x2c\n'),
    ('fails', CSV + '=== stdout any\n=== begins a.csv\nperiod\\x00\n'),
    ('fails', CSV + '=== stdout any\n=== begins a.csv\n'),
    ('passes', CSV + '=== stdout any\n=== holds a.csv\nactivity\x2c\n'),
    ('fails', CSV + '=== stdout any\n=== holds a.csv\nactivity\x00\n'),
    ('fails', CSV + '=== stdout any\n=== holds a.csv\n'),
    ('is refused', A),
    ('is refused', ''),
    ('is refused', CSV + '=== stdout\n' + OUT + '=== stdoutt\n'),
    ('is refused', CSV + '=== stdout hass\n' + OUT),
    ('is refused', CSV + '=== stdout has\n'),
    ('is refused', '=== exit 0\n' + CSV + '=== stdout any\n'),
    ('is refused', CSV + '=== stdout any\n=== absent /etc/passwd\n'),
    ('is refused', CSV + '=== stdout any\n=== absent ../x\n'),
]


def outcome(text):
    with tempfile.NamedTemporaryFile('w', suffix='.test', encoding='utf-8') as file:
        file.write(text)
        file.flush()
        done = subprocess.run([run_test, program, file.name], capture_output=True, text=True)
    if 'Bail out!' in done.stdout and done.returncode != 0:
        return 'is refused'
    if '\nok 1' in done.stdout and 'not ok' not in done.stdout and done.returncode == 0:
        return 'passes'
    return 'fails' if '\nnot ok 1' in done.stdout and done.returncode != 0 else done.stdout + done.stderr


print(f'1..{len(CASES) + 1}')
n_failed = 0
for n, (wanted, text) in enumerate(CASES, 1):
    got = outcome(text)
    n_failed += got != wanted
    print('ok' if got == wanted else 'not ok', n, '-', repr(text[len(A):])[1:-1].replace('#', '\\#'), wanted)
    if got != wanted:
        print('\n'.join('# ' + line for line in got.splitlines()))
there = sorted(name[:-len('.test')] for name in os.listdir(folder) if name.endswith('.test'))
n_failed += there != sorted(topics)
print('ok' if there == sorted(topics) else 'not ok', len(CASES) + 1, '- every .test file is in the list of meson')
sys.exit(n_failed > 0)
