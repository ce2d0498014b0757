"""How Volley and each peer is run for one sample."""

import re
import shutil

from . import data
from .machine import PEERS
from .sampling import Failed, sample

TOKEN = {"FLUENTS_API_TOKEN": "benchmark"}


class Programs:
    def __init__(self, volley, folder, url, lanes):
        self.volley, self.folder, self.url, self.lanes = volley, folder, url, lanes
        self.template = folder / "message.liquid"
        self.template.write_text(data.MESSAGE)
        self.body = folder / "body.json"
        self.body.write_text(data.body())
        # A new folder for each ledger and its reports.
        self.work = folder / "work"

    def contacts(self, rows, columns=3):
        path = self.folder / f"contacts-{rows}-{columns}.csv"
        if not path.exists():
            data.write_contacts(path, rows, columns)
        return path

    def clean(self, folder=None):
        shutil.rmtree(folder or self.work, ignore_errors=True)
        (folder or self.work).mkdir()

    # Volley

    def preview(self, rows, columns=3):
        contacts = self.contacts(rows, columns)
        return sample([self.volley, "preview", contacts, "--template", self.template,
                       "--from", data.SENDER])

    def send(self, rows, lanes=None, columns=3, folder=None):
        """All of it: plan, promises, requests, outcomes and reports."""
        contacts = self.contacts(rows, columns)
        folder = folder or self.work
        self.clean(folder)
        result = sample(
            [self.volley, "send", contacts, "--template", self.template, "--from", data.SENDER,
             "--campaign", "benchmark", "--yes", "--quiet", "--concurrency", lanes or self.lanes,
             "--api-url", self.url, "--ledger", folder / "ledger.sqlite",
             "--reports", folder / "reports"], environment=TOKEN)
        with open(folder / "reports/benchmark/delivery.csv") as report:
            sent = sum(",sent,+" in line for line in report)
        if sent != rows:
            raise Failed(f"volley sent {sent} of {rows} messages")
        result.rate = rows / result.seconds
        return result

    def report(self, full):
        """Of the campaign that was sent to `full`."""
        return sample([self.volley, "report", "benchmark", "--ledger", full / "ledger.sqlite",
                       "--reports", full / "again"])

    # Peers

    def hey(self, rows):
        result = sample(["hey", "-n", rows, "-c", self.lanes, "-m", "POST", "-T", "application/json",
                         "-H", "Authorization: Bearer benchmark", "-D", self.body, self.url])
        # It sends the same number over each connection.
        if f"[201]\t{rows - rows % self.lanes} responses" not in result.output:
            raise Failed("hey did not get 201 from nginx each time:\n" + result.output)
        result.rate = told(result.output, r"Requests/sec:\s+([\d.]+)")
        return result

    def wrk(self, seconds):
        result = sample(["wrk", "-t1", f"-c{self.lanes}", f"-d{seconds}s", "-s", PEERS / "post.lua",
                         self.url], environment={"BENCHMARK_BODY": self.body.read_text()})
        if "Non-2xx" in result.output:
            raise Failed("wrk did not get 201 from nginx:\n" + result.output)
        result.rate = told(result.output, r"Requests/sec:\s+([\d.]+)")
        return result

    def script(self, contacts_rows, rows):
        self.clean()
        result = sample([self.folder / "venv/bin/python", PEERS / "campaign.py",
                         self.contacts(contacts_rows), self.template, self.work / "script.sqlite",
                         self.url, self.lanes, rows])
        result.rate = rows / result.seconds
        return result

    def count_fields(self, rows):
        return sample([self.folder / "count_fields", self.contacts(rows)])

    def miller(self, rows):
        text = '"Hi " . $first_name . ", your order " . $order . " has left and will be there tomorrow."'
        return sample(["mlr", "--icsv", "--from", self.contacts(rows), "put", "-q", f"print {text}"])


def told(text, pattern):
    found = re.search(pattern, text)
    if not found:
        raise Failed(f"no {pattern} in:\n{text}")
    return float(found.group(1))
