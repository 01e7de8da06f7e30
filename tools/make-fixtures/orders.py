"""Order screenshots of the chain's shops, drawn by the order generator with this chain's products, stores and dates."""

import json
import os
import shutil

from plan import SHOTS, shot_file, shot_received, stem

FONTS = {
    "regular": "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "bold": "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "index": 2,
}
# What the generator's invented neighbourhood is called around each store, and where goods are picked up.
PLACES = {
    "HZ-001": ("翠苑", "翠苑一区3幢楼下古翠路晨光店"),
    "HZ-002": ("丰和", "丰和苑南门文二西路丰和店"),
    "HZ-003": ("艺苑", "象山路217号转塘艺苑店"),
    "HZ-004": ("江陵", "江陵花园北门江陵路星河店"),
    "HZ-005": ("新荷", "新荷家园2幢东侧滨文路新荷店"),
}


def make(shared_eval, chain, scratch, load):
    """Draws all screenshots; returns their truth, one entry a screenshot."""
    gen = load("gen_orders", f"{shared_eval}/orders/gen_orders.py")
    os.makedirs(f"{chain}/media/orders", exist_ok=True)
    place = {"now": None}
    draw_text = gen.Canvas.text

    def text(canvas, x, y, words, *args, **kw):
        return draw_text(canvas, x, y, words.replace("翠苑", place["now"]), *args, **kw)

    gen.Canvas.text = text

    class Shop(gen.Gen):
        def order(self, scenario, rng, store, layout):
            while True:  # an order placed before the screenshot was sent
                order = super().order(scenario, rng, store, layout)
                if order["t"].hour < 22:
                    break
            order["pickup"] = PLACES[store["id"]][1]
            return order

    truth = []
    for number, shot in enumerate(SHOTS):
        name = stem(shot.store, shot.day, shot.slot)
        scenarios = [s.replace("DAY", shot.day) if "@" in s else f"{s}@{shot.day}" for s in shot.scenarios]
        spec = dict(
            layout=shot.layout, scenarios=scenarios, out=shot.out, theme=shot.theme, store=shot.store, quality=75
        )
        if shot.view != "full":
            spec.update(view=shot.view, **{"from": 0.46})
        if shot.layout == "youxuan" and number % 2:
            spec["recommend"] = 1
        params = dict(
            prefix="",
            seed=611 + number,
            promotions=f"{chain}/promotions.json",
            products=f"{chain}/products.json",
            stores=f"{chain}/stores.json",
            fonts=FONTS,
            timeFormats=["s", "s", "m", "slash", "cn"],
            shots=[spec],
        )
        folder = f"{scratch}/{name}"
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/params.json", "w") as file:
            json.dump(params, file, ensure_ascii=False)
        place["now"] = PLACES[shot.store][0]
        shots, _ = Shop(f"{folder}/params.json", folder, []).run()
        shutil.copy(f"{folder}/{shots[0]['file']}", f"{chain}/{shot_file(shot)}")
        entry = shots[0]
        entry.update(file=shot_file(shot), day=shot.day, slot=shot.slot, receivedAt=shot_received(shot))
        entry.pop("sha256")
        truth.append(entry)
    return truth
