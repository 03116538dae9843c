/** Every type of event. To add one, add a line. */

import type { Fact, FactKind } from '../facts/fact.ts'
import type { EventType } from './event-type.ts'

type Row = readonly [name: string, kind: FactKind, says: string, tells?: EventType['tells']]

const users: readonly Row[] = [
  ['user.created', 'account.created', 'There is a new user.'],
  [
    'user.updated',
    'account.updated',
    'Properties of a user changed.',
    {
      changed: 'changed',
    },
  ],
  ['user.disabled', 'account.disabled', 'A user was disabled; no token of theirs works.'],
  ['user.enabled', 'account.enabled', 'A disabled user was enabled.'],
  [
    'user.deletion_requested',
    'account.deletion_asked',
    'A user asked to be deleted.',
    {
      deleteAfter: 'delete_after',
    },
  ],
  ['user.deletion_stopped', 'account.deletion_stopped', 'A user is not to be deleted after all.'],
  ['user.deleted', 'account.deleted', 'A user was deleted. Delete what you keep of them.'],
  [
    'user.merged',
    'account.merged',
    'A user was deleted; their identities went to another.',
    {
      into: 'into',
    },
  ],
  ['user.address_verified', 'account.address_verified', 'A user’s e-mail address was verified.'],
  ['user.address_changed', 'account.address_changed', 'A user has another e-mail address.'],
  ['user.password_changed', 'account.password_changed', 'A user has another password.'],
  ['user.signed_in', 'session.began', 'A user signed in in a browser.'],
  ['user.signed_out', 'session.ended', 'A session of a user ended.'],
  ['user.sessions_ended', 'sessions.ended', 'The sessions of a user ended.'],
  ['user.passkey_added', 'passkey.added', 'A user has a new passkey.'],
  ['user.passkey_removed', 'passkey.removed', 'A passkey of a user was removed.'],
  ['user.passkey_suspended', 'passkey.cloned', 'A passkey was suspended: it may be a copy.'],
  ['user.authenticator_added', 'totp.added', 'A user has an authenticator app.'],
  ['user.authenticator_removed', 'totp.removed', 'A user has no authenticator app any more.'],
  [
    'user.identity_linked',
    'identity.linked',
    'A user can sign in with a provider.',
    {
      provider: 'provider',
    },
  ],
  [
    'user.identity_unlinked',
    'identity.unlinked',
    'A user cannot sign in with a provider.',
    {
      provider: 'provider',
    },
  ],
]

const grants: readonly Row[] = [
  [
    'consent.given',
    'consent.given',
    'A user allowed a client something.',
    {
      ...{ scope: 'scope', app: 'app' },
    },
  ],
  ['consent.withdrawn', 'consent.withdrawn', 'A user disconnected a client.'],
  ['device.connected', 'device.connected', 'A user allowed a device.'],
  [
    'grant.created',
    'grant.created',
    'A client was connected; it can get tokens.',
    {
      scope: 'scope',
    },
  ],
  [
    'grant.delegated',
    'grant.delegated',
    'A client acts for a user through another client.',
    {
      scope: 'scope',
    },
  ],
  [
    'grant.narrowed',
    'grant.narrowed',
    'A user took one permission back.',
    {
      taken: 'scope_taken',
    },
  ],
  ['grant.limits_lowered', 'grant.lowered', 'A user lowered the limits of a connection.'],
  [
    'grant.ended',
    'grant.ended',
    'A connection ended; none of its tokens work.',
    {
      because: 'reason',
    },
  ],
  [
    'grants.ended',
    'grants.ended',
    'All connections of the user, the client or the pair ended, whichever is named.',
    { because: 'reason' },
  ],
  ['grants.logged_out', 'grants.logged_out', 'A sign-out ended connections of a client.'],
]

