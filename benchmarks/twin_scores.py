"""The score card against the simulated world; `python -m benchmarks.twin_scores` writes TWIN.md."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from benchmarks import twin_product_marts, twin_product_scoring
from benchmarks.twin_layer import AS_OF, DAYS, played
from benchmarks.twin_marts import built
from benchmarks.twin_product_layer import worlds
from benchmarks.twin_scoring import score
from benchmarks.twin_share import Share

SEEDS, MOST_PRODUCTS = 100, 20
RESULT = Path(__file__).with_name("TWIN.md")
PAGE = """\
# What the marts know of a world whose truth is known

Written by `python -m benchmarks.twin_scores`. Three simulated businesses, nine accounts on five platforms and
their opportunities: {days} days read in time, once for each of {seeds} seeds, up to {as_of:%Y-%m-%d}. Of the
first {products} seeds also the product of one of them: 50,000 deliveries of events and 1,700 payments.

| what | % | of | wanted % | met |
|---|---:|---:|---:|---|
{rows}

A true slot multiplies engagement by 2.0 to 2.2. Effects are pulled towards the average, so that their
intervals hold too much rather than too little; the 95 % interval is the 80 % interval, widened as a normal
distribution is.
"""


def card(seeds: Sequence[int]) -> list[Share]:
    """Simulates, builds and scores; takes half a second a seed, and five for each of those with a product."""
    businesses = list(played(seeds))
    products = worlds(seeds[:MOST_PRODUCTS])
    return [
        *score(businesses, built(businesses)),
        *twin_product_scoring.score(products, twin_product_marts.built(products)),
    ]


def page(shares: Sequence[Share], seeds: int) -> str:
    """The score card as Markdown."""
    rows, products = "\n".join(map(_row, shares)), min(seeds, MOST_PRODUCTS)
    return PAGE.format(days=DAYS, seeds=seeds, products=products, as_of=AS_OF, rows=rows)


def main(arguments: list[str] | None = None) -> None:
    """Writes the page and prints it; exits with 1 where something wanted is not met."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.twin_scores", description=__doc__)
    parser.add_argument("--seeds", type=int, default=SEEDS)
    parser.add_argument("--output", type=Path, default=RESULT)
    options = parser.parse_args(arguments)
    shares = card(range(options.seeds))
    written = page(shares, options.seeds)
    options.output.write_text(written, encoding="utf-8")
    print(written)
    if not all(share.is_met for share in shares):
        raise SystemExit(1)


def _row(share: Share) -> str:
    met = "yes" if share.is_met else "**no**"
    wanted = f"{_bounds(*share.target)} | {met}" if share.target else "- | -"
    return f"| {share.what} | {share.percent:.1f} | {share.of:,} | {wanted} |"


def _bounds(low: float, high: float) -> str:
    return "100" if low == 100 else f"{low:.0f} or more" if high == 100 else f"{low:.0f}-{high:.0f}"


if __name__ == "__main__":
    main()
