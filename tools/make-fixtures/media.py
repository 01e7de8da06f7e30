"""Good pictures and sounds in the formats that the decoders read; all drawn or computed here (CC0)."""

import os

import numpy as np
import piexif
import soundfile
from PIL import Image, ImageDraw

import ogg

WIDTH, HEIGHT = 240, 160
# Colours of the corners of the upright picture, from the top left clockwise: a decoder that turns it wrongly mixes them up.
CORNERS = {
    "topLeft": (220, 30, 30),
    "topRight": (30, 170, 40),
    "bottomRight": (40, 60, 210),
    "bottomLeft": (235, 200, 30),
}


def picture():
    """A soft gradient with four coloured corners of 40 px."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH].astype(np.float32)
    base = np.stack([90 + 60 * x / WIDTH, 110 + 50 * y / HEIGHT, 150 - 40 * x / WIDTH], 2)
    image = Image.fromarray(np.uint8(base))
    draw = ImageDraw.Draw(image)
    for (left, top), colour in zip(
        [(0, 0), (WIDTH - 40, 0), (WIDTH - 40, HEIGHT - 40), (0, HEIGHT - 40)], CORNERS.values()
    ):
        draw.rectangle((left, top, left + 39, top + 39), fill=colour)
    draw.ellipse((90, 50, 150, 110), fill=(245, 245, 245))
    return image


# How the upright picture must be stored so that Orientation n shows it upright.
STORE = {
    1: [],
    2: [Image.Transpose.FLIP_LEFT_RIGHT],
    3: [Image.Transpose.ROTATE_180],
    4: [Image.Transpose.FLIP_TOP_BOTTOM],
    5: [Image.Transpose.TRANSPOSE],
    6: [Image.Transpose.ROTATE_90],
    7: [Image.Transpose.TRANSVERSE],
    8: [Image.Transpose.ROTATE_270],
}


def oriented(image, orientation):
    for step in STORE[orientation]:
        image = image.transpose(step)
    return image, piexif.dump({"0th": {piexif.ImageIFD.Orientation: orientation}, "Exif": {}, "GPS": {}})


def png16(path, image):
    """16 bits a channel: written by OpenCV, which Pillow cannot do for RGB."""
    import cv2

    cv2.imwrite(path, np.asarray(image)[:, :, ::-1].astype(np.uint16) * 257)


def voice():
    """1.5 s that sound like a voice to a meter: harmonics of a gliding pitch in syllables."""
    rate = 48000
    t = np.arange(int(1.5 * rate)) / rate
    phase = 2 * np.pi * np.cumsum(150 + 40 * np.sin(2 * np.pi * 1.3 * t)) / rate
    sound = sum(np.sin(k * phase) / k for k in range(1, 12)) * (0.5 + 0.5 * np.sin(2 * np.pi * 3.5 * t)) ** 2
    return (0.25 * sound / np.max(np.abs(sound))).astype(np.float32), rate


def resampled(sound, rate, to):
    return np.interp(np.arange(int(len(sound) * to / rate)) * rate / to, np.arange(len(sound)), sound).astype(
        np.float32
    )


def forget_peak_time(path):
    """Float WAVs carry a PEAK chunk with the time of writing: zeroed, so that the bytes do not change from run to run."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    at = data.find(b"PEAK")
    data[at + 12 : at + 16] = bytes(4)
    with open(path, "wb") as file:
        file.write(data)


