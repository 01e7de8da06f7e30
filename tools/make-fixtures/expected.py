"""The order of the uploads and what the demo must show afterwards, both from what was put into the fixtures."""

from plan import (
    DAYS,
    PHOTOS,
    SECTIONS,
    SHOTS,
    photo_file,
    photo_stem,
    received,
    recording_received,
    shot_file,
    shot_received,
)

WEIGHTS = dict(completeness=15, shelf=45, promotion=25, consultation=15)
SHELF = dict(assortment=0.4, facings=0.2, position=0.2, availability=0.2)
REQUIRED = dict(shelfPhoto=3, consultationAudio=5, orderScreenshot=3)
# Reason that the verdict must hold, by fault; truncated files never get as far as a verdict.
VERDICTS = {
    "truncated": ("rejected", "truncated"),
    "reusedBytes": ("rejected", "duplicate.reused"),
    "reusedPixels": ("rejected", "duplicate.reused"),
    "outside": ("rejected", "place.outsideGeofence"),
    "weekday": ("suspect", "watermark.weekdayMismatch"),
    "noFacts": ("suspect", "evidence.noCaptureFacts"),
}
FLAG = "kitchen-scene-upgrade"
FLAG_TOPIC = "预制菜加热不便"


def timetable(facts, recordings):
    """All uploads in the order of their receipt."""
    place = {(f["store"], f["day"], f["slot"], f["file"]): f for f in facts}
    uploads = []
    for photo in PHOTOS:
        entry = dict(
            store=photo.store,
            day=photo.day,
            kind="shelfPhoto",
            slot=photo.slot,
            file=photo_file(photo),
            receivedAt=received(photo),
        )
        fact = place.get((photo.store, photo.day, photo.slot, photo_file(photo)))
        if photo.store == "HZ-001" and fact:
            entry["clientPosition"] = dict(
                latitude=fact["wgs84"][0], longitude=fact["wgs84"][1], accuracy=18, time=fact["capturedAt"] + "+08:00"
            )
        entry["note"] = photo.note
        uploads.append(entry)
    for recording in recordings:
        number = int(recording["slot"][-1])
        topics = "、".join(recording["topics"]) or ("无人声" if not recording["segments"] else "没有主题")
        uploads.append(
            dict(
                store=recording["store"],
                day=recording["day"],
                kind="consultationAudio",
                slot=recording["slot"],
                file=recording["file"],
                receivedAt=recording_received(recording["store"], recording["day"], number),
                transcript=recording["transcript"],
                consent=True,
                note=topics + ("" if recording["transcript"] or not recording["segments"] else "（没有转写文本）"),
            )
        )
    for shot in SHOTS:
        uploads.append(
            dict(
                store=shot.store,
                day=shot.day,
                kind="orderScreenshot",
                slot=shot.slot,
                file=shot_file(shot),
                receivedAt=shot_received(shot),
                note=shot.note,
            )
        )
    return sorted(uploads, key=lambda u: (u["receivedAt"], u["store"], u["slot"], u["file"]))


def share(correct, of):
    return dict(correct=correct, of=of)


def shelf_counts(truths):
    """The numerators and denominators of the shelf part over a day's photos."""
    must = planned_must = seen = planned = ok = misplaced = empty = slots = 0
    for truth in truths:
        by_sku = {}
        for slot in truth["slots"]:
            if slot["index"] is not None and slot["status"] != "not-assessable":
                by_sku.setdefault(slot["sku"], []).append(slot["status"])
        for sku, statuses in by_sku.items():
            here = sum(s in ("ok", "misplaced") for s in statuses)
            if sku in truth["planogram"]["mustStock"]:
                planned_must += 1
                must += here > 0
            seen += min(here, len(statuses))
            planned += len(statuses)
            ok += statuses.count("ok")
            misplaced += statuses.count("misplaced")
            empty += statuses.count("out-of-stock")
            slots += len(statuses)
    return dict(
        assortment=share(must, planned_must),
        facings=share(seen, planned),
        position=share(ok, ok + misplaced),
        availability=share(slots - empty, slots),
    )


def weighted(parts, weights):
    """100 × the weighted mean of the shares that have a denominator; None where none has."""
    scored = {k: v for k, v in parts.items() if v["of"]}
    total = sum(weights[k] for k in scored)
    return 100 * sum(weights[k] * v["correct"] / v["of"] for k, v in scored.items()) / total if total else None


