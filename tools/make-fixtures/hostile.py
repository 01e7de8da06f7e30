"""Files that must end as a clear refusal, or decode the same way every time, but never crash, hang or invent anything."""

import io
import json
import os
import shutil
import struct
import zlib

import numpy as np
import piexif

import media

# From the robustness set: only what holds no picture of anybody else (CC0), and PngSuite.
BORROWED = {
    "image/one_byte.jpg": "image-one-byte.jpg",
    "image/soi_only.jpg": "jpeg-soi-only.jpg",
    "image/soi_eoi.jpg": "jpeg-soi-eoi.jpg",
    "image/ihdr_zero.png": "png-zero-width.png",
    "image/idat_short.png": "png-idat-short.png",
    "image/claims_60000.png": "png-claims-60000x60000.png",
    "image/claims_2g.png": "png-claims-2g.png",
    "image/one_pixel.png": "png-one-pixel.png",
    "image/strip_8000x8.png": "png-strip-8000x8.png",
    "image/bomb_20000x20000_1bit.png": "png-bomb-20000x20000.png",
    "image/html_named.png": "html-named.png",
    "image/script.svg.jpg": "svg-script-named.jpg",
    "image/pdf_named.jpg": "pdf-named.jpg",
    "image/polyglot_gif_js.jpg": "gif-script-polyglot.jpg",
    "image/mvg.jpg": "mvg-named.jpg",
    "image/m3u8_named.jpg": "playlist-named.jpg",
    "image/zip_bomb.jpg": "zip-bomb-named.jpg",
    "audio/zero_frames.wav": "wav-zero-frames.wav",
    "audio/header_only_44.wav": "wav-header-only.wav",
    "audio/short_40ms.wav": "wav-short-40ms.wav",
    "audio/text_named.mp3": "text-named.mp3",
    "audio/m3u_named.mp3": "playlist-named.mp3",
    "audio/concat_script.mp3": "concat-script-named.mp3",
    "audio/id3_only.mp3": "mp3-id3-only.mp3",
    "audio/silk_v3.amr": "silk-v3.amr",
    "audio/amr_nb.amr": "amr-nb.amr",
    "audio/opus_live.webm": "opus-live.webm",
    "fetched/pngsuite_xc1n0g08.png": "pngsuite-colour-type-1.png",
    "fetched/pngsuite_xd0n2c08.png": "pngsuite-depth-0.png",
    "fetched/pngsuite_xdtn0g01.png": "pngsuite-no-idat.png",
    "fetched/pngsuite_xhdn0g08.png": "pngsuite-header-crc.png",
    "fetched/pngsuite_xs1n0g01.png": "pngsuite-signature.png",
}
NOT_READ_YET = {"amr-nb.amr", "opus-live.webm"}  # known formats that may be read later: either, but never as broken


def jpeg(**how):
    buffer = io.BytesIO()
    media.picture().save(buffer, "JPEG", quality=90, **how)
    return buffer.getvalue()


def png():
    buffer = io.BytesIO()
    media.picture().save(buffer, "PNG")
    return buffer.getvalue()


def claiming(data, width, height):
    """A JPEG whose frame header states another size."""
    for marker in (b"\xff\xc0", b"\xff\xc2"):
        at = data.find(marker)
        if at > 0:
            return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]
    raise ValueError("no frame header")


def with_exif(payload):
    """A JPEG with these bytes as its EXIF segment."""
    data = jpeg()
    body = b"Exif\0\0" + payload
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body + data[2:]


