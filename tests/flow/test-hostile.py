#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Names that would be commands elsewhere, and what lies around when gnuplot runs."""
import csv
import io
import json
import os
import re
import stat
import xml.etree.ElementTree

from harness import greenplan, main, read, test, write

SERIES = 'year,value\n' + ''.join(f'{y}-{y - 1999:02},{1000 - 40 * (y - 2019)}\n' for y in range(2019, 2026))
TARGETS = ('name,boundary,baseline_year,target_year,reduction_percent,shape\n'
           '{},ncf,2019-20,2029-30,50,linear\n')
SVG = '{http://www.w3.org/2000/svg}'


def canary(folder):
    return os.path.join(folder, 'x')


def names(folder):
    """The name of the issue, and others, all of which would make the canary."""
    x = canary(folder)
    return [f'`touch {x}` $(id >{x}) "\';!touch {x}',
            f'"; system("touch {x}"); "',
            f"'; !touch {x}; '",
            f'@A %s \\n {{/Symbol x}} <b onload=a()>&amp; |touch {x}',
            f'=cmd|"touch {x}"!A0',
            f'EOD $NAMES << EOD `touch {x}`']


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def must_not_have_run(folder):
    assert not os.path.lexists(canary(folder)), 'the canary is there: the name was run'


def column(run, name):
    """What a CSV says; what a spreadsheet would take for a formula has an apostrophe before it."""
    return [re.sub("^'(?='*[=+@-])", '', row[name]) for row in csv.DictReader(io.StringIO(run.out.decode()))]


@test
def names_in_convert(folder):
    for name in names(folder):
        write(folder, 'a.csv', 'period,activity,quantity,unit,site,department,role\n'
              + f'2019-20,natural-gas,1,kWh,{quoted(name)},{quoted(name)},{quoted(name)}\n')
        args = ('convert', '--input', 'a.csv', '--by', 'site,department,role', '--format')
        run = greenplan(*args, 'csv', cwd=folder).must(0)
        for dimension in ('site', 'department', 'role'):
            assert column(run, dimension) == [name], run.out
        row = json.loads(greenplan(*args, 'json', cwd=folder).must(0).out)['rows'][0]
        assert (row['site'], row['department'], row['role']) == (name, name, name)
        assert greenplan(*args, 'table', cwd=folder).must(0).out.decode().count(name) == 3
        must_not_have_run(folder)


@test
def names_in_refused_cells(folder):
    for name in names(folder):
        write(folder, 'a.csv', 'period,activity,quantity,unit\n'
              + f'{quoted(name)},natural-gas,1,kWh\n2019-20,{quoted(name)},1,kWh\n'
              + f'2019-20,natural-gas,{quoted(name)},kWh\n2019-20,natural-gas,1,{quoted(name)}\n')
        run = greenplan('convert', '--input', 'a.csv', '--format', 'json', cwd=folder).must(3, name[:39])
        assert [issue['line'] for issue in json.loads(run.out)['issues'] if issue['line']] == [2, 3, 4, 5]
        must_not_have_run(folder)


@test
def names_in_a_workspace(folder):
    for n, name in enumerate(names(folder)):
        w = f'w{n}'
        greenplan('init', w, cwd=folder).must(0)
        write(folder, f'{w}/greenplan.ini', '[trust]\nname=' + name.replace('\\', '\\\\') + '\n')
        write(folder, f'{w}/workforce.csv', 'period,site,role,wte,headcount\n'
              + f'2019-20,{quoted(name)},{quoted(name)},10,12\n2019-20,,Nurse,10,12\n')
        write(folder, f'{w}/targets.csv', TARGETS.format(quoted(name)))
        write(folder, 'a.csv', 'period,activity,quantity,unit,site,role\n' + ''.join(
            f'{year}-{year - 1999:02},natural-gas,1000,kWh,{quoted(name)},\n'
            f'{year}-{year - 1999:02},car-average,1000,km,,{quoted(name)}\n' for year in range(2019, 2025)))
        work = ('--workspace', w)
        greenplan(*work, 'import', 'a.csv', '--source', name, cwd=folder).must(0)
        run = greenplan(*work, 'footprint', '--by', 'site,role,source', '--format', 'csv', cwd=folder).must(0)
        assert column(run, 'source') == [name, name] and name in column(run, 'site')
        assert greenplan(*work, 'footprint', cwd=folder).must(0).out.decode().startswith(name + ': ')
        run = greenplan(*work, 'roles', '--format', 'csv', cwd=folder)
        assert sorted(column(run, 'role')) == sorted([name, 'Nurse']), run.out
        assert name in greenplan(*work, 'roles', cwd=folder).out.decode()
        run = greenplan(*work, 'trajectory', '--format', 'json', cwd=folder).must(0)
        assert json.loads(run.out)['target']['name'] == name
        assert greenplan(*work, 'trajectory', cwd=folder).out.decode().startswith(name + ': ')
        for ending in ('svg', 'png', 'pdf'):
            greenplan(*work, 'plot', 'trajectory', '--output', f'{n}.{ending}', cwd=folder).must(0)
        must_not_have_run(folder)
        check_svg(os.path.join(folder, f'{n}.svg'), name)


