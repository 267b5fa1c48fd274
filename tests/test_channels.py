"""Channels of sessions by Google's default rules, one case for each rule and for what stands before it."""

from datetime import datetime

import duckdb
import pytest

from benchmarks.bare_sql import statements

EVENTS = (
    "business_id", "session_key", "event_id", "person_key", "unit_key", "user_key", "source", "medium",
    "campaign", "referrer", "page", "country", "region", "city", "device", "currency", "bot_reason",
)  # fmt: skip
CASES = [
    # source, medium, campaign, referrer -> channel, site
    (None, None, None, None, "direct", None),
    ("(direct)", "(none)", "(direct)", None, "direct", None),
    ("(direct)", "(not set)", None, "https://www.google.com/", "direct", None),
    ("direct", "none", None, None, "direct", None),
    ("(direct)", "(none)", "spring", None, "unassigned", None),
    (None, None, "spring", None, "unassigned", None),
    ("google", "cpc", "summer cross-network 7", None, "cross-network", "google"),
    ("amazon.co.uk", "cpc", None, None, "paid shopping", "amazon"),
    ("google", "cpc", "eshop", None, "paid shopping", "google"),
    ("google", "cpc", "winter-shop", None, "paid shopping", "google"),
    ("google", "cpc", "bishop", None, "paid search", "google"),
    ("bing", "ppc", None, None, "paid search", "bing"),
    ("google", "cpm", None, None, "paid search", "google"),
    (None, "cpc", None, "https://www.google.co.uk/search?q=x", "paid search", "google"),
    ("twitter", "paidsocial", None, None, "paid social", "x"),
    ("facebook", "retargeting", None, None, "paid social", "facebook"),
    ("youtube", "cpv", None, None, "paid video", "youtube"),
    ("youtube", "paid", None, None, "paid video", "youtube"),
    ("dv360", "cpm", None, None, "display", "dv360"),
    ("facebook", "banner", None, None, "display", "facebook"),
    ("taboola", "cpc", None, None, "paid other", "taboola"),
    ("etsy.com", None, None, None, "organic shopping", "etsy"),
    ("igshopping", "social", None, None, "organic shopping", "google shopping"),
    ("newsletter", "email", "shopping days", None, "organic shopping", "newsletter"),
    ("t.co", None, None, None, "organic social", "x"),
    ("linkedin", "social", None, None, "organic social", "linkedin"),
    ("partner", "social-media", None, None, "organic social", "partner"),
    ("youtube", "social", None, None, "organic social", "youtube"),
    ("youtu.be", None, None, None, "organic video", "youtube"),
    ("partner", "online-video", None, None, "organic video", "partner"),
    ("google", "organic", None, None, "organic search", "google"),
    ("partner", "organic", None, None, "organic search", "partner"),
    ("duckduckgo.com", "referral", None, None, "organic search", "duckduckgo"),
    ("jobs.example.org", "referral", None, None, "referral", "jobs.example.org"),
    ("partner", "link", None, None, "referral", "partner"),
    ("newsletter", "email", None, None, "email", "newsletter"),
    ("e-mail", None, None, None, "email", "e-mail"),
    ("partner", "affiliate", None, None, "affiliates", "partner"),
    ("spotify", "audio", None, None, "audio", "spotify"),
    ("sms", None, None, None, "sms", "sms"),
    ("crm", "sms", None, None, "sms", "crm"),
    ("crm", "web-push", None, None, "mobile push notifications", "crm"),
    ("firebase", None, None, None, "mobile push notifications", "firebase"),
    ("crm", "notifications", None, None, "mobile push notifications", "crm"),
    ("crm", None, None, None, "unassigned", "crm"),
    ("(not set)", "(not set)", None, None, "unassigned", None),
    ("crm", "something", None, None, "unassigned", "crm"),
    # Where the link names no source it is the referrer, unless that is the page's own site.
    (None, None, None, "https://www.google.de/", "organic search", "google"),
    (None, None, None, "https://de.search.yahoo.com/search?p=x", "organic search", "yahoo"),
    (None, None, None, "android-app://com.google.android.googlequicksearchbox/", "organic search", "google"),
    (None, None, None, "https://m.facebook.com/", "organic social", "facebook"),
    (None, None, None, "https://L.Instagram.com/?u=x", "organic social", "instagram"),
    (None, None, None, "https://lnkd.in/abc", "organic social", "linkedin"),
    (None, None, None, "https://news.ycombinator.com/item?id=1", "organic social", "hackernews"),
    (None, None, None, "https://www.blog.example.org:8080/post", "referral", "blog.example.org"),
    (None, None, None, "https://google.evil.example/", "referral", "google.evil.example"),
    (None, None, None, "https://x.org/", "referral", "x.org"),
    (None, None, None, "https://docs.google.com/", "referral", "docs.google.com"),
    (None, None, None, "https://web.de/", "referral", "web.de"),
    (None, None, None, "https://www.ours.example/pricing", "direct", None),
    (None, None, None, "/pricing", "direct", None),
    (None, "email", None, "https://mail.google.com/", "email", "mail.google.com"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sessions():
    """Channel and site of every case, each the one event of its session."""
    (model,) = [each for each in statements() if each.name == "fct_sessions"]
    with duckdb.connect() as connection:
        connection.execute("create schema marts")
        columns = ", ".join(f"{name} varchar" for name in EVENTS)
        columns += (
            ", occurred_at timestamp, local_date date, session_date date, value_minor bigint, is_bot boolean"
        )
        connection.execute(f"create table marts.fct_events ({columns})")
        for number, (source, medium, campaign, referrer, *_) in enumerate(CASES):
            names = "business_id, session_key, source, medium, campaign, referrer, page, occurred_at"
            entry = [source, medium, campaign, referrer, "https://ours.example/a", datetime(2026, 3, 1)]
            row = ["acme", str(number), *entry]
            places = ", ".join("?" * len(row))
            connection.execute(f"insert into marts.fct_events ({names}) values ({places})", row)
        connection.execute(model.sql(datetime(2026, 3, 2)))
        found = connection.execute("select session_key, channel, site from marts.fct_sessions").fetchall()
        return {int(number): (channel, site) for number, channel, site in found}


@pytest.mark.parametrize("number", range(len(CASES)), ids=lambda number: f"{CASES[number][:4]}")
def test_the_channel_follows_from_the_entry_of_a_session(sessions, number):
    assert sessions[number] == CASES[number][4:]


def test_every_channel_has_a_case():
    (model,) = [each for each in statements() if each.name == "fct_sessions"]
    named = {part.split("'")[0] for part in model.query.split("then '")[1:]}
    assert named == {case[4] for case in CASES} - {"unassigned"}
