"""Fairway Coaching, an invented golf coach in New York State: here the hour of publishing truly matters."""

from twin.golf_phrases import PHRASES
from twin.world import Business, Channel, Content, Kind, Slot, Source, Tags

SOURCES = {
    "email": Source(share=0.26, conversion_rate=0.24),
    "twitter": Source(share=0.18, conversion_rate=0.06, contact="handle"),
    "linkedin": Source(share=0.15, conversion_rate=0.12),
    "referral": Source(share=0.14, conversion_rate=0.38),
    "website": Source(share=0.27, conversion_rate=0.15),
}
KINDS = {
    "golf_coaching": Kind(share=0.55, prices=(12000, 48000, 48000, 90000), response_hours=5),
    "group_clinic": Kind(share=0.2, prices=(36000, 54000), response_hours=9),
    "junior_camp": Kind(share=0.15, prices=(29000, 58000), response_hours=7),
    "partnership": Kind(share=0.1, prices=(150000, 240000), response_hours=26),
}
X = Channel(
    platform="x",
    account="fairwaycoaching",
    posts_per_week=6.2,
    engagement=34,
    habits=((1, 8), (2, 12), (3, 18), (4, 12), (4, 13), (5, 8), (6, 10), (7, 20)),
    contents={"text": Content(0.45), "image": Content(0.25), "video": Content(0.15), "link": Content(0.15)},
    best=Slot(weekday=4, block=4, effect=2.2),
    lists_hashtags=False,
)
LINKEDIN = Channel(
    platform="linkedin",
    account="fairway-coaching",
    posts_per_week=4.6,
    engagement=42,
    habits=((1, 9), (2, 7), (2, 8), (3, 12), (4, 17), (5, 9)),
    contents={"text": Content(0.35), "image": Content(0.35), "document": Content(0.3, effect=1.6)},
    best=Slot(weekday=2, block=2, effect=2.0),
)
INSTAGRAM = Channel(
    platform="instagram",
    account="fairway.coaching",
    posts_per_week=5.6,
    engagement=85,
    habits=((1, 17), (2, 7), (3, 12), (4, 17), (5, 17), (6, 9), (7, 18), (7, 19)),
    contents={"image": Content(0.4), "carousel": Content(0.3), "reel": Content(0.3, effect=1.8)},
    best=Slot(weekday=7, block=6, effect=2.2),
)
TAGS = (
    Tags(("golf",), share=0.5),
    Tags(("golftips",), share=0.35),
    Tags(("shortgame",), share=0.2, effect=1.8),
    Tags(("puttingdrills", "greenreading"), share=0.18),
    Tags(("golfswing",), share=0.22),
    Tags(("juniorgolf",), share=0.1),
)
FAIRWAY = Business(
    id="fairway",
    name="Fairway Coaching",
    timezone="America/New_York",
    currency="USD",
    foreign_currency="CAD",
    opportunities_per_day=2.9,
    sources=SOURCES,
    kinds=KINDS,
    campaigns={"": 0.7, "newsletter": 0.15, "swing_quiz": 0.1, "open_day": 0.05},
    channels=(X, LINKEDIN, INSTAGRAM),
    tags=TAGS,
    phrases=PHRASES,
)
