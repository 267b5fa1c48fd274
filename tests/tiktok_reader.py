"""A home that reads a fake TikTok in virtual time, run after run; for the tests of its connector."""

import httpx

from assets.sync import accounts
from assets.sync.accounts import Sync
from assets.tiktok import account_days, audience, demographics, posts
from tests.tiktok_account import START
from tests.virtual_time import virtually
from twin.clock import Clock
from twin.fakes.tiktok import TikTokFake
from twin.fakes.tokens import first_refresh_token, first_token
from twin.social import SocialWorld
from warehouse import landing
from warehouse.configuration.loading import load
from warehouse.engine import connect
from warehouse.pseudonyms import InstallKey

STREAMS = (posts.STREAM, account_days.STREAM, audience.STREAM, demographics.STREAM)
ALMANAC = """
businesses:
  - id: studio
    timezone: Europe/Berlin
    currency: EUR
    accounts:
      - platform: tiktok
        account: {account}
        token: env:TOKEN
        refresh_token: env:REFRESH
        client_id: env:CLIENT
        client_secret: env:SECRET{product}
platforms:
  tiktok: {{base_url: "http://tiktok.twin"{settings}}}
"""


class Reader:
    """Reads `account` (a SocialAccount) through one of TikTok's products; `fake`: arguments of the fake."""

    def __init__(self, home, monkeypatch, product, account, settings="", **fake):
        self.home, self.account, name = home, account, account.profile.account_id
        chosen = f"\n        product: {product}" if product else ""
        text = ALMANAC.format(account=name, product=chosen, settings=settings)
        home.config_file.write_text(text, encoding="utf-8")
        monkeypatch.setenv("TOKEN", first_token("tiktok", name))
        monkeypatch.setenv("REFRESH", first_refresh_token("tiktok", name))
        monkeypatch.setenv("CLIENT", "app")
        monkeypatch.setenv("SECRET", "a-client-secret")
        InstallKey.create(home)
        self.configuration = load(home)
        self._now = lambda: START
        self.fake = TikTokFake(SocialWorld(1, (account,)), Clock(source=lambda: self._now()), **fake)

    def run(self, at=START, streams=STREAMS, **how):
        """The attempts by stream, and how much virtual time they took."""

        async def work(now):
            self._now = now
            sync = Sync(
                self.home, self.configuration, now, transport=httpx.ASGITransport(self.fake.app), **how
            )
            return await accounts.read(sync, streams)

        made, took = virtually(at, work)
        return {attempt.stream: attempt for attempt in made}, took

    def rows(self, stream, columns="*", where="true"):
        """Rows of raw/tiktok/<stream>, in the order in which they came."""
        folder = landing.folder(self.home, "tiktok", stream)
        if not any(folder.glob("*/*.parquet")):
            return []
        asked = f"select {columns} from read_parquet('{folder}/*/*.parquet', union_by_name = true)"
        with connect(self.home) as connection:
            return connection.execute(f"{asked} where {where} order by observed_at, position").fetchall()

    def post(self, post_id, columns):
        """The newest row of a post."""
        return self.rows("posts", columns, f"post_id = '{post_id}'")[-1]

    def observed(self, where="true"):
        """Post ids, one for each observation."""
        return [post_id for (post_id,) in self.rows("posts", "post_id", where)]

    def calls(self, part):
        """How many calls were made to paths with that part."""
        return sum(part in path for _method, path, _status in self.fake.log)
