"""Tell how often the shipped 8-bit network and the float32 one give the same label.

python -m training.compare --data DATA --float32 FOLDER
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np

from factbook.evidence.encoder import STANCE, PairEncoder
from factbook.evidence.heads import load_head
from factbook.evidence.pairs import NetworkReader
from training.examples import read_rows


def main() -> None:
    """Run the command line of this module."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--float32", type=Path, required=True)
    chosen = parser.parse_args()
    head = load_head("network.passage")
    for name in ("vitaminc_real_heldout", "fever_symmetric_test"):
        pairs = [(row["claim"], row["evidence"]) for row in read_rows(chosen.data, name)]
        small, full = (
            NetworkReader(encoder).read(pairs) for encoder in (PairEncoder(), PairEncoder(chosen.float32))
        )
        same = small[:, STANCE].argmax(1) == full[:, STANCE].argmax(1)
        same_head = head.probabilities(small).argmax(1) == head.probabilities(full).argmax(1)
        apart = np.abs(small[:, STANCE] - full[:, STANCE]).mean()
        print(
            f"{name:<24} {len(pairs):>6} pairs   same label {same.mean():.2%} of the network, "
            f"{same_head.mean():.2%} of the head   logits differ by {apart:.3f}"
        )


if __name__ == "__main__":
    main()
