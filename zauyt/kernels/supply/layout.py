"""What the supply of one run reads and writes: one block of whole numbers.

Days are numbered from 0. Pieces are whole; room in containers is in millionths, so that
two and a quarter kits can fill one. A way is a lane on which a material comes. Tables
lie row after row, and the name of a table is where it begins:

- by day: `workday` (1 or 0), `due` (first vehicle of the day's plan; one entry more),
  `pull_to` (first vehicle that may not be pulled forward), `capacity` (vehicles);
- by vehicle, in the order of the plan: `variant`, `built` (0, 1);
- by variant: `uses_at` (where its pairs of material and pieces begin; one entry more);
- by material and day: `needed`, what the plan needs before a day, in thousandths of a
  piece (`width` entries a material, beyond the days themselves);
- by lane and day: `orders` (1 on a day of orders), `ready` (when what is ordered can
  leave), `onward` (the first day from then on when something leaves), `until` (the day
  to which an order must last), `arrive` (when what leaves arrives, -1 if it is lost),
  `room` (for how much there is room, -1 without limit);
- by day and model: `shares`, in millionths; by model: `credits`, `first_variant` and
  `options_at` (where its options begin; one entry more), of each the chance in shares
  of 2^53;
- by way and day: `coming`, `sent`, `ordered`; by material and day: `lost`.

`keep_late` is 1 where late vehicles stay due until they are made up for; else a slot
that was not used is lost, and the plan slides by it (`slid`).

`taken` are pieces by material that a line has taken on the day, where they come in
kits. `counts` (by variant) and `pieces` (by material) are room to reckon in: what some
vehicles need all together.

What was done, by day: `made`, `behind`, `stopped`, `parked`, `lacked`
(1 where a vehicle that was due lacked something); by day and material:
`stocks`, `yards`, `missing`, `scrapped`, `short`.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any


def _fields(name: str, words: str) -> Any:
    """Give the offsets of a record's fields, by name, and its ``size``."""
    names = words.split()
    return namedtuple(name, [*names, "size"])(*range(len(names) + 1))


WAIT, OTHER_MODEL, BUILD_SHORT, OWED = 0, 1, 2, 3
"""What is done without a material; ``OWED`` builds all the same, and stock may fall
below zero."""

NEVER = -1

# The run as a whole; it begins at m[0].
H = _fields(
    "Header",
    "days materials variants ways lanes policy places capacity_milli keep_late"
    " switch_first switch_end key width"
    " material way workday due pull_to capacity variant built uses_at uses needed"
    " orders ready onward until arrive room coming sent ordered lost park blocked"
    " made behind stopped parked lacked stocks yards missing scrapped short"
    # state
    " head due_from due_end slid finished parked_now cause taken counts pieces"
    # the plan's vehicles, drawn before the days
    " plan_key models vehicles shares credits options_at options first_variant",
)

# A material; `kitted` is 1 where a line takes it in kits; `main` is the way whose days
# of orders count, `other` the same while weights are others. `position` is stock and
# orders less what vehicles due have not got.
P = _fields(
    "Material",
    "stock yard position safety reorder up_to load chunk damaged gone later"
    " first_way end_way main other urgent urgent_days urgent_coming"
    " due used opened kitted",
)

# A way; `weight` and `other` are in thousandths, the latter while they are others.
W = _fields("Way", "lane material weight other sent_by_weight sent_by_other lot urgent")
MICRO = 1_000_000
"""Shares of models are in these, and add up to it on every day."""
