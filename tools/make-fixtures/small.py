"""The small fixtures of the tests: a few cases of each data set, and media that are good, odd or hostile."""

import json
import os
import shutil

import hostile
import media
import profiles

ORDERS = ["dev_00_youxuan.jpg", "dev_12_xingsheng.jpg", "dev_20_jielong.jpg", "dev_26_chat.jpg"]
WATERMARKS = [
    "dev_03_consistent.jpg",
    "dev_08_exif_stripped.jpg",
    "dev_12_wrong_place_all.jpg",
    "dev_13_exif_elsewhere.jpg",
    "dev_15_wrong_day_all.jpg",
]
TEXTS = ["shot_02", "shot_07", "tag_02", "wm_07"]


def copy(source, target):
    os.makedirs(os.path.dirname(target), exist_ok=True)
    shutil.copyfile(source, target)


def read(path):
    with open(path) as file:
        return json.load(file)


def write(path, value):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        json.dump(value, file, ensure_ascii=False, indent=1)
        file.write("\n")


def shelf_quick(data, out):
    for name in sorted(os.listdir(f"{data}/shelf/quick/catalogue")):
        copy(f"{data}/shelf/quick/catalogue/{name}", f"{out}/shelf-quick/catalogue/{name}")
    for name in ("normal_0", "rows_0"):
        for suffix in (".jpg", ".json"):
            copy(f"{data}/shelf/quick/photos/{name}{suffix}", f"{out}/shelf-quick/photos/{name}{suffix}")


def order_cases(data, out):
    truth = read(f"{data}/orders/dev/dev_orders.json")
    for name in ORDERS:
        copy(f"{data}/orders/dev/{name}", f"{out}/orders/{name}")
    write(f"{out}/orders/orders.json", dict(screenshots=[s for s in truth["screenshots"] if s["file"] in ORDERS]))
    for name in ("promotions.json", "products.json", "promotion_vectors.json"):
        copy(f"{data}/orders/{name}", f"{out}/orders/{name}")


def watermark_cases(data, evaluation, out):
    truth = read(f"{data}/watermark/dev/dev_cases.json")
    for name in WATERMARKS:
        copy(f"{data}/watermark/dev/{name}", f"{out}/watermark/{name}")
    cases = [c for c in truth["cases"] if c["file"] in WATERMARKS]
    for case in cases:
        if "drawn for this project" in case["base"]:
            case["base"] = "drawn for this project"
    write(f"{out}/watermark/cases.json", dict(policy=truth["policy"], cases=cases))
    for name in ("stores.json", "gcj02_reference.json"):
        copy(f"{data}/watermark/{name}", f"{out}/watermark/{name}")
    copy(f"{evaluation}/provenance/datum.csv", f"{out}/watermark/datum.csv")


def text_cases(data, out):
    for name in TEXTS:
        for suffix in (".jpg", ".json"):
            copy(f"{data}/ocr/{name}{suffix}", f"{out}/text/{name}{suffix}")


def consultations(data, out):
    with open(f"{data}/speech/dev.tsv") as file:
        lines = [line.rstrip("\n") for line in file if line.strip()]
    speakers = {"S0150": [], "S0252": []}
    for line in lines:
        for speaker, mine in speakers.items():
            if speaker in line.split("\t")[0] and len(mine) < 3:
                mine.append(line)
    chosen = sum(speakers.values(), [])
    for line in chosen:
        name = os.path.basename(line.split("\t")[0])
        copy(f"{data}/speech/dev/{name}", f"{out}/consultation/{name}")
    with open(f"{out}/consultation/aishell.tsv", "w") as file:
        file.write("\n".join(chosen) + "\n")
    for name in ("topics-dev.jsonl", "dialogues-dev.jsonl", "topics-lexicon.json"):
        copy(f"{data}/speech/{name}", f"{out}/consultation/{name}")


def make(shared, fixtures):
    data, evaluation = f"{shared}/data", f"{shared}/eval"
    for name in ("shelf-quick", "orders", "watermark", "text", "consultation", "media", "profiles", "hostile"):
        shutil.rmtree(f"{fixtures}/{name}", ignore_errors=True)
    shelf_quick(data, fixtures)
    order_cases(data, fixtures)
    watermark_cases(data, evaluation, fixtures)
    text_cases(data, fixtures)
    consultations(data, fixtures)
    write(f"{fixtures}/media/manifest.json", media.make(f"{fixtures}/media"))
    write(f"{fixtures}/profiles/manifest.json", profiles.make(f"{fixtures}/profiles"))
    write(f"{fixtures}/hostile/manifest.json", hostile.make(f"{fixtures}/hostile", f"{data}/robustness"))
    print("small fixtures")
