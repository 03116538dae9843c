/** What the program says about itself, also to people who have never heard of OAuth. */

export const HELP = `mandate-guard: lets only requests with a good access token reach your API

Your API stands behind a web server such as nginx, Caddy, Traefik, HAProxy or Envoy. Before the web server
passes a request on, it asks mandate-guard, which answers yes or no. Yes comes with the user's id, the
client and the scope in headers, which the web server hands to your API. The API needs no library and
can be in any language. A token that a user revokes is refused within a second.

Usage: mandate-guard serve --issuer URL [options]

  --issuer URL         the Mandate server that issues the tokens, such as https://login.example.com
  --port N             where the web server asks; 9470 unless you say otherwise, 0 for any free port
  --host ADDRESS       127.0.0.1 unless you say otherwise: only programs on this machine can ask
  --resource URI       the address of your API, as "mandate resource create --uri" registered it. Tokens
                       for other APIs are refused, and tokens that name no API too
  --any-audience       with --resource, takes tokens that name no API
  --public-url URL     where clients reach the API, if that is not the origin of --resource; needed only
                       for tokens that are bound to a key (DPoP)
  --realm NAME         named in refusals; "api" unless you say otherwise
  --name NAME          the name of your API, for the metadata that clients read
  --scopes "A B"       the scopes that a new client should ask for, for the metadata too

Each option can also stand in the environment: MANDATE_GUARD_ISSUER, MANDATE_GUARD_PORT, and so on.
The API's own id and secret come from there only, because other users of a machine can read options:

  MANDATE_GUARD_CLIENT_ID       or MANDATE_GUARD_CLIENT_ID_FILE, a file that contains it
  MANDATE_GUARD_CLIENT_SECRET   or MANDATE_GUARD_CLIENT_SECRET_FILE

  "mandate resource create --name Notes --uri https://notes.example" prints both.

What the web server asks:

  /check                     any good token
  /check?scope=notes:read    one with this scope; with several, separated by +, all of them
  /check?any_scope=a+b       one with a or b
  /check?acr=2fa&max_age=600 one whose user signed in with two factors, in the last ten minutes
  /envoy/…                   the same for Envoy, with the scope in the header Guard-Require-Scope

  The answer is 204 (200 for Envoy), 401 or 403 with the challenge for the client, or 503 while nobody can
  say whether the token is good. Anything but 204 and 200 has to mean no.

Also: /health, /metrics for Prometheus, and the API's metadata at
/.well-known/oauth-protected-resource if --resource is given.
`
