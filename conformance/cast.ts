/** The clients that every adapter registers. A rule refers to a client by its role. */

export interface ClientWanted {
  readonly name: string
  readonly redirectUris: readonly [string, ...string[]]
  readonly kind: 'confidential' | 'public'
  /** If the issuer supports it: users are not asked for consent. */
  readonly trusted?: true
  readonly requirePkce?: true
  readonly scope?: string
  readonly disabled?: true
  /** It is on devices without a browser (RFC 8628), if the issuer supports that. */
  readonly onDevices?: true
  /** It acts in its own name (RFC 6749 §4.4) and exchanges tokens (RFC 8693), as far as the issuer supports that. */
  readonly isMachine?: true
  /** It has no secret, and signs with a key (`parties/assertion.ts`). */
  readonly signs?: true
}

const confidential = { kind: 'confidential', trusted: true } as const

export const cast = {
  /** The integrator with the smallest contract: Basic, one redirect URI without a path. */
  plain: { ...confidential, name: 'Ledgerline', redirectUris: ['https://urltoclient:4443'] },
  other: { ...confidential, name: 'Parcelwise', redirectUris: ['https://client.example/cb'] },
  withSeveralUris: {
    ...confidential,
    name: 'Many Doors',
    redirectUris: [
      'https://doors.example/one',
      'https://doors.example/cb?tenant=a%2Fb%20c&empty=',
      'https://doors.example:443/cb',
    ],
  },
  needingPkce: {
    ...confidential,
    name: 'Careful',
    redirectUris: ['https://careful.example/cb'],
    requirePkce: true,
  },
  askingConsent: {
    kind: 'confidential',
    name: 'Stranger',
    redirectUris: ['https://stranger.example/cb'],
  },
  withHostileName: {
    kind: 'confidential',
    name: `<script>document.title='owned'</script>"'&`,
    redirectUris: ['https://hostile.example/cb'],
  },
  native: {
    kind: 'public',
    name: 'Pocket',
    redirectUris: ['http://127.0.0.1/cb', 'http://[::1]/cb'],
  },
  reading: {
    ...confidential,
    name: 'Reader',
    redirectUris: ['https://reader.example/cb'],
    scope: 'notes:read',
  },
  openid: {
    ...confidential,
    name: 'Who Is It',
    redirectUris: ['https://who.example/cb'],
    scope: 'openid offline_access',
  },
  signing: {
    ...confidential,
    name: 'Signatory',
    redirectUris: ['https://signatory.example/cb'],
    signs: true,
  },
  device: {
    kind: 'public',
    name: 'Living Room',
    redirectUris: ['http://127.0.0.1/cb'],
    onDevices: true,
  },
  machine: {
    kind: 'confidential',
    name: 'Night Shift',
    redirectUris: ['https://machine.example/cb'],
    scope: 'notes:read',
    isMachine: true,
  },
  disabled: {
    ...confidential,
    name: 'Switched Off',
    redirectUris: ['https://off.example/cb'],
    disabled: true,
  },
} as const satisfies Readonly<Record<string, ClientWanted>>

export type Role = keyof typeof cast

/** In the order of the table. */
export const roles = Object.keys(cast) as readonly Role[]

/** The scopes of the clients, with their meaning for a person. */
export const scopes = {
  all: 'Full access. It can do everything you can do.',
  'notes:read': 'Read your notes',
  'notes:write': 'Write notes in your name',
}
