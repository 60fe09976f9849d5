# SPDX-License-Identifier: MIT
#
# Was it us? The causes of a change as bars from the first year to the second.
#
#   $bars        place, from, to, kind       kind 1: a year, 2: a fall, 3: a rise
#   $connected   place, level                a line from the bar at that place to the next
#   bracket[]    from x, to x, y on the page, three for each
#   bar_half     of the distance between two bars
#
# Values are in the unit of the y axis. The rest is of frame.gp.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"
load plots_folder."/frame.gp"

# Every bar has its figure.
do for [i = 0:n_y_ticks - 1] { unset arrow 1000 + i }

array bar_colour[3] = [nhs_dark_grey, nhs_blue, nhs_pink]

do for [i = 1:n_brackets] {
    left = page_x(bracket[3*i - 2]); right = page_x(bracket[3*i - 1]); top = bracket[3*i]
    set arrow 3000 + 3*i nohead front linetype 1 linewidth 2 linecolor rgb nhs_dark_grey \
        from screen left, screen page_y(top + 9) to screen right, screen page_y(top + 9)
    set arrow 3001 + 3*i nohead front linetype 1 linewidth 2 linecolor rgb nhs_dark_grey \
        from screen left, screen page_y(top) to screen left, screen page_y(top + 9)
    set arrow 3002 + 3*i nohead front linetype 1 linewidth 2 linecolor rgb nhs_dark_grey \
        from screen right, screen page_y(top) to screen right, screen page_y(top + 9)
}

plot \
    $connected using ($1 + bar_half):2:(1 - 2*bar_half):(0) with vectors nohead \
        linetype 1 linewidth 1.8 linecolor rgb nhs_mid_grey, \
    for [kind = 1:3] $bars using ($4 == kind ? $1 : NaN):2:($1 - bar_half):($1 + bar_half):2:3 \
        with boxxyerror linewidth 2 linecolor rgb bar_colour[kind] \
        fillcolor rgb bar_colour[kind] fillstyle solid border rgb bar_colour[kind], \
    0 with lines linetype 1 linecolor rgb nhs_dark_grey linewidth 2

set output
