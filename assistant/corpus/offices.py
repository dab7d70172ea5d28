"""Words for what somebody is called by: an office that is held, a trade that is followed."""

OFFICES = frozenset(
    """president governor minister ambassador chairman chairwoman chairperson chair secretary senator representative
    mayor king queen prince princess chancellor director head leader speaker judge justice professor doctor mr mrs ms dr
    prof sir lady lord general colonel captain commissioner deputy prime officer chief ceo founder author""".split()
)
OFFICE_PATTERN = "|".join(sorted(OFFICES))
# Who is called by the work as others are by an office.
TRADES = frozenset(
    """accountant treasurer lawyer engineer teacher inspector auditor architect nurse pilot librarian gardener
    banker surgeon sergeant priest bishop""".split()
)
