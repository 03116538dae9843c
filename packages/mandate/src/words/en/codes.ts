/** The error codes, for developers who follow an `error_uri` (RFC 6749 §4.1.2.1, §5.2). */
export const codes = {
  invalid_request: {
    title: 'The request was incomplete or malformed',
    meaning:
      'A parameter was missing, repeated, or had a value it cannot have. The error_description of the answer says which.',
  },
  invalid_client: {
    title: 'Client authentication failed',
    meaning:
      'The client id is unknown, the secret is wrong, or the client was turned off. Check both against what was shown at registration.',
  },
  invalid_grant: {
    title: 'The code or refresh token was not valid',
    meaning:
      'It is unknown, expired, already used, revoked or was issued to another client; or the redirect URI or the PKCE verifier is not the one it was issued for. The error_description of the answer says which.',
  },
  invalid_scope: {
    title: 'The scope was not available',
    meaning: 'It is malformed, unknown, or wider than what this client may ask for or was granted.',
  },
  invalid_target: {
    title: 'The API was not available',
    meaning: 'The resource parameter names an API that is not known here or was not granted.',
  },
  unsupported_grant_type: {
    title: 'The grant type is not offered',
    meaning: 'The server metadata lists those that are.',
  },
  unauthorized_client: {
    title: 'The client may not do this',
    meaning: 'It is not registered for this grant type or response type.',
  },
  unsupported_response_type: {
    title: 'The response type is not offered',
    meaning: 'The only response_type here is code.',
  },
  access_denied: {
    title: 'Access was denied',
    meaning: 'The user denied access, or access is not possible for this client or account.',
  },
  authorization_pending: {
    title: 'Not decided yet',
    meaning: 'The person has not allowed or denied the device yet. The device keeps polling.',
  },
  slow_down: {
    title: 'The device polls too often',
    meaning:
      'Nothing is decided yet. From now on, the device waits five seconds longer between polls.',
  },
  expired_token: {
    title: 'The device code has expired',
    meaning: 'The person did not decide in time. The device asks for new codes.',
  },
  request_not_supported: {
    title: 'This request object is not supported',
    meaning:
      'It is not signed. Sign it with a registered key, or send the parameters of the authorization request one by one.',
  },
  request_uri_not_supported: {
    title: 'A request_uri is not supported',
    meaning: 'Send the parameters of the authorization request one by one, without request_uri.',
  },
  invalid_request_uri: {
    title: 'The request_uri was not valid',
    meaning:
      'It is unknown, expired, used up or was given to another client. Push the request again (RFC 9126).',
  },
  invalid_redirect_uri: {
    title: 'A redirect URI was not accepted',
    meaning:
      'A client wanted to register itself with a redirect URI that cannot be used here. The error_description of the answer says why.',
  },
  invalid_client_metadata: {
    title: 'The client metadata was not accepted',
    meaning:
      'A client wanted to register itself with a member that is malformed, missing or not offered here. The error_description of the answer says which.',
  },
  invalid_authorization_details: {
    title: 'The authorization_details were not valid',
    meaning:
      'They are malformed, of a type or with a field that is not known here or not for this client, or were not granted. The error_description of the answer says which.',
  },
  invalid_dpop_proof: {
    title: 'The DPoP proof was not valid',
    meaning:
      'It is missing, malformed, was used before, or was made for another request. The error_description of the answer says which (RFC 9449).',
  },
  use_dpop_nonce: {
    title: 'The DPoP proof needs a nonce',
    meaning:
      'The answer had one in its DPoP-Nonce header. Send the request again, with a new proof that contains it (RFC 9449).',
  },
  invalid_request_object: {
    title: 'The request object was not valid',
    meaning:
      'It is not signed with a key that is registered for this client, or has a claim that it cannot have. The error_description of the answer says which.',
  },
  login_required: {
    title: 'The user has to sign in',
    meaning:
      'The request forbade any page with prompt=none, and nobody was signed in. Send it again without prompt=none.',
  },
  interaction_required: {
    title: 'The user must interact to sign in',
    meaning:
      'The request does not allow any page (prompt=none), but the user must do something to sign in. Send it again without prompt=none.',
  },
  unmet_authentication_requirements: {
    title: 'The sign-in cannot be as strong as required',
    meaning:
      'None of the authentication contexts in acr_values is offered here, or the user cannot reach one. The metadata lists those that are possible.',
  },
  consent_required: {
    title: 'The user has to give consent',
    meaning:
      'The request forbade any page with prompt=none, and consent was needed. Send it again without prompt=none.',
  },
  invalid_token: {
    title: 'The access token was not good',
    meaning:
      'It is missing, expired, revoked, or not for the endpoint that was called. The error_description of the answer says which.',
  },
  insufficient_scope: {
    title: 'The access token allows too little',
    meaning:
      'It lacks a scope that the endpoint needs. Ask for that scope in the authorization request.',
  },
  not_found: {
    title: 'There is nothing at this address',
    meaning:
      'The request was sent to an address that is not an endpoint of this server. The error_description of the answer names the right one; the server metadata has them all.',
  },
  server_error: {
    title: 'Something went wrong on the server',
    meaning: 'The request was not at fault. Send it again in a moment.',
  },
  temporarily_unavailable: {
    title: 'The server was not available for a moment',
    meaning: 'Nothing is lost. Send the same request again.',
  },
}
