"""Processor seconds per order screenshot: `storeproof analyze text` against rapidocr on OpenVINO, in one run.

usage: order_reading.py STOREPROOF SCREENSHOT…

Both get the same screenshots and two threads. What is measured is reading alone: start and model loading are taken
off by a run over one screenshot less, so each side reads the first screenshot to warm up and is charged for the rest.
Prints: seconds of ours, seconds of rapidocr, ratio.
"""
import os
import resource
import subprocess
import sys
import time

THREADS = 2


def children_seconds():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def ours(binary, shots):
    def run(files):
        before = children_seconds()
        subprocess.run([binary, "analyze", "text", *files, "--json"], check=True, stdout=subprocess.DEVNULL)
        return children_seconds() - before

    return (run(shots) - run(shots[:1])) / (len(shots) - 1)


def rapidocr(shots):
    from rapidocr import EngineType, RapidOCR

    engine = RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Det.engine_type": EngineType.OPENVINO,
            "Rec.engine_type": EngineType.OPENVINO,
            "EngineConfig.openvino.inference_num_threads": THREADS,
        }
    )
    engine(shots[0])
    before = time.process_time()
    for shot in shots[1:]:
        engine(shot)
    return (time.process_time() - before) / (len(shots) - 1)


def main():
    binary, shots = sys.argv[1], sys.argv[2:]
    if len(shots) < 2:
        sys.exit("usage: order_reading.py STOREPROOF SCREENSHOT SCREENSHOT…")
    os.environ["OMP_NUM_THREADS"] = str(THREADS)
    own, peer = ours(binary, shots), rapidocr(shots)
    print(f"orders    {own:9.2f} cpu s   rapidocr   {peer:9.2f} cpu s   ratio {own / peer:.2f}")


main()
