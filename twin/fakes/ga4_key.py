"""The key of a simulated service account: made from the name of its property, the same on every machine.

It signs for nothing but the simulated platform, so it may be known to anybody.
"""

import json
import math
import random
from functools import cache

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

BITS = 1024
EXPONENT = 65_537
ROUNDS = 12
SMALL = (3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47)


def service_account_key(property_id: str, token_uri: str) -> str:
    """The JSON that a person would download for the service account of a property."""
    key = _private_key(property_id).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    fields = {
        "type": "service_account",
        "project_id": "twin",
        "private_key_id": f"twin-{property_id}",
        "private_key": key.decode(),
        "client_email": email(property_id),
        "token_uri": token_uri,
    }
    return json.dumps(fields, indent=2)


def public_key(property_id: str) -> str:
    """What the platform checks signatures with, as PEM."""
    key = _private_key(property_id).public_key()
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return key.public_bytes(serialization.Encoding.PEM, form).decode()


def email(property_id: str) -> str:
    """How the service account is called."""
    return f"reader-{property_id}@twin.iam.gserviceaccount.com"


@cache
def _private_key(property_id: str) -> rsa.RSAPrivateKey:
    draw = random.Random(f"ga4 {property_id}")  # noqa: S311
    p, q = _prime(draw, BITS // 2), _prime(draw, BITS // 2)
    secret = pow(EXPONENT, -1, math.lcm(p - 1, q - 1))
    public = rsa.RSAPublicNumbers(EXPONENT, p * q)
    parts = (p, q, secret, secret % (p - 1), secret % (q - 1), rsa.rsa_crt_iqmp(p, q))
    return rsa.RSAPrivateNumbers(*parts, public).private_key()


def _prime(draw: random.Random, bits: int) -> int:
    while True:
        found = draw.getrandbits(bits) | 1 | (3 << (bits - 2))
        if found % EXPONENT != 1 and all(found % each for each in SMALL) and _is_prime(found, draw):
            return found


def _is_prime(number: int, draw: random.Random) -> bool:
    """Whether Miller and Rabin's test finds no witness against it."""
    odd, twos = number - 1, 0
    while odd % 2 == 0:
        odd, twos = odd // 2, twos + 1
    for _ in range(ROUNDS):
        power = pow(draw.randrange(2, number - 1), odd, number)
        squares = {pow(power, 2**step, number) for step in range(twos)}
        if power != 1 and number - 1 not in squares:
            return False
    return True
