"""Serves the simulated platforms over HTTP on 127.0.0.1, for tests and for a demonstration home."""

import argparse
import contextlib
import os
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from twin.clock import Clock
from twin.fakes.base import Fake, SocialFake
from twin.fakes.facebook import FacebookFake
from twin.fakes.ga4 import GA4Fake
from twin.fakes.instagram import InstagramFake
from twin.fakes.linkedin import LinkedInFake
from twin.fakes.stripe import StripeFake
from twin.fakes.tiktok import TikTokFake
from twin.fakes.x import XFake
from twin.product import ProductWorld
from twin.social import SocialWorld
from twin.twin_file import base_url, read

HOST = "127.0.0.1"
FAKES: Mapping[str, type[SocialFake]] = {
    "x": XFake,
    "linkedin": LinkedInFake,
    "facebook": FacebookFake,
    "instagram": InstagramFake,
    "tiktok": TikTokFake,
}
# What a product's visitors and customers leave traces on.
PRODUCT_FAKES: Mapping[str, Callable[[ProductWorld, Clock], Fake]] = {
    "ga4": GA4Fake,
    "stripe": StripeFake,
}
PATIENCE_SECONDS = 10.0


class NotServedError(RuntimeError):
    """The simulated platforms could not begin to listen."""


@dataclass(frozen=True)
class Served:
    """What listens: the port, the fakes by platform (to switch faults on), and their base URLs."""

    port: int
    fakes: Mapping[str, Fake]
    base_urls: Mapping[str, str] = field(default_factory=dict)


@contextlib.contextmanager
def serve(
    world: SocialWorld,
    clock: Clock,
    port: int = 0,
    platforms: Iterable[str] = (*FAKES, *PRODUCT_FAKES),
) -> Iterator[Served]:
    """The platforms under /x, /linkedin ... of one server while the context lasts; port 0 is any free one.

    Those that see a product's visitors and customers are there where the world has a product. Raises OSError
    where the port is taken, NotServedError where the server does not start.
    """
    names = list(platforms)
    fakes: dict[str, Fake] = {name: FAKES[name](world, clock) for name in names if name in FAKES}
    for product in world.products:
        fakes |= {name: PRODUCT_FAKES[name](product, clock) for name in names if name in PRODUCT_FAKES}
    with socket.create_server((HOST, port)) as listening, _running(_side_by_side(fakes), listening):
        own = listening.getsockname()[1]
        yield Served(own, fakes, {name: base_url(own, name) for name in fakes})


def _side_by_side(fakes: Mapping[str, Fake]) -> ASGIApp:
    """One application of all: the first part of the path names the platform, which does not see it."""

    async def routed(scope: Scope, receive: Receive, send: Send) -> None:
        name, _, rest = scope["path"].removeprefix("/").partition("/")
        if name in fakes:
            raw = scope["raw_path"].removeprefix(f"/{name}".encode())
            own = {**scope, "path": f"/{rest}", "raw_path": raw}
            await fakes[name].app(own, receive, send)
        else:
            await PlainTextResponse(f"expected one of {', '.join(fakes)}", 404)(scope, receive, send)

    return routed


@contextlib.contextmanager
def _running(app: ASGIApp, listening: socket.socket) -> Iterator[None]:
    configuration = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    server = uvicorn.Server(configuration)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        _wait_until_started(server, thread)
        yield
    finally:
        server.should_exit = True
        thread.join(PATIENCE_SECONDS)


def _wait_until_started(server: uvicorn.Server, thread: threading.Thread) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not server.started:
        if not thread.is_alive() or time.monotonic() > deadline:
            raise NotServedError("expected the simulated platforms to answer, got no server")
        time.sleep(0.005)


def main() -> None:
    """Serves the platforms of a demonstration home in real time, until the process that started it ends."""
    parser = argparse.ArgumentParser(prog="python -m twin.serve", description=main.__doc__)
    parser.add_argument("--home", type=Path, required=True, help="the home that twin.demo has written")
    twin = read(parser.parse_args().home)
    parent = os.getppid()
    with serve(twin.world(), Clock(), twin.port):
        while os.getppid() == parent:
            time.sleep(0.2)


if __name__ == "__main__":
    main()
