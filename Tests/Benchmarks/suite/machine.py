"""What the figures depend on: the machine, the programs, and a server to send to."""

import importlib.util
import os
import platform
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

from .sampling import Failed

PEERS = Path(__file__).parent.parent / "peers"
PACKAGES = {
    "nginx": "nginx-light", "hey": "hey", "wrk": "wrk", "mlr": "miller", "cc": "gcc",
    "/usr/include/csv.h": "libcsv-dev",
}
MODULES = ["aiohttp", "uvloop", "jinja2"]


def output(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def install_peers(folder):
    """Peers from Debian and PyPI, the latter in an environment of their own; and the one in C."""
    path = os.environ["PATH"] + ":/usr/sbin"
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program, path=path)
               and not (program.startswith("/") and os.path.exists(program))]
    if not importlib.util.find_spec("ensurepip"):
        missing.append("python3-venv")
    if missing:
        root = [] if os.getuid() == 0 else ["sudo"]
        print("installing", *missing, file=sys.stderr)
        subprocess.run(root + ["apt-get", "update", "-qq"], check=True, stdout=sys.stderr)
        subprocess.run(root + ["apt-get", "install", "-y", "-qq", *missing], check=True,
                       stdout=subprocess.DEVNULL, env=dict(os.environ, DEBIAN_FRONTEND="noninteractive"))
    if not (folder / "venv/ready").exists():
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        subprocess.run([folder / "venv/bin/pip", "install", "-q", "--disable-pip-version-check", *MODULES],
                       check=True, stdout=sys.stderr)
        (folder / "venv/ready").touch()
    subprocess.run(["cc", "-O2", "-o", folder / "count_fields", PEERS / "count_fields.c", "-lcsv"], check=True)


def check_disk(folder):
    """A ledger in memory would be durable in name only."""
    kind = output("stat", "-f", "-c", "%T", folder)
    if kind in ("tmpfs", "ramfs"):
        raise Failed(f"{folder} is in memory ({kind}): name a folder on a disk with --folder")
    return kind


class Nginx:
    """Answers 201 to everything, on a free port of this machine. Scoped by `with`."""

    def __init__(self, folder):
        self.folder = folder
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def __enter__(self):
        # One worker: on two cores, a client gets the other one.
        (self.folder / "nginx.conf").write_text(f"""
            daemon off; master_process off; worker_processes 1;
            pid {self.folder}/nginx.pid; error_log {self.folder}/nginx.log;
            events {{ worker_connections 4096; }}
            http {{
              access_log off; client_body_temp_path {self.folder}/body;
              proxy_temp_path {self.folder}/proxy; fastcgi_temp_path {self.folder}/fastcgi;
              uwsgi_temp_path {self.folder}/uwsgi; scgi_temp_path {self.folder}/scgi;
              keepalive_requests 1000000000; keepalive_timeout 1h;
              server {{ listen 127.0.0.1:{self.port} backlog=1024; location / {{ return 201; }} }}
            }}""")
        program = shutil.which("nginx", path=os.environ["PATH"] + ":/usr/sbin")
        self.process = subprocess.Popen([program, "-c", self.folder / "nginx.conf",
                                         "-e", self.folder / "nginx.log"], stdin=subprocess.DEVNULL)
        for _ in range(200):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.05)
        self.__exit__()
        raise Failed("nginx did not start: " + (self.folder / "nginx.log").read_text())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()


def facts(folder, volley):
    cpu = next((line.split(":", 1)[1].strip() for line in open("/proc/cpuinfo")
                if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = [output("dpkg-query", "-W", "-f", "${Package} ${Version}", package)
                for package in ("nginx-light", "nginx", "hey", "wrk", "miller", "libcsv3")
                if subprocess.run(["dpkg-query", "-W", package], capture_output=True).returncode == 0]
    modules = [line for line in output(folder / "venv/bin/pip", "freeze").splitlines()
               if line.split("==")[0].lower() in MODULES]
    return {
        "date": time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime()),
        "processor": cpu, "cores": os.cpu_count(), "memory_gb": round(memory, 1),
        "kernel": platform.release(), "file_system": check_disk(folder),
        "load_at_start": round(os.getloadavg()[0], 2),
        "volley": output(volley, "--version"), "python": platform.python_version(),
        "peers": ", ".join(versions + modules),
    }
