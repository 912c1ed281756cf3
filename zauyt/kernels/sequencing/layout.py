"""What the sequence search reads and writes: one block of whole numbers.

Positions run from the first car of the tail (yesterday's last cars, which stay where
they are) to the last car of the day. Cars of one class have the same options. A rule
allows ``most`` cars with an option in every ``span`` successive positions; its windows
are numbered by their first position, from ``first`` to ``last``, and windows that run
past the end are cut off there. Rules stand in order of their rank; what ranks higher
decides first, and inside a rank weights add up.
"""

from __future__ import annotations

from zauyt.kernels.fields import fields

# The search as a whole; it begins at m[0]. `order` has the car at each position,
# `classes` and `colours` are by car, `options` by class and rule (1 or 0), `trial` the
# cars of a stretch in another order, `sums` its running differences; `places` is by
# car; `hot` has `hot_count` positions of cars that rules count in windows with too
# many. Cars of the day that the first ranks cannot tell apart are a group: `groups` by
# level and car, `begins` where its `members` begin, by level and group.
H = fields(
    "Header",
    "tail length rules ranks colour_rank colour_weight batch_limit"
    " order places classes colours options rule trial sums spans spans_count"
    " groups begins members levels term terms hot"
    # state
    " key counter tried taken better hot_count",
)

# A term beyond rules and colours: what it counts, of each car `uses`, by position
# `values`, in `unit`; `cost` is kept where it is not found from those.
T = fields("Term", "kind rank weight uses values unit cost")
LEVEL, STATION, DUES, LOTS = range(4)

LATE = 1
"""Unit of dues of which only places behind count; with 0 those before count, too."""

# A rule; `counts` has the cars with the option in each of its windows.
R = fields("Rule", "rank weight most span first last counts")