def check_svg(path, name):
    """It is well-formed, holds nothing that acts, and shows the name, perhaps shortened."""
    root = xml.etree.ElementTree.fromstring(read(path))
    assert root.tag == SVG + 'svg'
    for element in root.iter():
        assert element.tag.startswith(SVG) and element.tag not in (SVG + 'script', SVG + 'foreignObject')
        for attribute, value in element.attrib.items():
            assert not attribute.lower().startswith('on'), attribute
            assert not attribute.endswith('href') or value.startswith('#'), value
    assert name[:20] in ''.join(root.itertext()), f'{path} does not show {name}'


@test
def files_with_such_names(folder):
    for name in ("`touch x`.csv", '$(touch x) "\';!touch x.csv', '-n.csv', '|touch x'):
        write(folder, name, 'period,activity,quantity,unit\n2019-20,natural-gas,1,kWh\n2019-20,x,1,kWh\n')
        run = greenplan('convert', '--input=' + name, '--by', 'source', '--format', 'csv', cwd=folder)
        assert column(run.must(3, name + ':3:2: '), 'source') == [name]
    write(folder, 's.csv', SERIES)
    write(folder, 't.csv', TARGETS.format('T'))
    for name in ('`touch x`.svg', '$(touch x) "\';!touch x.svg', '|touch x;.svg', "a'.svg"):
        greenplan('plot', 'trajectory', '--series', 's.csv', '--targets', 't.csv', '--output', name,
                  cwd=folder).must(0)
        check_svg(os.path.join(folder, name), 'T')
    must_not_have_run(folder)


@test
def a_file_name_that_is_no_text(folder):
    """The JSON stays JSON, and no terminal command gets through."""
    name = os.fsdecode(b'b\xff\x1b[31m.csv')
    write(folder, name, 'period,activity,quantity,unit\n2019-20,x,1,kWh\n')
    run = greenplan('convert', '--input', name, '--by', 'source', '--format', 'json', cwd=folder).must(3)
    assert json.loads(run.out.decode('utf-8'))['issues'][0]['line'] == 2
    assert b'\x1b' not in run.err, run.err
    run.err.decode('utf-8')


def prepare_plot(folder):
    write(folder, 's.csv', SERIES)
    write(folder, 't.csv', TARGETS.format('T'))
    return ('plot', 'trajectory', '--series', 's.csv', '--targets', 't.csv', '--output')


@test
def settings_of_gnuplot_lying_around(folder):
    plot = prepare_plot(folder)
    line = f'!touch {canary(folder)}\nsystem("touch {canary(folder)}")\n'
    os.makedirs(os.path.join(folder, '.home', '.config', 'gnuplot'))
    for name in ('.gnuplot', '.home/.gnuplot', '.home/.config/gnuplot/gnuplotrc', 'gnuplotrc', 'style.gp',
                 'trajectory.gp'):
        write(folder, name, line)
    env = {'GNUPLOT_LIB': folder, 'GNUTERM': f'dumb; !touch {canary(folder)}', 'GNUPLOT_PS_DIR': folder,
           'XDG_CONFIG_HOME': os.path.join(folder, '.home', '.config')}
    greenplan(*plot, 'c.svg', cwd=folder, env=env).must(0)
    must_not_have_run(folder)
    check_svg(os.path.join(folder, 'c.svg'), 'T')


def make_gnuplot(folder, text):
    """A program in the place of gnuplot; returns the environment that finds it."""
    os.makedirs(os.path.join(folder, 'bin'), exist_ok=True)
    path = write(folder, 'bin/gnuplot', text)
    os.chmod(path, os.stat(path).st_mode | stat.S_IXUSR)
    return {'PATH': os.path.join(folder, 'bin') + ':/usr/bin:/bin'}


@test
def a_gnuplot_that_fails_leaves_the_old_chart(folder):
    plot = prepare_plot(folder)
    for script in ('#!/bin/sh\necho no colours >&2\nexit 1\n', '#!/bin/sh\nexit 0\n',
                   '#!/bin/sh\nfor f in *; do echo "<?xml cut" > $f; done; echo "<?xml cut" > chart.out\n',
                   '#!/bin/sh\nkill -9 $$\n', '#!/nowhere/sh\n', ''):
        env = make_gnuplot(folder, script)
        for name in ('old.svg', 'old.png', 'old.pdf'):
            write(folder, name, 'old')
            greenplan(*plot, name, cwd=folder, env=env).must(1, 'greenplan: ')
            assert read(folder, name) == b'old'
        greenplan(*plot, 'new.svg', cwd=folder, env=env).must(1)
        assert not os.path.lexists(os.path.join(folder, 'new.svg'))
        assert sorted(os.listdir(folder)) == ['.home', '.tmpdir', 'bin', 'old.pdf', 'old.png', 'old.svg',
                                              's.csv', 't.csv']
        assert os.listdir(os.path.join(folder, '.tmpdir')) == []


@test
def nothing_is_left_behind_by_a_chart(folder):
    plot = prepare_plot(folder)
    for name in ('c.svg', 'c.png', 'c.pdf'):
        greenplan(*plot, name, cwd=folder).must(0)
    assert sorted(os.listdir(folder)) == ['.home', '.tmpdir', 'c.pdf', 'c.png', 'c.svg', 's.csv', 't.csv']
    assert os.listdir(os.path.join(folder, '.tmpdir')) == []
    assert os.listdir(os.path.join(folder, '.home')) == []


main()
