/** The parties that every server knows: one client, one API, one user. */

export const party = {
  clientId: 'bench-client',
  clientSecret: 'bench-client-secret-0123456789abcdefghijklmnop',
  apiId: 'bench-api',
  apiSecret: 'bench-api-secret-0123456789abcdefghijklmnopqrst',
  machineId: 'bench-machine',
  machineSecret: 'bench-machine-secret-0123456789abcdefghijklmn',
  redirectUri: 'https://client.example/callback',
  email: 'bench@example.com',
  password: 'a password of the bench',
  scope: 'all',
  /** For PKCE, if a server requires it (RFC 7636 §4.1). */
  verifier: 'verifier-0123456789-abcdefghijklmnopqrstuvwxyz',
} as const

/** Clients whose exchanges need a signature, at servers that do not make the ids themselves. */
export const signedClients = {
  es256: { id: 'bench-es256', secret: party.clientSecret },
  rs256: { id: 'bench-rs256', secret: party.clientSecret },
  keyHolder: { id: 'bench-key-holder', secret: '' },
} as const

/** Long enough that nothing expires during a run; seconds. */
export const lifetimes = { code: 600, accessToken: 3600, refreshToken: 31_536_000 } as const
