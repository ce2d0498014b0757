"""Contacts, templates and bodies: the same on every machine."""

import json

SENDER = "+12025550100"
MESSAGE = "Hi {{ first_name }}, your order {{ order }} has left and will be there tomorrow."
NAMES = (
    "Ada Ben Carla Dmitri Elif Frank Grace Hugo Ines Jonas Katharina Leo Mia Noor Oskar Priya Quentin "
    "Rosa Samuel Tessa Ulla Viktor Wanda Xavier Yusuf Zora André Émile José Jürgen").split()
# Area codes of the United States; a number of them is valid when its next digit is 2 to 9.
AREAS = [201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218]
EACH = 8_000_000
# More than there are numbers.
MASK = (1 << 27) - 1


def number(index):
    """All different, and scattered: those of neighbouring rows have nothing in common."""
    place = index
    while True:
        # Each step, and so all of them, makes different places of different ones.
        for factor in (0x2C1B3C7, 0x297A2D5, 0x5A17E23):
            place = (place * factor + 0x1F0D35B) & MASK
            place ^= place >> 14
        if place < len(AREAS) * EACH:
            return f"+1{AREAS[place // EACH]}{2_000_000 + place % EACH}"


def write_contacts(path, rows, columns=3):
    """Three columns, and as many more as asked for, which no template uses."""
    more = columns - 3
    header = "first_name,phone,order" + "".join(f",extra_{place}" for place in range(more))
    tail = "".join(f",some text {place}" for place in range(more))
    with open(path, "w") as file:
        file.write(header + "\n")
        for start in range(0, rows, 10_000):
            file.write("".join(
                f"{NAMES[index % len(NAMES)]},{number(index)},{100_000 + index}{tail}\n"
                for index in range(start, min(rows, start + 10_000))))


def body():
    message = MESSAGE.replace("{{ first_name }}", "Dmitri").replace("{{ order }}", "100000")
    return json.dumps({"from_number": SENDER, "to_number": number(0), "message": message})
