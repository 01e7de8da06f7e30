"""Draws a page with chromium, crops and compresses it as phones and chats do, and says what is still to be seen."""

import html
import json
import os
import re
import subprocess

from PIL import Image

import layouts
from orders import TIME_FORMATS

FONTS = [
    '"Noto Sans CJK SC"',
    '"WenQuanYi Micro Hei"',
    '"WenQuanYi Zen Hei"',
    'Roboto,"Noto Sans CJK SC"',
    'Lato,"WenQuanYi Micro Hei"',
    '"Open Sans","Noto Sans CJK SC"',
    '"Noto Serif CJK SC"',
    '"AR PL UKai CN"',
    '"Noto Sans Mono CJK SC"',
    '"Droid Sans Fallback"',
    '"DejaVu Sans","Noto Sans CJK SC"',
    '"Liberation Sans Narrow","WenQuanYi Zen Hei"',
]
LIGHT = dict(ground="#f4f4f4", card="#fff", ink="#222", dim="#8f8f8f", red="#e4393c", rule="#eee")
DARK = dict(ground="#111", card="#1e1e1e", ink="#e6e6e6", dim="#8a8a8a", red="#ff6050", rule="#333")
BLUE = dict(ground="#eef3fb", card="#fff", ink="#1b2a4a", dim="#7d88a0", red="#ff6a00", rule="#dfe6f2")
STYLE = """
* { box-sizing: border-box; margin: 0 }
body { font-family: %(font)s; font-size: %(size)spx; line-height: 1.45; background: %(ground)s; color: %(ink)s; width: 1080px;
  padding-bottom: 40px }
.bar { display: flex; justify-content: space-between; padding: 22px 56px; font-size: 30px }
.title { font-size: 44px; text-align: center; padding: 18px; font-weight: 600 }
.card { background: %(card)s; margin: 20px %(margin)spx; padding: 28px 34px; border-radius: %(radius)spx }
.pair { display: flex; justify-content: space-between; align-items: baseline; padding: 7px 0; gap: 20px }
.row { display: flex; gap: 22px; padding: 16px 0 }
.thumb { flex: none; width: 140px; height: 140px; border-radius: 12px; background: linear-gradient(40deg, #c86, #486) }
.rule { border-top: 2px solid %(rule)s; margin: 16px 0 }
.grow { flex: 1 } .middle { text-align: center } .right { text-align: right } .row .right { width: 220px }
.dim { color: %(dim)s } .fine { font-size: .82em } .bold { font-weight: 600 } .red { color: %(red)s }
.paid { font-size: 1.4em; font-weight: 600; color: %(red)s }
small { font-size: .66em }
"""
PLACES = """<script>addEventListener('load', () => {
  const fields = [...document.querySelectorAll('[data-field]')].map(span => {
    const box = span.getBoundingClientRect();
    return [span.dataset.field, box.top, box.bottom];
  });
  const note = document.createElement('pre');
  note.id = 'places';
  note.style.display = 'none';
  note.textContent = JSON.stringify({height: document.body.scrollHeight, fields});
  document.body.appendChild(note);
})</script>"""
CHROMIUM = [
    "chromium",
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
]
WIDTH = 1080


