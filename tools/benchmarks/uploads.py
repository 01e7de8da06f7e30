"""Uploads beside the bare disk and a bare web server, and one honest client beside 200 slow ones.

usage: uploads.py STOREPROOF FOLDER [ROUNDS]

All write the same files under FOLDER, in turns, ROUNDS times (default 3): `storeproof serve` takes them through its API
(durable with label, row and custody entry before each answer), `dd conv=fsync` copies them one after another, nginx
takes them by WebDAV PUT, once leaving the disk to the system and once with each file and its name synced before it counts,
as every item here is. Eight connections each, dd has none. Then an honest client uploads photos one by one, alone and
while 200 others send a byte a second each. Prints medians, ratios and percentiles.
"""
import concurrent.futures
import contextlib
import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time

FIXTURES = os.path.join(os.path.dirname(__file__), "../../fixtures")
TOKEN, STORE, DAY = "demo-integrator-token-0001", "HZ-001", "2026-11-22"
SMALL, LARGE = (240, 300_000), (16, 20_000_000)
CONNECTIONS, SLOW, HONEST = 8, 200, 80
BOUNDARY = "uploads-benchmark"


def photo(number, size):
    """Begins like a JPEG and differs from every other one."""
    return b"\xff\xd8\xff\xe0" + number.to_bytes(8, "big") + os.urandom(size - 12)


def form(slot, body):
    """The head and the whole of an upload."""
    fields = {"kind": "shelfPhoto", "slot": slot}
    head = "".join(f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
                   for name, value in fields.items())
    head += (f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.jpg"\r\n'
             "Content-Type: image/jpeg\r\n\r\n")
    return head.encode() + body + f"\r\n--{BOUNDARY}--\r\n".encode()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(port):
    for _ in range(400):
        with contextlib.suppress(OSError):
            socket.create_connection(("127.0.0.1", port), 1).close()
            return
        time.sleep(0.05)
    sys.exit(f"uploads.py: nothing listens on port {port}")


@contextlib.contextmanager
def running(command, port):
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait()


def in_parallel(port, requests, afterwards=lambda path: None):
    """Seconds until all are answered, and what comes after each is done; (method, path, headers, body) each."""
    local = threading.local()

    def send(request):
        if not hasattr(local, "connection"):
            local.connection = http.client.HTTPConnection("127.0.0.1", port)
        method, path, headers, body = request
        local.connection.request(method, path, body, headers)
        answer = local.connection.getresponse()
        answer.read()
        if answer.status not in (201, 204):
            raise SystemExit(f"uploads.py: {path} was answered with {answer.status}")
        afterwards(path)

    with concurrent.futures.ThreadPoolExecutor(CONNECTIONS) as pool:
        began = time.perf_counter()
        list(pool.map(send, requests))
        return time.perf_counter() - began


def upload(slot, body):
    headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": f"multipart/form-data; boundary={BOUNDARY}"}
    return "POST", f"/v1/batches/{STORE}/{DAY}/items", headers, form(slot, body)


def ours(port, files, _):
    return in_parallel(port, [upload(f"shelf-{index % 900 + 1}", body) for index, body in enumerate(files)])


def webdav(port, files, name, afterwards=lambda path: None):
    requests = [("PUT", f"/{name}-{len(body)}-{index}.jpg", {}, body) for index, body in enumerate(files)]
    return in_parallel(port, requests, afterwards)


def sync(path):
    """To the disk: the bytes of a file, then the folder that holds its name."""
    for one in (path, os.path.dirname(path)):
        descriptor = os.open(one, os.O_RDONLY)
        os.fsync(descriptor)
        os.close(descriptor)


def copies(folder, files, round_number):
    os.makedirs(f"{folder}/copies", exist_ok=True)
    sources = []
    for index, body in enumerate(files):
        sources.append(f"{folder}/copies/source-{index}")
        with open(sources[-1], "wb") as file:
            file.write(body)
    os.sync()
    began = time.perf_counter()
    for index, source in enumerate(sources):
        target = f"{folder}/copies/{round_number}-{len(files)}-{index}"
        subprocess.run(["dd", f"if={source}", f"of={target}", "bs=1M", "conv=fsync", "status=none"], check=True)
    return time.perf_counter() - began