def bad_exif():
    """EXIF blocks that lie; the pictures around them are whole."""
    good = piexif.dump(
        {
            "0th": {piexif.ImageIFD.Orientation: 6, piexif.ImageIFD.Make: "X" * 40},
            "Exif": {piexif.ExifIFD.DateTimeOriginal: "2026:11:20 09:12:31"},
            "GPS": {1: "N", 2: ((30, 1), (16, 1), (0, 0))},
        }
    )[6:]
    entry = struct.pack(">HHII", 0x0132, 2, 0x7FFFFFFF, 0xFFFFFFF0)
    nested = struct.pack(">HHII", 0x8769, 4, 1, 8)
    return {
        "exif-truncated.jpg": good[: len(good) // 2],
        "exif-empty.jpg": b"",
        "exif-no-tiff.jpg": b"this is no TIFF header at all",
        "exif-offset-beyond.jpg": b"MM\0*" + struct.pack(">I", 0xFFFFFF00),
        "exif-huge-count.jpg": b"MM\0*\0\0\0\x08\0\x01" + entry + b"\0\0\0\0",
        "exif-loop.jpg": b"MM\0*\0\0\0\x08\0\x01" + nested + struct.pack(">I", 8),
        "exif-65535-entries.jpg": b"MM\0*\0\0\0\x08\xff\xff" + entry,
        "exif-zero-denominator.jpg": good,
        "exif-orientation-9.jpg": b"MM\0*\0\0\0\x08\0\x01" + struct.pack(">HHIHH", 0x0112, 3, 1, 9, 0) + b"\0\0\0\0",
        "exif-nonsense-date.jpg": piexif.dump({"Exif": {piexif.ExifIFD.DateTimeOriginal: "0000:99:99 99:99:99"}})[6:],
    }


def wav(rate=16000, channels=1, bits=16, claim=None, samples=800):
    data = np.zeros(samples, "<i2").tobytes()
    size = len(data) if claim is None else claim
    head = struct.pack(
        "<HHIIHH", 1, channels, rate, rate * channels * bits // 8 & 0xFFFFFFFF, channels * bits // 8 & 0xFFFF, bits
    )
    return (
        b"RIFF"
        + struct.pack("<I", min(36 + size, 0xFFFFFFFF))
        + b"WAVEfmt "
        + struct.pack("<I", 16)
        + head
        + b"data"
        + struct.pack("<I", size)
        + data
    )


def png_with_bomb():
    """A whole PNG with a compressed text chunk that unpacks to 48 MiB: it must be skipped, not unpacked."""
    data, body = png(), b"Comment\0\0" + zlib.compress(bytes(48 << 20), 9)
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    return data[:33] + chunk + data[33:]


def made():
    """name: (bytes, kind, outcome, class)."""
    good, progressive, flat = jpeg(), jpeg(progressive=True), png()
    flipped = bytearray(good)
    for at in range(len(good) // 2, len(good) - 50, 97):
        flipped[at] ^= 0x24
    gif = io.BytesIO()
    media.picture().save(gif, "GIF")
    webp = io.BytesIO()
    media.picture().save(webp, "WEBP", quality=70)
    bmp = io.BytesIO()
    media.picture().resize((40, 30)).save(bmp, "BMP")
    bad_crc = bytearray(flat)
    bad_crc[flat.find(b"IDAT") + 400] ^= 0xFF
    noise = np.random.default_rng(9).integers(0, 256, 4096, dtype=np.uint8).tobytes()
    files = {
        "empty.jpg": (b"", "image", "reject", "empty"),
        "jpeg-truncated-half.jpg": (good[: len(good) // 2], "image", "reject", "truncated"),
        "jpeg-truncated-90.jpg": (good[: len(good) * 9 // 10], "image", "reject", "truncated"),
        "jpeg-truncated-header.jpg": (good[:200], "image", "reject", "truncated"),
        "jpeg-truncated-progressive.jpg": (progressive[: len(progressive) // 2], "image", "reject", "truncated"),
        "jpeg-no-eoi.jpg": (good[:-2], "image", "either", "truncated"),
        "jpeg-flipped-bits.jpg": (bytes(flipped), "image", "either", "corrupt"),
        "jpeg-trailing-html.jpg": (good + b"<html><script>alert(1)</script></html>", "image", "accept", None),
        "jpeg-named.png": (good, "image", "accept", None),
        "jpeg-claims-60000x60000.jpg": (claiming(good, 60000, 60000), "image", "reject", "tooLarge"),
        "jpeg-claims-60000x60000-progressive.jpg": (claiming(progressive, 60000, 60000), "image", "reject", "tooLarge"),
        "png-truncated-half.png": (flat[: len(flat) // 2], "image", "reject", "truncated"),
        "png-bad-crc.png": (bytes(bad_crc), "image", "reject", "corrupt"),
        "png-text-bomb.png": (png_with_bomb(), "image", "accept", None),
        "gif-named.jpg": (gif.getvalue(), "image", "reject", "unsupported"),
        "bmp-named.jpg": (bmp.getvalue(), "image", "reject", "unsupported"),
        "picture.webp": (webp.getvalue(), "image", "either", "unsupported"),
        "html-named.jpg": (
            "<!doctype html><title>登录</title><p>请先登录</p>\n".encode(),
            "image",
            "reject",
            "notMedia",
        ),
        "random-named.jpg": (noise, "image", "reject", "notMedia"),
        "zeros-named.jpg": (bytes(4096), "image", "reject", "notMedia"),
        "wav-named.jpg": (wav(), "image", "reject", "wrongKind"),
        "empty.mp3": (b"", "audio", "reject", "empty"),
        "jpeg-named.mp3": (good, "audio", "reject", "wrongKind"),
        "random-named.mp3": (noise, "audio", "reject", "notMedia"),
        "wav-rate-zero.wav": (wav(rate=0, samples=16000), "audio", "reject", "corrupt"),
        "wav-channels-zero.wav": (wav(channels=0, samples=16000), "audio", "reject", "corrupt"),
        "wav-channels-65535.wav": (wav(channels=65535, samples=16000), "audio", "reject", "corrupt"),
        "wav-claims-4gb.wav": (wav(claim=0xFFFFFFFF, samples=16000), "audio", "either", "truncated"),
        "wav-truncated-half.wav": (wav(claim=64000, samples=16000), "audio", "either", "truncated"),
    }
    for name, payload in bad_exif().items():
        files[name] = (with_exif(payload), "image", "accept", None)
    return files


def make(out, robustness):
    os.makedirs(out, exist_ok=True)
    entries = []
    for name, (data, kind, outcome, reason) in made().items():
        with open(f"{out}/{name}", "wb") as file:
            file.write(data)
        also = {"alsoClass": "corrupt"} if name == "random-named.mp3" else {}  # chance sync words
        entries.append(
            {"file": name, "kind": kind, **also, "outcome": outcome, "class": reason, "source": "tools/make-fixtures"}
        )
    with open(f"{robustness}/manifest.json") as file:
        known = {e["file"]: e for e in json.load(file)}
    for source, name in BORROWED.items():
        shutil.copyfile(f"{robustness}/{source}", f"{out}/{name}")
        entry = known[source]
        read_later = name in NOT_READ_YET
        also = {"alsoClass": entry["alsoClass"]} if entry.get("alsoClass") else {}
        entries.append(
            {
                "file": name,
                "kind": entry["kind"],
                **also,
                "outcome": "either" if read_later else entry["outcome"],
                "class": "unsupported" if read_later else entry["class"],
                "source": "PngSuite" if "pngsuite" in source else "robustness set",
            }
        )
    for entry in entries:
        entry["bytes"] = os.path.getsize(f"{out}/{entry['file']}")
    return dict(
        note="reject: a reason of this class; accept: must decode; either: decode or refuse, the same way every time. Broken EXIF never costs a photo.",
        files=sorted(entries, key=lambda e: e["file"]),
    )
