"""What Fairway Coaching says and what people ask of it, one phrase a line."""

from twin.phrases import Phrases, lines

OPENINGS = lines("""
Three putts again?
Most slices start before the swing.
Five minutes on the range, no more.
A question from yesterday's lesson:
Wind from the left, bunker on the right.
Nobody practises this, everybody needs it.
My favourite drill for a rainy day:
Your grip tells me your handicap.
Seen on the tenth tee this morning:
If you only change one thing this week:
The shot that saves most strokes:
Beginners ask it, good players forget it:
Handicap 24 or 4, it is the same mistake:
Old advice that still works:
""")
BODIES = lines("""
putt ten balls from a putter's length before you try the long ones.
aim at a leaf one step ahead, not at the flag.
breathe out before you take the club back.
keep the towel under both arms for twenty half swings.
chip with three different clubs to the same spot.
play one hole with the seven iron only.
hold the finish until the ball has stopped rolling.
count to two on the way back and to one on the way down.
read the putt from behind the hole as well.
put the ball a hand's width further back and look where it lands.
hit every second ball with your eyes closed.
walk off nine holes with three clubs and write down what you missed.
let the bounce of the wedge do the work in the sand.
leave the driver at home once a month.
""")
CLOSINGS = lines("""
Try it on Saturday and tell me.
What works for you?
Lesson slots for next week are open.
Save this for your next round.
Send it to the friend who always blames the putter.
More of these every Thursday at noon.
See you on the range.
Yes, it feels strange at first.
""")

ASKS = {
    "golf_coaching": lines("""
Wants to break 90 before the club championship
Slices every drive, asks for a block of six lessons
Beginner, never held a club, would like to start in spring
Comes back after knee surgery, short game first
"""),
    "group_clinic": lines("""
Company outing for ten people
Bachelor party, half a day on the range
Ladies' group of eight on Thursdays
"""),
    "junior_camp": lines("""
Two children, nine and eleven, for the summer camp
School team looks for a coach in the autumn break
"""),
    "partnership": lines("""
Resort asks for a guest coach in winter
Equipment shop proposes a fitting day
Podcast about mental training
"""),
}
HOW_HEARD = {
    "email": lines("""
Found your address on the club's notice board
A friend at the club
"""),
    "twitter": lines("""
Your thread about three-putts
Saw a reply of yours
"""),
    "linkedin": lines("""
Your article on pre-shot routines
A colleague shared a post
"""),
    "referral": lines("""
My brother took lessons with you
Our club captain recommended you
"""),
    "website": lines("""
Searched for golf lessons near me
The swing quiz on your website
"""),
}
PHRASES = Phrases(OPENINGS, BODIES, CLOSINGS, ASKS, HOW_HEARD)
