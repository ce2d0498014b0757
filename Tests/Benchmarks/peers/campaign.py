"""What people write instead: csv, jinja2, aiohttp on uvloop, and sqlite3 at FULL.

    campaign.py CONTACTS TEMPLATE LEDGER URL LANES ROWS

Its promise is the same as Volley's: an intent is on the disk before its request is written. Each lane
commits the outcome of its last message together with the intent of its next one.
"""

import asyncio
import csv
import itertools
import sqlite3
import sys
import time

import aiohttp
import jinja2
import uvloop


def open_ledger(path):
    ledger = sqlite3.connect(path, isolation_level=None)
    ledger.execute("PRAGMA journal_mode = WAL")
    ledger.execute("PRAGMA synchronous = FULL")
    ledger.execute(
        "CREATE TABLE message (number TEXT PRIMARY KEY, text TEXT, status INTEGER, at REAL)")
    return ledger


def messages(contacts, template, rows):
    with open(template) as file:
        template = jinja2.Template(file.read())
    with open(contacts, newline="") as file:
        for row in itertools.islice(csv.DictReader(file), rows):
            yield row["phone"], template.render(row)


async def lane(session, url, source, ledger):
    outcome = None
    for number, text in source:
        ledger.execute("BEGIN IMMEDIATE")
        if outcome:
            ledger.execute("UPDATE message SET status = ? WHERE number = ?", outcome)
        ledger.execute("INSERT INTO message VALUES (?, ?, NULL, ?)", (number, text, time.time()))
        ledger.execute("COMMIT")
        body = {"from_number": "+12025550100", "to_number": number, "message": text}
        async with session.post(url, json=body) as answer:
            await answer.read()
            outcome = (answer.status, number)
    if outcome:
        ledger.execute("UPDATE message SET status = ? WHERE number = ?", outcome)


async def main(contacts, template, path, url, lanes, rows):
    ledger = open_ledger(path)
    source = messages(contacts, template, int(rows))
    connector = aiohttp.TCPConnector(limit=int(lanes))
    headers = {"Authorization": "Bearer benchmark"}
    async with aiohttp.ClientSession(connector=connector, headers=headers) as session:
        await asyncio.gather(*(lane(session, url, source, ledger) for _ in range(int(lanes))))
    (sent,) = ledger.execute("SELECT count(*) FROM message WHERE status = 201").fetchone()
    if sent != int(rows):
        sys.exit(f"{sent} of {rows} messages were sent")


uvloop.run(main(*sys.argv[1:]))
