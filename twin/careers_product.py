"""The product of Compass Careers: a calculator of what machines will do of a job, and paid advice."""

from twin.product_truth import Buying, Country, Gate, Industry, Origin, Product, Reminder, Risk

STEP = "calculator_step_completed"
ORIGINS = {
    "search": Origin("Organic Search", 0.27, "google", "organic", "https://search.example.com/"),
    "ads": Origin(
        "Paid Search", 0.16, "google", "cpc", "https://search.example.com/", ("brand", "will_ai_take_my_job"),
        effect=0.75, spend=0.8,
    ),
    "linkedin": Origin("Organic Social", 0.12, "linkedin", "social", effect=1.1, platform="linkedin"),
    "x": Origin("Organic Social", 0.1, "x", "social", effect=0.8, platform="x"),
    "newsletter": Origin("Email", 0.09, "newsletter", "email", None, ("weekly_tips", "launch"), effect=1.4),
    "partner": Origin(
        "Referral", 0.1, "jobs.example.org", "referral", "https://jobs.example.org/", effect=1.5, spend=1.3
    ),
    "direct": Origin("Direct", 0.16, "(direct)", "(none)"),
}  # fmt: skip
GATES = (
    Gate("ai_calculator_opened", 0.62, "/calculator", 45),
    Gate(STEP, 0.84, "/calculator", 30, number=1),
    Gate(STEP, 0.86, "/calculator", 50, number=2),
    Gate(STEP, 0.9, "/calculator", 70, number=3),
    Gate("assessment_submitted", 0.85, "/calculator", 25),
    Gate("conversion_offer_viewed", 0.9, "/offer", 15, feels_risk=True),
    Gate("paid_upgrade_clicked", 0.24, "/offer", 90, feels_risk=True),
)
RISKS = {
    "high": Risk(1.8, {"high": 0.6, "medium": 0.3, "low": 0.1}),
    "medium": Risk(1.0, {"high": 0.25, "medium": 0.5, "low": 0.25}),
    "low": Risk(0.5, {"high": 0.05, "medium": 0.3, "low": 0.65}),
}
INDUSTRIES = {
    "customer_service": Industry(0.15, "high", ("Support Agent", "Call Centre Lead")),
    "media": Industry(0.14, "high", ("Copywriter", "Translator", "Illustrator")),
    "finance": Industry(0.17, "medium", ("Accountant", "Credit Analyst", "Payroll Clerk")),
    "software": Industry(0.18, "medium", ("Software Engineer", "Test Engineer")),
    "education": Industry(0.14, "low", ("Teacher", "Lecturer")),
    "healthcare": Industry(0.12, "low", ("Nurse", "Physiotherapist")),
    "crafts": Industry(0.1, "low", ("Electrician", "Joiner")),
}
COUNTRIES = {
    "GB": Country(0.52, "GBP", 1.0, ("London", "Manchester", "Leeds", "Glasgow")),
    "US": Country(0.22, "USD", 1.27, ("New York", "Austin", "Seattle")),
    "DE": Country(0.12, "EUR", 1.17, ("Berlin", "Hamburg")),
    "FR": Country(0.08, "EUR", 1.17, ("Paris", "Lyon")),
    "JP": Country(0.06, "JPY", 190.0, ("Tokyo", "Osaka")),
}
REMINDERS = (
    Reminder("newsletter", (2, 4), comes=0.5, clicks=0.16),
    Reminder("ads", (4.5, 6), comes=0.2, clicks=0.14),
)
BUYING = Buying(
    r=0.9, alpha=45, a=0.9, b=3.2, p=6, q=4, gamma=15,
    refunded=0.05, refunded_in_full=0.7, disputed=0.012, disputes_won=0.4, failed=0.12,
)  # fmt: skip
COMPASS_PRODUCT = Product(
    business_id="compass",
    timezone="Europe/London",
    currency="GBP",
    visitors_per_day=42,
    origins=ORIGINS,
    gates=GATES,
    risks=RISKS,
    industries=INDUSTRIES,
    countries=COUNTRIES,
    devices={"desktop": 0.5, "mobile": 0.43, "tablet": 0.07},
    reminders=REMINDERS,
    returning=tuple(round(0.34 * week**-0.6, 4) for week in range(1, 53)),
    improvement=1.35,
    second_version=13,
    helped=0.12,
    pauses=0.03,
    retries=0.12,
    buying=BUYING,
    offer=29,
    sold=("career_report", "coaching_hour", "skills_course"),
)
