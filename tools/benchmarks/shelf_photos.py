"""Whole shelf photos: `storeproof analyze shelf` against the OpenCV peer (SIFT), on one core each, in one run.

usage: shelf_photos.py STOREPROOF SHARED SCRATCH

SHARED holds data/shelf and eval/shelf, SCRATCH takes the index, pictures and lists. Both are charged processor seconds for
reading photos from disk, without start and index: a run over one photo is taken off a run over several. The time bar
is a sixth of the peer. Then the same photo with 93 and with 500 products, and the largest memory of all runs of ours.
"""
import glob
import os
import shutil
import subprocess
import sys

REPEATS = 2
PHOTOS = ("normal_0", "rows_0", "small_0")
CORE = min(os.sched_getaffinity(0))


def run(command):
    """Processor seconds and peak megabytes of a command that is held to one core."""
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {CORE}))
    _, status, usage = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"{' '.join(command)} ended with {child.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def copies(photo, count, folder):
    """A folder with `count` names for one photo."""
    shutil.rmtree(folder, ignore_errors=True)
    os.makedirs(folder)
    for number in range(count):
        os.symlink(os.path.abspath(photo), os.path.join(folder, f"{number}.jpg"))
    return folder


class Ours:
    def __init__(self, binary, scratch):
        self.binary, self.scratch, self.peak = binary, scratch, 0.0

    def warm(self, catalogue, photo):
        run(self.command(catalogue, [photo]))

    def command(self, catalogue, photos):
        cache = os.path.join(self.scratch, "index")
        return [self.binary, "analyze", "shelf", *photos, "--catalogue", catalogue, "--cache", cache, "--json"]

    def seconds(self, catalogue, photo):
        several, peak = run(self.command(catalogue, [photo] * (1 + REPEATS)))
        one, _ = run(self.command(catalogue, [photo]))
        self.peak = max(self.peak, peak)
        return (several - one) / REPEATS


def peer_seconds(script, catalogue, photo, scratch):
    def seconds(count):
        folder = copies(photo, count, os.path.join(scratch, "copies"))
        return run([sys.executable, script, folder, catalogue, "sift", "1", "--all"])[0]

    return (seconds(1 + REPEATS) - seconds(1)) / REPEATS


def many_products(shared, scratch):
    """A photo with the catalogues of 93 and 500 products that it was drawn from; nil where drawing fails."""
    catalogues = []
    for name, fillers in (("few", 0), ("many", 407)):
        folder = os.path.join(scratch, name)
        subprocess.run(
            [sys.executable, f"{shared}/eval/shelf/gen.py", "--iconics", f"{shared}/data/shelf/iconics", "--out", folder,
             "--seed", "71", "--plan", "normal:1", "--fillers", str(fillers)],
            check=True, stdout=subprocess.DEVNULL,
        )
        catalogues.append(os.path.join(folder, "catalogue"))
    return glob.glob(os.path.join(scratch, "few", "photos", "*.jpg"))[0], catalogues


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: shelf_photos.py STOREPROOF SHARED SCRATCH")
    binary, shared, scratch = sys.argv[1:]
    ours = Ours(binary, scratch)
    catalogue = f"{shared}/data/shelf/catalogue"
    first = f"{shared}/data/shelf/photos/{PHOTOS[0]}.jpg"
    ours.warm(catalogue, first)
    for name in PHOTOS:
        photo = f"{shared}/data/shelf/photos/{name}.jpg"
        own = ours.seconds(catalogue, photo)
        other = peer_seconds(f"{shared}/eval/shelf/peer.py", catalogue, photo, scratch)
        print(f"{name:<11} {own:9.2f} cpu s  sift       {other:9.2f} cpu s  ratio {own / other:.2f} (bar .17)", flush=True)
    photo, (few, many) = many_products(shared, scratch)
    for products in (few, many):
        ours.warm(products, photo)
    with_few, with_many = ours.seconds(few, photo), ours.seconds(many, photo)
    print(
        f"{'500 skus':<11} {with_many:9.2f} cpu s  93 skus    {with_few:9.2f} cpu s  "
        f"ratio {with_many / with_few:.2f} (bar 1.3)"
    )
    print(f"{'memory':<11} {ours.peak:9.0f} MB at most (bar 300)")


main()
