"""Compass Careers, an invented adviser in London whose calculator says how much of a job machines will do.

Its product is in `careers_product.py`. Posts with links are what matters here: each bears its own campaign.
"""

from twin.careers_analyses import ANALYSES
from twin.careers_phrases import PHRASES
from twin.world import Business, Channel, Content, Kind, Slot, Source, Tags

SOURCES = {
    "email": Source(share=0.2, conversion_rate=0.18),
    "linkedin": Source(share=0.3, conversion_rate=0.16),
    "twitter": Source(share=0.12, conversion_rate=0.05, contact="handle"),
    "referral": Source(share=0.16, conversion_rate=0.36),
    "website": Source(share=0.22, conversion_rate=0.11),
}
KINDS = {
    "coaching": Kind(share=0.5, prices=(9500, 19000, 57000), response_hours=7),
    "team_workshop": Kind(share=0.25, prices=(145000, 240000), response_hours=20),
    "talk": Kind(share=0.15, prices=(90000, 120000), response_hours=28),
    "licence": Kind(share=0.1, prices=(180000, 360000), response_hours=34),
}
LINKEDIN = Channel(
    platform="linkedin",
    account="compass-careers",
    posts_per_week=5.0,
    engagement=55,
    habits=((1, 8), (2, 8), (2, 17), (3, 12), (4, 8), (4, 12), (5, 9)),
    contents={"text": Content(0.3), "link": Content(0.4), "document": Content(0.3, effect=1.5)},
    best=Slot(weekday=2, block=2, effect=2.1),
)
X = Channel(
    platform="x",
    account="compasscareers",
    posts_per_week=6.4,
    engagement=26,
    habits=((1, 9), (2, 13), (3, 9), (3, 18), (4, 13), (5, 9), (6, 11)),
    contents={"text": Content(0.4), "link": Content(0.45, effect=0.8), "image": Content(0.15)},
    lists_hashtags=False,
)
TAGS = (
    Tags(("careers",), share=0.45),
    Tags(("futureofwork",), share=0.35, effect=1.5),
    Tags(("ai",), share=0.4),
    Tags(("jobsearch", "reskilling"), share=0.2),
)
COMPASS = Business(
    id="compass",
    name="Compass Careers",
    timezone="Europe/London",
    currency="GBP",
    foreign_currency="EUR",
    opportunities_per_day=2.6,
    sources=SOURCES,
    kinds=KINDS,
    campaigns={"": 0.7, "newsletter": 0.2, "career_week": 0.1},
    channels=(LINKEDIN, X),
    tags=TAGS,
    phrases=PHRASES,
    tags_links=True,
    analyses=ANALYSES,
)
