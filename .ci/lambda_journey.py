"""What `.ci/lambda` asks of the functions that run: their sample events, a journey from a registration to a paid invoice, and HTTP.

Nothing stands before `cargo lambda watch` that knows tokens, so what it is asked over HTTP comes without claims. An invocation
brings its whole event, with the claims that API Gateway's authorizer would have put there: the journey is made of these.
"""

import base64
import datetime
import json
import pathlib
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request

PORT = sys.argv[1]
API = f"http://127.0.0.1:{PORT}"
ROOT = pathlib.Path(__file__).resolve().parent.parent
ANSWERS = json.loads((ROOT / "tests/sample_answers.json").read_text(encoding="utf-8"))
# An invocation takes milliseconds; what takes this long hangs.
LONGEST = 30
count = 0


def check(what, expected, found, body=None):
    global count
    if expected != found:
        sys.exit(f"{what}: {found!r}; expected {expected!r}. {json.dumps(body)}")
    count += 1


def invoke_file(function, path):
    command = ["cargo", "lambda", "invoke", "-A", "127.0.0.1", "-P", PORT, function, "--data-file", str(path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=LONGEST)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: {done.stdout}{done.stderr}")
    return json.loads(done.stdout)


def body_of(answer):
    text = answer["body"] or ""
    text = base64.b64decode(text).decode(errors="replace") if answer["isBase64Encoded"] else text
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return text


def at(body, pointer):
    for part in pointer.split("/")[1:]:
        body = body[int(part)] if isinstance(body, list) else body.get(part) if isinstance(body, dict) else None
    return body


def samples():
    """Each sample event has the answer that the tests know."""
    for function, expected in ANSWERS.items():
        answer = invoke_file(function, ROOT / "events" / f"{function}.json")
        if expected["status"] is None:
            body = answer
        else:
            body = body_of(answer)
            check(function, expected["status"], answer["statusCode"], body)
        check(f"{function}, {expected['pointer']}", expected["value"], at(body, expected["pointer"]), body)


class Caller:
    """Someone whose claims the authorizer has verified."""

    def __init__(self, role, account=None):
        self.claims = {"iss": "https://login.muster.example/", "sub": f"{role}-{account}", "aud": "muster", "roles": f"[{role}]"}
        if account:
            self.claims["muster_account"] = account

    def ask(self, function, route, status, body=None, **parameters):
        """An event of API Gateway's for a route, as its function gets it; its answer's body."""
        method, path = route.split(" ")
        for name, value in parameters.items():
            path = path.replace(f"{{{name}}}", value)
        event = json.loads((ROOT / "events/register-developer.json").read_text(encoding="utf-8"))
        event.update({"routeKey": route, "rawPath": path, "pathParameters": parameters})
        del event["headers"]["idempotency-key"], event["body"]
        context = event["requestContext"]
        context.update({"routeKey": route, "authorizer": {"jwt": {"claims": self.claims, "scopes": None}}})
        context["http"].update({"method": method, "path": path})
        event["headers"].update({"accept": "*/*", "content-length": "0"})
        if body is not None:
            event["body"] = json.dumps(body)
            event["headers"]["content-length"] = str(len(event["body"]))
        with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
            json.dump(event, file)
            file.flush()
            answer = invoke_file(function, file.name)
        found = body_of(answer)
        check(f"{route} as {self.claims['sub']}", status, answer["statusCode"], found)
        return found


def money(amount, currency="AUD", per=None):
    return {"amount": amount, "currency": currency} | ({"per": per} if per else {})


def journey():
    """From a registration to a paid invoice, each step by the function that is deployed for it."""
    today = datetime.datetime.now(datetime.timezone.utc).date()
    # The first Monday of next January: what is billed then is next month's.
    first = datetime.date(today.year + 1, 1, 1)
    monday = first + datetime.timedelta(days=(7 - first.weekday()) % 7)
    operator = Caller("operator")
    rates = {"base": "USD", "rates": {"INR": "88.10", "AUD": "1.53"}}
    operator.ask("configure", "PUT /exchange-rates/{date}", 201, rates, date=today.isoformat())
    # The seller is the one of configure's sample event.
    developer = operator.ask("register-developer", "POST /developers", 201, {
        "name": "Arjun Rao", "email": "arjun@example.com", "country": "IN", "time_zone": "Asia/Kolkata",
        "working_hours": {"start": "10:00", "end": "19:00"}, "seniority": "senior", "english": "C1",
        "skills": [{"skill": "Node JS", "years": 6}], "pay_rate": {"hourly": money("2000", "INR")}, "hiring_models": ["hourly"],
        "availability": {"from": today.isoformat(), "hours_per_week": 40}})["id"]
    vetted = operator.ask(
        "register-developer", "POST /developers/{developer_id}/vetting", 200, {"decision": "vetted"}, developer_id=developer)
    check("vetting", "vetted", vetted["status"])
    client = operator.ask("register-client", "POST /clients", 201, {
        "name": "Harbour Freight", "email": "it@harbour.example.com", "country": "AU", "region": "NSW",
        "time_zone": "Australia/Sydney", "currency": "AUD", "seller_id": "sel_au"})["id"]
    buyer, worker = Caller("client", client), Caller("developer", developer)
    project = buyer.ask("post-project", "POST /projects", 201, {
        "title": "Payments API", "hiring_model": "hourly", "time_zone": "Australia/Sydney", "starts_on": monday.isoformat(),
        "currency": "AUD", "roles": [{
            "title": "Back-end developer", "seniority": "mid", "hours_per_week": 40, "required_skills": [{"skill": "Node.js"}],
            "max_rate": money("70.00", per="hour")}]})["id"]
    match = buyer.ask("match-developers", "POST /projects/{project_id}/matches", 200, {}, project_id=project)
    candidates = [candidate["developer_id"] for candidate in match["roles"][0]["candidates"]]
    check("the shortlist", [developer], candidates)
    engagement = operator.ask("hire-developer", "POST /engagements", 201, {
        "project_id": project, "role_id": "r1", "developer_id": developer, "model": "hourly",
        "bill_rate": money("60.00", per="hour"), "pay_rate": money("2000", "INR", "hour"), "starts_on": monday.isoformat(),
        "hours_per_week": 40, "billing": {"time_zone": "Australia/Sydney"}})["id"]
    buyer.ask("hire-developer", "POST /engagements/{engagement_id}/accept", 403, engagement_id=engagement)
    Caller("developer", developer[:-1] + ("0" if developer[-1] != "0" else "1")).ask(
        "hire-developer", "POST /engagements/{engagement_id}/accept", 404, engagement_id=engagement)
    worker.ask("hire-developer", "POST /engagements/{engagement_id}/accept", 200, engagement_id=engagement)
    for day in range(5):
        entry = {"date": (monday + datetime.timedelta(days=day)).isoformat(), "minutes": 480}
        worker.ask("log-time", "POST /engagements/{engagement_id}/time-entries", 201, entry, engagement_id=engagement)
    sheet = {"engagement_id": engagement, "start": monday.isoformat()}
    worker.ask("log-time", "POST /engagements/{engagement_id}/timesheets/{start}/submit", 200, **sheet)
    buyer.ask("log-time", "POST /engagements/{engagement_id}/timesheets/{start}/approve", 200, **sheet)
    # The schedule's event for the first of February.
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"time": f"{first.year}-02-01T00:05:00Z"}, file)
        file.flush()
        run = invoke_file("run-billing", file.name)
        check("the billing run", {"issued": 1, "credited": 0, "skipped": 0, "failed": 0}, run["counts"], run)
        again = invoke_file("run-billing", file.name)
        check("the billing run, repeated", 0, again["counts"]["issued"], again)
    invoice = {"invoice_id": run["issued"][0]}
    found = buyer.ask("issue-invoice", "GET /invoices/{invoice_id}", 200, **invoice)
    amounts = tuple(found[name]["amount"] for name in ("net", "tax", "total"))
    check("40 hours at 60.00 with 10 % GST", ("2400.00", "240.00", "2640.00"), amounts, found)
    html = buyer.ask("issue-invoice", "GET /invoices/{invoice_id}/html", 200, **invoice)
    check("the invoice as its reader sees it", True, found["number"] in html)
    pdf = buyer.ask("render-invoice", "GET /invoices/{invoice_id}/pdf", 200, **invoice)
    check("the invoice as a file", True, pdf.startswith("%PDF-1.7"))
    paid = operator.ask("issue-invoice", "POST /invoices/{invoice_id}/payments", 201, {
        "amount": money("2640.00"), "received_on": today.isoformat(), "method": "bank transfer"}, **invoice)
    check("the payment", "paid", paid["invoice_status"], paid)


