# SPDX-License-Identifier: MIT
#
# Which site, which category? Small charts of each against its share of the path.
#
#   $actual      x, y on the page        NaN: what follows is not joined
#   $incomplete  x, y on the page        known to be incomplete: hollow, never joined
#   $path        x, y on the page        NaN: what follows is not joined
#   $latest      x, y on the page        the latest figures
#   grid[]       from x, to x, y on the page, and whether it is zero
#   edges[]      x, from y, to y on the page, and the verdict, in the order of verdict_colour

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"

set margins screen 0, screen 1, screen 0, screen 1
set xrange [0:1600]
set yrange [900:0]

do for [i = 1:n_grid] {
    set arrow 1000 + i nohead back from grid[4*i - 3], grid[4*i - 1] \
        to grid[4*i - 2], grid[4*i - 1] linetype 1 \
        linewidth (grid[4*i] > 0 ? 2 : 1.2) \
        linecolor rgb (grid[4*i] > 0 ? nhs_dark_grey : grid_grey)
}
do for [i = 1:n_edges] {
    set object 1000 + i rectangle behind from edges[4*i - 3], edges[4*i - 2] \
        to edges[4*i - 3] + 6, edges[4*i - 1] \
        fillcolor rgb verdict_colour[int(edges[4*i])] fillstyle solid noborder
}

plot \
    $path using 1:2 with lines linecolor rgb nhs_pink linewidth 3 dashtype (9*dash, 6*dash), \
    $actual using 1:2 with lines linetype 1 linecolor rgb nhs_blue linewidth 3.6, \
    $actual using 1:2 with points pointtype 7 pointsize 5*dot linecolor rgb nhs_blue, \
    $incomplete using 1:2 with points pointtype 7 pointsize 8*dot linecolor rgb nhs_blue, \
    $incomplete using 1:2 with points pointtype 7 pointsize 5*dot linecolor rgb "#ffffff", \
    $latest using 1:2 with points pointtype 7 pointsize 9*dot linecolor rgb nhs_blue, \
    NaN notitle

set output
