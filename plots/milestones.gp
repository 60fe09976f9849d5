# SPDX-License-Identifier: MIT
#
# What is asked, and by when? A row each: a mark where it is due, a band where it may be due.
#
#   $marks       from, to, row, kind, is past      from and to are the same
#   $bands       the same                          ranges
#   today        in years; today_piece[]: y, y of the pieces of its line, on the page, two for each
#   key_x[], key_kind[]      where the marks are explained, at key_y
#
# Kinds: 1 of the nation: a diamond; 2 of the trust: a dot; 3 adopted by nobody: a ring. Rows are
# counted from the bottom, each is 1 high. The rest is of frame.gp.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"
y_low = 0.0
y_high = 1.0*n_rows
load plots_folder."/frame.gp"

array kind_colour[3] = [ink_text, nhs_blue, nhs_blue]
shade_of(kind, past) = past ? nhs_mid_grey : kind_colour[kind]
is_kind(kind, past, k, p) = kind == k && (past > 0) == p

do for [i = 1:n_x_ticks] {
    set arrow 1400 + i nohead back from first x_tick[i], graph 0 to first x_tick[i], graph 1 \
        linetype 1 linewidth 1.2 linecolor rgb grid_grey
}
do for [i = 1:n_today_pieces] {
    set arrow 1600 + i nohead back linetype 1 linecolor rgb nhs_pink linewidth 3.5 \
        from first today, screen page_y(today_piece[2*i - 1]) \
        to first today, screen page_y(today_piece[2*i])
}
do for [i = 1:n_keys] {
    set label 5000 + i "" at screen page_x(key_x[i]), screen page_y(key_y) front point \
        pointtype (key_kind[i] == 1 ? 13 : 7) \
        pointsize (key_kind[i] == 1 ? 12.5*diamond : 10*dot) \
        linecolor rgb kind_colour[int(key_kind[i])]
    if (key_kind[i] == 3) {
        set label 6000 + i "" at screen page_x(key_x[i]), screen page_y(key_y) front point \
            pointtype 7 pointsize 6*dot linecolor rgb "#ffffff"
    }
}

plot \
    for [k = 1:2] for [p = 0:1] \
        $bands using (is_kind($4, $5, k, p) ? ($1 + $2)/2 : NaN):3:1:2:($3 - 0.3):($3 + 0.3) \
        with boxxyerror linewidth 2 fillcolor rgb shade_of(k, p) \
        fillstyle solid border rgb shade_of(k, p), \
    for [p = 0:1] \
        $bands using (is_kind($4, $5, 3, p) ? ($1 + $2)/2 : NaN):3:1:2:($3 - 0.3):($3 + 0.3) \
        with boxxyerror linewidth 2 fillcolor rgb shade_of(3, p) \
        fillstyle pattern 4 border rgb shade_of(3, p), \
    for [k = 1:3] for [p = 0:1] \
        $marks using (is_kind($4, $5, k, p) ? $2 : NaN):3 with points \
        pointtype (k == 1 ? 13 : 7) pointsize (k == 1 ? 12.5*diamond : 10*dot) \
        linecolor rgb shade_of(k, p), \
    $marks using ($4 == 3 || $5 > 0 ? $2 : NaN):3 with points \
        pointtype 7 pointsize 6*dot linecolor rgb "#ffffff"

set output
