"""Draws shelf photos whose price tags look like those of shops, with their truth.

usage: python3 tools/make-price-tags [--seed N] [--plan normal:2,rows:2] [--layout NAME]… [--shared ../shared] OUT

Big yuan with small fen, unit price, barcode, members' price, promotion with the former price struck out, electronic
labels: names, prices, fonts and colours are drawn anew by the seed. They are drawn, not photographed. OUT gets
catalogue/ and photos/ in the form of ../shared/data/shelf; with the function `prices` of ../shared/eval/scoreboard.py they
are scored like the labelled ones:

    python3 tools/make-price-tags --score STOREPROOF OUT

The photos themselves come from the shelf generator (--shared); a tag is about a sixth as high as a tall pack. Needs the
packages of requirements.txt and the fonts of layouts.py.
"""

import argparse
import glob
import importlib.util
import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
# The generator's own tags are that much smaller.
LARGER = 1.9
# Share of its height that a tag stands up before the packs: below the board the next one's shadow falls on it.
RAISED = 0.4


def arguments():
    parser = argparse.ArgumentParser(
        prog="make-price-tags", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", metavar="OUT", help="folder for catalogue and photos")
    parser.add_argument("--seed", type=int, default=1, help="whole number that all chance comes from (default 1)")
    parser.add_argument("--plan", default="normal:2,rows:2", help="groups of photos (default normal:2,rows:2)")
    parser.add_argument(
        "--layout", action="append", metavar="NAME", help="draw this layout only; several times for several"
    )
    parser.add_argument("--score", metavar="STOREPROOF", help="score that program on OUT instead of drawing")
    parser.add_argument("--shared", default=f"{REPOSITORY}/../shared", help="folder of generators and data sets")
    return parser.parse_args()


def loaded(name, path):
    if not os.path.exists(path):
        sys.exit(f"{path} is not there; name the folder with --shared")
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def draw(options, shared):
    import cv2
    import layouts
    import numpy as np

    names = options.layout or list(layouts.LAYOUTS)
    unknown = [name for name in names if name not in layouts.LAYOUTS]
    if unknown:
        sys.exit(f"no layout is called {', '.join(unknown)} ({', '.join(layouts.LAYOUTS)})")
    missing = [font for pair in layouts.FONTS for font in pair if not os.path.exists(font)]
    if missing:
        sys.exit(f"fonts are missing: {', '.join(sorted(set(missing)))}; apt-get install fonts-noto-cjk fonts-wqy-microhei")
    generator = loaded("gen", f"{shared}/eval/shelf/gen.py")
    layout_of = {}

    def tag(rng, canvas, x, y, width, height):
        width, height = round(width * LARGER), round(height * LARGER)
        name = names[int(rng.integers(len(names)))]
        picture, price = layouts.drawn(name, rng, width / height)
        layout_of[price] = name
        small = cv2.resize(np.asarray(picture)[..., ::-1], (width, height), interpolation=cv2.INTER_AREA)
        left, top = int(x), int(y - RAISED * height)
        place = canvas[max(0, top) : top + height, max(0, left) : left + width]
        place[:] = small[max(0, -top) :, max(0, -left) :][: place.shape[0], : place.shape[1]]
        return price

    generator.tag = tag
    sys.argv = ["gen.py", "--iconics", f"{shared}/data/shelf/iconics", "--out", options.out]
    sys.argv += ["--seed", str(options.seed), "--plan", options.plan]
    generator.main()
    for path in glob.glob(f"{options.out}/photos/*.json"):
        with open(path, encoding="utf-8") as file:
            truth = json.load(file)
        for shown in truth["prices"]:
            x0, y0, x1, y1 = shown["box"]
            shown["layout"] = layout_of[shown["price"]]
            height = LARGER * (y1 - y0)
            top = y0 - RAISED * height
            shown["box"] = [x0, round(top), round(x0 + LARGER * (x1 - x0)), round(top + height)]
        with open(path, "w", encoding="utf-8") as file:
            json.dump(truth, file, ensure_ascii=False)


def score(options, shared):
    scoreboard = loaded("scoreboard", f"{shared}/eval/scoreboard.py")
    with tempfile.TemporaryDirectory() as scratch:
        rows = scoreboard.prices(os.path.abspath(options.score), scratch, options.out)
    sys.exit(1 if scoreboard.report("tags", rows) else 0)


def main():
    options = arguments()
    options.out = os.path.abspath(options.out)
    shared = os.path.abspath(options.shared)
    if options.score:
        score(options, shared)
    draw(options, shared)


main()
