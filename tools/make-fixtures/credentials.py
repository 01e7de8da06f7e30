"""Signed photos for the tests of content credentials: two made-up authorities, a camera of each, one picture.

Every run makes other keys, which are thrown away: the certificates are for these files only. Needs openssl and c2pa-python.
"""

import io
import json
import os
import subprocess
import tempfile

import c2pa
from PIL import Image, ImageDraw

DAYS = "10950"
LEAF = """basicConstraints=critical,CA:false
keyUsage=critical,digitalSignature
extendedKeyUsage=critical,emailProtection
subjectKeyIdentifier=hash
authorityKeyIdentifier=keyid
"""


def openssl(folder, *arguments):
    subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)


def authority(folder, name, organisation):
    """A root and a camera's certificate under it: (chain, key, root), PEM."""
    for key in ("root", "camera"):
        openssl(folder, "genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-out", f"{name}.{key}.key")
    subject = f"/C=CN/O={organisation}/CN="
    openssl(
        folder, "req", "-x509", "-new", "-key", f"{name}.root.key", "-sha256", "-days", DAYS, "-subj", f"{subject}Root",
        "-addext", "basicConstraints=critical,CA:true", "-addext", "keyUsage=critical,keyCertSign,cRLSign",
        "-out", f"{name}.root.pem")
    openssl(folder, "req", "-new", "-key", f"{name}.camera.key", "-subj", f"{subject}Camera", "-out", f"{name}.csr")
    with open(os.path.join(folder, "leaf.cnf"), "w") as file:
        file.write(LEAF)
    openssl(
        folder, "x509", "-req", "-in", f"{name}.csr", "-CA", f"{name}.root.pem", "-CAkey", f"{name}.root.key",
        "-CAcreateserial", "-days", DAYS, "-sha256", "-extfile", "leaf.cnf", "-out", f"{name}.camera.pem")

    def read(part):
        with open(os.path.join(folder, f"{name}.{part}")) as file:
            return file.read()

    root = read("root.pem")
    return read("camera.pem") + root, read("camera.key"), root


def signed(photo, chain, key):
    info = c2pa.C2paSignerInfo(c2pa.C2paSigningAlg.ES256, chain.encode(), key.encode(), b"")
    # No authority is asked for a time.
    info.ta_url = None
    action = {
        "action": "c2pa.created",
        "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture",
    }
    manifest = {
        "claim_generator_info": [{"name": "storeproof fixtures", "version": "1"}],
        "title": "photo",
        "format": "image/jpeg",
        "assertions": [{"label": "c2pa.actions", "data": {"actions": [action]}}],
    }
    settings = c2pa.Settings.from_dict({"builder": {"thumbnail": {"enabled": False}}})
    target = io.BytesIO()
    c2pa.Builder(json.dumps(manifest), c2pa.Context(settings)).sign(
        c2pa.Signer.from_info(info), "image/jpeg", io.BytesIO(photo), target)
    return target.getvalue()


def drawn(packs=4):
    picture = Image.new("RGB", (400, 300), (210, 200, 180))
    draw = ImageDraw.Draw(picture)
    for pack in range(packs):
        left = 25 + 90 * pack
        draw.rectangle((left, 70, left + 70, 240), fill=(40 + 50 * pack, 120, 200 - 40 * pack), outline=(20, 20, 20))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=85)
    return out.getvalue()


def under(manifest, photo):
    """Another photo with the manifest (APP11 segments) of a signed one, as some editors leave it."""
    segments = b""
    place = 2
    while manifest[place + 1] != 0xDA:
        end = place + 2 + int.from_bytes(manifest[place + 2 : place + 4], "big")
        if manifest[place + 1] == 0xEB:
            segments += manifest[place:end]
        place = end
    return photo[:2] + segments + photo[2:]


def make(folder):
    os.makedirs(folder, exist_ok=True)
    with tempfile.TemporaryDirectory() as keys:
        known = authority(keys, "known", "Lamp Street Cameras")
        other = authority(keys, "other", "Nowhere Pictures")
    photo = drawn()
    whole = signed(photo, known[0], known[1])
    for name, data in {
        "signed.jpg": whole,
        "signed-by-another.jpg": signed(photo, other[0], other[1]),
        "changed-after-signing.jpg": under(whole, drawn(packs=3)),
        "signers.pem": known[2].encode(),
    }.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(data)
