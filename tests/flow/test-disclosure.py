#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""An attack on what is published of the footprints of roles. The attacker knows how many people each role
has at each site in each year, and who has nothing at all in a category; he knows the program, and puts all tables of all years
together. He must find nothing about fewer than 8 people; with the same tables without the secondary step he must
find something.

What he does not know, the exact figures, is asked of the program only to know whether he is right."""
import csv
import functools
import io
import itertools
import os
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from fractions import Fraction

from harness import comment, greenplan, main, test, write

PUBLISH = os.path.abspath(sys.argv[2])
THRESHOLD = 8
PRIME = (1 << 61) - 1
STEPS = {'people': 5, 'wte': 5, 'kg_co2e': 100, 'kg_co2e_per_wte': 10}
YEARS = [f'{year}-{(year + 1) % 100:02}' for year in range(2018, 2026)]
HOWS = ['whole', 'primary']
LP_YEARS = ['2018-19', '2025-26']
LP_CATEGORIES = ['All', 'Business travel']


# ---- what he knows, and what he does not ----

class Year:
    """The unknowns of a year, and its published figures as sets of them."""

    def __init__(self, name):
        self.name = name
        self.people = defaultdict(Fraction)  # (role, site) -> people, a mean over the extracts
        self.wte = defaultdict(Fraction)
        self.group = {}                      # role -> staff group
        self.kg = defaultdict(Fraction)      # (role, site, category, part) -> kg; he only knows where it is not 0
        self.rows = []                       # of the CSV
        self.figures = []

    def cells(self):
        return sorted(self.people)


class Figure:
    def __init__(self, row, unknowns, cells):
        self.row, self.unknowns, self.cells = row, unknowns, cells
        self.label = (row['table'], row['role'], row['site'], row['category'], row['part'])


def csv_rows(text):
    return list(csv.DictReader(line for line in io.StringIO(text) if not line.startswith('#')))


def financial_year(month):
    year, number = map(int, month.split('-'))
    year -= number < 4
    return f'{year}-{(year + 1) % 100:02}'


def read_workforce(folder, years):
    with open(os.path.join(folder, 'workforce.csv'), encoding='utf-8') as file:
        posts = csv_rows(file.read())
    extracts = defaultdict(set)
    for post in posts:
        extracts[financial_year(post['period'])].add(post['period'])
    for post in posts:
        name = financial_year(post['period'])
        year, cell = years.get(name), (post['role'], post['site'])
        if year is not None:
            year.people[cell] += Fraction(post['headcount']) / len(extracts[name])
            year.wte[cell] += Fraction(post['wte']) / len(extracts[name])
            year.group[post['role']] = post['staff_group']


def exact_rows(folder, year):
    run = greenplan('--workspace', '.', 'roles', '--year', year, '--by', 'role,site,category', '--format', 'csv',
                    cwd=folder).must(0)
    return csv_rows(run.out.decode())


def read_kg(year, rows):
    for row in rows:
        if row['part'] in ('own', 'shared'):
            year.kg[row['role'], row['site'], row['category'], row['part']] += Fraction(row['kg_co2e'])
    year.kg = {unknown: kg for unknown, kg in year.kg.items() if kg != 0}
    for role, site, _, _ in year.kg:
        year.people[role, site] += 0


def members(rows, names, hidden, fallback):
    """name -> the row it is in: its own, its group's others, or all others."""
    return {name: name if name not in hidden else next(row for row in fallback(name) if row in rows) for name in names}


