"""Insights on attribution: the channel with most conversions, as a range over models, beside the unknown.

No model measures what would have happened without a channel: no sentence says that one brought something.
"""

from assets.insights.formats import FEWEST_UNITS, money, number, percent, plural
from assets.insights.insight import Evidence, Insight, subject
from assets.insights.marts import Business, Connection, Row, rows

UNATTRIBUTED = "(unattributed)"
METHOD = "share by the last touch that is not direct; low and high are the least and most of all models"


def insights(connection: Connection, business: Business) -> list[Insight]:
    """One statement on the leading channel; none where no conversion has a touch."""
    sql = f"""
select channel, conversions, sum(conversions) over () as all_conversions, revenue_minor, currency, share,
    share_min, share_max, (
        select count(distinct model) from marts.attribution_channels where business_id = {business.literal}
    ) as models
from marts.attribution_channels
where business_id = {business.literal} and model = 'last_non_direct'
order by conversions desc, channel
"""
    found = rows(connection, sql)
    known = [channel for channel in found if channel["channel"] != UNATTRIBUTED]
    unknown = sum(channel["share"] for channel in found if channel["channel"] == UNATTRIBUTED)
    return [_leading(business, known, unknown, sql)] if known and known[0]["conversions"] else []


def _leading(business: Business, known: list[Row], unknown: float, sql: str) -> Insight:
    top, every = known[0], round(known[0]["all_conversions"])
    is_clear = every >= FEWEST_UNITS and _leads(known, unknown)
    return Insight(
        id=subject(business.business_id, "attribution", "leading_channel"),
        business_id=business.business_id,
        kind="attribution",
        priority="medium" if is_clear else "low",
        verdict="finding" if is_clear else "nothing",
        text=f"{_share(top, every)}; of {percent(unknown)} no touch is known. {_conclusion(every, is_clear)}",
        evidence=Evidence(
            n=every, effect=top["share"], low=top["share_min"], high=top["share_max"], method=METHOD
        ),
        sql=sql,
        mart="attribution_channels",
        period="all time",
    )


def _leads(known: list[Row], unknown: float) -> bool:
    """Whether its least share is above the most of any other, even if all that is unknown were that one's."""
    return all(known[0]["share_min"] > other["share_max"] + unknown for other in known[1:])


def _share(top: Row, every: int) -> str:
    """What the leading channel is given: "email is given 41.2 % (84 of 204) of all conversions …"."""
    given = f"{percent(top['share'])} ({number(top['conversions'])} of {plural(every, 'conversion')})"
    revenue = f", {money(top['revenue_minor'], top['currency'])}" if top["revenue_minor"] else ""
    ends = f"{percent(top['share_min'])} to {percent(top['share_max'])} over {plural(top['models'], 'model')}"
    return f"By the last touch that is not direct, {top['channel']} is given {given}{revenue}; {ends}"


def _conclusion(every: int, is_clear: bool) -> str:
    if every < FEWEST_UNITS:
        return "Too few to compare channels"
    if is_clear:
        return "It is ahead of every other channel in every model"
    return "Which channel is ahead depends on the model, or on what is not known"
