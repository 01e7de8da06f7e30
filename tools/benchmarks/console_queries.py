"""Milliseconds per console and API query over a year of a chain, as a browser waits for them.

usage: console_queries.py STOREPROOF FOLDER [ROUNDS [STORES DAYS]]

Fills FOLDER (kept for the next run) with 137 stores × 365 days, or as many as named: requirements, facts and metrics from `storeproof simulate`
(of a larger chain the first 500 stores, then copies of them in districts of their own), then nine items and a score a store-day, four flags a store and month, and of the last 30 days (of a large chain the last 5,000 store-days)
what customers say in every recording (the fixtures' dialogues with their sentences mixed), written to the database directly. The worker
groups the questions once; recounting every number and running the rules nightly follow; the times are printed. Then serves the folder, signs in as headquarters and asks every query
ROUNDS times (default 40), with another store and day each time, one after another.
Prints, for each query: median, 95th percentile and largest time, and the server's processor time a query, ms; what else
runs on the machine is in the times and hardly in the processor time.
"""
import http.cookiejar
import json
import os
import random
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.parse
import urllib.request

FIXTURES = os.path.join(os.path.dirname(__file__), "../../fixtures")
FIRST, SIMULATED_STORES = "2025-11-01", 500
# What customers say is filled in for the newest store-days.
SPOKEN_DAYS, SPOKEN_STORE_DAYS = 30, 5_000
SLOTS = [(kind, f"{name}-{n}") for kind, name, count in (
    ("shelfPhoto", "shelf", 3), ("consultationAudio", "consultation", 5), ("orderScreenshot", "order", 1))
    for n in range(1, count + 1)]
QUERIES = [
    "/console?day={day}", "/console?day={day}&filter=flagged", "/console/flags", "/console/flags?state=open",
    "/console/flags?store={store}", "/console/flags/{flag}", "/console/tasks", "/console/appeals",
    "/console/ranking?day={day}", "/console/ranking?metric=groupBuyCapability&day={day}", "/console/comparison", "/console/questions", "/console/questions?days=30",
    "/console/questions?days=14&only=unmatched", "/console/batches/{store}/{day}",
    "/console/items/{store}{day}shelf-1", "/v1/batches/{store}/{day}",
    "/v1/stores/{store}/scores?from={month}&to={day}", "/v1/flags?store={store}", "/metrics",
]


def timed(what, command):
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    print(f"{what}: {time.perf_counter() - began:.1f} s", flush=True)