const parties: readonly Row[] = [
  ['client.created', 'client.created', 'There is a new client.'],
  [
    'client.updated',
    'client.updated',
    'Properties of a client changed.',
    {
      changed: 'changed',
    },
  ],
  [
    'client.scope_changed',
    'client.scope_changed',
    'A client may do more, or less.',
    {
      ...{ changed: 'changed', scope: 'scope' },
    },
  ],
  [
    'client.secret_rotated',
    'client.secret_rotated',
    'A client has a new secret.',
    {
      previousExpiresAt: 'previous_client_secret_expires_at',
    },
  ],
  ['client.disabled', 'client.disabled', 'A client was disabled; none of its tokens work.'],
  ['client.enabled', 'client.enabled', 'A disabled client was enabled.'],
  ['client.deleted', 'client.deleted', 'A client was deleted.'],
  ['resource.created', 'resource.created', 'There is a new API.'],
  [
    'resource.updated',
    'resource.updated',
    'Properties of an API changed.',
    {
      changed: 'changed',
    },
  ],
  [
    'resource.secret_rotated',
    'resource.secret_rotated',
    'An API has a new secret.',
    {
      previousExpiresAt: 'previous_client_secret_expires_at',
    },
  ],
  ['resource.deleted', 'resource.deleted', 'An API was deleted.'],
  [
    'client_domain.held',
    'client_domain.held',
    'A client from a new host waits for you.',
    {
      domain: 'domain',
    },
  ],
  [
    'client_domain.allowed',
    'client_domain.allowed',
    'Clients from a host are allowed.',
    {
      domain: 'domain',
    },
  ],
  [
    'client_domain.denied',
    'client_domain.denied',
    'Clients from a host are denied.',
    {
      domain: 'domain',
    },
  ],
]

const server: readonly Row[] = [
  ['issuer.created', 'issuer.created', 'An issuer is trusted.', { issuerId: 'issuer_id' }],
  [
    'issuer.updated',
    'issuer.updated',
    'How far an issuer is trusted changed.',
    {
      ...{ issuerId: 'issuer_id', changed: 'changed' },
    },
  ],
  [
    'issuer.disabled',
    'issuer.disabled',
    'An issuer is not trusted any more.',
    {
      issuerId: 'issuer_id',
    },
  ],
  [
    'issuer.enabled',
    'issuer.enabled',
    'An issuer is trusted again.',
    {
      issuerId: 'issuer_id',
    },
  ],
  [
    'issuer.deleted',
    'issuer.deleted',
    'A trusted issuer was deleted.',
    {
      issuerId: 'issuer_id',
    },
  ],
  [
    'platform_key.created',
    'platform_key.created',
    'There is a new platform key.',
    {
      platformKeyId: 'platform_key_id',
    },
  ],
  [
    'platform_key.deleted',
    'platform_key.deleted',
    'A platform key was deleted.',
    {
      platformKeyId: 'platform_key_id',
    },
  ],
  ['key.retired', 'key.retired', 'A key of the server was retired.', { keyId: 'key_id' }],
]

export const eventTypes: readonly EventType[] = [...users, ...grants, ...parties, ...server].map(
  ([name, kind, says, tells = {}]) => ({ name, kind, says, tells }),
)

/** What is sent by hand, to see whether it arrives. */
export const TEST_EVENT = 'webhook.test'

const byKind = new Map(eventTypes.map((type) => [type.kind, type]))
const byName = new Map(eventTypes.map((type) => [type.name, type]))

/** Undefined if the fact is nothing to the outside. */
export function eventTypeOf({ kind }: Pick<Fact, 'kind'>): EventType | undefined {
  return byKind.get(kind)
}

/** Whether an endpoint wants events of a type: `user.*` has all whose names begin so. */
export function isWanted(wanted: readonly string[], name: string): boolean {
  return wanted.length === 0 || wanted.some((one) => one === name || isGroupOf(one, name))
}

/** Whether a pattern, such as `user.*`, has a type. */
function isGroupOf(pattern: string, name: string): boolean {
  return pattern.endsWith('.*') && name.startsWith(pattern.slice(0, -1))
}

/** The first of these that names no type. */
export function unknownEvent(wanted: readonly string[]): string | undefined {
  return wanted.find(
    (one) => !byName.has(one) && !eventTypes.some(({ name }) => isGroupOf(one, name)),
  )
}
