"""Insights on the data itself: what was refused, is late, was assumed or left out. Plain counts."""

from datetime import timedelta

from assets.insights.counts import counted
from assets.insights.formats import plural
from assets.insights.insight import Insight, Kind
from assets.insights.marts import Business, Connection, literal, row

KIND: Kind = "data_quality"
REASONS = 3
GRACE = timedelta(hours=6)  # a platform is read some time after it is due


def insights(connection: Connection, business: Business) -> list[Insight]:
    """What a reader has to know about the data before believing the rest."""
    asked = (_quarantine, _late, _without_zone, _other_currencies)
    found = [_no_data(business), _demonstration(business), *(one(connection, business) for one in asked)]
    return [insight for insight in found if insight]


def _no_data(business: Business) -> Insight | None:
    if business.first_data_on is not None:
        return None
    sql = f"""
select count(first_data_on) as records
from marts.dim_businesses
where business_id = {business.literal}
"""
    text = "no data yet: 0 records have arrived"
    files = "opportunities.json, social-posts.json or exports of X analytics"
    action = f"Put {files} into inbox/{business.business_id}/, then run `almanac run`"
    return counted(business, KIND, "no_data", text, 0, sql, "dim_businesses", "high", action)


def _demonstration(business: Business) -> Insight | None:
    if not business.is_demonstration:
        return None
    sql = f"""
select count(*) as businesses
from marts.dim_businesses
where business_id = {business.literal} and is_demonstration
"""
    text = "demonstration data: all figures are simulated and describe nobody"
    action = "Connect your own data: `almanac init` in an empty home"
    return counted(business, KIND, "demonstration", text, 1, sql, "dim_businesses", "medium", action)


def _quarantine(connection: Connection, business: Business) -> Insight | None:
    sql = f"""
select count(*) as entries,
    coalesce(sum("rows") filter (where severity = 'rejected'), 0)::bigint as rejected,
    coalesce(sum(files) filter (where severity = 'file'), 0)::bigint as files,
    list(source || ': ' || reason order by severity, "rows" desc, source, reason)[1:{REASONS}] as reasons
from marts.quarantine_summary
where business_id = {business.literal} and severity in ('rejected', 'file')
"""
    found = row(connection, sql)
    if not found["entries"]:
        return None
    counts = ((found["rejected"], "row"), (found["files"], "whole file"))
    told = " and ".join(plural(count, noun) for count, noun in counts if count)
    hidden = found["entries"] - REASONS
    more = f" and {plural(hidden, 'more reason')}" if hidden > 0 else ""
    text = f"{told} in quarantine: {'; '.join(found['reasons'])}{more}"
    action = f"Correct at its origin what is in quarantine/{business.business_id}/ and drop the file again"
    refused = found["rejected"] + found["files"]
    return counted(business, KIND, "quarantine", text, refused, sql, "quarantine_summary", "medium", action)


def _late(connection: Connection, business: Business) -> Insight | None:
    sql = f"""
select count(*) as late, string_agg(distinct source, ', ' order by source) as sources
from marts.sync_status
where business_id = {business.literal} and due < {literal(business.as_of - GRACE)}
"""
    found = row(connection, sql)
    if not found["late"]:
        return None
    text = f"{plural(found['late'], 'source is', 'sources are')} late: {found['sources']}"
    action = "Look at `almanac status`: it says what is missing since when"
    return counted(business, KIND, "late", text, found["late"], sql, "sync_status", "medium", action)


def _without_zone(connection: Connection, business: Business) -> Insight | None:
    sql = f"""
select count(*) as without_zone
from marts.fct_opportunities
where business_id = {business.literal} and not has_zone
"""
    count = row(connection, sql)["without_zone"]
    if not count:
        return None
    named = plural(count, "opportunity names", "opportunities name")
    text = f"{named} a time without a zone: read as time of {business.timezone}"
    return counted(business, KIND, "without_zone", text, count, sql, "fct_opportunities", "low")


def _other_currencies(connection: Connection, business: Business) -> Insight | None:
    sql = f"""
select coalesce(sum(conversions_in_other_currencies), 0)::bigint as left_out
from marts.opportunity_conversion
where business_id = {business.literal} and dimension = 'source' and window_days is null
"""
    count = row(connection, sql)["left_out"]
    if not count:
        return None
    conversions = plural(count, "conversion")
    text = f"revenue of {conversions} is not in {business.currency}: it is left out, never exchanged"
    return counted(business, KIND, "other_currencies", text, count, sql, "opportunity_conversion", "medium")
