"""The printed values themselves, recomputed from Markov chains."""

import pytest

from tests.published.chains import (
    line_throughput,
    machines_up,
    queue_moments,
    two_machine_throughput,
)


@pytest.mark.parametrize(
    ("rates", "places", "exact"),
    [
        ((1, 1, 1), (0, 0), 0.56410256),
        ((1,) * 6, (0,) * 5, 0.46671326),
        ((1,) * 4, (1,) * 3, 0.63115269),
        ((1,) * 3, (4,) * 2, 0.80748591),
        ((1, 1), (10,), 0.92307692),
        ((1, 0.8), (3,), 0.72894440),
        ((1, 1.2, 0.9), (1, 2), 0.71793163),
        ((0.9, 1.2, 1), (2, 1), 0.71793163),
    ],
)
def test_chain_of_an_exponential_line_gives_the_printed_value(rates, places, exact):
    assert line_throughput(rates, places) == pytest.approx(exact, abs=6e-9)


@pytest.mark.parametrize(
    ("stations", "buffer", "clock", "exact"),
    [
        (2, 0, "busy", 0.53278689),
        (2, 8, "busy", 0.71533532),
        (3, 2, "busy", 0.54977231),
        (2, 2, "calendar", 0.59957922),
        (3, 2, "calendar", 0.51284269),
    ],
)
def test_chain_of_a_breaking_line_gives_the_printed_value(
    stations, buffer, clock, exact
):
    found = line_throughput(
        (1,) * stations, (buffer,) * (stations - 1),
        fails=1 / 20, mends=1 / 4, clock=clock,
    )  # fmt: skip
    assert found == pytest.approx(exact, abs=6e-9)


@pytest.mark.parametrize(
    ("fails", "mends", "places", "exact"),
    [
        ((0.01, 0.01), (0.1, 0.1), 4, 0.84093614),
        ((0.01, 0.01), (0.1, 0.1), 10, 0.85617493),
        ((0.01, 0.01), (0.1, 0.1), 50, 0.88784469),
        ((0.01, 0.02), (0.1, 0.15), 10, 0.83888787),
    ],
)
def test_chain_of_two_paced_machines_gives_the_printed_value(
    fails, mends, places, exact
):
    found = two_machine_throughput(fails, mends, places)
    assert found == pytest.approx(exact, abs=6e-9)


def test_chain_of_machines_and_repairers_gives_the_printed_value():
    found = machines_up(10, 2, fails=1 / 20, mends=1 / 4)
    assert found == pytest.approx(7.59627847, abs=6e-9)


def test_chain_of_a_queue_gives_the_printed_values():
    loss, number = queue_moments(0.8, 1, 5)
    assert loss == pytest.approx(0.08881950, abs=6e-9)
    assert number == pytest.approx(1.86833203, abs=6e-9)
    assert queue_moments(4, 5, 5)[0] == pytest.approx(0.19906687, abs=6e-9)
    # Erlang's C from many places: the wait is what is there beyond those in work.
    waiting = queue_moments(4, 5, 400)[1] - 4
    assert waiting / 4 == pytest.approx(0.55411255, abs=6e-9)
