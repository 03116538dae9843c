"""An integration with requests-oauthlib, as its documentation has it for a web application.

What it is told, what it prints and what it does meanwhile: see ../python.test.ts.
"""

import json
import sys

from oauthlib.oauth2 import InvalidGrantError
from requests.auth import HTTPBasicAuth
from requests_oauthlib import OAuth2Session

told = json.loads(sys.stdin.readline())
issuer, me = told["issuer"], told["api"] + "/me"
secret = HTTPBasicAuth(told["client_id"], told["client_secret"])
updated = []
session = OAuth2Session(
    told["client_id"],
    redirect_uri=told["redirect_uri"],
    scope=["all", "read"],
    auto_refresh_url=issuer + "/oauth2/token",
    token_updater=updated.append,
)

address, _ = session.authorization_url(issuer + "/oauth2/authorize")
print(address, flush=True)
arrived = sys.stdin.readline().strip()

first = session.fetch_token(
    issuer + "/oauth2/token", authorization_response=arrived, auth=secret
)
called = session.get(me)

# It refreshes automatically before a call once it considers the access token expired.
session.token = {**first, "expires_in": -1, "expires_at": 1}
called_again = session.get(
    me, client_id=told["client_id"], client_secret=told["client_secret"]
)
[second] = updated


def ask(path, token):
    return session.post(
        issuer + path, data={"token": token}, auth=secret, withhold_token=True
    )


active = ask("/oauth2/introspect", second["access_token"]).json()["active"]
revoked = ask("/oauth2/revoke", second["refresh_token"])
try:
    session.refresh_token(issuer + "/oauth2/token", auth=secret)
    refusal = None
except InvalidGrantError as error:
    refusal = error.error

print(
    json.dumps(
        {
            "tokens": [first, second],
            "calls": [called.json(), called_again.json()],
            "active": active,
            "revoked": revoked.status_code,
            "refused": refusal,
        }
    )
)
