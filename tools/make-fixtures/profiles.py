"""Six patches in colours that an ICC profile describes, in every format, beside what Pillow's ImageCms makes of them; all
computed here (CC0). The profiles too: matrices and curves are those of the standards that they are named after."""

import io
import os
import shutil
import struct
import subprocess

import numpy as np
from PIL import Image, ImageCms

SIDE = 24
PATCHES = [(200, 40, 40), (60, 200, 60), (40, 60, 210), (128, 128, 128), (222, 172, 140), (20, 130, 120)]
GREYS = [0, 40, 90, 128, 200, 255]
INKS = [(0, 230, 230, 0), (200, 0, 220, 0), (220, 200, 0, 0), (0, 0, 0, 128), (20, 90, 110, 10), (200, 60, 120, 40)]


def tag(kind, body):
    return kind + b"\0\0\0\0" + body


def text(words):
    return tag(b"desc", struct.pack(">I", len(words) + 1) + words.encode() + b"\0" + b"\0" * 78)


def point(x, y, z):
    return tag(b"XYZ ", struct.pack(">3i", *(round(v * 65536) for v in (x, y, z))))


def power(gamma):
    return tag(b"curv", struct.pack(">IH", 1, round(gamma * 256)))


def table(values):
    return tag(b"curv", struct.pack(f">I{len(values)}H", len(values), *(round(v * 65535) for v in values)))


def profile(name, kind, space, connection, tags):
    tags = {b"desc": text(name), b"cprt": tag(b"text", b"CC0\0"), b"wtpt": point(0.9642, 1, 0.8249)} | tags
    place, index, bodies, places = 128 + 4 + 12 * len(tags), b"", b"", {}
    for signature, body in tags.items():
        if body not in places:
            places[body] = place + len(bodies)
            bodies += body + b"\0" * (-len(body) % 4)
        index += signature + struct.pack(">II", places[body], len(body))
    head = struct.pack(">I4sI4s4s4s", place + len(bodies), b"\0" * 4, 0x02400000, kind, space, connection)
    head += b"\0" * 12 + b"acsp" + b"\0" * 28 + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", len(tags)) + index + bodies


def srgb_curve():
    x = np.linspace(0, 1, 1024)
    return table(np.where(x <= 0.04045, x / 12.92, ((x + 0.055) / 1.055) ** 2.4))


def colours(name, columns, curve):
    primaries = {t: point(*c) for t, c in zip((b"rXYZ", b"gXYZ", b"bXYZ"), columns)}
    return profile(name, b"mntr", b"RGB ", b"XYZ ", primaries | {t: curve for t in (b"rTRC", b"gTRC", b"bTRC")})


# Columns are adapted to D50 by Bradford's transform, as in the profiles that vendors publish.
P3 = colours(
    "Display P3",
    [(0.51512, 0.24120, -0.00105), (0.29198, 0.69225, 0.04189), (0.15710, 0.06657, 0.78407)], srgb_curve())
ADOBE = colours(
    "Adobe RGB (1998)",
    [(0.60974, 0.31111, 0.01947), (0.20528, 0.62567, 0.06087), (0.14919, 0.06322, 0.74457)], power(2.19921875))
GREY = profile("Grey gamma 1.5", b"mntr", b"GRAY", b"XYZ ", {b"kTRC": power(1.5)})


