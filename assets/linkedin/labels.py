"""What some values of follower facets mean in words; what is not here has no label."""

SENIORITIES = (
    "Unpaid", "Training", "Entry", "Senior", "Manager", "Director", "VP", "CXO", "Partner", "Owner",
)  # fmt: skip
FUNCTIONS = (
    "Accounting", "Administrative", "Arts and Design", "Business Development",
    "Community and Social Services", "Consulting", "Education", "Engineering", "Entrepreneurship", "Finance",
    "Healthcare Services", "Human Resources", "Information Technology", "Legal", "Marketing",
    "Media and Communication", "Military and Protective Services", "Operations", "Product Management",
    "Program and Project Management",
    "Purchasing", "Quality Assurance", "Real Estate", "Research", "Sales", "Customer Success and Support",
)  # fmt: skip
INDUSTRIES = {
    4: "Software Development",
    6: "Technology, Information and Internet",
    11: "Business Consulting and Services",
    14: "Hospitals and Health Care",
    27: "Retail",
    41: "Banking",
    43: "Financial Services",
    44: "Real Estate",
    47: "Accounting",
    48: "Construction",
    68: "Higher Education",
    80: "Advertising Services",
    96: "IT Services and IT Consulting",
    99: "Design Services",
    124: "Wellness and Fitness Services",
}
COUNTRIES = {
    100565514: "Belgium",
    101165590: "United Kingdom",
    101174742: "Canada",
    101282230: "Germany",
    101452733: "Australia",
    102713980: "India",
    102890719: "Netherlands",
    103350119: "Italy",
    103644278: "United States",
    103883259: "Austria",
    104738515: "Ireland",
    105015875: "France",
    105072130: "Poland",
    105646813: "Spain",
    106057199: "Brazil",
    106693272: "Switzerland",
}
STAFF_COUNTS = {
    "SIZE_1": "1",
    "SIZE_2_TO_10": "2-10",
    "SIZE_11_TO_50": "11-50",
    "SIZE_51_TO_200": "51-200",
    "SIZE_201_TO_500": "201-500",
    "SIZE_501_TO_1000": "501-1,000",
    "SIZE_1001_TO_5000": "1,001-5,000",
    "SIZE_5001_TO_10000": "5,001-10,000",
    "SIZE_10001_OR_MORE": "10,001 or more",
}
LABELS = {
    **{f"urn:li:seniority:{number}": name for number, name in enumerate(SENIORITIES, 1)},
    **{f"urn:li:function:{number}": name for number, name in enumerate(FUNCTIONS, 1)},
    **{f"urn:li:industry:{number}": name for number, name in INDUSTRIES.items()},
    **{f"urn:li:geo:{number}": name for number, name in COUNTRIES.items()},
    **STAFF_COUNTS,
    "EMPLOYEE": "Employees",
}
