"""An integration with Authlib, with PKCE, as a confidential or as a public client.

What it is told, what it prints and what it does meanwhile: see ../python.test.ts.
"""

import json
import sys

from authlib.common.security import generate_token
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

told = json.loads(sys.stdin.readline())
issuer, me = told["issuer"], told["api"] + "/me"
updated = []
session = OAuth2Session(
    told["client_id"],
    told["client_secret"] or None,
    token_endpoint_auth_method=told["method"],
    revocation_endpoint_auth_method=told["method"],
    redirect_uri=told["redirect_uri"],
    scope="all read",
    code_challenge_method="S256",
    token_endpoint=issuer + "/oauth2/token",
    update_token=lambda token, **_: updated.append(token),
)

verifier = generate_token(48)
address, state = session.create_authorization_url(
    issuer + "/oauth2/authorize", code_verifier=verifier
)
print(address, flush=True)
arrived = sys.stdin.readline().strip()

first = session.fetch_token(
    authorization_response=arrived, state=state, code_verifier=verifier
)
called = session.get(me)

# It refreshes automatically before a call once it considers the access token expired.
session.token = {**first, "expires_at": 1}
called_again = session.get(me)
[second] = updated

# Introspection requires a secret; the library uses the one of this client.
active = None
if told["client_secret"]:
    answer = session.introspect_token(
        issuer + "/oauth2/introspect", token=second["access_token"]
    )
    active = answer.json()["active"]
revoked = session.revoke_token(
    issuer + "/oauth2/revoke", token=second["refresh_token"]
)
try:
    session.refresh_token(issuer + "/oauth2/token", second["refresh_token"])
    refusal = None
except OAuthError as error:
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
