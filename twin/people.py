"""Invented people. Every address is at example.com or example.org, every handle ends in _example."""

from dataclasses import dataclass

from twin.phrases import words

FIRST = words("""
Ada Amir Anna Ben Bianca Carlos Chloe Clara Dana Daniel Elif Emma Erik Eva Felix Fiona Grace Hana
Hugo Ines Ivan Jack Jana Jo Jonas Julia Kai Karim Laura Lena Leo Lina Luca Maja Malik Maria Marta
Mia Mina Nadia Nils Nora Oscar Pablo Paula Petra Priya Rosa Ruben Sam Sara Selma Simon Sofia Theo
Tom Vera Victor Yara Zoe
""")
LAST = words("""
Abel Adler Bauer Becker Bell Berg Blum Brandt Castro Chen Clarke Cole Costa Dahl Diaz Doyle Evans
Falk Fischer Ford Frank Garcia Gray Haas Hall Hansen Hill Hoffmann Ito Jensen Kaya Keller Khan Klein
Kowalski Lang Lee Lopez Marino Meyer Moore Mori Novak Olsen Park Patel Peters Quinn Reyes Richter
Rossi Sato Schulz Silva Stone Torres Vogel Walsh Weber Wood
""")
PEOPLE = len(FIRST) * len(LAST)


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who asks for something."""

    name: str
    address: str
    handle: str


def person(number: int) -> Person:
    """The person of that number: always the same one, and no two numbers share an address or a handle."""
    first, last = FIRST[number % len(FIRST)], LAST[(number // len(FIRST) + 7 * number) % len(LAST)]
    again = str(number // PEOPLE) if number >= PEOPLE else ""
    domain = "example.org" if number % 3 == 0 else "example.com"
    address = f"{first}.{last}{again}@{domain}".lower()
    return Person(f"{first} {last}", address, f"@{first}{last}{again}_example".lower())
