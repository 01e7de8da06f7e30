"""Archives of evidence as phones and computers of Chinese stores pack them, and some that no store would."""

import os
import struct
import zipfile
import zlib

DATE = (2026, 11, 20, 9, 16, 0)


class Gbk(zipfile.ZipInfo):
    """A name as packers of Chinese Windows write it: GBK, without the mark of UTF-8."""

    def _encodeFilenameFlags(self):
        return self.filename.encode("gbk"), self.flag_bits & ~0x800


def pack(path, entries, kind=zipfile.ZipInfo):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            info = kind(name, DATE)
            info.compress_type = zipfile.ZIP_STORED if name.endswith("/") else zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def encrypted(content, password):
    """The traditional encryption (APPNOTE 6.1) behind its twelve bytes of header."""
    keys = [0x12345678, 0x23456789, 0x34567890]
    table = list(range(256))
    for _ in range(8):
        table = [n >> 1 ^ (0xEDB88320 if n & 1 else 0) for n in table]

    def step(byte):
        keys[0] = table[(keys[0] ^ byte) & 255] ^ (keys[0] >> 8)
        keys[1] = ((keys[1] + (keys[0] & 255)) * 134775813 + 1) & 0xFFFFFFFF
        keys[2] = table[(keys[2] ^ (keys[1] >> 24)) & 255] ^ (keys[2] >> 8)

    for byte in password:
        step(byte)
    secret = bytearray()
    for byte in bytes(11) + bytes([zlib.crc32(content) >> 24]) + content:
        mask = (keys[2] | 2) & 0xFFFF
        secret.append(byte ^ ((mask * (mask ^ 1)) >> 8 & 255))
        step(byte)
    return bytes(secret)


def locked(path, name, content):
    secret = encrypted(content, b"secret")
    common = struct.pack(
        "<HHHHHIIIHH", 20, 1, 0, 0, 0x5D74, zlib.crc32(content), len(secret), len(content), len(name), 0)
    directory = b"PK\1\2" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    with open(path, "wb") as file:
        file.write(b"PK\3\4" + common + name + secret)
        start = file.tell()
        file.write(directory)
        file.write(b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), start, 0))


def make(fixtures):
    folder = f"{fixtures}/archives"
    os.makedirs(folder, exist_ok=True)

    def media(name):
        with open(f"{fixtures}/media/{name}", "rb") as file:
            return file.read()

    photo, other, sound = media("plain.jpg"), media("rgb8.png"), media("silence.wav")
    pack(f"{folder}/windows.zip", [
        ("上报/", b""), ("上报/货架/", b""), ("上报/货架/正面.jpg", photo), ("上报/货架/侧面.png", other),
        ("上报/咨询/录音1.wav", sound), ("上报/货架/Thumbs.db", b"\xd0\xcf\x11\xe0"),
        ("上报/说明.txt", "今天的照片".encode("gbk")),
    ], Gbk)
    table = "文件;类型;项目\r\n照片1.jpg;货架;shelf-3\r\n照片2.png;订单;order-1\r\n"
    pack(f"{folder}/manifest.zip", [
        ("manifest.csv", table.encode("gb18030")), ("照片1.jpg", photo), ("照片2.png", other)])
    with open(f"{folder}/windows.zip", "rb") as file:
        pack(f"{folder}/nested.zip", [("shelf/inner.jpg", file.read())])
    locked(f"{folder}/encrypted.zip", b"shelf-1.jpg", photo)
    pack(f"{folder}/traversal.zip", [("../shelf-1.jpg", photo), ("shelf/shelf-2.jpg", other)])
    print(f"{len(os.listdir(folder))} archives")