def inks():
    """A press whose inks take a fixed share of light each: a table of 5 steps an ink to CIELAB."""
    steps = np.linspace(0, 1, 5)
    c, m, y, k = np.meshgrid(steps, steps, steps, steps, indexing="ij")
    red = (1 - 0.95 * c) * (1 - 0.1 * m) * (1 - 0.02 * y) * (1 - 0.97 * k)
    green = (1 - 0.35 * c) * (1 - 0.9 * m) * (1 - 0.08 * y) * (1 - 0.97 * k)
    blue = (1 - 0.2 * c) * (1 - 0.4 * m) * (1 - 0.93 * y) * (1 - 0.97 * k)
    matrix = np.array([[0.43607, 0.38515, 0.14308], [0.22249, 0.71687, 0.06061], [0.01392, 0.09708, 0.71410]])
    white = np.array([0.9642, 1, 0.8249])
    xyz = np.stack([red, green, blue], -1).reshape(-1, 3) @ matrix.T / white
    f = np.where(xyz > (6 / 29) ** 3, np.cbrt(xyz), xyz * (29 / 6) ** 2 / 3 + 4 / 29)
    lab = np.stack([116 * f[:, 1] - 16, 500 * (f[:, 0] - f[:, 1]), 200 * (f[:, 1] - f[:, 2])], -1)
    grid = np.stack([lab[:, 0] * 2.55, lab[:, 1] + 128, lab[:, 2] + 128], -1).round().clip(0, 255).astype(np.uint8)
    identity = bytes(range(256))
    lut = struct.pack(">4B9i", 4, 3, 5, 0, 65536, 0, 0, 0, 65536, 0, 0, 0, 65536)
    return profile("Plain press", b"prtr", b"CMYK", b"Lab ", {
        b"A2B0": tag(b"mft1", lut + identity * 4 + grid.tobytes() + identity * 3)})


def patches(values, mode):
    picture = Image.new(mode, (SIDE * 3, SIDE * 2))
    for index, value in enumerate(values):
        left, top = index % 3 * SIDE, index // 3 * SIDE
        picture.paste(value, (left, top, left + SIDE, top + SIDE))
    return picture


def middles(picture):
    return [list(picture.getpixel((index % 3 * SIDE + SIDE // 2, index // 3 * SIDE + SIDE // 2))) for index in range(6)]


def reference(path, icc):
    picture = Image.open(path)
    source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
    return middles(ImageCms.profileToProfile(picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"))


def make(folder):
    os.makedirs(folder, exist_ok=True)
    rgb, grey, ink = patches(PATCHES, "RGB"), patches(GREYS, "L"), patches(INKS, "CMYK")
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    press = inks()
    best = {"quality": 95, "subsampling": 0}
    entries = []

    def add(name, picture, icc, effect, profile_name, **options):
        path = os.path.join(folder, name)
        picture.save(path, icc_profile=icc, **options)
        found = reference(path, icc) if effect == "converted" else middles(Image.open(path).convert("RGB"))
        entries.append({"file": name, "profile": profile_name, "effect": effect, "patches": found})

    add("p3.jpg", rgb, P3, "converted", "Display P3", **best)
    add("p3.png", rgb, P3, "converted", "Display P3")
    add("p3.webp", rgb, P3, "converted", "Display P3", lossless=True)
    add("adobe.jpg", rgb, ADOBE, "converted", "Adobe RGB (1998)", **best)
    add("adobe.png", rgb, ADOBE, "converted", "Adobe RGB (1998)")
    add("grey.png", grey, GREY, "converted", "Grey gamma 1.5")
    add("grey.jpg", grey, GREY, "converted", "Grey gamma 1.5", quality=95)
    add("press.jpg", ink, press, "converted", "Plain press", **best)
    add("srgb.jpg", rgb, srgb, "none", "sRGB built-in", **best)
    add("srgb.png", rgb, srgb, "none", "sRGB built-in")
    add("broken.jpg", rgb, b"no profile at all" * 20, "ignored", None, **best)
    add("broken.png", rgb, P3[:200], "ignored", None)
    add("foreign.png", rgb, press, "ignored", "Plain press")
    # Pillow writes no HEIC; lossless, so that its patches are those of the PNG.
    if shutil.which("heif-enc"):
        subprocess.run(
            ["heif-enc", "-L", "-p", "chroma=444", "--matrix_coefficients=0", "-o",
             os.path.join(folder, "p3.heic"), os.path.join(folder, "p3.png")],
            check=True, capture_output=True)
        like = next(e for e in entries if e["file"] == "p3.png")
        entries.append({**like, "file": "p3.heic"})
    return {"note": "Patches are their middles in sRGB, three in a row, as ImageCms converts them, ± 3.", "files": entries}