def understand(year):
    """Which unknowns each published figure is the sum of, from the names in the tables alone."""
    shown = [row for row in year.rows if row['kg_co2e'] != '[c]']
    hidden = [row for row in year.rows if row['kg_co2e'] == '[c]']
    role_rows = {row['role'] for row in shown if row['table'] == 'role'}
    site_rows = {row['site'] for row in shown if row['table'] == 'site'}
    row_of_role = members(role_rows, {role for role, _ in year.people},
                          {row['role'] for row in hidden if row['table'] == 'role' and row['category'] == 'All'
                           and row['part'] == 'all'},
                          lambda role: [f'Other {year.group[role]} roles', 'Other roles'])
    row_of_site = members(site_rows, {site for _, site in year.people},
                          {row['site'] for row in hidden if row['table'] == 'site'}, lambda site: ['Other sites'])
    named = defaultdict(set)
    for row in year.rows:
        named[row['table'], row['role'], row['site']].add(row['category'])
    in_row = defaultdict(list)
    for unknown in year.kg:
        role, site = row_of_role[unknown[0]], row_of_site[unknown[1]]
        for place in ('role', role, 'All'), ('role', 'All', 'All'), ('site', 'All', site), ('role-at-site', role, site):
            in_row[place].append(unknown)
    for row in shown:
        place = row['table'], row['role'], row['site']
        year.figures.append(Figure(
            row,
            frozenset(unknown for unknown in in_row[place]
                      if (row['category'] == 'All' or unknown[2] == row['category'] or
                          (row['category'] == 'Other categories' and unknown[2] not in named[place])) and
                      row['part'] in ('all', unknown[3])),
            [cell for cell in year.people if row['role'] in ('All', row_of_role[cell[0]]) and
             row['site'] in ('All', row_of_site[cell[1]])]))


def publish(folder, *how):
    return subprocess.run([PUBLISH, folder, *how], capture_output=True, check=True, encoding='utf-8', timeout=120).stdout


def people_in(year, cells):
    return sum(year.people[cell] for cell in cells)


# ---- differences of all pairs ----

def sums_of_rows(year, figures):
    """Published figures of a category, and what a patient attacker makes of them first: sums of rows of a staff group, a site's or
    a role's rest beside its published cells, a site without the roles that are only there."""
    sums = {figure.label: figure.mask for figure in figures}
    roles = {label[1]: mask for label, mask in sums.items() if label[0] == 'role' and label[4] == 'all' and label[1] != 'All'}
    sites = {label[2]: mask for label, mask in sums.items() if label[0] == 'site'}
    cells = {label[1:3]: mask for label, mask in sums.items() if label[0] == 'role-at-site'}
    groups = defaultdict(int)
    for figure in figures:
        if figure.label[0] == 'role' and figure.label[1] in roles and figure.label[4] == 'all':
            groups[figure.row['staff_group']] |= figure.mask
    for site, mask in sites.items():
        own = [role_mask for role_mask in roles.values() if role_mask & ~mask == 0]
        rest = mask & ~sum_of(m for (_, at), m in cells.items() if at == site)
        sums['site less cells', site] = rest
        sums['site less its roles', site] = mask & ~sum_of(own)
        sums['site less cells and its roles', site] = rest & ~sum_of(own)
    for role, mask in roles.items():
        sums['role less cells', role] = mask & ~sum_of(m for (of, _), m in cells.items() if of == role)
    for group, mask in groups.items():
        sums['group', group] = mask
        sums['group less cells', group] = mask & ~sum_of(m for m in cells.values() if m & ~mask == 0)
    return sums


def sum_of(masks):
    total = 0
    for mask in masks:
        total |= mask
    return total


def differences(year):
    """(people, category, cells) of all that a figure or a difference of two is about, where that is fewer than 8; and how
    many pairs were looked at."""
    found, n_pairs = set(), 0
    cells = sorted({unknown[:2] for unknown in year.kg})
    weight = [year.people[cell] for cell in cells]
    bit = {cell: 1 << i for i, cell in enumerate(cells)}
    staffed = sum(1 << i for i, people in enumerate(weight) if people > 0)
    at_most = THRESHOLD / min(people for people in weight if people > 0)
    by_category = defaultdict(list)
    for figure in year.figures:
        figure.mask = sum_of(bit[unknown[:2]] for unknown in figure.unknowns)
        if figure.row['category'] != 'Other categories':  # which may be others in another row
            by_category[figure.row['category']].append(figure)
    for category, figures in by_category.items():
        by_part = defaultdict(set)
        for label, mask in sums_of_rows(year, figures).items():
            by_part[label[4] if label[0] == 'role' and len(label) > 4 else 'all'].add(mask)
        for masks in by_part.values():
            masks = [0, *sorted(masks - {0})]
            n_pairs += len(masks) * (len(masks) - 1) // 2
            for i, a in enumerate(masks):
                for b in masks[i + 1:]:
                    left = a ^ b
                    if (left & staffed).bit_count() > at_most:
                        continue
                    people = sum(w for i, w in enumerate(weight) if left >> i & 1)
                    if people < THRESHOLD:
                        found.add((people, category, tuple(c for i, c in enumerate(cells) if left >> i & 1)))
    return found, n_pairs


