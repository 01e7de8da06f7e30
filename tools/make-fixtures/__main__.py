"""Makes the fixtures of StoreProof again from the generators and data sets beside the repository.

    python3 tools/make-fixtures [chain|small|letters|credentials|all] [--shared ../shared]

Fixtures are made once and committed; building, testing and running StoreProof never needs this script. It needs Python 3.11 with the
packages of requirements.txt, espeak-ng, the Noto Sans CJK fonts, and the folder of generators and data sets (--shared).
"""

import argparse
import importlib.util
import json
import os
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
REPOSITORY = os.path.dirname(os.path.dirname(HERE))
NEEDED = [
    "eval/shelf/gen.py",
    "eval/orders/gen_orders.py",
    "eval/watermark/coords.py",
    "data/shelf/iconics",
    "data/shelf/catalogue/catalogue.json",
    "data/orders/dev",
    "data/watermark/dev",
    "data/robustness/manifest.json",
    "data/speech/dev",
    "data/ocr",
]


def load(name, path):
    """A generator script as a module."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


def write(path, value, compact=False):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(value, file, ensure_ascii=False, **(dict(separators=(",", ":")) if compact else dict(indent=1)))
        file.write("\n")


def make_chain(shared, fixtures):
    import catalogue, expected, orders, photos, shelf, speech

    chain = f"{fixtures}/chain"
    gen, coords = load("shelf_generator", f"{shared}/eval/shelf/gen.py"), load(
        "coords", f"{shared}/eval/watermark/coords.py"
    )
    with open(f"{chain}/stores.json") as file:
        stores = {s["id"]: s for s in json.load(file)["stores"]}
    write(f"{chain}/catalogue/catalogue.json", photos.catalogue(gen, f"{shared}/data", chain, catalogue.NAMES))
    known, _ = gen.build_packs(f"{shared}/data/shelf/iconics", 0)
    plans = shelf.planograms(gen, {p.sku: p for p in known})
    for name, plan in plans.items():
        write(f"{chain}/planograms/{name}.json", plan)
    truths, facts = photos.make(gen, coords, f"{shared}/data", chain, plans, stores)
    for name, truth in truths.items():
        write(f"{chain}/truth/{name}.json", truth, compact=True)
    print(f"{len(facts)} shelf photos")
    with tempfile.TemporaryDirectory() as scratch:
        shots = orders.make(f"{shared}/eval", chain, scratch, load)
        print(f"{len(shots)} order screenshots")
        recordings = speech.make(chain, scratch)
        print(f"{len(recordings)} recordings")
    write(f"{chain}/facts/photos.json", facts)
    write(f"{chain}/facts/orders.json", shots)
    write(f"{chain}/facts/recordings.json", recordings)
    timetable = expected.timetable(facts, recordings)
    write(f"{chain}/timetable.json", timetable)
    write(f"{chain}/expected.json", expected.expectations(timetable, truths, shots, recordings, stores))
    print(f"{len(timetable)} uploads")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("part", nargs="?", default="all", choices=["chain", "small", "letters", "credentials", "all"])
    parser.add_argument("--shared", default=os.path.join(REPOSITORY, "..", "shared"))
    options = parser.parse_args()
    shared = os.path.abspath(options.shared)
    missing = [path for path in NEEDED if not os.path.exists(f"{shared}/{path}")]
    if missing:
        print(
            f"make-fixtures: not found under {shared}: {', '.join(missing)}.\n"
            "The generators and data sets are not part of this repository; name their folder with --shared.\n"
            "The fixtures that are committed under fixtures/ are complete without them.",
            file=sys.stderr,
        )
        return 4
    fixtures = f"{REPOSITORY}/fixtures"
    try:
        if options.part in ("chain", "all"):
            make_chain(shared, fixtures)
        if options.part in ("small", "all"):
            import archives, small

            small.make(shared, fixtures)
            archives.make(fixtures)
        if options.part in ("letters", "all"):
            import letters

            letters.make(fixtures)
        # Not among all: its keys are other ones every time.
        if options.part == "credentials":
            import credentials

            credentials.make(f"{fixtures}/credentials")
    except ModuleNotFoundError as error:
        print(f"make-fixtures: {error}. Try: pip install -r tools/make-fixtures/requirements.txt", file=sys.stderr)
        return 4
    return 0


if __name__ == "__main__":
    sys.path.insert(0, HERE)
    sys.exit(main())
