# SPDX-License-Identifier: MIT
#
# Where is it? Emissions by source and year, the largest at the base, with the path over the sum.
#
#   $bars        band, from x, to x, from, to
#   $hatched     the same, of years that are known to be incomplete
#   $area_1 …    year, from, to              of each band; NaN: what follows is not joined
#   $path        year, value
#
# Values are in the unit of the y axis. The rest is of frame.gp.

plots_folder = ARG1
format = ARG2
load plots_folder."/style.gp"
load plots_folder."/frame.gp"

# The last band is “Other” where there are more sources than bands; its swatch says which.
band_colour(b) = source_colour[b == n_bands && has_other ? |source_colour| : b]

plot \
    for [b = 1:n_bands] sprintf("$area_%d", b) using 1:2:3 with filledcurves \
        fillcolor rgb band_colour(b) fillstyle solid noborder, \
    for [b = 1:n_bands] sprintf("$area_%d", b) using 1:3 with lines \
        linetype 1 linewidth 2.5 linecolor rgb "#ffffff", \
    for [b = 1:n_bands] $bars using ($1 == b ? ($2 + $3)/2 : NaN):4:2:3:4:5 with boxxyerror \
        linewidth 2.5 linecolor rgb "#ffffff" \
        fillcolor rgb band_colour(b) fillstyle solid border rgb "#ffffff", \
    for [b = 1:n_bands] $hatched using ($1 == b ? ($2 + $3)/2 : NaN):4:2:3:4:5 with boxxyerror \
        linewidth 2.5 fillcolor rgb band_colour(b) fillstyle pattern 4 border rgb band_colour(b), \
    0 with lines linetype 1 linecolor rgb nhs_dark_grey linewidth 2, \
    $path using 1:2 with lines linetype 1 linecolor rgb "#ffffff" linewidth 9, \
    $path using 1:2 with lines linecolor rgb nhs_pink linewidth 4 dashtype (12*dash, 7*dash)

set output
