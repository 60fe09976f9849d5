# SPDX-License-Identifier: MIT
#
# What next, at what price? Marginal abatement costs, the cheapest tonne first.
#
#   $decided     from, to (saved a year), low, high (£ a tonne)     one action each
#   $proposed    the same, of actions that nobody has decided: hatched
#   gap          what has to be saved a year, where has_gap
#
# The rest is of frame.gp; its leaders go from the numbers to their bars.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"
load plots_folder."/frame.gp"

if (has_gap) {
    set arrow 1401 nohead front from first gap, graph 0 to first gap, graph 1 \
        linecolor rgb nhs_pink linewidth 3.5 dashtype (12*dash, 7*dash)
}

plot \
    $decided using (($1 + $2)/2):4:1:2:3:4 with boxxyerror linewidth 2.5 linecolor rgb "#ffffff" \
        fillcolor rgb nhs_blue fillstyle solid border rgb "#ffffff", \
    $proposed using (($1 + $2)/2):4:1:2:3:4 with boxxyerror linewidth 2 \
        fillcolor rgb nhs_blue fillstyle pattern 4 border rgb nhs_blue, \
    0 with lines linetype 1 linecolor rgb nhs_dark_grey linewidth 2

set output
