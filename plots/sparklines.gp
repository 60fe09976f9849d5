# SPDX-License-Identifier: MIT
#
# The summary on one page: a row for each measure.
#
#   $sparks      x, y on the page       NaN: what follows is not joined
#   $dots        x, y on the page       the latest months, and months alone between gaps
#   $marks       x, y on the page, type, sign     variation: type in the order of GpXmrType
#   rules[]      y on the page of the lines between rows

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"

set margins screen 0, screen 1, screen 0, screen 1
set xrange [0:1600]
set yrange [900:0]

do for [i = 1:n_rules] {
    set arrow 1000 + i nohead back from frame_left, rules[i] to frame_right, rules[i] \
        linetype 1 linewidth (i == 1 ? 2 : 1.2) linecolor rgb (i == 1 ? nhs_dark_grey : grid_grey)
}

plot \
    $sparks using 1:2 with lines linetype 1 linewidth 3 linecolor rgb nhs_blue, \
    $dots using 1:2 with points pointtype 7 pointsize 9*dot linecolor rgb nhs_blue, \
    for [type = 0:4] for [way = -1:1] $marks \
        using 1:($3 == type && $4 == way ? $2 : NaN) with points pointtype shape(type, way) \
        pointsize size_of(type) linecolor rgb type_colour[type + 1], \
    NaN notitle

set output