# ---- all sums and differences at once ----

class Basis:
    """Equations in whole numbers modulo a prime, each solved for one unknown."""

    def __init__(self):
        self.rows = {}

    def reduce(self, row):
        row = dict(row)
        for pivot in [unknown for unknown in row if unknown in self.rows]:
            times = row.get(pivot, 0)
            for unknown, value in self.rows[pivot].items() if times else ():
                left = (row.get(unknown, 0) - times * value) % PRIME
                if left:
                    row[unknown] = left
                else:
                    row.pop(unknown, None)
        return row

    def add(self, row):
        row = self.reduce(row)
        if not row:
            return
        pivot = min(row)
        inverse = pow(row[pivot], PRIME - 2, PRIME)
        row = {unknown: value * inverse % PRIME for unknown, value in row.items()}
        for other in [key for key, held in self.rows.items() if pivot in held]:
            times = self.rows[other][pivot]
            for unknown, value in row.items():
                left = (self.rows[other].get(unknown, 0) - times * value) % PRIME
                if left:
                    self.rows[other][unknown] = left
                else:
                    self.rows[other].pop(unknown, None)
        self.rows[pivot] = row


def directions(basis, unknowns):
    """What is free of the equations, unknown by unknown: the null space, a sparse vector for each unknown."""
    free = {unknown: i for i, unknown in enumerate(u for u in unknowns if u not in basis.rows)}
    vectors = {unknown: {i: 1} for unknown, i in free.items()}
    for pivot, row in basis.rows.items():
        vectors[pivot] = {free[unknown]: -value % PRIME for unknown, value in row.items() if unknown != pivot}
    return vectors


def are_tied(vectors):
    """Whether a sum of multiples of them is nothing: then the same sum of the unknowns follows from the figures."""
    basis = Basis()
    for vector in vectors:
        row = basis.reduce(vector)
        if not row:
            return True
        basis.add(vector)
    return False


def solvable(year):
    """Every set of one or two cells of fewer than 8 people together of which something follows from all figures of
    the year, with the category."""
    found = []
    groups = families(year)
    for categories, figures in groups:
        unknowns = sorted({unknown for unknown in year.kg if unknown[2] in categories})
        basis = Basis()
        for figure in sorted(figures, key=lambda figure: len(figure.unknowns)):
            basis.add({unknown: 1 for unknown in figure.unknowns})
        vectors = directions(basis, unknowns)
        of_cell = defaultdict(list)
        for unknown in unknowns:
            of_cell[unknown[:2]].append(vectors[unknown])
        small = [cell for cell in of_cell if year.people[cell] < THRESHOLD]
        alone = {cell for cell in small if are_tied(of_cell[cell])}
        found += [(categories, (cell,)) for cell in alone]
        for a, b in itertools.combinations([cell for cell in small if cell not in alone], 2):
            if year.people[a] + year.people[b] >= THRESHOLD:
                continue
            support = [set().union(*(set(vector) for vector in of_cell[cell])) for cell in (a, b)]
            if support[0] & support[1] and are_tied(of_cell[a] + of_cell[b]):
                found.append((categories, (a, b)))
    return found


def families(year):
    """Categories whose figures have to do with one another, with these figures."""
    links = {unknown[2]: {unknown[2]} for unknown in year.kg}
    for figure in year.figures:
        if figure.row['category'] == 'All':
            continue  # a sum of the others
        joined = set().union(*(links[unknown[2]] for unknown in figure.unknowns), set())
        for category in joined:
            links[category] = joined
    for categories in {frozenset(joined) for joined in links.values()}:
        yield categories, [figure for figure in year.figures if figure.row['category'] != 'All' and
                           figure.unknowns and {unknown[2] for unknown in figure.unknowns} <= categories]


