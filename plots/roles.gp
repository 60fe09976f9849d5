# SPDX-License-Identifier: MIT
#
# Footprints of roles for each WTE: bars to the right, the largest at the top.
#
#   $own         from, to, low, high         what belongs to a role itself: solid
#   $shared      the same                    its part of what all share: hatched
#   $whole       the same                    where the two may not be told apart: pale
#   mean         of the trust, where has_mean
#   key_x[]      where the fills are explained, in this order, at key_y
#
# Rows are counted from the bottom, each is 1 high. The rest is of frame.gp.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"
y_low = 0.0
y_high = 1.0*n_rows
load plots_folder."/frame.gp"

do for [i = 1:n_x_ticks] {
    set arrow 1400 + i nohead back from first x_tick[i], graph 0 to first x_tick[i], graph 1 \
        linetype 1 linewidth 1.2 linecolor rgb grid_grey
}
if (has_mean) {
    set arrow 1498 nohead front from first mean, graph 0 to first mean, graph 1 \
        linetype 1 linecolor rgb "#ffffff" linewidth 7
    set arrow 1500 nohead front from first mean, graph 0 to first mean, graph 1 \
        linecolor rgb nhs_pink linewidth 3.5 dashtype (12*dash, 7*dash)
}
do for [i = 1:n_keys] {
    set object 1500 + i rectangle from screen page_x(key_x[i]), screen page_y(key_y - 9) \
        to screen page_x(key_x[i] + 26), screen page_y(key_y + 9)
}
set object 1501 fillcolor rgb nhs_blue fillstyle solid noborder
set object 1502 fillcolor rgb nhs_blue fillstyle pattern 4 border rgb nhs_blue linewidth 2
if (n_keys > 2) {
    set object 1503 fillcolor rgb nhs_pale_grey fillstyle solid border rgb nhs_dark_grey \
        linewidth 2
}

# Zero is the strongest line.
set arrow 1499 nohead front from first 0, graph 0 to first 0, graph 1 \
    linetype 1 linecolor rgb nhs_dark_grey linewidth 2

plot \
    $shared using (($1 + $2)/2):3:1:2:3:4 with boxxyerror linewidth 2 \
        fillcolor rgb nhs_blue fillstyle pattern 4 border rgb nhs_blue, \
    $own using (($1 + $2)/2):3:1:2:3:4 with boxxyerror linewidth 2 \
        fillcolor rgb nhs_blue fillstyle solid border rgb nhs_blue, \
    $whole using (($1 + $2)/2):3:1:2:3:4 with boxxyerror linewidth 2 \
        fillcolor rgb nhs_pale_grey fillstyle solid border rgb nhs_dark_grey

set output
