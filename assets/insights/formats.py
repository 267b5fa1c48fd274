"""The one way each figure is written: counts, shares, intervals, money, moments. No sentences."""

from datetime import date, datetime

from warehouse.money import display
from warehouse.times import local_time

FEWEST_UNITS = 10
SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£"}
PLATFORMS = {
    "x": "X",
    "linkedin": "LinkedIn",
    "facebook": "Facebook",
    "instagram": "Instagram",
    "tiktok": "TikTok",
    "ga4": "Google Analytics",
    "stripe": "Stripe",
}


def number(value: float) -> str:
    """A count or measure with at most one decimal: 1,234 or 2.5."""
    return f"{round(value, 1) + 0.0:,.1f}".removesuffix(".0")


def plural(count: float, one: str, many: str = "") -> str:
    """The count with its noun: "1 post", "2 posts"."""
    return f"{number(count)} {one if count == 1 else many or one + 's'}"


def percent(part: float) -> str:
    """A fraction as a percentage with at most one decimal; 0 % and 100 % only where it is exactly that."""
    shown = number(100 * part)
    if shown == "0" and part > 0:
        return "under 0.1 %"
    if shown == "100" and part < 1:
        return "over 99.9 %"
    return f"{shown} %"


def share(k: int, n: int) -> str:
    """k of n in words: "25 % (1 of 4)"; without units there is no percentage."""
    return f"{percent(k / n)} ({number(k)} of {number(n)})" if n else "no rate (0 of 0)"


def rate(k: int, n: int) -> str:
    """k of n in short: "11.1 % (1/9)"."""
    return f"{percent(k / n)} ({number(k)}/{number(n)})" if n else "no rate (0/0)"


def interval(low: float, high: float, level: int = 95) -> str:
    """The interval of a share: "95 % interval 4.6 % to 69.9 %"."""
    return f"{level} % interval {percent(low)} to {percent(high)}"


def index_interval(low: float, high: float, level: int, base: str = "usual") -> str:
    """The interval of a multiplicative effect as index: "80 % interval 110 to 162 where 100 is usual"."""
    index = f"{number(round(100 * low))} to {number(round(100 * high))}"
    return f"{level} % interval {index} where 100 is {base}"


def points(low: float, high: float) -> str:
    """The interval of a difference of shares in percentage points: "-3.1 to 29.4 points"."""
    return f"{number(100 * low)} to {number(100 * high)} points"


def relative(now: int, before: int) -> str:
    """A change in whole percent with its sign: "+21 %"; empty where the base is too small to carry one."""
    return f"{100 * (now - before) / before:+.0f} %" if before >= FEWEST_UNITS else ""


def change(now: int, before: int) -> str:
    """A change with both figures: "+21 % (340 against 280)"; the figures alone where the base is small."""
    figures = f"{number(now)} against {number(before)}"
    return f"{relative(now, before)} ({figures})" if relative(now, before) else figures


def money(minor: int, currency: str) -> str:
    """An amount in minor units as people write it: "$500", "€1,234.50", "CHF 20"."""
    code, amount = display(abs(minor), currency).split(" ", 1)
    whole, _, decimals = amount.partition(".")
    shown = amount if decimals.strip("0") else whole
    return f"{'-' if minor < 0 else ''}{SYMBOLS.get(code, f'{code} ')}{shown}"


def money_share(part: int, whole: int, currency: str) -> str:
    """A share of money with the amounts beside it: "100 % ($500 of $500)"."""
    return f"{percent(part / whole)} ({money(part, currency)} of {money(whole, currency)})"


def platform(name: str) -> str:
    """A platform by the name that people know it by."""
    return PLATFORMS.get(name, name)


def day(value: date) -> str:
    """A day in words: "14 November 2026"."""
    return f"{value.day} {value:%B %Y}"


def short_day(value: date) -> str:
    """A day for a narrow column: "14 Nov 2026"."""
    return f"{value.day} {value:%b %Y}"


def moment(at: datetime, timezone: str) -> str:
    """A UTC moment on the clock of the business: "14 November 2026, 18:00"."""
    local = local_time(at, timezone)
    return f"{day(local.date())}, {local:%H:%M}"


def hours(value: float) -> str:
    """A length of time: minutes below an hour, hours below two days, then days."""
    if round(60 * value) < 60:
        return plural(round(60 * value), "minute")
    rounded = round(value, 1)
    return plural(rounded, "hour") if rounded < 48 else plural(round(value / 24, 1), "day")
