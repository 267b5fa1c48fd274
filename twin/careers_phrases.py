"""What Compass Careers says and what people ask of it, one phrase a line."""

from twin.phrases import Phrases, lines

OPENINGS = lines("""
Will a machine do your job?
Half of your tasks, or none of them?
A payroll clerk asked us last week:
Nobody was ever replaced by a headline.
The skill that ages slowest:
Before you sign up for another course:
Three questions for your next appraisal:
What teachers and electricians have in common:
We counted the tasks of forty jobs.
Your job title says little.
From our post bag:
A translator changed her trade without leaving it:
""")
BODIES = lines("""
write down what you did yesterday, hour by hour, and mark what a script could do.
learn the tool that your trade fears most, and be the one who checks it.
tasks disappear, jobs are put together anew.
ask which of your decisions somebody has to answer for.
the people who talk to customers about trouble are the last to go.
a certificate that nobody asks for is an expensive bookmark.
one afternoon a week for something new is two working weeks a year.
judgement, hands and trust are hard to copy.
the first draft is cheap now, the last one is not.
talk to somebody who does the job you want, before you train for it.
""")
CLOSINGS = lines("""
What would you add?
Tell us which task you would give away first.
More on Thursday.
Bring it to your next appraisal.
Send it to a colleague who worries.
We read every answer.
""")

ASKS = {
    "coaching": lines("""
Accountant, wants to know what to learn next
Back after parental leave, looks for three hours of coaching
Copywriter whose orders have halved
"""),
    "team_workshop": lines("""
Support team of fourteen, half a day on site
Personnel department plans a day for all clerks
"""),
    "talk": lines("""
Trade fair asks for a talk of thirty minutes
University career day in the spring
"""),
    "licence": lines("""
Insurer would like the calculator on its intranet
Union asks what a licence for its members costs
"""),
}
HOW_HEARD = {
    "email": lines("""
Your newsletter, a colleague forwarded it
Your address was on a leaflet
"""),
    "linkedin": lines("""
Your post on payroll clerks
Somebody in my team shared a post
"""),
    "twitter": lines("""
A thread about translators
"""),
    "referral": lines("""
My sister was coached by you
Our works council recommended you
"""),
    "website": lines("""
The calculator on your page
Searched for career advice
"""),
}
PHRASES = Phrases(OPENINGS, BODIES, CLOSINGS, ASKS, HOW_HEARD)
