"""Types of opportunities compared by conversion. Tested here, since no mart compares types."""

from assets.insights.groups import Compared, Comparison
from assets.insights.marts import Business, Connection, Row, rows
from assets.insights.wording import Group
from assets.statistics.multiplicity import benjamini_hochberg
from assets.statistics.proportions import Arm
from assets.statistics.verdicts import Comparison as Tested
from assets.statistics.verdicts import compare

OTHERS = "that of all other types"


def compared(connection: Connection, business: Business) -> Comparison:
    """Every type against all others, over opportunities that have had time to convert."""
    in_time = f"is_matured and is_converted and days_to_convert <= {business.conversion_window_days}"
    sql = f"""
select coalesce(type, '(none)') as name, count(*) as opportunities,
    count(*) filter (where is_converted) as conversions,
    count(*) filter (where is_matured) as matured,
    count(*) filter (where {in_time}) as converted
from marts.fct_opportunities
where business_id = {business.literal}
group by all
order by opportunities desc, conversions desc, name
"""
    found = rows(connection, sql)
    tests = [_against_others(one, found) for one in found]
    q_values = benjamini_hochberg([_tested_p(test) for test in tests])
    groups = [_type(one, test, q) for one, test, q in zip(found, tests, q_values, strict=True)]
    return Comparison("type", groups, sql, "fct_opportunities")


def _against_others(one: Row, found: list[Row]) -> Tested | None:
    """The type against all others together; None where a side has nothing that matured."""
    converted = sum(row["converted"] for row in found) - one["converted"]
    matured = sum(row["matured"] for row in found) - one["matured"]
    if not one["matured"] or not matured:
        return None
    return compare(Arm(one["converted"], one["matured"]), Arm(converted, matured))


def _tested_p(test: Tested | None) -> float | None:
    """The p-value, None where a side has too few to say anything."""
    return None if test is None or test.verdict(None) == "too_few" else test.p_value


def _type(one: Row, test: Tested | None, q: float | None) -> Compared:
    every = Group(one["name"], one["conversions"], one["opportunities"])
    matured = Group(one["name"], one["converted"], one["matured"])
    if test is None:
        return Compared(every, matured, Group(OTHERS, 0, 0), None, None, None, None, "too_few")
    return Compared(
        every,
        matured,
        others=Group(OTHERS, test.other.successes, test.other.units),
        difference=round(test.difference, 6),
        low=round(test.interval.low, 6),
        high=round(test.interval.high, 6),
        q=q,
        verdict=test.verdict(q),
    )
