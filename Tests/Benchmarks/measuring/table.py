"""The table of results: a row for each figure, beside its goal and what peers need."""


class Table:
    def __init__(self, judges=True):
        """`judges` is False where the machine is not fit for verdicts."""
        self.rows = []
        self.judges = judges

    def add(self, figure, value, unit, goal=None, at_least=False, peers=""):
        """Adds a row. With a goal, the value is to be at most that, or at least that."""
        if value is None:
            verdict = "not seen"
        elif goal is None or not self.judges:
            verdict = ""
        else:
            verdict = "met" if (value >= goal if at_least else value <= goal) else "MISSED"
        wanted = "" if goal is None else "%s %s" % (">=" if at_least else "<=", number(goal))
        self.rows.append((figure, "-" if value is None else number(value), unit, wanted, verdict, peers))
        print("  %-64s %10s %-9s %-12s %-9s %s" % self.rows[-1], flush=True)

    def markdown(self):
        lines = ["| figure | wraptop | | goal | | peers |", "|---|---:|---|---:|---|---|"]
        return "\n".join(lines + ["| " + " | ".join(row) + " |" for row in self.rows])


def number(value):
    """A value with about three digits."""
    if value >= 1000:
        return "{:,.0f}".format(value)
    return "%.3g" % value if abs(value) < 100 else "%.0f" % value


def joined(peers):
    """What peers need, one behind the other; those that are not installed (None) are left out."""
    return ", ".join("%s %s" % (name, number(value)) for name, value in peers.items() if value is not None)
