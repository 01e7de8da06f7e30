"""Shelf photos that show a given planogram with given faults, drawn with the shelf generator's own packs and brushes."""

import cv2
import numpy as np

from catalogue import MUST_STOCK, SECTIONS

WIDTH, HEIGHT = 1600, 1200
CANVAS_WIDTH, CANVAS_HEIGHT = 2560, 1960
SHELF_LEFT, SHELF_WIDTH, SHELF_TOP = 500, 1540, 330
BASES = {"drinks": 282, "dairy": 292, "snacks": 205}  # height of a tall pack on the canvas, px

# Where the frame stands against the shelf: shift in canvas px, keystone left and right as a share of the height.
CAMERAS = {
    "plain": (0, 0, 0.01, 0),
    "left": (-50, 0, 0, 0.09),
    "right": (50, 0, 0.09, 0),
    "cutBottom": (0, -360, 0.01, 0),
    "cutTop": (0, 330, 0, 0.01),
    "cutRight": (-420, 0, 0, 0.01),
}


def planograms(gen, packs):
    """Facings that fill each row to about 95 % of the shelf; a little less for the rightmost run."""
    plans = {}
    for name, rows in SECTIONS.items():
        plan = []
        for row in rows:
            widths = [gen.pack_size(packs[sku], BASES[name])[0] for sku in row]
            counts = [1] * len(row)
            while True:
                k = min(range(len(row)), key=lambda i: (counts[i], widths[i]))
                if sum(c * w for c, w in zip(counts, widths)) + widths[k] > SHELF_WIDTH * 0.955:
                    break
                counts[k] += 1
            plan.append([dict(sku=sku, facings=c) for sku, c in zip(row, counts)])
        plans[name] = dict(id=name, planogram=dict(rows=plan, mustStock=MUST_STOCK[name]))
    return plans


def arrange(gen, plan, faults, unknown, base):
    """What really stands on the shelf: items per row, each with the planned run that it fills."""
    where = {run["pack"].sku: (r, k) for r, row in enumerate(plan) for k, run in enumerate(row)}
    ops = {}
    for fault in faults:
        a = where[fault[1]]
        if fault[0] == "swap":
            b = where[fault[2]]
            ops[a], ops[b] = ("swap", b), ("swap", a)
        else:
            ops[a] = (fault[0], *fault[2:])
    shelf = []
    for r, row in enumerate(plan):
        items = []
        for k, run in enumerate(row):
            pack, n, op = run["pack"], run["n"], ops.get((r, k), ("none",))
            run["op"] = op[0]
            if op[0] == "swap":
                other = plan[op[1][0]][op[1][1]]
                items += [dict(kind="sku", pack=other["pack"]) for _ in range(other["n"])]
            elif op[0] == "oos":
                gap = min(op[1], n)
                items += [dict(kind="sku", pack=pack) for _ in range(n - gap)] + [
                    dict(kind="gap", pack=pack) for _ in range(gap)
                ]
            elif op[0] == "cut":
                run["cut"] = op[1]
                items += [dict(kind="sku", pack=pack) for _ in range(n - op[1])]
            elif op[0] == "alien":
                alien = min(
                    unknown,
                    key=lambda u: (u.kind != pack.kind, abs(gen.pack_size(u, base)[0] - gen.pack_size(pack, base)[0])),
                )
                items += [dict(kind="unknown", pack=alien) for _ in range(n)]
            else:
                items += [dict(kind="sku", pack=pack) for _ in range(n)]
            for item in items:
                item.setdefault("anchor", (r, k))
        shelf.append(items)
    return shelf


