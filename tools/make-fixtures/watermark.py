"""Burns the text of a work camera into a photo and writes its EXIF. The layouts imitate such cameras; no app is copied."""

from datetime import timedelta

import piexif
from PIL import Image, ImageDraw, ImageFont

FONTS = {
    False: "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    True: "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
}
SIMPLIFIED = 2  # index of the simplified Chinese face in the collection
STYLES = {
    "table": dict(
        anchor="bl",
        box="dark",
        lines=[
            ("时间：{date} {time} {weekday}", 32, True),
            ("地点：{place}", 30, False),
            ("坐标：{latlon}", 29, False),
            ("门店：{store}", 30, False),
        ],
    ),
    "bar": dict(
        anchor="bl",
        box="bar",
        lines=[("{time}", 58, True), ("{date} {weekday}", 31, False), ("{place}", 31, False), ("{latlon}", 29, False)],
    ),
    "light": dict(
        anchor="br",
        box="light",
        lines=[
            ("{date} {time}", 34, True),
            ("{weekday}  {weather}", 29, False),
            ("{place}", 31, False),
            ("{latlon}", 29, False),
        ],
    ),
    "strip": dict(
        anchor="strip",
        box="strip",
        lines=[("{date} {time} {weekday}", 36, True), ("{place} · {store}", 32, False), ("{latlon}", 29, False)],
    ),
}
NOTATIONS = ["label", "degE", "prefix", "beijing"]
DATE_FORMATS = ["%Y-%m-%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y/%m/%d"]
PHONES = [
    ("Xiaomi", "23049RAD8C", "V14.0.8.0"),
    ("HUAWEI", "NOH-AN00", "NOH-AN00 4.2.0.130"),
    ("OPPO", "PGBM10", "MediaTek Camera Application"),
    ("vivo", "V2254A", "PD2254"),
]
WEEKDAYS = "一二三四五六日"


def font(size, bold):
    return ImageFont.truetype(FONTS[bold], size, index=SIMPLIFIED)


def burn(image, style_name, fields):
    """The photo with its text, the panel that the text covers, and every line with its box."""
    style, (width, height) = STYLES[style_name], image.size
    lines = [(text.format(**fields), size, bold) for text, size, bold in style["lines"]]
    draw = ImageDraw.Draw(image)
    pad, margin = 12, 20
    text_width = max(draw.textlength(t, font=font(s, b)) for t, s, b in lines)
    text_height = sum(s * 1.3 for _, s, _ in lines)
    x = width - margin - text_width - 2 * pad if style["anchor"] == "br" else margin
    y = height - 14 - text_height - 2 * pad
    panel = [x, y, x + text_width + 2 * pad, y + text_height + 2 * pad]
    overlay = Image.new("RGBA", image.size, (0, 0, 0, 0))
    over = ImageDraw.Draw(overlay)
    if style["box"] == "strip":
        over.rectangle((0, y, width, height), fill=(0, 0, 0, 130))
    elif style["box"] == "light":
        over.rounded_rectangle(panel, 12, fill=(255, 255, 255, 190))
    elif style["box"] == "dark":
        over.rounded_rectangle(panel, 12, fill=(0, 0, 0, 140))
    else:
        over.rectangle(panel, fill=(0, 0, 0, 95))
        over.rectangle((x, y + pad, x + 8, panel[3] - pad), fill=(255, 196, 0, 255))
    ink, drawn, at = (25, 25, 25) if style["box"] == "light" else (255, 255, 255), [], y + pad
    for text, size, bold in lines:
        where = (x + pad + (10 if style["box"] == "bar" else 0), at)
        if style["box"] == "bar":
            over.text(
                where,
                text,
                font=font(size, bold),
                fill=(255, 255, 255, 255),
                stroke_width=2,
                stroke_fill=(0, 0, 0, 170),
            )
        else:
            over.text(
                where,
                text,
                font=font(size, bold),
                fill=(255, 214, 0, 255) if bold and style["box"] == "strip" else ink + (255,),
            )
        drawn.append(dict(text=text, box=[round(v) for v in over.textbbox(where, text, font=font(size, bold))]))
        at += size * 1.3
    return Image.alpha_composite(image.convert("RGBA"), overlay).convert("RGB"), [round(v) for v in panel], drawn


def fields(moment, store, place_address, latitude, longitude, number, coords, weekday_shift=0):
    """The words of one watermark; `number` varies date format and notation between photos."""
    name = WEEKDAYS[(moment.weekday() + weekday_shift) % 7]
    return dict(
        time=f"{moment:%H:%M}",
        date=moment.strftime(DATE_FORMATS[number % 4]),
        weekday=("星期" if number % 3 else "周") + name,
        place=place_address,
        store=store["name"],
        weather=f"{['晴', '多云', '阴', '小雨'][number % 4]} {9 + number % 8}℃",
        latlon=coords.NOTATIONS[NOTATIONS[(number // 2) % 4]](latitude, longitude),
    )


def exif(moment, place, number, coords):
    """EXIF bytes: capture time with its offset and, where a place is given, GPS in WGS-84."""
    make, model, software = PHONES[number % 4]
    stamp = moment.strftime("%Y:%m:%d %H:%M:%S")
    photo = {
        piexif.ExifIFD.DateTimeOriginal: stamp,
        piexif.ExifIFD.DateTimeDigitized: stamp,
        piexif.ExifIFD.OffsetTimeOriginal: "+08:00",
    }
    gps = {}
    if place:
        utc = moment - timedelta(hours=8)
        gps = {
            1: "N",
            2: rational(place[0], coords),
            3: "E",
            4: rational(place[1], coords),
            7: ((utc.hour, 1), (utc.minute, 1), (utc.second, 1)),
            29: utc.strftime("%Y:%m:%d"),
        }
    zeroth = {
        piexif.ImageIFD.Make: make,
        piexif.ImageIFD.Model: model,
        piexif.ImageIFD.Software: software,
        piexif.ImageIFD.Orientation: 1,
    }
    return piexif.dump({"0th": zeroth, "Exif": photo, "GPS": gps})


def rational(degrees, coords):
    d, m, s = coords.dms(degrees, 4)
    return ((d, 1), (m, 1), (int(round(s * 10000)), 10000))
