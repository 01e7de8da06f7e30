"""Ogg files whose bytes do not change from run to run: encoders choose a random stream serial number."""

import struct


def crc_table():
    """Ogg's checksum: polynomial 0x04c11db7, not reflected, no initial value (RFC 3533)."""
    table = []
    for value in range(256):
        value <<= 24
        for _ in range(8):
            value = (value << 1) ^ 0x04C11DB7 if value & 0x80000000 else value << 1
        table.append(value & 0xFFFFFFFF)
    return table


TABLE = crc_table()


def checksum(page):
    value = 0
    for byte in page:
        value = ((value << 8) & 0xFFFFFFFF) ^ TABLE[(value >> 24) ^ byte]
    return value


def set_serial(path, serial):
    """Gives every page of the one stream in the file this serial number."""
    with open(path, "rb") as file:
        data = bytearray(file.read())
    at = 0
    while at < len(data):
        if data[at : at + 4] != b"OggS":
            raise ValueError(f"{path}: no Ogg page at {at}")
        segments = data[at + 26]
        end = at + 27 + segments + sum(data[at + 27 : at + 27 + segments])
        data[at + 14 : at + 18] = struct.pack("<I", serial)
        data[at + 22 : at + 26] = bytes(4)
        data[at + 22 : at + 26] = struct.pack("<I", checksum(data[at:end]))
        at = end
    with open(path, "wb") as file:
        file.write(data)
