"""Checks, line by line, what tests/examples/figures.rs wrote: business numbers against python-stdnum, figures of invoices and credit
notes against decimal arithmetic of its own, from the quantities and prices alone."""

import datetime
import json
import sys
from collections import Counter
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Context, Decimal

from stdnum import ean, luhn
from stdnum.au import abn
from stdnum.in_ import gstin, pan
from stdnum.nz import ird
from stdnum.us import ein

CONTEXT = Context(prec=60)
MODES = {"half_up": ROUND_HALF_UP, "half_down": ROUND_HALF_DOWN}
# Ladakh, a union territory since 2019.
STATES_UNKNOWN_TO_STDNUM = {"38"}
STDNUM = {"abn": abn, "nzbn": ean, "nz_gst": ird, "gstin": gstin, "ein": ein}


def is_valid(scheme, text):
    if scheme == "nzbn":
        # A GS1 number of 13 digits under New Zealand's prefix.
        return len(text) == 13 and text.startswith("94") and ean.is_valid(text)
    if scheme == "gstin" and text[:2] in STATES_UNKNOWN_TO_STDNUM:
        return pan.is_valid(text[2:12]) and luhn.is_valid(text, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return STDNUM[scheme].is_valid(text)


def is_stricter(scheme, text):
    """Where Muster refuses more than stdnum, on purpose."""
    # The check digits of an ABN run from 11 to 99.
    return scheme == "abn" and (text[0] == "0" or text[:2] == "10")


def ids(lines):
    seen = Counter()
    for scheme, text, accepted in lines:
        expected = is_valid(scheme, text) and not is_stricter(scheme, text)
        if accepted != expected:
            sys.exit(f"{scheme} {text}: Muster says {accepted}, stdnum {expected}")
        seen[scheme, accepted] += 1
    for scheme in STDNUM:
        print(f"{scheme}: {seen[scheme, True]} valid and {seen[scheme, False]} invalid numbers judged alike")
        if min(seen[scheme, True], seen[scheme, False]) == 0:
            sys.exit("one of the two verdicts was never met")


def rounded(value, decimals, mode="half_up"):
    return value.quantize(Decimal(1).scaleb(-decimals), rounding=MODES[mode], context=CONTEXT)


def day(text):
    return datetime.date.fromisoformat(text)


def share(facts):
    """How much of its month a part is, as a numerator and a denominator."""
    first, last, holidays = day(facts["first"]), day(facts["last"]), {day(holiday) for holiday in facts["holidays"]}
    start = first.replace(day=1)
    days = (start + datetime.timedelta(days=32)).replace(day=1).toordinal() - start.toordinal()
    month = [start + datetime.timedelta(days=at) for at in range(days)]
    part = [date for date in month if first <= date <= last]
    worked = lambda dates: sum(date.weekday() < 5 and date not in holidays for date in dates)
    match facts["basis"]:
        case "none":
            return 1, 1
        case "working_days" if worked(month):
            return worked(part), worked(month)
        case "thirty_days":
            # The n-th day is the n-th thirtieth: a 31st is none, and the last day of a shorter month is all that are missing.
            ends = 30 if last == month[-1] else last.day
            return max(min(ends, 30) - min(first.day - 1, 30), 0), 30
        case _:
            return len(part), days


def net(facts, decimals):
    if "amount" in facts:
        return Decimal(facts["amount"])
    if "minutes" in facts:
        return rounded(CONTEXT.divide(Decimal(facts["per_hour"]) * facts["minutes"], Decimal(60)), decimals)
    units, of_units = share(facts)
    return rounded(CONTEXT.divide(Decimal(facts["per_month"]) * units, Decimal(of_units)), decimals)


def tax_on(invoice, amount, rate):
    return rounded(CONTEXT.divide(amount * Decimal(rate), Decimal(100)), invoice["decimals"], invoice["policy"]["tax_mode"])


def totals(invoice):
    decimals, policy = invoice["decimals"], invoice["policy"]
    nets = [net(line["facts"], decimals) for line in invoice["lines"]]
    if policy["tax_level"] == "line":
        taxes = [sum(tax_on(invoice, amount, rate) for amount in nets) for rate in invoice["rates"]]
    else:
        taxes = [tax_on(invoice, sum(nets), rate) for rate in invoice["rates"]]
    exact = sum(nets) + sum(taxes)
    step = policy["payable_step"]
    total = exact
    if step is not None and invoice["currency"] == invoice["own_currency"]:
        total = rounded(rounded(CONTEXT.divide(exact, Decimal(step)), 0) * Decimal(step), decimals)
    return {"nets": nets, "net": sum(nets), "taxes": taxes, "tax": sum(taxes), "rounding": total - exact, "total": total}


def same(place, ours, theirs):
    if Decimal(ours) != theirs:
        sys.exit(f"{place}: Muster says {ours}, decimal {theirs}")


def invoices(lines):
    counted = Counter()
    for at, invoice in enumerate(lines):
        right = totals(invoice)
        for line, theirs in zip(invoice["lines"], right["nets"]):
            same(f"invoice {at}, {line['facts']}", line["net"], theirs)
        ours = invoice["totals"]
        for name in ["net", "tax", "rounding", "total"]:
            same(f"invoice {at}, {name}", ours[name], right[name])
        for number, (tax, theirs) in enumerate(zip(ours["taxes"], right["taxes"], strict=True)):
            same(f"invoice {at}, tax {number}", tax, theirs)
        if fx := invoice["fx"]:
            table = invoice["exchange_rates"]
            rate = rounded(CONTEXT.divide(Decimal(table[invoice["own_currency"]]), Decimal(table[invoice["currency"]])), 12)
            same(f"invoice {at}, rate", fx["rate"], rate)
            for name in ["total", "tax"]:
                same(f"invoice {at}, {name} in {invoice['own_currency']}", fx[name], rounded(right[name] * rate, invoice["own_decimals"]))
            counted["in another currency"] += 1
        credits(at, invoice, right, counted)
        counted["invoices"] += 1
        counted["lines"] += len(invoice["lines"])
    print(", ".join(f"{count} {what}" for what, count in counted.items()), "recomputed alike")


def credits(at, invoice, right, counted):
    """Parts add up to the whole, and the tax of each follows the invoice's, on its lines or on their sum."""
    given = invoice["credits"]
    if not given:
        return
    counted["credits"] += len(given)
    for name in ["net", "tax", "rounding", "total"]:
        same(f"invoice {at}, sum of credits, {name}", sum(Decimal(credit["totals"][name]) for credit in given), right[name])
    taxes_left, total_left = list(right["taxes"]), right["total"]
    for credit in given[:-1]:
        nets = [Decimal(net) for net in credit["nets"]]
        bases = nets if invoice["policy"]["tax_level"] == "line" else [sum(nets)]
        for number, rate in enumerate(invoice["rates"]):
            tax = min(sum(tax_on(invoice, base, rate) for base in bases), taxes_left[number])
            same(f"invoice {at}, tax {number} of a credit of {credit['nets']}", credit["totals"]["taxes"][number], tax)
            taxes_left[number] -= tax
        # Never more than is left of the total.
        total = min(sum(nets) + sum(Decimal(tax) for tax in credit["totals"]["taxes"]), total_left)
        same(f"invoice {at}, total of a credit of {credit['nets']}", credit["totals"]["total"], total)
        total_left -= total


what = sys.argv[1]
{"ids": ids, "invoices": invoices}[what](json.loads(line) for line in sys.stdin)