def nginx_settings(folder, port):
    folder = os.path.abspath(folder)
    os.makedirs(f"{folder}/nginx/files", exist_ok=True)
    user = "user root;" if os.geteuid() == 0 else ""
    path = f"{folder}/nginx/nginx.conf"
    with open(path, "w") as file:
        file.write(f"""{user} daemon off; pid {folder}/nginx/pid; error_log {folder}/nginx/error.log;
worker_processes 2;
events {{}}
http {{
  access_log off;
  client_body_temp_path {folder}/nginx/temporary;
  client_max_body_size 100m;
  server {{ listen 127.0.0.1:{port}; root {folder}/nginx/files; dav_methods PUT; }}
}}
""")
    return path


def compare(folder, own_port, nginx_port, rounds):
    number = 0
    for (count, size), unit in ((SMALL, "items/s"), (LARGE, "MB/s")):
        speeds = {"storeproof": [], "dd": [], "nginx": [], "nginx, synced": []}
        for round_number in range(rounds):
            files = [photo(number + index, size) for index in range(count)]
            number += count
            amount = count if unit == "items/s" else count * size / 1e6
            speeds["storeproof"].append(amount / ours(own_port, files, round_number))
            speeds["dd"].append(amount / copies(folder, files, round_number))
            if nginx_port:
                speeds["nginx"].append(amount / webdav(nginx_port, files, f"{round_number}-plain"))
                speeds["nginx, synced"].append(amount / webdav(
                    nginx_port, files, f"{round_number}-synced", lambda path: sync(f"{folder}/nginx/files{path}")))
        own = statistics.median(speeds["storeproof"])
        told = f"{count} files of {size / 1e6:g} MB   storeproof {own:.0f} {unit}"
        for peer in ("dd", "nginx", "nginx, synced"):
            if speeds[peer]:
                other = statistics.median(speeds[peer])
                told += f"   {peer} {other:.0f} {unit}, ratio {own / other:.2f}"
        print(told, flush=True)


def honest(port, first):
    """Milliseconds that the slowest twentieth of the uploads takes at least."""
    times = []
    for index in range(HONEST):
        request = upload(f"shelf-{index + 1}", photo(first + index, SMALL[1]))
        began = time.perf_counter()
        in_parallel(port, [request])
        times.append((time.perf_counter() - began) * 1000)
    return statistics.quantiles(times, n=20)[-1]


@contextlib.contextmanager
def slow_neighbours(port):
    """200 uploads that were announced whole and come a byte a second each."""
    method, path, headers, body = upload("shelf-1", photo(0, SMALL[1]))
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: {len(body)}\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    begun = 200
    stop = threading.Event()
    with contextlib.ExitStack() as stack:
        sockets = [stack.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(SLOW)]
        for one in sockets:
            one.sendall(head.encode() + body[:begun])

        def trickle():
            for place in range(begun, len(body)):
                if stop.wait(1):
                    return
                for one in sockets:
                    with contextlib.suppress(OSError):
                        one.sendall(body[place:place + 1])

        thread = threading.Thread(target=trickle)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()


def compare_honest(port):
    alone = honest(port, 1_000_000)
    with slow_neighbours(port):
        beside = honest(port, 2_000_000)
    print(f"honest client, p95 of {HONEST} uploads: {alone:.0f} ms alone, {beside:.0f} ms beside {SLOW} slow ones, "
          f"ratio {beside / alone:.2f}", flush=True)


def main():
    binary, folder = sys.argv[1:3]
    rounds = int(sys.argv[3]) if len(sys.argv) > 3 else 3
    os.makedirs(folder, exist_ok=True)
    data = f"{folder}/data"
    subprocess.run([binary, "init", "--data", data, "--accounts", f"{FIXTURES}/chain/accounts.yaml"],
                   check=True, stdout=subprocess.DEVNULL)
    subprocess.run([binary, "stores", "import", f"{FIXTURES}/chain/stores.json", "--data", data],
                   check=True, stdout=subprocess.DEVNULL)
    port, nginx_port = free_port(), None
    with contextlib.ExitStack() as stack:
        stack.enter_context(running(
            [binary, "serve", "--data", data, "--port", str(port), "--files-per-store-day", "0",
             "--megabytes-per-store-day", "0", "--minimum-free-megabytes", "0"], port))
        nginx = next((p for p in ("/usr/sbin/nginx", "/usr/bin/nginx") if os.path.exists(p)), None)
        if nginx:
            nginx_port = free_port()
            stack.enter_context(running([nginx, "-c", nginx_settings(folder, nginx_port)], nginx_port))
        else:
            print("nginx is not installed (apt-get install nginx-light): measured without it")
        compare(folder, port, nginx_port, rounds)
        compare_honest(port)


main()