def draw_pack(gen, rng, canvas, item, x, bottom, base):
    """One pack in its place; its silhouette becomes the item's polygon."""
    pack = item["pack"]
    w, h = gen.pack_size(pack, base)
    bottom += base * rng.uniform(-0.01, 0.01)
    if item["kind"] == "gap":
        item["poly"] = np.float32([[x, bottom - h], [x + w, bottom - h], [x + w, bottom], [x, bottom]])
        return
    source = (
        pack.front(round(float(rng.uniform(-18, 18)), 1)) if pack.kind in ("can", "jar", "bottle") else pack.front()
    )
    shrink = cv2.INTER_AREA if source.shape[0] > h else cv2.INTER_CUBIC
    source = cv2.resize(source, (max(2, round(w)), max(2, round(h))), interpolation=shrink)
    yaw, lean = rng.normal(0, 0.04), np.radians(rng.normal(0, 0.9))
    narrow = w * (1 - abs(yaw) * 0.5)
    quad = np.array([[0, -h * (1 - max(yaw, 0) * 0.25)], [narrow, -h * (1 + min(yaw, 0) * 0.25)], [narrow, 0], [0, 0]])
    turn = np.array([[np.cos(lean), np.sin(lean)], [-np.sin(lean), np.cos(lean)]])
    quad = quad @ turn + [x + (w - narrow) / 2, bottom]
    cv2.ellipse(
        canvas, (int(x + w / 2), int(bottom)), (int(w * 0.55), max(1, int(base * 0.02))), 0, 0, 360, (25, 25, 25), -1
    )
    gain = rng.uniform(0.85, 1.02)
    gen.paste(canvas, source, quad, (gain * (1 - yaw), gain * (1 + yaw)))
    ys, xs = np.where(source[..., 3] > 128)
    hs, ws = source.shape[:2]
    onto = cv2.getPerspectiveTransform(np.float32([[0, 0], [ws, 0], [ws, hs], [0, hs]]), np.float32(quad))
    hull = cv2.convexHull(np.float32(np.stack([xs, ys], 1))).reshape(-1, 1, 2)
    item["poly"] = cv2.perspectiveTransform(hull, onto)[:, 0]


def draw_row(gen, rng, canvas, items, r, y, tone, objects, base):
    """One shelf board with its packs and price tags; returns where the next one begins."""
    tallest = max(gen.REL_HEIGHT[i["pack"].kind] for i in items)
    bottom, strip = y + base * tallest * 1.16 + base * 0.04, base * 0.12
    left, right = SHELF_LEFT, SHELF_LEFT + SHELF_WIDTH
    shade = np.clip(0.34 + 0.5 * np.linspace(0, 1, int(bottom) - int(y)), 0, 0.82)[:, None, None]
    canvas[int(y) : int(bottom), left:right] = np.uint8(canvas[int(y) : int(bottom), left:right] * shade)
    used = sum(gen.pack_size(i["pack"], base)[0] for i in items)
    slack = min((SHELF_WIDTH - 12 - used) / len(items), base * 0.06)
    x, previous, tags = left + 6, None, []
    for item in items:
        w = gen.pack_size(item["pack"], base)[0]
        draw_pack(gen, rng, canvas, item, x, bottom, base)
        item["row"] = r
        objects.append(item)
        if item["pack"] is not previous:
            tags.append(x + w * 0.05)
        previous = item["pack"]
        x += w + max(slack * rng.uniform(0.6, 1.4), -2)
    if right - x > 0.25 * base:  # empty board at the end of a row: calling it a gap is right, not calling it is too
        h = base * tallest * 0.9
        objects.append(
            dict(
                kind="gap",
                pack=items[-1]["pack"],
                anchor=None,
                row=r,
                leftover=True,
                poly=np.float32([[x, bottom - h], [right, bottom - h], [right, bottom], [x, bottom]]),
            )
        )
    cv2.rectangle(canvas, (left, int(bottom)), (right, int(bottom + strip)), tone, -1)
    cv2.line(canvas, (left, int(bottom)), (right, int(bottom)), tuple(int(v * 0.6) for v in tone), 3)
    for tag_x in tags:
        gen.tag(rng, canvas, tag_x, bottom + strip * 0.12, strip * 1.5, strip * 0.76)
    return bottom + strip


def scene(gen, rng, store_rng, plan, faults, unknown, base):
    """The shelf and the wall around it, larger than any frame; the store decides the furniture's colours."""
    wall, board = int(store_rng.integers(95, 185)), gen.hsv(
        int(store_rng.integers(0, 180)), int(store_rng.integers(10, 70)), int(store_rng.integers(140, 225))
    )
    canvas = np.full((CANVAS_HEIGHT, CANVAS_WIDTH, 3), wall, np.uint8)
    grain = cv2.resize(
        np.float32(store_rng.normal(0, 6, (50, 66))), (CANVAS_WIDTH, CANVAS_HEIGHT), interpolation=cv2.INTER_CUBIC
    )
    canvas[:] = np.uint8(np.clip(wall + grain[..., None] + np.zeros(3), 0, 255))
    floor = int(store_rng.integers(60, 120))
    right, y, objects = SHELF_LEFT + SHELF_WIDTH, SHELF_TOP, []
    cv2.rectangle(canvas, (SHELF_LEFT - 16, SHELF_TOP - 46), (right + 16, SHELF_TOP), board, -1)
    for r, items in enumerate(arrange(gen, plan, faults, unknown, base)):
        y = draw_row(gen, rng, canvas, items, r, y, board, objects, base)
    y = int(y)
    canvas[y : y + 190, SHELF_LEFT:right] = tuple(int(v * 0.55) for v in board)  # kick plate
    cv2.line(canvas, (SHELF_LEFT, y + 30), (right, y + 30), tuple(int(v * 0.4) for v in board), 4)
    canvas[y + 190 :] = floor
    for x in (SHELF_LEFT - 16, right):
        cv2.rectangle(canvas, (x, SHELF_TOP - 46), (x + 16, y + 190), tuple(int(v * 0.75) for v in board), -1)
    return canvas, objects, y


