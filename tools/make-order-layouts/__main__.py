"""Draws order screenshots in layouts that StoreProof was not written for, with their truth.

usage: python3 tools/make-order-layouts [--seed N] [--count N] [--layout NAME]… [--shared ../shared] OUT

Every layout is a web page: names, prices, numbers, fonts, colours, ways of writing money and time, crops and JPEG
qualities are drawn anew by the seed, and each field's place on the page says whether a crop still shows it. OUT gets the
screenshots and truth.json, in the form of ../shared/data/orders. To score:

    storeproof analyze order OUT/*.jpg --promotions … --products … --store HZ-001 --stores … \\
        --received 2026-11-22T23:30:00+08:00 --json
    python3 ../shared/eval/orders/score_orders.py OUT/truth.json PREDICTIONS.json

PREDICTIONS.json holds the answers as {"screenshots": […]}, each with its `file` instead of `image`.

A layout that has been measured once is no longer unseen: figures of first looks come from new layouts only; another seed
shows whether what was mended holds. Needs chromium, the fonts of page.py, the package of requirements.txt, and the folder
of generators and data sets (--shared).
"""

import argparse
import json
import os
import random
import shutil
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
NEEDED = ["eval/orders/promo_reference.py", "data/orders/promotions.json", "data/orders/products.json"]


def arguments():
    parser = argparse.ArgumentParser(
        prog="make-order-layouts", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", metavar="OUT", help="folder for screenshots and truth.json")
    parser.add_argument("--seed", type=int, default=1, help="whole number that all chance comes from (default 1)")
    parser.add_argument("--count", type=int, default=24, help="how many screenshots (default 24)")
    parser.add_argument(
        "--layout", action="append", metavar="NAME", help="draw this layout only; several times for several"
    )
    parser.add_argument("--shared", default=f"{REPOSITORY}/../shared", help="folder of generators and data sets")
    return parser.parse_args()


def main():
    options = arguments()
    shared = os.path.abspath(options.shared)
    missing = [name for name in NEEDED if not os.path.exists(f"{shared}/{name}")]
    if missing:
        sys.exit(f"not in {shared}: {', '.join(missing)}; name the folder with --shared")
    if not shutil.which("chromium"):
        sys.exit("chromium is not installed; it draws the pages")
    sys.path.insert(0, f"{shared}/eval/orders")
    import bills  # noqa: F401  registers its layouts
    import cards  # noqa: F401
    import layouts
    import receipts  # noqa: F401
    from orders import Shop
    from page import draw

    names = options.layout or list(layouts.LAYOUTS)
    unknown = [name for name in names if name not in layouts.LAYOUTS]
    if unknown:
        sys.exit(f"no layout is called {', '.join(unknown)} ({', '.join(layouts.LAYOUTS)})")
    shop = Shop(f"{shared}/data/orders")
    out = os.path.abspath(options.out)
    os.makedirs(out, exist_ok=True)
    shots = []
    for number in range(options.count):
        layout = names[number % len(names)]
        chance = random.Random(options.seed * 1000 + number)
        shots.append(draw(layout, f"{layout}_{number:02d}.jpg", out, shop, chance, is_dark=number % 3 == 2))
    with open(f"{out}/truth.json", "w") as file:
        json.dump({"screenshots": shots}, file, ensure_ascii=False, indent=1)
        file.write("\n")


main()
