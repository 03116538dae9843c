/**
 * Why oidc-provider breaks a rule, by the file of the rule. Every difference needs an entry here:
 * `npm run conformance -- --peer` says which one is missing.
 */

export interface Difference {
  /**
   * `allowed`: the specification leaves it open and it chose otherwise. `stricter`: the rule is ours
   * and no specification asks for it. `violation`: the section that the rule names says otherwise.
   */
  readonly kind: 'allowed' | 'stricter' | 'violation'
  readonly because: string
}

const stricter = (because: string): Difference => ({ kind: 'stricter', because })
const allowed = (because: string): Difference => ({ kind: 'allowed', because })
const violation = (because: string): Difference => ({ kind: 'violation', because })

const noMethod = allowed(
  'It answers 404: its router knows a path only together with a method. Nothing is issued either way.',
)
const noCredentials = violation(
  'It answers 400 `invalid_request` if no client authentication is included; RFC 6749 §5.2 lists that case under `invalid_client`. Access is refused either way.',
)
const lenientForm = stricter(
  'It decodes forms leniently and then finds no such token: `invalid_grant`. RFC 6749 App. B does not say what to do if decoding fails.',
)
const literalUri = stricter(
  'It registers the URI and always compares it literally, so only registered URIs match. Ours refuses what is most likely a mistake or a trap.',
)

