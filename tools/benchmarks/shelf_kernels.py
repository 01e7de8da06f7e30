"""The kernels below the shelf recogniser: ours against OpenCV, one thread each, same picture, in one run.

usage: shelf_kernels.py BENCH PHOTO ROUNDS

Both take turns; the median counts. Prints a line a kernel: rates of ours and of OpenCV, and their ratio (above 1: ours
is faster). `features` is detection and description of the whole photo beside SIFT with the same contrast.
"""
import subprocess
import sys
import time

import cv2
import numpy as np

LEAST_SECONDS = 0.4
UNITS = dict(patch="k/s ", correlation="k/s ", distance="M/s ")


def rate(work, body):
    body()
    done, began = 0.0, time.perf_counter()
    while True:
        body()
        done += work
        seconds = time.perf_counter() - began
        if seconds >= LEAST_SECONDS:
            return done / seconds


def gradient(luma):
    across = cv2.Sobel(luma, cv2.CV_32F, 1, 0, ksize=1)
    down = cv2.Sobel(luma, cv2.CV_32F, 0, 1, ksize=1)
    return cv2.addWeighted(cv2.absdiff(across, 0), 0.5, cv2.absdiff(down, 0), 0.5, 0)


def peer(photo):
    megapixels = photo.shape[0] * photo.shape[1] / 1e6
    gray = cv2.cvtColor(photo, cv2.COLOR_BGR2GRAY)
    luma = np.float32(gray)
    height, width = gray.shape
    size = (width * 5 // 8, height * 5 // 8)
    generator = np.random.default_rng(7)
    thumbnails = [np.float32(generator.integers(0, 256, (3, 64, 48))) for _ in range(64)]
    rows = np.uint8(generator.integers(0, 256, (4000, 128)))
    lab = cv2.cvtColor(np.float32(photo) / 255, cv2.COLOR_BGR2LAB)
    grids = [
        np.float32([[1.3, -0.1, 20 + n * 97 % (width - 120)], [0.1, 1.3, 20 + n * 61 % (height - 140)]]) for n in range(256)
    ]
    sift = cv2.SIFT_create(nfeatures=30000, contrastThreshold=0.02)

    def correlations():
        for one in thumbnails:
            for other in thumbnails:
                for plane in range(3):
                    cv2.matchTemplate(one[plane], other[plane], cv2.TM_CCOEFF_NORMED)

    def patches():
        for grid in grids:
            cv2.warpAffine(lab, grid, (48, 64), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)

    return dict(
        gradient=rate(megapixels, lambda: gradient(luma)),
        resize=rate(megapixels, lambda: cv2.resize(photo, size, interpolation=cv2.INTER_LINEAR)),
        halve=rate(megapixels, lambda: cv2.resize(photo, (width // 2, height // 2), interpolation=cv2.INTER_AREA)),
        blur=rate(megapixels, lambda: cv2.GaussianBlur(luma, (11, 11), 1.6, borderType=cv2.BORDER_REPLICATE)),
        lab=rate(megapixels, lambda: cv2.cvtColor(np.float32(photo) / 255, cv2.COLOR_BGR2LAB)),
        patch=rate(len(grids) / 1e3, patches),
        correlation=rate(len(thumbnails) ** 2 * 3 / 1e3, correlations),
        distance=rate(400 * 4000 / 1e6, lambda: cv2.batchDistance(rows[:400], rows, cv2.CV_32S, normType=cv2.NORM_L2SQR, K=1)),
        features=rate(megapixels, lambda: sift.detectAndCompute(gray, None)),
    )


def ours(bench, photo):
    printed = subprocess.run([bench, "shelf-kernels", photo], check=True, capture_output=True, text=True).stdout
    return {name: float(value) for name, value in (line.split() for line in printed.splitlines())}


def main():
    if len(sys.argv) != 4:
        sys.exit("usage: shelf_kernels.py BENCH PHOTO ROUNDS")
    bench, path, rounds = sys.argv[1], sys.argv[2], int(sys.argv[3])
    cv2.setNumThreads(1)
    photo = cv2.imread(path)
    turns = [(ours(bench, path), peer(photo)) for _ in range(rounds)]
    for name in turns[0][0]:
        own, other = (np.median([turn[side][name] for turn in turns]) for side in (0, 1))
        ratio = np.median([turn[0][name] / turn[1][name] for turn in turns])
        unit = UNITS.get(name, "MP/s")
        print(f"{name:<11} {own:9.1f} {unit}   opencv     {other:9.1f} {unit}   ratio {ratio:.2f}")


main()
