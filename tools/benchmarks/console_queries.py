"""Milliseconds per console and API query over a year of a chain, as a browser waits for them.

usage: console_queries.py STOREPROOF FOLDER [ROUNDS]

Fills FOLDER (kept for the next run) with 137 stores × 365 days: facts and metrics from `storeproof simulate`, then nine
items and a score a store-day and four flags a store and month, written to the database directly. Serves it, signs in as
headquarters and asks every query ROUNDS times (default 40), with another store and day each time, one after another.
Prints, for each query: median, 95th percentile and largest time, ms.
"""
import http.cookiejar
import os
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request

STORES, DAYS, FIRST = 137, 365, "2025-11-01"
QUERIES = [
    "/console?day={day}", "/console/flags", "/console/flags?state=open", "/console/appeals",
    "/console/questions?day={day}", "/console/batches/{store}/{day}", "/v1/batches/{store}/{day}",
    "/v1/stores/{store}/scores?from={month}&to={day}", "/v1/flags?store={store}", "/metrics",
]


def fill(binary, folder):
    fixtures = os.path.join(os.path.dirname(__file__), "../../fixtures")
    subprocess.run([binary, "init", "--data", folder, "--accounts", f"{fixtures}/chain/accounts.yaml"], check=True)
    subprocess.run(
        [binary, "simulate", "--stores", str(STORES), "--days", str(DAYS), "--from", FIRST, "--into", folder,
         "--rules", f"{fixtures}/rules/shipped.yaml"], check=True)
    with sqlite3.connect(f"{folder}/storeproof.sqlite") as database:
        add_evidence(database)


def add_evidence(database):
    days = database.execute("SELECT store, day FROM storeDayFacts ORDER BY day, store").fetchall()
    slots = [(kind, f"{name}-{n}") for kind, name, count in (
        ("shelfPhoto", "shelf", 3), ("consultationAudio", "consultation", 5), ("orderScreenshot", "order", 1))
        for n in range(1, count + 1)]
    database.executemany(
        "INSERT INTO item (id, store, day, kind, slot, sha256, byteCount, receivedAt, recordedAt, late, state, verdict,"
        " sender) VALUES (?, ?, ?, ?, ?, ?, 1, 0, 0, 0, 'analysed', 'trusted', 'bench')",
        ((f"{store}{day}{slot}", store, day, kind, slot, f"{number * 16 + place:064x}")
         for number, (store, day) in enumerate(days) for place, (kind, slot) in enumerate(slots)))
    database.executemany(
        "INSERT INTO score (store, day, revision, total, provisional, policyVersion, parts, scoredAt, superseded)"
        " VALUES (?, ?, 1, 80, 0, 'bench', '[]', 0, 0)", days)
    states = ["closed", "dismissed", "expired", "open"]
    database.executemany(
        "INSERT INTO flag (id, rule, ruleVersion, store, firstDay, lastDay, title, recommendation, severity, state,"
        " evidence) VALUES (?, 'bench', '1', ?, ?, ?, '{}', '{}', 'info', ?, '[]')",
        ((f"{store}{day}", store, day, day, states[number % 41 % 4] if number % 10 else "closed")
         for number, (store, day) in enumerate(days) if number % 7 == 0))


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def signed_in(base):
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()))
    for _ in range(100):
        try:
            browser.open(f"{base}/healthz").read()
            break
        except OSError:
            time.sleep(0.2)
    form = urllib.parse.urlencode({"account": "hq", "password": "demo-hq", "next": ""}).encode()
    browser.open(f"{base}/login", form).read()
    return browser


def milliseconds(browser, address):
    began = time.perf_counter()
    browser.open(address).read()
    return (time.perf_counter() - began) * 1000


def measure(browser, base, places, rounds):
    for query in QUERIES:
        times = []
        for number in range(rounds):
            store, day = places[number * 7919 % len(places)]
            times.append(milliseconds(browser, base + query.format(store=store, day=day, month=day[:8] + "01")))
        times.sort()
        print(f"{query:52} {times[len(times) // 2]:7.1f} {times[len(times) * 95 // 100]:7.1f} {times[-1]:7.1f}")


def main():
    binary, folder = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    if not os.path.exists(f"{folder}/storeproof.sqlite"):
        fill(binary, folder)
    with sqlite3.connect(f"{folder}/storeproof.sqlite") as database:
        places = database.execute("SELECT store, day FROM storeDayFacts ORDER BY day, store").fetchall()
    port = free_port()
    server = subprocess.Popen(
        [binary, "serve", "--data", folder, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        print(f"{'ms':52} {'median':>7} {'p95':>7} {'most':>7}")
        measure(signed_in(base), base, places, rounds)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