# ---- a linear programme ----

def bounds(year, figure):
    """What a figure says of its sum: rounded kg, and rounded kg per WTE, for he knows the WTE."""
    kg = Fraction(figure.row['kg_co2e'])
    low, high = kg - 50, kg + 50
    wte = sum(year.wte[cell] for cell in figure.cells)
    if figure.row['kg_co2e_per_wte'] != '':
        rate = Fraction(figure.row['kg_co2e_per_wte'])
        low, high = max(low, (rate - 5) * wte), min(high, (rate + 5) * wte)
    return low, high


def programme(year, category, cell, direction):
    """As a text for glpsol: the least or most that a cell can have of a category, nothing being below 0."""
    names = {}
    lines = []
    for figure in year.figures:
        if figure.row['category'] != category or figure.row['part'] != 'all':
            continue
        cells = sorted({unknown[:2] for unknown in figure.unknowns})
        low, high = bounds(year, figure)
        sum_text = ' + '.join(names.setdefault(c, f'x{len(names)}') for c in cells)
        if cells:
            lines += [f' l{len(lines)}: {sum_text} >= {float(low):.6f}', f' h{len(lines)}: {sum_text} <= {float(high):.6f}']
    if cell not in names:
        return None
    return '\n'.join([direction, f' goal: {names[cell]}', 'Subject To', *lines, 'End', ''])


def solve(folder, number, text):
    path = write(folder, f'{number}.lp', text)
    out = os.path.join(folder, f'{number}.out')
    subprocess.run(['glpsol', '--lp', path, '-o', out], stdout=subprocess.DEVNULL, check=True, timeout=60)
    with open(out, encoding='utf-8') as file:
        said = file.read()
    if re.search(r'^Status: +(UNBOUNDED|UNDEFINED)', said, re.M):
        return None
    assert re.search(r'^Status: +OPTIMAL', said, re.M), said[:400]
    return float(re.search(r'^Objective: +goal = (\S+)', said, re.M).group(1))


def squeeze(folder, year, category):
    """(cell, true kg, least, most) for each cell of fewer than 8 people that is not published."""
    truth = defaultdict(Fraction)
    for unknown, kg in year.kg.items():
        if category in ('All', unknown[2]):
            truth[unknown[:2]] += kg
    small = [cell for cell in sorted(truth) if year.people[cell] < THRESHOLD]
    texts = [programme(year, category, cell, direction) for cell in small for direction in ('Minimize', 'Maximize')]
    with ThreadPoolExecutor(2) as pool:
        ends = list(pool.map(lambda pair: None if pair[1] is None else solve(folder, *pair), enumerate(texts)))
    return [(cell, float(truth[cell]), ends[2 * i], ends[2 * i + 1]) for i, cell in enumerate(small)
            if texts[2 * i] is not None]


# ---- tests ----

@functools.cache
def northmoor():
    """Years by name, with what is published and with what would be."""
    with tempfile.TemporaryDirectory(prefix='greenplan-disclosure-') as folder:
        greenplan('init', 'northmoor', '--sample', 'northmoor', cwd=folder).must(0)
        folder = os.path.join(folder, 'northmoor')
        years = {how: {name: Year(name) for name in YEARS} for how in HOWS}
        with ThreadPoolExecutor(2) as pool:
            exact = dict(zip(YEARS, pool.map(lambda name: exact_rows(folder, name), YEARS)))
        for how in HOWS:
            read_workforce(folder, years[how])
            for row in csv_rows(publish(folder, how)):
                years[how][row['year']].rows.append(row)
            for year in years[how].values():
                read_kg(year, exact[year.name])
                understand(year)
        run = greenplan('--workspace', '.', 'roles', '--published', '--format', 'csv', cwd=folder).must(0)
        assert run.out.decode() == publish(folder, 'whole'), 'the command prints something else'
        return years, {how: csv_rows(publish(folder, how, 'audit')) for how in HOWS}


