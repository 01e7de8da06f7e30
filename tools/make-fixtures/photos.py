"""Makes the chain's shelf photos: shelf, watermark, EXIF, and the faults that the demo must notice."""

import io
import json
import os
import zlib

import numpy as np
from PIL import Image

import shelf
import watermark
from plan import PHOTOS, SECTIONS, capture, photo_file, photo_stem

ELSEWHERE = dict(metres=3000, bearing=200, address="浙江省杭州市滨江区浦沿路881号")


def seed_of(*parts):
    return zlib.crc32("|".join(map(str, parts)).encode())


def catalogue(gen, shared_data, chain, names):
    """Copies the chosen pack shots and gives the products their Chinese names."""
    os.makedirs(f"{chain}/catalogue", exist_ok=True)
    with open(f"{shared_data}/shelf/catalogue/catalogue.json") as file:
        known = {e["sku"]: e for e in json.load(file)["skus"]}
    entries = []
    for sku, (name, category) in names.items():
        entry = known[sku]
        for template in entry["templates"]:
            with open(f"{shared_data}/shelf/catalogue/{template}", "rb") as source, open(
                f"{chain}/catalogue/{template}", "wb"
            ) as copy:
                copy.write(source.read())
        entries.append(
            dict(
                sku=sku,
                name=name,
                kind=entry["kind"],
                category=category,
                templates=entry["templates"],
                twinGroup=entry["twinGroup"],
            )
        )
    return dict(skus=entries)


def make(gen, coords, shared_data, chain, plans, stores):
    """Writes all photos; returns the truth of each by stem, and what its watermark and EXIF say."""
    os.makedirs(f"{chain}/media/shelf", exist_ok=True)
    known, unknown = gen.build_packs(f"{shared_data}/shelf/iconics", 0)
    packs, truths, facts, kept = {p.sku: p for p in known}, {}, [], {}
    for number, photo in enumerate(PHOTOS):
        if photo.fault == "reusedBytes":
            continue
        store, name = stores[photo.store], photo_stem(photo)
        seed = seed_of(photo.store, photo.day, photo.slot, photo.attempt)
        if photo.fault == "reusedPixels":
            image, finish = reuse(kept[f"{photo.store}_2026-11-21_{photo.slot}"]), None
        else:
            image, finish = shelf.photograph(
                gen, packs, unknown, plans[SECTIONS[photo.slot]], seed, seed_of(photo.store), photo.faults, photo.camera
            )
        kept[f"{photo.store}_{photo.day}_{photo.slot}"] = image
        data, panel, fact = finished(image, photo, store, number, coords, seed)
        if photo.fault == "truncated":
            data = data[: len(data) // 2]
        with open(f"{chain}/{photo_file(photo)}", "wb") as file:
            file.write(data)
        facts.append(dict(file=photo_file(photo), store=photo.store, day=photo.day, slot=photo.slot, **fact))
        if finish and photo.fault != "truncated":
            truth = finish(panel)
            truth["planogram"]["mustStock"] = plans[SECTIONS[photo.slot]]["planogram"]["mustStock"]
            truths[name] = dict(photo=f"{name}.jpg", width=shelf.WIDTH, height=shelf.HEIGHT, **truth)
    return truths, facts


def reuse(image):
    """The picture under yesterday's watermark, cropped by 2 % and compressed again."""
    old = Image.fromarray(image[:, :, ::-1])
    w, h = old.size
    cut = old.crop((int(w * 0.02), int(h * 0.02), int(w * 0.98), int(h * 0.98))).resize((w, h), Image.LANCZOS)
    buffer = io.BytesIO()
    cut.save(buffer, "JPEG", quality=72)
    return np.asarray(Image.open(io.BytesIO(buffer.getvalue())).convert("RGB"))[:, :, ::-1].copy()


def finished(image, photo, store, number, coords, seed):
    """JPEG bytes with watermark and EXIF, the watermark's panel, and the facts that the file states."""
    rng = np.random.default_rng([seed, 5])
    moment = capture(photo.day, photo.time, int(rng.integers(3, 55)))
    if photo.fault == "outside":
        place, address = (
            coords.offset(store["latitude"], store["longitude"], ELSEWHERE["metres"], ELSEWHERE["bearing"]),
            ELSEWHERE["address"],
        )
    else:
        place = coords.offset(
            store["latitude"],
            store["longitude"],
            float(rng.uniform(3, store["geofenceMetres"] * 0.3)),
            float(rng.uniform(0, 360)),
        )
        address = store["address"]
    picture, panel, lines, printed = Image.fromarray(image[:, :, ::-1]), None, [], None
    if photo.style != "none":
        printed = coords.wgs_to_gcj(*place) if photo.datum == "GCJ-02" else place
        words = watermark.fields(
            moment, store, address, *printed, number, coords, weekday_shift=2 if photo.fault == "weekday" else 0
        )
        picture, panel, lines = watermark.burn(picture, photo.style, words)
    extra = {}
    if photo.exif != "none":
        extra["exif"] = watermark.exif(moment, place if photo.exif == "full" else None, number, coords)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=84, **extra)
    fact = dict(
        capturedAt=moment.isoformat(),
        wgs84=[round(v, 6) for v in place],
        style=photo.style,
        texts=lines,
        exif=photo.exif,
        printed=[round(v, 6) for v in printed] if printed else None,
        datum=photo.datum if printed else None,
    )
    return buffer.getvalue(), panel, fact