def take(rng, canvas, shelf_bottom, camera):
    """The frame that a phone at that standpoint sees, with its light, blur and noise."""
    shift_x, shift_y, keystone_left, keystone_right = CAMERAS[camera]
    zoom = rng.uniform(1.03, 1.065) if camera in ("left", "right") else rng.uniform(0.985, 1.08)
    w, h = (SHELF_WIDTH + 46) * zoom, (SHELF_WIDTH + 46) * zoom * HEIGHT / WIDTH
    x0 = SHELF_LEFT + SHELF_WIDTH / 2 - w / 2 + shift_x + rng.uniform(-10, 10)
    y0 = shelf_bottom + 188 - h + shift_y + rng.uniform(-8, 8)
    jitter = rng.normal(0, 0.008, (4, 2)) * [w, h]
    tilt = np.radians(rng.uniform(-1.4, 1.4))
    corners = np.float32(
        [
            [x0, y0 - h * keystone_left],
            [x0 + w, y0 - h * keystone_right],
            [x0 + w, y0 + h * (1 + keystone_right * 0.35)],
            [x0, y0 + h * (1 + keystone_left * 0.35)],
        ]
        + jitter
    )
    middle = corners.mean(0)
    corners = np.float32((corners - middle) @ [[np.cos(tilt), np.sin(tilt)], [-np.sin(tilt), np.cos(tilt)]] + middle)
    onto = cv2.getPerspectiveTransform(corners, np.float32([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]]))
    image = cv2.warpPerspective(
        canvas, onto, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    yy, xx = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    slope = rng.uniform(0.12, 0.3) * rng.choice([-1, 1], 2)  # the window or the lamp is on one side
    image *= (1 + slope[0] * (xx / WIDTH - 0.5) + slope[1] * (yy / HEIGHT - 0.5))[..., None]
    for _ in range(int(rng.integers(1, 4))):  # soft shadows and lamps
        cx, cy, s = rng.uniform(0, WIDTH), rng.uniform(0, HEIGHT), rng.uniform(0.15, 0.4) * WIDTH
        image *= (1 + rng.uniform(-0.3, 0.2) * np.exp(-((xx - cx) ** 2 + (yy - cy) ** 2) / (2 * s * s)))[..., None]
    image *= (1 - 0.22 * (((xx / WIDTH - 0.5) ** 2 + (yy / HEIGHT - 0.5) ** 2) / 0.5))[..., None] * rng.uniform(
        0.93, 1.07, 3
    )
    image = cv2.GaussianBlur(image, (0, 0), float(rng.uniform(0.5, 0.8)))
    image += rng.normal(0, 1, image.shape).astype(np.float32) * 2
    return np.uint8(np.clip(image, 0, 255)), onto


def photograph(gen, packs, unknown, plan_file, seed, store_seed, faults, camera):
    """A photo as BGR and a function that gives its ground truth once the watermark's panel is known."""
    rng = np.random.default_rng(seed)
    plan = [[dict(pack=packs[run["sku"]], n=run["facings"]) for run in row] for row in plan_file["planogram"]["rows"]]
    canvas, objects, bottom = scene(
        gen, rng, np.random.default_rng(store_seed), plan, faults, unknown, BASES[plan_file["id"]]
    )
    image, onto = take(rng, canvas, bottom, camera)

    def truth(panel):
        result = gen.ground_truth(plan, objects, onto, WIDTH, HEIGHT, [])
        for item in objects:  # what lies under the watermark is neither counted nor punished
            if panel and covered(item.get("box"), panel) > 0.25:
                item["hidden"] = True
        if any(item.get("hidden") for item in objects):
            result = gen.ground_truth(plan, objects, onto, WIDTH, HEIGHT, [])
        result.pop("prices")
        return result

    return image, truth


def covered(box, panel):
    if not box:
        return 0
    w, h = min(box[2], panel[2]) - max(box[0], panel[0]), min(box[3], panel[3]) - max(box[1], panel[1])
    return max(0, w) * max(0, h) / max(1, (box[2] - box[0]) * (box[3] - box[1]))