def published(how):
    return northmoor()[0][how]


@functools.cache
def solvable_by_year(how):
    return over_years(solvable, published(how).values())


def over_years(work, years):
    with ProcessPoolExecutor(2) as pool:
        return dict(zip((year.name for year in years), pool.map(work, years)))


def to_nearest(value, step):
    return round(value / step) * step  # Fraction: half to even


@test
def figures_are_the_sums_they_are_called(folder):
    n = 0
    for year in published('whole').values():
        for figure in year.figures:
            kg = sum((year.kg[unknown] for unknown in figure.unknowns), Fraction())
            wte = sum(year.wte[cell] for cell in figure.cells)
            expected = {'people': people_in(year, figure.cells), 'wte': wte, 'kg_co2e': kg, 'kg_co2e_per_wte': kg / wte}
            for column, step in STEPS.items():
                assert int(figure.row[column]) == to_nearest(expected[column], step), (year.name, figure.row, expected)
            n += len(STEPS)
        rows = {(row['table'], row['role']) for row in year.rows} | {(row['table'], row['site']) for row in year.rows}
        assert {('role', role) for role, _ in year.people} <= rows, 'a role is left out'
        assert {('site', site) for _, site in year.people} <= rows, 'a site is left out'
        assert all(set(row[column] for column in STEPS) == {'[c]'} for row in year.rows if row['kg_co2e'] == '[c]')
    comment(f'{n} figures')


@test
def roles_and_sites_keep_their_names(folder):
    for year in published('whole').values():
        shown = [row for row in year.rows if row['kg_co2e'] != '[c]' and row['category'] == 'All' and row['part'] == 'all']
        roles = {row['role'] for row in shown if row['table'] == 'role'} & set(year.group)
        cells = sum(row['table'] == 'role-at-site' for row in shown)
        comment(f'{year.name}: {len(roles)} of {len(year.group)} roles by name, {cells} roles at sites')
        assert len(roles) >= 80 and cells >= 120


@test
def differences_of_all_pairs(folder):
    for how in HOWS:
        years = list(published(how).values())
        found = over_years(differences, years if how == 'whole' else years[-2:])
        n_found = [len(cells) for cells, _ in found.values()]
        comment(f'{how}: {sum(n for _, n in found.values())} pairs, {sum(n_found)} of few people')
        assert (sum(n_found) == 0) if how == 'whole' else min(n_found) > 10, found


@test
def all_sums_and_differences_at_once(folder):
    for how in HOWS:
        found = solvable_by_year(how)
        comment(f'{how}: {sum(map(len, found.values()))} sets of one or two cells can be worked out')
        assert not any(found.values()) if how == 'whole' else all(found.values()), found


@test
def least_and_most_of_each_small_cell(folder):
    for how in HOWS:
        years = published(how)
        widths = []
        for year, category in itertools.product(LP_YEARS, LP_CATEGORIES):
            for cell, kg, least, most in squeeze(folder, years[year], category):
                assert least - 1 <= kg and (most is None or kg <= most + 1), (cell, kg, least, most)
                widths.append((float('inf') if most is None else (most - least) / kg, year, category, cell))
        widths.sort()
        comment(f'{how}: {len(widths)} cells; the nearest is known to within {widths[0][0]:.3f} times its kg')
        # Rounding alone leaves a range of 100 kg, which is nothing beside the tonnes of a few people.
        assert widths[0][0] > 1 if how == 'whole' else widths[0][0] < 0.01, widths[:5]


@test
def audit_finds_what_the_attack_finds(folder):
    for how in HOWS:
        leaks = {(row['year'], row['who']) for row in northmoor()[1][how]}
        alone = {(name, f'{cells[0][0]} at {cells[0][1]}')
                 for name, found in solvable_by_year(how).items()
                 for _, cells in found if len(cells) == 1}
        comment(f'{how}: the audit lists {len(leaks)}')
        assert alone <= leaks, sorted(alone - leaks)[:5]
        assert not leaks if how == 'whole' else leaks


if __name__ == '__main__':
    main()
