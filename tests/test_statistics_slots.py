"""Effects of weekday and hour: the closed form of the definitions, and worlds whose truth is known."""

import numpy as np
import pytest

from assets.statistics.components import Components, Observed, components
from assets.statistics.prediction import Fit
from assets.statistics.slots import Posts, effects

SHAPE = (7, 8)


def world(seed, posts, truth, noise=1.0, posts_a_day=1, day_luck=0.0):
    """Posts in random slots with the true effects of `truth` (7 x 8), some of them on the same day."""
    random = np.random.default_rng(seed)
    day = np.arange(posts) // posts_a_day
    block = random.choice(8, size=posts, p=[0.02, 0.02, 0.06, 0.2, 0.25, 0.2, 0.15, 0.1])
    luck = random.normal(0, day_luck, size=day.max() + 1)[day]
    score = truth[day % 7, block] + luck + random.normal(0, noise, size=posts)
    return Posts(score, day % 7, block, day)


def counts(posts):
    return np.bincount(posts.row * 8 + posts.column, minlength=56)


def balanced(each, means, noise):
    """The observed means of a 7 x 8 table with equally many posts in each cell."""
    rows, columns = np.eye(7)[np.arange(56) // 8], np.eye(8)[np.arange(56) % 8]
    return Observed(means, each * np.eye(56), noise, rows, columns)


def test_without_main_effects_a_cell_keeps_n_of_n_plus_sigma2_over_tau2():
    """DEFINITIONS.md §6.3: slot deviation shrunk by n / (n + sigma^2 / tau^2)."""
    means = np.random.default_rng(1).normal(size=56)
    fit = Fit(balanced(6, means, 2.0), Components(row=0, column=0, cell=0.5))
    assert fit.cells().mean == pytest.approx((means - means.mean()) * 6 / (6 + 2.0 / 0.5))


def test_the_prediction_is_the_ridge_solution_of_the_mixed_model():
    """Henderson's mixed model equations, solved as they stand."""
    random = np.random.default_rng(2)
    means, sizes = random.normal(size=56), Components(row=0.3, column=0.2, cell=0.4)
    observed = balanced(4, means, 1.5)
    design = np.hstack([np.ones((56, 1)), observed.rows, observed.columns, np.eye(56)])
    ridge = np.concatenate([[0], np.full(7, 1.5 / 0.3), np.full(8, 1.5 / 0.2), np.full(56, 1.5 / 0.4)])
    solution = np.linalg.solve(4 * design.T @ design + np.diag(ridge), 4 * design.T @ means)
    fit = Fit(observed, sizes)
    assert fit.rows().mean == pytest.approx(solution[1:8])
    assert fit.columns().mean == pytest.approx(solution[8:16])
    assert fit.cells().mean == pytest.approx(design[:, 1:] @ solution[1:])


def test_the_moments_find_the_variances_that_made_the_table():
    random = np.random.default_rng(3)
    found = []
    for _ in range(600):
        row, column = random.normal(0, 0.6, size=7), random.normal(0, 0.4, size=8)
        truth = np.add.outer(row, column).ravel() + random.normal(0, 0.3, size=56)
        found.append(components(balanced(5, truth + random.normal(0, np.sqrt(1 / 5), size=56), 1.0))[0])
    assert np.mean(found, axis=0) == pytest.approx([0.36, 0.16, 0.09], rel=0.12)


def test_variances_are_never_below_zero():
    narrow, wide = components(balanced(5, np.zeros(56), 1.0))
    assert narrow == Components(0, 0, 0)
    assert min(wide) > 0


def test_the_intervals_hold_the_truth_about_as_often_as_they_say():
    random = np.random.default_rng(4)
    held, sure = [], []
    for seed in range(80):
        truth = random.normal(0, 0.4, size=(7, 8))
        posts = world(seed, 500, truth)
        seen, share = counts(posts) > 0, counts(posts) / 500
        against_average = truth.ravel() - share @ truth.ravel()
        found = effects(posts, SHAPE).cells
        low, high = found.interval(0.8)
        held.append(np.mean((low <= np.exp(against_average))[seen] & (np.exp(against_average) <= high)[seen]))
        sure.extend(against_average[seen & (found.probability_above() >= 0.9)] > 0)
    assert 0.75 < np.mean(held) < 0.9
    assert np.mean(sure) > 0.88


def test_lucky_days_do_not_make_the_intervals_too_narrow():
    random = np.random.default_rng(5)
    held = []
    for seed in range(80):
        truth = random.normal(0, 0.3, size=(7, 8))
        posts = world(seed, 600, truth, posts_a_day=4, day_luck=0.8)
        seen, share = counts(posts) > 0, counts(posts) / 600
        low, high = effects(posts, SHAPE).cells.interval(0.8)
        true = np.exp(truth.ravel() - share @ truth.ravel())
        held.append(np.mean((low <= true)[seen] & (true <= high)[seen]))
    assert 0.74 < np.mean(held) < 0.92


def test_where_nothing_matters_effects_are_near_one_but_not_certain():
    found = effects(world(6, 400, np.zeros(SHAPE)), SHAPE).cells
    low, high = found.interval(0.8)
    seen = ~np.isnan(low)
    assert np.all(low[seen] < 1)
    assert np.all(high[seen] > 1)
    assert np.all(found.deviation[seen] > 0.01)


def test_a_weekday_that_matters_is_seen_in_the_rows_and_not_in_the_columns():
    truth = np.zeros(SHAPE)
    truth[2] = 0.9
    table = effects(world(7, 700, truth), SHAPE)
    assert int(np.argmax(table.rows.mean)) == 2
    assert table.rows.probability_above()[2] > 0.99
    assert np.abs(table.columns.mean).max() < 0.3


def test_slots_without_posts_have_no_effect():
    posts = world(8, 60, np.zeros(SHAPE))
    found = effects(posts, SHAPE).cells
    assert np.array_equal(np.isnan(found.mean), counts(posts) == 0)
    assert np.array_equal(np.isnan(found.probability_above()), counts(posts) == 0)


@pytest.mark.parametrize("posts", [1, 2, 30])
def test_equal_scores_or_a_single_post_are_average(posts):
    found = effects(
        Posts(np.full(posts, 0.7), np.zeros(posts, int), np.zeros(posts, int), np.arange(posts)), SHAPE
    )
    assert found.cells.mean[0] == pytest.approx(0, abs=1e-9)
    assert found.cells.probability_above()[0] == pytest.approx(0.5, abs=1e-6)
