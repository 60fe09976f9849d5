-- DuckDB, as most people would write it.
-- SPDX-License-Identifier: MIT
COPY (
SELECT strftime(l.date, '%Y-%m') AS month, f.scope, f.category, l.site, l.role, count(*) AS rows,
       sum(l.quantity * u.multiplier * f.kg) AS kg
FROM read_csv('activity.csv', header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', columns = {
       'date': 'DATE', 'activity': 'VARCHAR', 'site': 'VARCHAR', 'cost_centre': 'VARCHAR', 'role': 'VARCHAR',
       'quantity': 'DOUBLE', 'unit': 'VARCHAR', 'reference': 'VARCHAR', 'note': 'VARCHAR'}) l
JOIN read_csv('units.csv', header = true, auto_detect = false, columns = {
       'unit': 'VARCHAR', 'canonical_unit': 'VARCHAR', 'multiplier': 'DOUBLE'}) u ON u.unit = l.unit
JOIN read_csv('factors.csv', header = true, auto_detect = false, columns = {
       'activity': 'VARCHAR', 'unit': 'VARCHAR', 'valid_from': 'DATE', 'valid_to': 'DATE', 'scope': 'VARCHAR',
       'category': 'VARCHAR', 'kg': 'DOUBLE'}) f
  ON f.activity = l.activity AND f.unit = u.canonical_unit AND l.date BETWEEN f.valid_from AND f.valid_to
GROUP BY ALL) TO 'duckdb.csv' (HEADER, DELIMITER ',');
