"""This portal against its peers and its limits, in one run on one machine.

Ratios are what counts: peers run in turns, several rounds, and medians are compared.
"""

import sys
from contextlib import ExitStack
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from bench import campaign, city, content, measures, renditions, schools
from bench.report import Line, show

SIZES = (20, 200, 2_000, 20_000)
# Growth is measured between these two, what goes through servers at one size in between.
FEW, MANY, HTTP_AT = 200, 20_000, 2_000
ROUNDS = 5


def run() -> None:
    say("Building a portal to measure")
    call_command("migrate", verbosity=0)
    content.build()
    city.build()
    city.grow_to(FEW)
    through_servers: list[Line] = []
    statements: list[Line] = []
    costs: dict[int, dict[str, float]] = {}
    for size in SIZES:
        say(f"{size:,} articles")
        content.grow_to(size)
        statements += measures.statement_lines(size)
        if size in (FEW, MANY):
            costs[size] = measures.growing_costs()
        if size == HTTP_AT:
            say("Through servers")
            with ExitStack() as stack:
                folder = Path(settings.VAR_DIR)
                through_servers = measures.http_lines(stack, folder, rounds=ROUNDS)
            through_servers += measures.first_after_a_change()
    say("Pictures")
    pictures = Line(
        "three widths of a 12 MP photo, of one decode and the encodings",
        renditions.compare(rounds=3),
        at_most=renditions.LIMIT,
    )
    growth = measures.growth_lines(costs[FEW], costs[MANY])
    say("Reports")
    growth.append(city.accepting())
    statements += city.statement_lines(FEW)
    few = city.costs()
    city.grow_to(MANY)
    statements += city.statement_lines(MANY)
    growth += city.growth_lines(few, city.costs())
    say("A campaign")
    campaign.build()
    campaign.grow_to(campaign.FEW)
    statements += campaign.statement_lines(campaign.FEW)
    campaign.grow_to(campaign.FULL)
    full = campaign.costs()
    campaign.grow_to(campaign.MANY)
    statements += campaign.statement_lines(campaign.MANY)
    growth += campaign.growth_lines(full, campaign.costs())
    growth += [campaign.weight_line(), campaign.progress_line()]
    say("Schools")
    schools.build()
    schools.grow_to(schools.FEW)
    statements += schools.statement_lines(schools.FEW)
    little = schools.cost()
    schools.grow_to(schools.MANY)
    statements += schools.statement_lines(schools.MANY)
    growth.append(schools.growth_line(little, schools.cost()))
    statements += schools.broadcast_lines()
    show([*through_servers, *growth, pictures, *statements])


def say(text: str) -> None:
    print(f"... {text}", file=sys.stderr, flush=True)