def fill(binary, folder, stores, days):
    subprocess.run([binary, "init", "--data", folder, "--accounts", f"{FIXTURES}/chain/accounts.yaml"], check=True)
    simulated = min(int(stores), SIMULATED_STORES)
    timed("filled", [binary, "simulate", "--stores", str(simulated), "--days", days, "--from", FIRST, "--into", folder])
    with sqlite3.connect(f"{folder}/storeproof.sqlite") as database:
        database.execute("PRAGMA synchronous = OFF")
        for copy in range(1, (int(stores) - 1) // SIMULATED_STORES + 1):
            copy_stores(database, copy, min(SIMULATED_STORES, int(stores) - copy * SIMULATED_STORES))
    add_evidence(binary, folder)


def copy_stores(database, copy, most):
    """The first simulated stores once more, each with its days, in districts of their own; recounting makes the sums."""
    named = "(SELECT id FROM store WHERE id NOT LIKE '%~%' ORDER BY id LIMIT :most)"
    values = {"copy": f"~{copy}", "most": most}
    for table, columns in (
            ("store", "name, replace(region, '\"]', :copy || '\"]'), address, latitude, longitude, geofenceMetres, timeZone,"
                      " cutOff, attributes"),
            ("storePlace", "fromDay, replace(region, '\"]', :copy || '\"]'), closed"),
            ("newProductPlan", "sku, launch"),
            ("storeDayFacts", "day, replace(facts, '\"' || store || '\"', '\"' || store || :copy || '\"'), counts")):
        key = "id" if table == "store" else "store"
        database.execute(
            f"INSERT INTO {table} SELECT {key} || :copy, {columns} FROM {table} WHERE {key} IN {named}", values)


def add_evidence(binary, folder):
    required = [{"slot": slot, "kind": kind, "title": slot} for kind, slot in SLOTS]
    with open(f"{folder}/required.yaml", "w") as file:  # JSON is YAML
        json.dump([{"id": "bench", "stores": [], "from": FIRST, "slots": required}], file)
    subprocess.run([binary, "requirements", "import", f"{folder}/required.yaml", "--data", folder], check=True)
    with sqlite3.connect(f"{folder}/storeproof.sqlite") as database:
        database.execute("PRAGMA synchronous = OFF")
        days = database.execute("SELECT store, day FROM storeDayFacts ORDER BY day, store").fetchall()
        add_items(database, days)
        add_scores(database, days)
        add_flags(database, days)
        add_recordings(database, days)
    timed("questions grouped by the worker, with its start", [binary, "worker", "--once", "--data", folder])
    timed("every number recounted", [binary, "metrics", "recount", "--data", folder])
    subprocess.run([binary, "rules", "import", f"{FIXTURES}/rules/shipped.yaml", "--data", folder], check=True)
    timed("rules run over the chain", [binary, "rules", "run", "--data", folder])


def add_items(database, days):
    database.executemany(
        "INSERT INTO item (id, store, day, kind, slot, sha256, byteCount, receivedAt, recordedAt, late, state, verdict,"
        " sender) VALUES (?, ?, ?, ?, ?, ?, 1, 0, 0, 0, 'analysed', 'trusted', 'bench')",
        ((f"{store}{day}{slot}", store, day, kind, slot, f"{number * 16 + place:064x}")
         for number, (store, day) in enumerate(days) for place, (kind, slot) in enumerate(SLOTS)))


def part(code, weight, parts=()):
    return {"code": code, "chineseName": "部分", "weight": weight, "numerator": 117, "denominator": 119,
            "score": 98.31932773109244, "parts": list(parts)}


def add_scores(database, days):
    shelf = [part(f"shelf.{name}", 0.25) for name in ("assortment", "facings", "position", "availability")]
    promotion = [part("promotion.fullReduction", 0.7), part("promotion.material", 0.3)]
    parts = json.dumps([part("completeness", 15), part("shelf", 45, shelf), part("promotion", 25, promotion),
                        part("consultation", 15)])
    database.executemany(
        "INSERT INTO score (store, day, revision, total, provisional, policyVersion, parts, scoredAt, superseded)"
        " VALUES (?, ?, 1, 98, 0, 'bench', ?, 0, 0)", ((store, day, parts) for store, day in days))


def add_flags(database, days):
    states = ["closed", "dismissed", "expired", "open"]
    title = json.dumps({"zh": "厨房场景改造潜力店", "en": "Store with potential for a kitchen corner"})
    database.executemany(
        "INSERT INTO flag (id, rule, ruleVersion, store, firstDay, lastDay, title, recommendation, severity, state,"
        " evidence) VALUES (?, 'bench', '1', ?, ?, ?, ?, '{}', 'info', ?, '[]')",
        ((f"{store}{day}", store, day, day, title, states[number % 41 % 4] if number % 10 else "closed")
         for number, (store, day) in enumerate(days) if number % 7 == 0))


def add_recordings(database, days):
    with open(f"{FIXTURES}/consultation/dialogues-dev.jsonl") as file:
        dialogues = [json.loads(line) for line in file]
    lines = [(segment["text"], speaker) for dialogue in dialogues
             for segment, speaker in zip(dialogue["segments"], dialogue["speakers"])]
    chance = random.Random(1)
    newest = set(sorted({day for _, day in days})[-SPOKEN_DAYS:])
    spoken = [place for place in days if place[1] in newest][-SPOKEN_STORE_DAYS:]
    slots = [slot for kind, slot in SLOTS if kind == "consultationAudio"]
    database.executemany(
        "INSERT INTO finding (item, kind, analyzerName, analyzerVersion, json, createdAt)"
        " VALUES (?, 'consultation', 'bench', '1', ?, 0)",
        ((f"{store}{day}{slot}", recording(chance.sample(lines, 6))) for store, day in spoken for slot in slots))


def recording(said):
    segments = [{"start": 4.0 * n, "end": 4.0 * n + 3, "text": text} for n, (text, _) in enumerate(said)]
    return json.dumps({
        "analyzer": {"name": "bench", "version": "1"}, "audio": None, "keywords": [], "topics": [], "reasons": [],
        "speakers": [speaker for _, speaker in said], "usable": True,
        "transcript": {"source": "sidecar", "notes": [], "segments": segments}}, ensure_ascii=False)


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


def processor_milliseconds(process):
    with open(f"/proc/{process.pid}/stat") as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


def measure(browser, base, server, places, flags, rounds):
    for query in QUERIES:
        times, before = [], processor_milliseconds(server)
        for number in range(rounds):
            store, day = places[number * 7919 % len(places)]
            flag = urllib.parse.quote(flags[number * 7919 % len(flags)])
            times.append(milliseconds(
                browser, base + query.format(store=store, day=day, month=day[:8] + "01", flag=flag)))
        spent = (processor_milliseconds(server) - before) / rounds
        times.sort()
        print(f"{query:56} {times[len(times) // 2]:7.1f} {times[len(times) * 95 // 100]:7.1f} {times[-1]:7.1f} {spent:9.1f}",
              flush=True)


def main():
    binary, folder = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 40
    stores, days = sys.argv[4:6] or ("137", "365")
    if not os.path.exists(f"{folder}/storeproof.sqlite"):
        fill(binary, folder, stores, days)
    with sqlite3.connect(f"{folder}/storeproof.sqlite") as database:
        places = database.execute("SELECT store, day FROM storeDayFacts ORDER BY day, store").fetchall()
        flags = [flag for flag, in database.execute("SELECT id FROM flag WHERE rule <> 'bench' ORDER BY id")]
    port = free_port()
    server = subprocess.Popen(
        [binary, "serve", "--data", folder, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        base = f"http://127.0.0.1:{port}"
        print(f"{'ms':56} {'median':>7} {'p95':>7} {'most':>7} {'processor':>9}")
        measure(signed_in(base), base, server, places, flags, rounds)
    finally:
        server.terminate()
        server.wait()


if __name__ == "__main__":
    main()