def http(method, path, status, kind=None):
    request = urllib.request.Request(API + path, method=method)
    try:
        answer = urllib.request.urlopen(request, timeout=LONGEST)
    except urllib.error.HTTPError as error:
        answer = error
    body = answer.read().decode()
    check(f"{method} {path}", status, answer.status, body)
    if kind:
        check(f"{method} {path}", "application/problem+json", answer.headers["content-type"], body)
        check(f"{method} {path}", f"/problems/{kind}", json.loads(body)["type"], body)
    return body


def over_http():
    """What the router of Cargo.toml makes of requests; without a token every route of the API is a 401."""
    document = json.loads(http("GET", "/openapi.json", 200))
    routes = [(method.upper(), path) for path, methods in document["paths"].items() for method in methods if method != "parameters"]
    for method, path in routes:
        if not path.startswith(("/openapi.json", "/docs")):
            http(method, path.replace("{", "").replace("}", ""), 401, "unauthenticated")
    check("the document", True, len(routes) > 50)
    http("GET", "/docs", 200)
    http("GET", "/prices", 404, "not-found")
    # Its router lets a method that a known path lacks go nowhere, where the gateway takes $default: asked by the function's own address.
    http("DELETE", "/lambda-url/describe-api/developers", 405, "method-not-allowed")


samples()
journey()
over_http()
print(f"{count} answers as they should be")
