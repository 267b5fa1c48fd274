"""The simulated platforms over HTTP: side by side on one port, a demonstration's until its parent ends."""

import os
import signal
import socket
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path

import httpx
import pytest
import yaml

from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.sync.platforms import ALL_STREAMS
from twin import demo
from twin.clock import Clock
from twin.serve import FAKES, PRODUCT_FAKES, serve
from twin.social_world import social_world
from twin.twin_file import TwinFile, read
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.home import Home
from warehouse.pseudonyms import InstallKey

REPOSITORY = Path(__file__).resolve().parents[1]
AS_OF = datetime(2026, 11, 20, 9, 0)
EVERY = (*FAKES, *PRODUCT_FAKES)
PARENT = """
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-m", "twin.serve", "--home", sys.argv[1]])
print(child.pid, flush=True)
time.sleep(60)
"""


@pytest.fixture
def port():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        return taken.getsockname()[1]


def answers(port):
    with socket.socket() as connection:
        return connection.connect_ex(("127.0.0.1", port)) == 0


def eventually(condition, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not condition() and time.monotonic() < deadline:
        time.sleep(0.05)
    return condition()


def test_every_platform_answers_under_its_name_and_sees_only_its_own_path():
    with serve(social_world(), Clock(at=AS_OF)) as served:
        assert served.base_urls == {name: f"http://127.0.0.1:{served.port}/{name}" for name in EVERY}
        for name, base_url in served.base_urls.items():
            assert httpx.get(f"{base_url}/some/where").status_code >= 400
            assert served.fakes[name].log[-1:] in ([], [("GET", "/some/where", 400)])
        assert httpx.get(f"http://127.0.0.1:{served.port}/elsewhere/").status_code == 404
        listening = served.port
    assert not answers(listening)


def test_a_port_that_is_taken_is_an_error():
    with serve(social_world(), Clock(at=AS_OF), platforms=["x"]) as served:
        assert list(served.fakes) == ["x"]
        with pytest.raises(OSError, match="in use"), serve(social_world(), Clock(), served.port):
            pass


def test_the_demonstration_is_read_over_http_with_its_own_tokens(tmp_path, monkeypatch, port):
    home = Home(tmp_path / "home")
    home.create()
    InstallKey.create(home)
    demo.write(home.root, AS_OF, days=70, port=port)
    assert demo.port(home.root) == port
    for name, value in demo.environment(home.root).items():
        monkeypatch.setenv(name, value)
    configuration = load(home)
    with serve(read(home.root).world(), Clock(at=AS_OF), port) as served:
        for platform in EVERY:
            made = accounts.run(Sync(home, configuration, lambda: AS_OF), ALL_STREAMS[platform])
            assert {attempt.status for attempt in made} == {"ok"}, [attempt.reason for attempt in made]
            stream = "posts" if platform in FAKES else {"ga4": "report_days", "stripe": "charges"}[platform]
            assert sum(attempt.rows for attempt in made if attempt.stream == stream) > 10
            assert list(landing.folder(home, platform, stream).rglob("*.parquet"))
        assert all(status == 200 for fake in served.fakes.values() for *_, status in fake.log)


def test_tokens_are_in_the_environment_only(tmp_path):
    demo.write(tmp_path, AS_OF, days=5)
    variables = demo.environment(tmp_path)
    written = yaml.safe_load((tmp_path / "almanac.yaml").read_text(encoding="utf-8"))
    named = [each["token"] for business in written["businesses"] for each in business["accounts"]]
    assert sorted(named) == sorted(f"env:{name}" for name in variables)
    assert len(set(variables.values())) == len(named) == 11
    files = [path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()]
    assert not [token for token in variables.values() if any(token.encode() in text for text in files)]
    assert demo.environment(tmp_path / "elsewhere") == {}


def test_the_world_of_a_home_is_the_one_it_was_written_from(tmp_path):
    TwinFile(3, datetime(2026, 5, 1, 8, 30), 4711).write(tmp_path)
    assert read(tmp_path) == TwinFile(3, datetime(2026, 5, 1, 8, 30), 4711)
    posts = [each.posts(AS_OF) for each in read(tmp_path).world().accounts]
    assert posts == [each.posts(AS_OF) for each in social_world(3, datetime(2026, 5, 1, 8, 30)).accounts]


def test_the_process_of_a_demonstration_ends_when_its_parent_ends(tmp_path, port):
    TwinFile(3, datetime(2026, 5, 1), port).write(tmp_path)
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)], cwd=REPOSITORY, stdout=subprocess.PIPE, text=True
    )
    child = int(parent.stdout.readline())
    try:
        assert eventually(lambda: answers(port))
        parent.kill()
        parent.wait()
        assert eventually(lambda: not answers(port))
    finally:
        parent.stdout.close()
        parent.kill()
        parent.wait()
        if answers(port):
            os.kill(child, signal.SIGKILL)
