"""What the search through a store reads and writes: one block of whole numbers.

Bodies arrive in an order; what paint sees of one is its *look*, what the line sees its
*kind*. A look may become any of the kinds of its pairs, as long as the stock of the
pair lasts. A node is a state of the store: what it cost so far, how many of each kind
left, the stock of each pair, how often each level was used, which of the last bodies
counted for each rule, and what stands in each lane, the front first.
"""

from __future__ import annotations

from zauyt.kernels.fields import fields

# The search as a whole; it begins at m[0]. `arrival` has the look of each arrival;
# `pair_from` where a look's pairs begin, `pair_kind` the kind of each; `kind_uses` and
# `kind_rules` (1 or 0) are by kind, `targets` by position and level. `togo` has the
# least cost still to come by the kinds that left (`strides` find the place), or is -1.
H = fields(
    "Header",
    "cars lanes room strict fill again again_weight tail"
    " arrival pair_from pair_kind stock kinds pairs"
    " levels level_weights kind_uses targets scale"
    " rules rule kind_rules togo togo_size strides often"
    # a node's size, and where in it the parts begin
    " node at_stock at_used at_seen at_lanes lane"
    " nodes others scratch candidates candidates_room log width table table_size"
    # state
    " found key counter",
)

# A rule: at most so many of so many, what each too many costs, how many there are.
R = fields("Rule", "most span weight cars")

# A node ready for the next layer: how dear, from which node, by which action.
CN = fields("Candidate", "score parent action")

LG = fields("Log", "parent action")
