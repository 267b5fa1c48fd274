"""`almanac ask`: the three questions people ask most (conversion, best time, summary), answered in words."""

from enum import StrEnum
from typing import Annotated, Any

import typer

from orchestration.command_line.console import Json, fail, out, show
from orchestration.command_line.cycle import opened
from warehouse.home import Home


class Question(StrEnum):
    """What can be asked."""

    conversion = "conversion"
    best_time = "best-time"
    summary = "summary"


def ask(
    question: Annotated[Question, typer.Argument(help="conversion, best-time or summary")],
    business: Annotated[str | None, typer.Option(help="Only this business.")] = None,
    json: Json = False,
) -> None:
    """Answer in words, from the published marts: conversion, best-time or summary."""
    from assets.insights import questions
    from assets.insights.marts import UnknownBusiness

    home = Home.from_environment()
    configuration = opened(home)
    asked = [configuration.business(business)] if business else configuration.businesses
    answer = {
        Question.conversion: questions.conversion_rate,
        Question.best_time: questions.best_posting_time,
        Question.summary: questions.summary,
    }[question]
    try:
        answers = {one.id: answer(home, one.id) for one in asked}
    except UnknownBusiness as fault:
        fail(f"{fault}; run `almanac run` after a change of almanac.yaml", json)
    result = {"question": question.value, "answers": answers}
    show(result, json, _told)


def _told(result: dict[str, Any]) -> None:
    for business, lines in result["answers"].items():
        out.print(business, style="bold", markup=False)
        for line in lines:
            out.print(f"  {line}", markup=False)