def make(out):
    os.makedirs(out, exist_ok=True)
    image, entries = picture(), []

    def note(name, **facts):
        entries.append(dict(file=name, bytes=os.path.getsize(f"{out}/{name}"), **facts))

    def still(name, **facts):
        note(
            name,
            kind="image",
            uprightWidth=WIDTH,
            uprightHeight=HEIGHT,
            corners={k: list(v) for k, v in CORNERS.items()},
            **facts,
        )

    image.save(f"{out}/plain.jpg", quality=90)
    still("plain.jpg")
    image.save(f"{out}/progressive.jpg", quality=90, progressive=True)
    still("progressive.jpg")
    image.convert("L").save(f"{out}/gray.jpg", quality=90)
    note("gray.jpg", kind="image", uprightWidth=WIDTH, uprightHeight=HEIGHT)
    image.convert("CMYK").save(f"{out}/cmyk.jpg", quality=92)
    note("cmyk.jpg", kind="image", uprightWidth=WIDTH, uprightHeight=HEIGHT)
    for orientation in range(1, 9):
        stored, exif = oriented(image, orientation)
        stored.save(f"{out}/orientation-{orientation}.jpg", quality=90, exif=exif)
        still(f"orientation-{orientation}.jpg", orientation=orientation)
    image.save(f"{out}/rgb8.png")
    still("rgb8.png")
    png16(f"{out}/rgb16.png", image)
    still("rgb16.png")
    image.quantize(64).save(f"{out}/palette.png")
    still("palette.png", tolerance=24)
    clear = image.convert("RGBA")
    clear.putalpha(Image.fromarray(np.uint8(np.where(np.hypot(*np.mgrid[-80:80, -120:120]) > 60, 255, 0))))
    clear.save(f"{out}/alpha.png")
    still("alpha.png", note="透明的中间部分应显示为白色")
    image.convert("1").save(f"{out}/gray-1bit.png")
    note("gray-1bit.png", kind="image", uprightWidth=WIDTH, uprightHeight=HEIGHT)
    image.save(f"{out}/lossy.webp", quality=80)
    still("lossy.webp")
    image.save(f"{out}/lossless.webp", lossless=True)
    still("lossless.webp")
    black = Image.new("RGB", image.size)
    image.save(f"{out}/animated.webp", save_all=True, append_images=[black], duration=100, quality=80)
    still("animated.webp", note="只取第一帧")
    turned = Image.Exif()
    turned[0x010F], turned[0x0112] = "HUAWEI", 6
    image.save(f"{out}/exif-orientation-6.webp", quality=80, exif=turned.tobytes())
    note("exif-orientation-6.webp", kind="image", uprightWidth=HEIGHT, uprightHeight=WIDTH, orientation=6)
    image.save(f"{out}/plain.avif", quality=85)
    still("plain.avif")
    # Written once with heif-enc; no library here writes HEIC.
    note("alpha.heic", kind="image", uprightWidth=320, uprightHeight=240)
    sound, rate = voice()

    def clip(name, to, channels=1, **how):
        data = resampled(sound, rate, to)
        if channels == 2:
            data = np.stack([data, data * 0.7], 1)
        soundfile.write(f"{out}/{name}", data, to, **how)
        if name.endswith(".ogg"):
            ogg.set_serial(f"{out}/{name}", 2611)
        if how.get("subtype") == "FLOAT":
            forget_peak_time(f"{out}/{name}")
        note(name, kind="audio", seconds=1.5, sampleRate=to, channels=channels)

    clip("u8-8k.wav", 8000, subtype="PCM_U8")
    clip("s16-16k.wav", 16000, subtype="PCM_16")
    clip("s16-44k-stereo.wav", 44100, channels=2, subtype="PCM_16")
    clip("s24-16k.wav", 16000, subtype="PCM_24")
    clip("f32-16k.wav", 16000, subtype="FLOAT")
    clip("tone.flac", 16000, subtype="PCM_16")
    clip("tone.mp3", 16000, format="MP3", subtype="MPEG_LAYER_III")
    clip("vorbis.ogg", 16000, format="OGG", subtype="VORBIS")
    clip("opus.ogg", 48000, format="OGG", subtype="OPUS")
    soundfile.write(f"{out}/silence.wav", np.zeros(16000, np.float32), 16000, subtype="PCM_16")
    note("silence.wav", kind="audio", seconds=1.0, sampleRate=16000, channels=1, note="能打开，但没有人声")
    return dict(
        note="All of these must decode. Corner colours are those of the upright picture, ± 12 unless tolerance says more.",
        files=entries,
    )