def draw(layout, name, out, shop, chance, is_dark):
    """Writes the screenshot; returns its entry in truth.json."""
    look = dict(DARK if is_dark else chance.choice([LIGHT, DARK, BLUE]))
    look.update(
        font=chance.choice(FONTS),
        size=chance.choice([30, 32, 34, 36]),
        margin=chance.choice([0, 20, 28]),
        radius=chance.choice([0, 16, 28]),
    )
    money_style = chance.choice(["yen", "yen", "wide", "spaced", "short", "yuan", "round"])
    time_format = chance.choice(list(TIME_FORMATS))
    count = min(chance.choice([1, 2, 3]), layouts.MOST_ORDERS.get(layout, 3))
    asked = dict(most_discounts=layouts.MOST_DISCOUNTS.get(layout, 3), is_large=layout in layouts.LARGE)
    orders = [shop.order(chance, time_format, **asked) for _ in range(count)]
    picture, places = render(layouts.body(layout, orders, money_style), look, f"{out}/{name}")
    view, top, bottom = crop(chance, picture.height)
    picture = picture.crop((0, top, WIDTH, bottom))
    scale = chance.choice([1, 1, 1, 2 / 3, 0.75])
    picture = picture.resize((round(WIDTH * scale), round(picture.height * scale)), Image.LANCZOS)
    picture.save(f"{out}/{name}", quality=chance.choice([92, 85, 75, 60]))
    seen = {field for field, upper, lower in places if upper >= top - 1 and lower <= bottom + 1}
    drawn = {field for field, _, _ in places}
    truths = [truth(f"{index}.", order, seen, drawn, view) for index, order in enumerate(orders)]
    return dict(
        file=name,
        layout=layout,
        view=view,
        width=picture.width,
        height=picture.height,
        storeId="HZ-001",
        receivedAt="2026-11-22T23:30:00+08:00",
        orders=[each for each in truths if each],
    )


def render(body, look, path):
    page, png = f"{path}.html", f"{path}.png"
    with open(page, "w") as file:
        file.write(f"<meta charset=utf-8><style>{STYLE % look}</style><body>{body}{PLACES}")
    dumped = subprocess.run(
        [*CHROMIUM, "--window-size=1080,2340", "--virtual-time-budget=3000", "--dump-dom", f"file://{page}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    places = json.loads(html.unescape(re.search(r'<pre id="places"[^>]*>(.*?)</pre>', dumped, re.S).group(1)))
    size = f"--window-size={WIDTH},{max(places['height'], 1200)}"
    subprocess.run([*CHROMIUM, size, f"--screenshot={png}", f"file://{page}"], capture_output=True, check=True)
    with Image.open(png) as drawn:
        picture = drawn.convert("RGB")
    os.remove(page)
    os.remove(png)
    return picture, places["fields"]


def crop(chance, height):
    """A long page is sometimes scrolled: its head or its foot is not in the picture."""
    draw = chance.random()
    if height > 1500 and draw < 0.12:
        return "scrolledTop", chance.randint(300, 600), height
    if height > 1500 and draw < 0.24:
        return "scrolledBottom", 0, height - chance.randint(250, 500)
    return "full", 0, height


def truth(prefix, order, seen, drawn, view):
    """What the picture shows of an order; None where it shows nothing."""
    own = {field for field in drawn if field.startswith(prefix)}
    if not own & seen:
        return None
    is_whole = own <= seen

    def shown(field, value):
        return value if prefix + field in seen else None

    def yuan(field, value):
        return None if value is None or prefix + field not in seen else value / 100

    lines = [
        dict(
            name=line["name"],
            fullName=line["name"],
            quantity=shown(f"l{k}.quantity", line["quantity"]),
            unitPrice=yuan(f"l{k}.unitPrice", line["unitPrice"]),
            amount=yuan(f"l{k}.amount", line["amount"]),
            category=line["category"],
        )
        for k, line in enumerate(order.lines)
        if f"{prefix}l{k}.name" in seen
    ]
    unknown = dict(eligible=None, schemeId=None, tier=None, expectedOff=None, status="unknown", appliedOff=None)
    return dict(
        orderNumber=shown("orderNumber", order.number),
        placedAt=shown("placedAt", order.time_as_known),
        lines=lines,
        subtotal=yuan("subtotal", order.subtotal),
        discounts=[
            dict(label=each["label"], amount=each["amount"] / 100, kind=each["kind"])
            for k, each in enumerate(order.discounts)
            if f"{prefix}d{k}" in seen
        ],
        freight=yuan("freight", order.freight),
        paid=yuan("paid", order.paid),
        complete=is_whole,
        scenario=view,
        arithmetic=order.arithmetic if is_whole else dict(status="unknown"),
        promotion=order.promotion if is_whole else unknown,
    )
