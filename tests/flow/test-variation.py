#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""XmR charts of random series, rebased, screened and fixed at random: every limit, rule and type is what the text
of the rules gives in fractions. The measure of a workspace is the sum of its months."""
import csv
import io
import json
import os
import random
from fractions import Fraction

from harness import comment, greenplan, main, test, write

SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
chance = random.Random(SEED)
ROUNDS = 80
LIMIT, SCREEN = Fraction('2.66'), Fraction('3.267')
DIRECTIONS = ('increase', 'decrease', 'neutral')


def month(n):
    return f'{2015 + n // 12}-{n % 12 + 1:02}'


def random_values():
    level, slope, values = Fraction(0), Fraction(0), []
    for _ in range(chance.randrange(5, 70)):
        if chance.random() < 0.1:
            level += chance.randrange(-40, 40)
            slope = Fraction(chance.randrange(-900, 900), 100) * chance.randrange(2)
        level += slope
        noise = Fraction(chance.randrange(-2000, 2000), 100) * chance.choice([0, 1, 1])
        values.append(None if chance.random() < 0.04 else level + noise / (1 if slope == 0 else 8))
    return values


def base_of(values, fix_after):
    """The stretch that the limits are made of."""
    known = 0
    for i, value in enumerate(values):
        known += value is not None
        if known == fix_after:
            return values[:i + 1]
    return values


def limits(values, screened):
    """Mean and average range; None where there is none."""
    known = [value for value in values if value is not None]
    ranges = [abs(b - a) for a, b in zip(values, values[1:]) if None not in (a, b)]
    mean = sum(known) / len(known) if known else None
    if not ranges:
        return mean, None
    average = sum(ranges) / len(ranges)
    kept = [r for r in ranges if r < SCREEN * average]
    return mean, sum(kept) / len(kept) if screened and sum(kept) > 0 else average


def all_alike(signs):
    return signs[0] if signs[0] in (1, -1) and set(signs) == {signs[0]} else 0


def sign(number):
    return (number > 0) - (number < 0)


def signals(values, mean, average):
    """(rule, sign) of each point, by looking at every window."""
    side = [None if v is None else sign(v - mean) for v in values]
    outside = [0 if v is None or abs(v - mean) <= LIMIT * average else sign(v - mean) for v in values]
    near = [0 if v is None or o or abs(v - mean) <= LIMIT * average * 2 / 3 else sign(v - mean)
            for v, o in zip(values, outside)]
    step = [None if None in pair else sign(pair[1] - pair[0]) for pair in zip(values, values[1:])]
    trend, cluster, shift = ([0] * len(values) for _ in range(3))
    for first in range(len(values) - 2):
        seven, three = range(first, first + 7), range(first, first + 3)
        if seven.stop <= len(values):
            for i in seven:
                trend[i] = all_alike(step[first:first + 6]) or trend[i]
                shift[i] = all_alike(side[first:first + 7]) or shift[i]
        if all_alike(side[first:first + 3]) and sum(map(bool, near[first:first + 3])) >= 2:
            for i in three:
                cluster[i] = near[i] or cluster[i]
    found = zip(*([(rule, s) for s in signs] for rule, signs in (
        ('outside', outside), ('trend', trend), ('two-of-three', cluster), ('shift', shift))))
    return [('', 0) if values[i] is None else next((x for x in point if x[1]), ('', 0))
            for i, point in enumerate(found)]


def type_of(way, direction):
    if way == 0:
        return 'common'
    if direction == 'neutral':
        return 'neutral-high' if way > 0 else 'neutral-low'
    return 'improvement' if (way > 0) == (direction == 'increase') else 'concern'


def assurance(target, direction, mean, average):
    if direction == 'neutral' or average is None:
        return 'none'
    if abs(target - mean) <= LIMIT * average:
        return 'inconsistent'
    return 'pass' if (target > mean) == (direction == 'decrease') else 'fail'


def near_enough(got, wanted):
    return got in (None, '') if wanted is None else abs(Fraction(str(got)) - wanted) < Fraction(1, 10 ** 8)


def expected(values, rebases, options):
    """Rows as (rule, type, segment, mean, upper, near_lower), and what the chart says at its end."""
    rows, bounds = [], [0, *rebases, len(values)]
    for number, (first, end) in enumerate(zip(bounds, bounds[1:]), 1):
        part = values[first:end]
        mean, average = limits(base_of(part, options['fix_after']), options['screened'])
        found = signals(part, mean, average) if average else [('', 0)] * len(part)
        half = None if average is None else LIMIT * average
        rows += [(rule, type_of(way, options['direction']), number, mean,
                  None if half is None else mean + half, None if half is None else mean - half * 2 / 3)
                 for rule, way in found]
    last = max(i for i, value in enumerate(values) if value is not None)
    return rows, rows[last][1], assurance(options['target'], options['direction'], mean, average)


@test
def charts_are_what_the_rules_say(folder):
    comment(f'GREENPLAN_SEED={SEED}')
    met = set()
    for _ in range(ROUNDS):
        values = random_values()
        if not any(value is not None for value in values):
            continue
        rebases = sorted(chance.sample(range(1, len(values)), chance.choice([0, 0, 1, 2])))
        options = {'direction': chance.choice(DIRECTIONS), 'fix_after': chance.choice([None, None, 12, 15]),
                   'screened': chance.random() < 0.7, 'target': Fraction(chance.randrange(-6000, 6000), 100)}
        rows = [f'{month(i)},{"" if v is None else float(v)}\n' for i, v in enumerate(values)]
        write(folder, 's.csv', 'date,value\n' + ''.join(chance.sample(rows, len(rows))))
        args = ['spc', '--series', 's.csv', '--direction', options['direction'], '--target', str(float(options['target']))]
        args += [x for i in rebases for x in ('--rebase', month(i))]
        args += ['--fix-after', str(options['fix_after'])] if options['fix_after'] else []
        args += [] if options['screened'] else ['--no-screen']
        args.append('--not-rolling')  # chance makes series now and then that look like totals of twelve months
        runs = [greenplan(*args, '--format', name, cwd=folder) for name in ('json', 'csv')]
        assert runs[0].code in (0, 3) and runs[1].code == runs[0].code, runs[0].err
        chart = json.loads(runs[0].out)
        wanted, variation, assured = expected(values, rebases, options)
        assert (chart['variation'], chart['assurance']) == (variation, assured), (args, chart['variation'])
        for got in (chart['rows'], list(csv.DictReader(io.StringIO(runs[1].out.decode())))):
            assert len(got) == len(wanted)
            for row, (rule, kind, segment, mean, upper, near_lower) in zip(got, wanted):
                assert (row['rule'], row['type'], int(row['segment'])) == (rule, kind, segment), (args, row, rule)
                assert near_enough(row['mean'], mean) and near_enough(row['upper'], upper), (args, row)
                assert near_enough(row['near_lower'], near_lower), (args, row)
                met.add(rule)
    assert met == {'', 'outside', 'trend', 'two-of-three', 'shift'}, met


@test
def a_measure_is_the_sum_of_its_months(folder):
    """Gas of three sites, by hand: kWh and bed days added up by month, then divided."""
    rows, gas, beds = [], {}, {}
    for n in range(30):
        for site in 'ABC':
            kwh, days = chance.randrange(10 ** 5, 10 ** 7), chance.randrange(100, 900)
            parts = (kwh // 3, kwh - kwh // 3)
            rows += [f'{month(n)}-0{d},natural-gas,{part},kWh,{site}\n' for d, part in enumerate(parts, 1)]
            rows.append(f'{month(n)},bed-days,{days},bed-day,{site}\n')
            for key in (site, ''):
                gas[n, key] = gas.get((n, key), 0) + kwh
                beds[n, key] = beds.get((n, key), 0) + days
    write(folder, 'a.csv', 'period,activity,quantity,unit,site\n' + ''.join(chance.sample(rows, len(rows))))
    for site in ('', 'B'):
        args = ['spc', '--input', 'a.csv', '--measure', 'natural-gas', '--unit', 'quantity', '--format', 'csv']
        args += ['--site', site] if site else []
        for per in (False, True):
            run = greenplan(*args, *(['--per', 'bed-days'] if per else []), cwd=folder)
            assert run.code in (0, 3), run.err
            got = list(csv.DictReader(io.StringIO(run.out.decode())))
            assert [row['date'] for row in got] == [month(n) for n in range(30)]
            for n, row in enumerate(got):
                wanted = Fraction(gas[n, site], beds[n, site] if per else 1)
                assert abs(Fraction(row['value']) - wanted) <= Fraction(1, 2 * 10 ** 6), (row, wanted)


main()
