"""The funnels and cohorts of Compass Careers as its almanac.yaml describes them."""

from twin.product_returns import OPENED

WINDOW = "14d"  # nobody in `product_journey.py` takes longer
ANALYSES = f"""\
    funnels:
      - id: calculator
        steps:
          - ai_calculator_opened
          - {{event: calculator_step_completed, where: {{step: 1}}}}
          - {{event: calculator_step_completed, where: {{step: 2}}}}
          - {{event: calculator_step_completed, where: {{step: 3}}}}
          - assessment_submitted
          - conversion_offer_viewed
          - paid_upgrade_clicked
        window: {WINDOW}
        breakdown: {{property: source, attribution: first_touch, at: user}}
      - id: upgrade
        steps: [assessment_submitted, conversion_offer_viewed, paid_upgrade_clicked]
        window: {WINDOW}
        breakdown: {{property: risk_level, attribution: step 1}}
      - id: undisturbed
        steps:
          - {{event: calculator_step_completed, where: {{step: 1}}}}
          - {{event: calculator_step_completed, where: {{step: 2}}}}
          - {{event: calculator_step_completed, where: {{step: 3}}}}
        order: strict
        window: 1d
      - id: in_any_order
        steps: [assessment_submitted, ai_calculator_opened, conversion_offer_viewed]
        order: unordered
        window: {WINDOW}
    cohorts:
      - {{id: weekly, entry: assessment_submitted, return: {OPENED}, period: week, periods: 20}}
      - {{id: monthly, entry: ai_calculator_opened, return: paid_upgrade_clicked, period: month, periods: 6}}
"""
