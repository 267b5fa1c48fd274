"""What Spreewerk Keramik says and what people ask of it, one phrase a line."""

from twin.phrases import Phrases, lines

OPENINGS = lines("""
The kiln is open!
From a lump of clay to a cup in one minute.
What 1,240 degrees do to a glaze:
A plate that did not survive.
Monday, centring again.
Somebody asked how we get this blue.
Fresh from the shelf:
New in the studio this week:
Forty cups for a café around the corner.
The quietest hour in the workshop:
A beginner made this on the first evening:
Trimming day.
Two glazes, one mistake, and we like it.
""")
BODIES = lines("""
we let the pieces cool for a whole night before anybody may touch them.
the foot ring is what makes it stand well.
the secret is a slow drying under a sheet of newspaper.
cobalt, a little iron, and patience.
the handle comes last and takes longest.
every cup is a few grams different, and that is the idea.
wedge it fifty times, then it will not crack.
we recycle every scrap of clay into test tiles.
the second firing turns grey into white.
thin walls, steady hands, no talking.
a sponge, a wire and a wooden rib are all you need.
white stoneware from the Westerwald, thrown in Kreuzberg.
""")
CLOSINGS = lines("""
Which one would you take home?
Places in the evening course are open again.
Come by on Saturday from eleven.
Seconds are on the table by the door.
Write to us for a set in your colours.
Vouchers until the twentieth.
Back to the wheel.
More from the next firing on Friday.
""")

ASKS = {
    "workshop": lines("""
Two places in the evening course
Birthday for eight people, wheel throwing
Wants to glaze what she made in May
"""),
    "custom_order": lines("""
Breakfast set for four, matt white
A vase 60 cm high for an entrance hall
Wedding plates with a date on the back
"""),
    "wholesale": lines("""
Concept store asks for forty cups a month
Café wants espresso cups in two sizes
Hotel looks for room mugs
"""),
    "gift_voucher": lines("""
Voucher for a colleague who retires
Three vouchers before Christmas
"""),
}
HOW_HEARD = {
    "email": lines("""
Newsletter of the district museum
A friend gave me your card
"""),
    "instagram": lines("""
Your reel about glazing
Saw the kiln opening live
"""),
    "linkedin": lines("""
Our office follows you
Your post about the café tableware
"""),
    "referral": lines("""
My sister was at a course
The café on the corner uses your cups
"""),
    "website": lines("""
Searched for pottery courses in Berlin
The gift guide of a city magazine
"""),
}
PHRASES = Phrases(OPENINGS, BODIES, CLOSINGS, ASKS, HOW_HEARD)
