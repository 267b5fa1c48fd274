"""Which insights the fake Instagram gives, for which product, and from which figures of the world."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any

from twin.fakes.graph_error import GraphError

Figures = Mapping[str, int]
FEED, REELS, STORY = "FEED", "REELS", "STORY"
EVERYWHERE, LASTING, WITH_PROFILE = (FEED, REELS, STORY), (FEED, REELS), (FEED, STORY)
PRODUCTS: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("views", "reach", "total_interactions", "shares", "reposts"), EVERYWHERE),
    **dict.fromkeys(("likes", "comments", "saved"), LASTING),
    **dict.fromkeys(("total_views", "total_likes", "total_comments"), LASTING),
    **dict.fromkeys(("follows", "profile_visits", "profile_activity"), WITH_PROFILE),
    **dict.fromkeys(("replies", "navigation", "link_clicks"), (STORY,)),
    **dict.fromkeys(("ig_reels_avg_watch_time", "ig_reels_video_view_total_time"), (REELS,)),
    **dict.fromkeys(("reels_skip_rate", "crossposted_views"), (REELS,)),
    "facebook_views": (FEED,),
}
CROSS_POSTED = {"crossposted_views", "facebook_views"}
BREAKDOWNS = {"profile_activity": "action_type", "navigation": "story_navigation_action_type"}
PARTS = {
    "profile_activity": {"bio_link_clicked": 0.7, "email": 0.2, "other": 0.1},
    "navigation": {"tap_forward": 0.7, "tap_back": 0.1, "tap_exit": 0.15, "swipe_forward": 0.05},
}
COUNTED: dict[str, Callable[[Figures], float]] = {
    "views": lambda told: told["views"],
    "reach": lambda told: told["reach"],
    "total_interactions": lambda told: sum(told[each] for each in ("likes", "comments", "shares", "saves")),
    "shares": lambda told: told["shares"],
    "reposts": lambda told: told["quotes"],
    "likes": lambda told: told["likes"],
    "comments": lambda told: told["comments"],
    "saved": lambda told: told["saves"],
    "total_views": lambda told: told["views"],
    "total_likes": lambda told: told["likes"],
    "total_comments": lambda told: told["comments"],
    "follows": lambda told: told["follows"],
    "profile_visits": lambda told: told["profile_clicks"],
    "profile_activity": lambda told: told["clicks"],
    "replies": lambda told: told["comments"],
    "navigation": lambda told: told["views"],
    "link_clicks": lambda told: told["clicks"],
    "ig_reels_avg_watch_time": lambda told: told["watch_ms"] // max(told["video_views"], 1),
    "ig_reels_video_view_total_time": lambda told: told["watch_ms"],
    "reels_skip_rate": lambda told: 1 - told["completed"] / max(told["video_views"], 1),
}
# Of an account: what is a series of Pacific days, and what is a total of the UTC days that are asked for.
SERIES: dict[str, Callable[[Figures], int]] = {
    "reach": lambda told: told["reach"],
    "follower_count": lambda told: told["follows"],
}
TOTALS: dict[str, Callable[[Figures], int]] = {
    "reach": lambda told: told["reach"],
    "views": lambda told: told["views"],
    "accounts_engaged": lambda told: told["accounts_engaged"],
    "total_interactions": lambda told: max(told["interactions"], 0),
    "likes": lambda told: max(told["likes"], 0),
    "comments": lambda told: told["comments"],
    "saves": lambda told: max(told["saves"], 0),
    "shares": lambda told: max(told["shares"], 0),
    "profile_views": lambda told: told["profile_views"],
    "website_clicks": lambda told: told["website_clicks"],
}
FOLLOWS, DEMOGRAPHICS = "follows_and_unfollows", "follower_demographics"
OF_ACCOUNTS = (*dict.fromkeys([*SERIES, *TOTALS]), FOLLOWS, DEMOGRAPHICS)


def refuse_unknown(names: Sequence[str], known: Collection[str], retired: str | None) -> None:
    """Code 100 for the whole call where one of the names is none, or is dead; the text lists the rest."""
    given = [name for name in known if name != retired]
    for number, name in enumerate(names):
        if name not in given:
            told = f"(#100) metric[{number}] must be one of the following values: {', '.join(given)}"
            raise GraphError(told, 100)
    if not names:
        raise GraphError("(#100) The parameter metric is required", 100)


def entry(owner: str, name: str, period: str, **told: Any) -> dict[str, Any]:
    """One metric of an answer, as all insights of Instagram are written."""
    return {
        "name": name,
        "period": period,
        "title": name.replace("_", " ").capitalize(),
        "description": f"{name} of {period}",
        "id": f"{owner}/insights/{name}/{period}",
        **told,
    }
