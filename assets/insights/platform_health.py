"""Insights on the connection to platforms: what could not be read, what is lost, what ends soon. Counts."""

from datetime import date

from assets.insights.counts import counted
from assets.insights.formats import day, platform, plural
from assets.insights.insight import Insight, Kind, Priority, subject
from assets.insights.marts import Business, Connection, Row, rows

KIND: Kind = "data_quality"
ENDS = {
    "token_expires_on": "the token",
    "refresh_expires_on": "the permission to renew the token",
    "api_version_ends_on": "the API version in use",
}
CURES = {
    "token_expires_on": "Sign in again and put the new token into the environment",
    "refresh_expires_on": "Sign in again and put the new tokens into the environment",
    "api_version_ends_on": "Set platforms.{platform}.api_version in almanac.yaml to a newer version",
}
# From so many days on before the end, the more urgent the nearer.
PRIORITIES: tuple[tuple[int, Priority], ...] = ((7, "high"), (30, "medium"), (90, "low"))


def insights(connection: Connection, business: Business) -> list[Insight]:
    """One statement for each account that could not be read as a whole, and for all that ends soon."""
    sql = f"""
select source, account_id, coalesce(handle, account_id) as name, last_status, reason, lost, api_version,
    {", ".join(ENDS)}
from marts.sync_status
left join (select business_id, platform as source, account_id, handle from marts.dim_accounts)
    using (business_id, source, account_id)
where business_id = {business.literal} and account_id <> 'inbox'
order by source, account_id
"""
    found = rows(connection, sql)
    failing = [_failing(business, account, sql) for account in found if account["last_status"] != "ok"]
    lost = [_lost(business, account, sql) for account in found if account["lost"]]
    ending = [_ending(business, account, column, sql) for account in found for column in ENDS]
    return [insight for insight in [*failing, *lost, *ending] if insight]


def _failing(business: Business, account: Row, sql: str) -> Insight:
    text = f"{_named(account)} could not be read as a whole: {account['reason']}"
    action = f"Look at `almanac status` and make good what {platform(account['source'])} refuses"
    name = subject("sync", account["source"], account["account_id"])
    return counted(business, KIND, name, text, 1, sql, "sync_status", "high", action)


def _lost(business: Business, account: Row, sql: str) -> Insight:
    text = f"{_named(account)} has gaps that nothing can close: {account['lost']}"
    name = subject("lost", account["source"], account["account_id"])
    return counted(business, KIND, name, text, 1, sql, "sync_status", "medium")


def _ending(business: Business, account: Row, column: str, sql: str) -> Insight | None:
    ends: date | None = account[column]
    left = (ends - business.local_today).days if ends else None
    priority = next((word for days, word in PRIORITIES if left is not None and left <= days), None)
    if ends is None or left is None or priority is None:
        return None
    what = f"{ENDS[column]} of {_named(account)}"
    text = (
        f"{what} ended on {day(ends)}"
        if left < 0
        else f"{what} ends on {day(ends)}, in {plural(left, 'day')}"
    )
    action = CURES[column].format(platform=account["source"])
    name = subject(column, account["source"], account["account_id"])
    return counted(business, KIND, name, text, max(left, 0), sql, "sync_status", priority, action)


def _named(account: Row) -> str:
    return f"{platform(account['source'])} account {account['name']}"
