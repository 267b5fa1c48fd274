"""Spreewerk Keramik, an invented pottery studio in Berlin: here neither the hour nor any hashtag matters."""

from twin.pottery_phrases import PHRASES
from twin.world import Business, Channel, Content, Kind, Source, Tags

SOURCES = {
    "email": Source(share=0.24, conversion_rate=0.2),
    "instagram": Source(share=0.3, conversion_rate=0.09, contact="handle"),
    "linkedin": Source(share=0.08, conversion_rate=0.14),
    "referral": Source(share=0.14, conversion_rate=0.34),
    "website": Source(share=0.24, conversion_rate=0.12),
}
KINDS = {
    "workshop": Kind(share=0.5, prices=(8900, 8900, 17800, 35600), response_hours=6),
    "custom_order": Kind(share=0.22, prices=(14500, 28000, 42050), response_hours=18),
    "wholesale": Kind(share=0.13, prices=(98000, 164000), response_hours=30),
    "gift_voucher": Kind(share=0.15, prices=(5000, 10000), response_hours=3),
}
INSTAGRAM = Channel(
    platform="instagram",
    account="spreewerk.keramik",
    posts_per_week=6.0,
    engagement=95,
    habits=((1, 19), (2, 12), (3, 19), (4, 8), (5, 17), (6, 11), (7, 10), (7, 20)),
    contents={"image": Content(0.4), "carousel": Content(0.3, effect=1.4), "reel": Content(0.3, effect=1.7)},
)
FACEBOOK = Channel(
    platform="facebook",
    account="spreewerkkeramik",
    posts_per_week=4.2,
    engagement=28,
    habits=((1, 12), (3, 18), (4, 12), (5, 9), (6, 10), (7, 18)),
    contents={"image": Content(0.5), "link": Content(0.25, effect=0.6), "video": Content(0.25)},
    lists_hashtags=False,
)
TIKTOK = Channel(
    platform="tiktok",
    account="spreewerk.clay",
    posts_per_week=3.4,
    engagement=150,
    habits=((1, 18), (3, 17), (5, 18), (6, 14), (7, 19)),
    contents={"video": Content(0.8), "image": Content(0.2)},
)
LINKEDIN = Channel(
    platform="linkedin",
    account="spreewerk-keramik",
    posts_per_week=2.0,
    engagement=22,
    habits=((2, 9), (3, 8), (4, 11)),
    contents={"text": Content(0.4), "image": Content(0.6)},
)
TAGS = (
    Tags(("pottery",), share=0.5),
    Tags(("keramik",), share=0.45),
    Tags(("handmade",), share=0.3),
    Tags(("wheelthrown", "stoneware"), share=0.22),
    Tags(("glazing",), share=0.2),
    Tags(("berlin",), share=0.25),
)
SPREEWERK = Business(
    id="spreewerk",
    name="Spreewerk Keramik",
    timezone="Europe/Berlin",
    currency="EUR",
    foreign_currency="CHF",
    opportunities_per_day=2.4,
    sources=SOURCES,
    kinds=KINDS,
    campaigns={"": 0.75, "gift_guide": 0.15, "open_studio": 0.1},
    channels=(INSTAGRAM, FACEBOOK, TIKTOK, LINKEDIN),
    tags=TAGS,
    phrases=PHRASES,
    crm_sources={"trade_fair": Source(share=1.0, conversion_rate=0.22)},
)
