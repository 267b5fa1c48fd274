"""Three questions that people ask, answered in words: conversion, best time, summary."""

from assets.insights.document import Document, of_business
from assets.insights.insight import Kind
from assets.insights.insights import last_build
from assets.insights.marts import business
from warehouse.home import Home
from warehouse.publishing import reader

SUMMARISED = 7


def conversion_rate(home: Home, business_id: str) -> list[str]:
    """The conversion of a business, overall and by source and type, one sentence a line."""
    return _said(_document(home, business_id), "conversion") or ["no opportunities yet"]


def best_posting_time(home: Home, business_id: str) -> list[str]:
    """When to post on each platform as far as the data supports it, one sentence a line."""
    return _said(_document(home, business_id), "posting_time") or ["no posts yet"]


def summary(home: Home, business_id: str) -> list[str]:
    """What matters most now, one sentence a line, each with its action."""
    insights = _document(home, business_id).insights[:SUMMARISED]
    return [f"{insight.text}. {insight.action}" if insight.action else insight.text for insight in insights]


def _said(document: Document, kind: Kind) -> list[str]:
    return [insight.text for insight in document.insights if insight.kind == kind]


def _document(home: Home, business_id: str) -> Document:
    """The insights as of the published figures; raises UnknownBusiness and NothingPublished."""
    with reader(home) as connection:
        return of_business(connection, business(connection, business_id), last_build(home))