export const differences: Readonly<Record<string, Difference>> = {
  'dpop/code-with-another-key.test.ts': stricter(
    'An attempt with another key uses the code up. RFC 9449 §10 leaves that open; ours lets a thief of a code do no harm.',
  ),
  'authorization/client-without-code-flow.test.ts': violation(
    'It answers `invalid_request` to a client that may not use the response type; RFC 6749 §4.1.2.1 names `unauthorized_client`. No code is issued either way.',
  ),
  'token/client-without-the-grant-type.test.ts': violation(
    'It answers `invalid_request` to a client that may not use the grant type; RFC 6749 §5.2 names `unauthorized_client`. Nothing is issued either way.',
  ),
  'authorization/acr-values-out-of-reach.test.ts': allowed(
    'It takes `acr_values` as a preference, as OpenID Connect Core §3.1.2.1 does, and goes on; RFC 9470 §5 leaves that open.',
  ),
  'introspection/time-of-the-sign-in.test.ts': allowed(
    'It tells neither `acr` nor `auth_time`; RFC 9470 §6.2 asks for them only if APIs step up.',
  ),
  'openid/hint-of-another-user.test.ts': violation(
    'With `prompt=none` it is `login_required`. With pages it asks for a sign-in, and answers for whoever signs in then, another user too; OpenID Connect Core §3.1.2.2 forbids that.',
  ),
  'everywhere/broken-percent-sequence.test.ts': lenientForm,
  'everywhere/broken-utf-8.test.ts': lenientForm,
  'everywhere/nul-in-a-value.test.ts': lenientForm,
  'everywhere/cors-for-a-foreign-origin.test.ts': stricter(
    'A preflight is answered for any origin, since it does not say which client is meant; the request that follows is not. RFC 9700 §2.6 forbids CORS at the authorization endpoint only.',
  ),
  'everywhere/cors-for-a-registered-origin.test.ts': stricter(
    'CORS for a client is a function of its configuration, clientBasedCORS, and by default no client has any.',
  ),
  'everywhere/forged-host.test.ts': stricter(
    'The issuer itself is fixed, but the endpoints in its metadata are built from the `Host` header. A proxy in front has to make sure that only the right one arrives.',
  ),
  'everywhere/revocation-in-a-cache.test.ts': stricter(
    'It sends no `Cache-Control` here. The answer is empty, and RFC 7009 says nothing about caches.',
  ),
  'everywhere/scope-in-other-case.test.ts': allowed(
    'Unknown scope tokens are ignored, which RFC 6749 §3.3 allows; since nothing else was asked for the answer is `access_denied`. Case does count.',
  ),
  'everywhere/state-with-control-characters.test.ts': violation(
    'It accepts and returns any character in `state`, percent-encoded; RFC 6749 App. A.5 defines `1*VSCHAR`. No harm is known.',
  ),
  'everywhere/token-answer-in-a-cache.test.ts': violation(
    'It sends `Cache-Control: no-store` without `Pragma: no-cache`. RFC 6749 §5.1 requires both; only HTTP/1.0 caches would notice, and OAuth 2.1 drops it.',
  ),
  'authorization/by-another-method.test.ts': noMethod,
  'authorization/by-head.test.ts': stricter(
    'HEAD is answered like GET, code included, as RFC 9110 §9.3.2 defines it. Ours issues nothing, since link scanners send HEAD.',
  ),
  'authorization/by-post.test.ts': allowed(
    'POST is off by default and can be turned on; RFC 6749 §3.1 says MAY, OpenID Connect Core §3.1.2.1 says MUST.',
  ),
  'authorization/pkce-challenge-of-wrong-form.test.ts': stricter(
    'It checks the form of RFC 7636 §4.2, which allows 43 to 128 characters. An S256 challenge always has 43, so other lengths always fail at the exchange.',
  ),
  'authorization/redirect-uri-with-default-port.test.ts': stricter(
    'The URI is rebuilt with a URL class, which drops `:443`. It leads to the same place.',
  ),
  'authorization/redirect-uri-with-own-query.test.ts': stricter(
    'The query is kept but encoded again (`%20` becomes `+`), so the parameters are the same and the bytes are not.',
  ),
  'authorization/response-mode-unknown.test.ts': allowed(
    'It answers `unsupported_response_mode`, a code of its own. The specification of response modes names none.',
  ),
  'authorization/scope-omitted.test.ts': violation(
    'There is no default scope, and a request without one ends in `access_denied`. RFC 6749 §3.3 allows a default or a failure, and the failure has to indicate an invalid scope.',
  ),
  'authorization/scope-unknown.test.ts': allowed(
    'Unknown scope tokens are ignored, which RFC 6749 §3.3 allows and OpenID Connect asks for; since nothing else was asked for the answer is `access_denied`.',
  ),
  'redirect-uri/registered-with-answer-in-its-query.test.ts': literalUri,
  'redirect-uri/registered-with-userinfo.test.ts': literalUri,
  'redirect-uri/registered-with-wildcard.test.ts': literalUri,
  'redirect-uri/registered-without-tls.test.ts': violation(
    'A web client may register `http` for any host, as OpenID Connect allows for the code flow. RFC 9700 §2.6 (2025) says that servers MUST NOT allow it except for loopback.',
  ),
  'redirect-uri/repeated.test.ts': allowed(
    'It treats a repeated redirect_uri as absent, and sends the error to the one that is registered. The browser goes only to a registered address.',
  ),
  'authorization/resource-in-another-spelling.test.ts': allowed(
    'The resource is passed as sent to a function that the operator provides. RFC 8707 does not say how resources are compared.',
  ),
  'client-authentication/public-client-with-blank-secret.test.ts': allowed(
    'It answers 400 `invalid_request` to Basic with a blank secret. RFC 6749 §2.3.1 lets a client omit a blank secret, and does not say what to do if it is sent.',
  ),
  'client-authentication/basic-in-loose-base64.test.ts': allowed(
    'It accepts credentials without padding, and answers 400 `invalid_request` to characters outside the alphabet. RFC 4648 §3.2 requires padding of the sender; the secret still has to be right.',
  ),
  'client-authentication/basic-with-broken-percent.test.ts': allowed(
    'It answers 400 `invalid_request`: the header is malformed (RFC 6749 §5.2 has a place for either).',
  ),
  'client-authentication/basic-without-colon.test.ts': allowed(
    'It answers 400 `invalid_request`: the header is malformed (RFC 6749 §5.2 has a place for either).',
  ),
  'client-authentication/blank-secret.test.ts': allowed(
    'It treats a blank secret as a malformed header: 400 `invalid_request`. Nobody is authenticated.',
  ),
  'client-authentication/nobody.test.ts': noCredentials,
  'client-authentication/other-client-id-in-the-body.test.ts': allowed(
    'It answers 400 `invalid_request`, ours 401 `invalid_client`; RFC 6749 does not name the case.',
  ),
  'client-authentication/two-authorization-headers.test.ts': stricter(
    'Node keeps the first of the two headers and drops the second. RFC 9110 §5.3 forbids sending them, and does not say what a receiver does.',
  ),
  'token/by-get.test.ts': noMethod,
  'token/error-format.test.ts': allowed('`error_uri` is OPTIONAL in RFC 6749 §5.2.'),
  'token/parameters-in-the-query.test.ts': stricter(
    'It ignores the query and reads the body. Ours refuses, so that a token in a URL is noticed.',
  ),
  'token/redirect-uri-left-out.test.ts': violation(
    'If a client has one redirect URI, it may be omitted from the token request, even if the authorization request had it. RFC 6749 §4.1.3 says REQUIRED. A setting (`allowOmittingSingleRegisteredRedirectUri`) turns this off, and omitting it from both requests as well; OAuth 2.1 drops the parameter here.',
  ),
  'token/resource-unknown.test.ts': allowed(
    'The first attempt gets `invalid_target` and uses up the code; the second one gets `invalid_grant`. RFC 6749 §4.1.2 says that a code works once, not whether a failed attempt counts.',
  ),
  'token/too-large.test.ts': allowed(
    'It answers 400 `invalid_request`, which any client understands; 413 says why.',
  ),
  'token/verifier-malformed.test.ts': allowed(
    'It answers `invalid_request` to a verifier that breaks the grammar of RFC 7636 §4.1. §4.6 names `invalid_grant` for one that does not match.',
  ),
  'api/two-tokens.test.ts': stricter(
    'Node keeps the first of the two headers and drops the second.',
  ),
  'api/resource-metadata.test.ts': allowed(
    'Its API is the userinfo endpoint, which has no metadata of its own; RFC 9728 is optional.',
  ),
  'revocation/access-token.test.ts': allowed(
    'Revoking an access token ends the whole grant. RFC 7009 §2.1 says MAY, and a setting (`revokeGrantPolicy`) changes it.',
  ),
  'revocation/by-get.test.ts': noMethod,
  'revocation/by-nobody.test.ts': noCredentials,
  'introspection/active.test.ts': allowed(
    '`jti` is missing; every member but `active` is OPTIONAL in RFC 7662 §2.2.',
  ),
  'introspection/by-get.test.ts': noMethod,
  'introspection/by-nobody.test.ts': noCredentials,
  'metadata/everything-said.test.ts': stricter(
    'The authentication methods of the revocation endpoint are left out, which means Basic (RFC 8414 §2), though it takes the others as well.',
  ),
}
