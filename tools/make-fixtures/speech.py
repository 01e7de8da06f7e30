"""Recordings at the till: synthesised speech over a shop's hum, with the transcript's exact times. Needs espeak-ng."""

import json
import os
import subprocess
import zlib

import numpy as np
import soundfile
from pypinyin import Style, lazy_pinyin

import ogg
from dialogues import DIALOGUES, SILENT
from plan import stem

RATE = 16000
# Debian's espeak-ng has no dictionary for Chinese characters, so the text goes in as pinyin.
VOICES = {
    "C": ["cmn-latn-pinyin+f3", "cmn-latn-pinyin+m1", "cmn-latn-pinyin+f2", "cmn-latn-pinyin+m7"],
    "S": ["cmn-latn-pinyin+m3", "cmn-latn-pinyin+f4"],
}
SUFFIXES = {3: ".mp3", 7: ".flac", 11: ".mp3"}  # by number modulo 20; the others are Ogg with Opus


def speak(text, voice, speed, scratch):
    pinyin = " ".join(lazy_pinyin(text, style=Style.TONE3, neutral_tone_with_five=True)).replace("，", ",")
    path = f"{scratch}/line.wav"
    subprocess.run(
        ["espeak-ng", "-v", voice, "-s", str(speed), "-w", path, pinyin], check=True, stdin=subprocess.DEVNULL
    )
    sound, rate = soundfile.read(path, dtype="float32")
    count = int(len(sound) * RATE / rate)
    sound = np.interp(np.arange(count) * rate / RATE, np.arange(len(sound)), sound).astype(np.float32)
    loud = np.flatnonzero(np.abs(sound) > 0.004)
    return sound[loud[0] : loud[-1] + 1] * (0.16 / max(1e-6, float(np.sqrt(np.mean(sound[loud[0] : loud[-1]] ** 2)))))


def room(rng, count, level):
    """The refrigerator's hum, pink noise of the air, a door now and then."""
    t = np.arange(count) / RATE
    hum = sum(
        a * np.sin(2 * np.pi * f * t + rng.uniform(0, 6)) for f, a in ((50, 1), (100, 0.8), (150, 0.35), (300, 0.15))
    )
    spectrum = np.fft.rfft(rng.normal(0, 1, count)) / np.maximum(1, np.sqrt(np.arange(count // 2 + 1)))
    pink = np.fft.irfft(spectrum, count)
    noise = 0.5 * hum / np.std(hum) + 0.9 * pink / np.std(pink)
    return (noise * level * (1 + 0.15 * np.sin(2 * np.pi * 0.11 * t + rng.uniform(0, 6)))).astype(np.float32)


def stamp(seconds, comma):
    ms = int(round(seconds * 1000))
    return f"{ms // 3600000:02d}:{ms // 60000 % 60:02d}:{ms // 1000 % 60:02d}{',' if comma else '.'}{ms % 1000:03d}"


def sidecar(kind, segments):
    if kind == "txt":
        return "".join(s["text"] + "\n" for s in segments)
    if kind == "json":
        return json.dumps(dict(segments=segments), ensure_ascii=False, indent=1) + "\n"
    body = [f"{stamp(s['start'], kind == 'srt')} --> {stamp(s['end'], kind == 'srt')}\n{s['text']}\n" for s in segments]
    if kind == "srt":
        return "\n".join(f"{i + 1}\n{b}" for i, b in enumerate(body))
    return "WEBVTT\n\n" + "\n".join(body)


def record(number, turns, scratch):
    rng = np.random.default_rng(4100 + number)
    speed, voice = int(rng.integers(150, 176)), {"C": VOICES["C"][number % 4], "S": VOICES["S"][number % 2]}
    pieces, segments, at = [], [], float(rng.uniform(0.7, 1.5))
    for who, text in turns:
        sound = speak(text, voice[who], speed, scratch)
        pieces.append((int(at * RATE), sound * (1 if who == "C" else 0.8)))
        segments.append(
            dict(start=round(int(at * RATE) / RATE, 2), end=round((int(at * RATE) + len(sound)) / RATE, 2), text=text)
        )
        at = segments[-1]["end"] + float(rng.uniform(0.3, 0.8))
    count = int((at + rng.uniform(0.5, 1.2)) * RATE)
    mix = room(rng, count, 0.16 * 10 ** (-float(rng.uniform(15, 22)) / 20))
    for start, sound in pieces:
        mix[start : start + len(sound)] += sound
    return np.clip(mix, -0.98, 0.98), segments


def write(path, sound):
    if path.endswith(".ogg"):
        soundfile.write(path, sound, RATE, format="OGG", subtype="OPUS", compression_level=0.85)
        ogg.set_serial(path, zlib.crc32(os.path.basename(path).encode()))
    elif path.endswith(".mp3"):
        soundfile.write(path, sound, RATE, format="MP3", subtype="MPEG_LAYER_III", compression_level=0.7)
    else:
        soundfile.write(path, sound, RATE, format="FLAC", subtype="PCM_16")


def make(chain, scratch):
    """Writes recordings and sidecars; returns their truth, one entry a recording."""
    folder = f"{chain}/media/consultations"
    os.makedirs(folder, exist_ok=True)
    truth = []
    for number, ((store, day, slot), (topics, kind, turns)) in enumerate(DIALOGUES.items()):
        day = f"2026-11-{day}"
        name = stem(store, day, f"consultation-{slot}")
        sound, segments = record(number, turns, scratch)
        audio = f"media/consultations/{name}{SUFFIXES.get(number % 20, '.ogg')}"
        write(f"{chain}/{audio}", sound)
        text = f"media/consultations/{name}.{kind}" if kind else None
        if text:
            with open(f"{chain}/{text}", "w") as file:
                file.write(sidecar(kind, segments))
        truth.append(
            dict(
                file=audio,
                transcript=text,
                store=store,
                day=day,
                slot=f"consultation-{slot}",
                seconds=round(len(sound) / RATE, 2),
                speechSeconds=round(sum(s["end"] - s["start"] for s in segments), 2),
                topics=topics,
                segments=segments,
                speakers=["customer" if who == "C" else "staff" for who, _ in turns],
            )
        )
    store, day, slot = SILENT
    rng, day = np.random.default_rng(77), f"2026-11-{day}"
    sound, audio = room(rng, 16 * RATE, 0.012), f"media/consultations/{stem(store, day, f'consultation-{slot}')}.ogg"
    write(f"{chain}/{audio}", sound)
    truth.append(
        dict(
            file=audio,
            transcript=None,
            store=store,
            day=day,
            slot=f"consultation-{slot}",
            seconds=16.0,
            speechSeconds=0.0,
            topics=[],
            segments=[],
            speakers=[],
        )
    )
    return truth
