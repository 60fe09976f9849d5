#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Deliveries that overlap at random: every month is what a count by days gives, for each way in which
corrections arrive, and what is stored is what the originals give."""
import calendar
import collections
import csv
import datetime
import io
import os
import random

from harness import comment, greenplan, main, test, write

SEED = int(os.environ.get('GREENPLAN_SEED', random.SystemRandom().randrange(1 << 32)))
chance = random.Random(SEED)
FIRST = datetime.date(2023, 4, 1)
ROUNDS, MONTHS = 6, 5
SITES = ['A', 'B', 'C']


def month_of(day):
    return day.strftime('%Y-%m')


def days_between(first, last):
    return [first + datetime.timedelta(n) for n in range((last - first).days + 1)]


def random_span():
    """A day, a calendar month, or a stretch such as a bill's."""
    kind = chance.choice(['day', 'day', 'month', 'bill'])
    first = FIRST + datetime.timedelta(chance.randrange(30 * MONTHS))
    if kind == 'day':
        return first, first
    if kind == 'month':
        return first.replace(day=1), first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first, first + datetime.timedelta(chance.randrange(1, 70))


class Row:
    """So much each day, so that any of its days can be taken away exactly."""

    def __init__(self):
        self.site, self.daily = chance.choice(SITES), chance.randrange(1, 1000)
        self.days = days_between(*random_span())
        self.reference = f'R{chance.randrange(12)}'

    def line(self):
        quantity = self.daily * len(self.days)
        return f'{self.days[0]},{self.days[-1]},natural-gas,{quantity},kWh,{self.site},{self.reference}\n'


def spoken_of(delivery, corrections):
    """What a delivery covers: a function of a row and one of its days."""
    if corrections == 'none':
        return lambda row, day: False
    if corrections == 'rows':
        references = {row.reference for row in delivery}
        return lambda row, day: row.reference in references
    if corrections == 'period':
        first, last = min(row.days[0] for row in delivery), max(row.days[-1] for row in delivery)
        return lambda row, day: first <= day <= last
    ends = {}
    for row in delivery:
        for day in row.days:
            key = row.site, month_of(day)
            low, high = ends.get(key, (day, day))
            ends[key] = min(low, day), max(high, day)

    def by_series(row, day):
        low, high = ends.get((row.site, month_of(day)), (None, None))
        return low is not None and low <= day <= high
    return by_series


def count_by_days(deliveries, corrections):
    sums = collections.Counter()
    covers = [spoken_of(delivery, corrections) for delivery in deliveries]
    for n, delivery in enumerate(deliveries):
        for row in delivery:
            for day in row.days:
                if not any(later(row, day) for later in covers[n + 1:]):
                    sums[month_of(day), row.site] += row.daily
    return {key: value for key, value in sums.items() if value}


def months_of(folder, *args):
    run = greenplan('--workspace', 'w', 'footprint', '--by', 'month,site', '--format', 'csv', *args, cwd=folder)
    assert run.code in (0, 3), run.err
    return {(row['month'], row['site']): int(row['quantity'])
            for row in csv.DictReader(io.StringIO(run.out.decode()))}


def try_corrections(folder, corrections):
    comment(f'GREENPLAN_SEED={SEED}')
    for n in range(ROUNDS):
        deliveries = [[Row() for _ in range(chance.randrange(1, 9))] for _ in range(chance.randrange(2, 7))]
        greenplan('init', 'w', cwd=folder).must(0)
        write(folder, 'w/greenplan.ini', f'[source s]\ncorrections={corrections}\n')
        for k, delivery in enumerate(deliveries):
            write(folder, f'{n}-{k}.csv', f'# round {n}, delivery {k}\nstart,end,activity,quantity,unit,site,reference\n' +
                  ''.join(row.line() for row in delivery))
            run = greenplan('--workspace', 'w', 'import', f'{n}-{k}.csv', '--source', 's', cwd=folder)
            assert run.code in (0, 3), run.err
        wanted = count_by_days(deliveries, corrections)
        found = months_of(folder)
        assert found == wanted, [(key, found.get(key), wanted.get(key)) for key in {*found, *wanted}
                                 if found.get(key) != wanted.get(key)]
        assert months_of(folder, '--as-of', '2100-01-01') == wanted
        greenplan('--workspace', 'w', 'verify', cwd=folder).must(0)
        os.rename(os.path.join(folder, 'w'), os.path.join(folder, f'w{n}'))


@test
def by_series(folder):
    try_corrections(folder, 'series')


@test
def by_period(folder):
    try_corrections(folder, 'period')


@test
def by_rows(folder):
    try_corrections(folder, 'rows')


@test
def by_rows_of_their_own(folder):
    try_corrections(folder, 'none')


if __name__ == '__main__':
    main()