def late(upload):
    return upload["receivedAt"] >= next_cut_off(upload["day"])


def next_cut_off(day):
    return f"{day[:8]}{int(day[8:]) + 1:02d}T04:00:00+08:00"


def store_day(store, day, uploads, truths, shots, recordings):
    mine = [u for u in uploads if u["store"] == store and u["day"] == day]
    photos = {photo_file(p): p for p in PHOTOS if p.store == store and p.day == day}
    rejected, suspect, current = [], [], {}
    for upload in mine:  # a later file for a slot replaces the earlier one
        current[upload["slot"]] = upload
        fault = photos[upload["file"]].fault if upload["file"] in photos else None
        if fault in VERDICTS:
            verdict, reason = VERDICTS[fault]
            (rejected if verdict == "rejected" else suspect).append(
                dict(slot=upload["slot"], file=upload["file"], reason=reason, note=upload["note"])
            )
    bad = {r["file"] for r in rejected}
    good = [u for u in current.values() if u["file"] not in bad]
    on_time, tardy = sum(not late(u) for u in good), sum(late(u) for u in good)
    shelf = shelf_counts([truths[photo_stem(photos[u["file"]])] for u in good if u["file"] in photos])
    orders = [o["promotion"] for s in shots if (s["storeId"], s["day"]) == (store, day) for o in s["orders"]]
    eligible = [o for o in orders if o["eligible"]]
    spoken = [r for r in recordings if (r["store"], r["day"]) == (store, day)]
    parts = dict(
        completeness=share(on_time + 0.5 * tardy, sum(REQUIRED.values())),
        promotion=share(sum(o["status"] == "correct" for o in eligible), len(eligible)),
        consultation=share(sum(r["speechSeconds"] >= 3 for r in spoken), REQUIRED["consultationAudio"]),
    )
    scores = {k: 100 * v["correct"] / v["of"] if v["of"] else None for k, v in parts.items()}
    scores["shelf"] = weighted(shelf, SHELF)
    scored = {k: v for k, v in scores.items() if v is not None}
    weight = sum(WEIGHTS[k] for k in scored)
    statuses = {}
    for order in orders:
        statuses[order["status"]] = statuses.get(order["status"], 0) + 1
    topics = {}
    for recording in spoken:
        if recording["transcript"]:
            for topic in recording["topics"]:
                topics.setdefault(topic, []).append(recording["slot"])
    return dict(
        store=store,
        day=day,
        uploads=len(mine),
        received=dict(onTime=on_time, late=tardy, required=sum(REQUIRED.values())),
        rejected=rejected,
        suspect=suspect,
        shelf=shelf,
        orders=dict(shown=len(orders), statuses=dict(sorted(statuses.items()))),
        topics=topics,
        withoutTranscript=[r["slot"] for r in spoken if not r["transcript"] and r["segments"]],
        silent=[r["slot"] for r in spoken if not r["segments"]],
        parts=parts,
        scores={k: round(v, 1) if v is not None else None for k, v in sorted(scores.items())},
        total=round(sum(WEIGHTS[k] * v for k, v in scored.items()) / weight, 1),
        provisional=weight < 50,
    )


def expectations(uploads, truths, shots, recordings, stores):
    days = [store_day(store, day, uploads, truths, shots, recordings) for store in stores for day in DAYS]
    cited = [r["file"] for r in recordings if r["store"] == "HZ-001" and FLAG_TOPIC in r["topics"] and r["transcript"]]
    return dict(
        comment="From what was put into the fixtures, not from any analyser. scores: what a faultless analyser gives under policy.yaml "
        "(material is not scored: no posters are required).",
        uploads=len(uploads),
        sections=SECTIONS,
        storeDays=days,
        flags=[
            dict(
                rule=FLAG,
                store="HZ-001",
                days=DAYS,
                topic=FLAG_TOPIC,
                recordings=cited,
                recommendation="microwave-rental",
            )
        ],
        notFlagged=[
            dict(store="HZ-002", why="只有 20 日和 22 日有投诉，21 日没有录音"),
            dict(store="HZ-004", why="22 日的顾客说加热很方便"),
        ],
    )
