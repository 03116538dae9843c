/**
 * What each kind of fact means to the person whose account it names. A new kind without a line here
 * does not compile: give it a text in `words/<language>/activity.ts`, or null if it concerns nobody.
 */

import type { Fact, FactKind } from '../../facts/fact.ts'
import type { Words } from '../../words/en/en.ts'
import type { Phrase } from '../../words/phrase.ts'
import { type Html, html } from '../html.ts'
import { given } from '../layout.ts'

type Telling<Kind extends FactKind> = (
  fact: Extract<Fact, { readonly kind: Kind }>,
  context: {
    readonly text: Words['activity']
    /** The name of the fact's app. */
    readonly client: Html
  },
) => string | Phrase<Html>

const tellings: { readonly [Kind in FactKind]: Telling<Kind> | null } = {
  'account.created': (_, { text }) => text.accountCreated,
  'account.disabled': (_, { text }) => text.accountDisabled,
  'account.enabled': (_, { text }) => text.accountEnabled,
  'account.updated': (_, { text }) => text.accountUpdated,
  // Nobody can look any more.
  'account.deleted': null,
  'account.merged': null,
  'account.deletion_asked': (_, { text }) => text.deletionAsked,
  'account.deletion_stopped': (_, { text }) => text.deletionStopped,
  'account.password_changed': (_, { text }) => text.passwordChanged,
  'account.password_kept': (_, { text }) => text.passwordKept,
  'account.address_verified': (_, { text }) => text.addressVerified,
  'account.address_changed': (_, { text }) => text.addressChanged,
  'account.address_change_stopped': (_, { text }) => text.addressChangeStopped,
  'account.terms_accepted': (_, { text }) => text.termsAccepted,
  'account.unlocked': (_, { text }) => text.unlocked,

  // It concerns what they do for the platform, not their account.
  'operator.added': null,
  'operator.role_changed': null,
  'operator.removed': null,
  'operator.unconfirmed': null,
  'operator.confirmed': null,
  'operator.refused': null,

  // What it was for is in the list as not done.
  'link.withdrawn': null,
  'link.made': (_, { text }) => text.linkMade,

  'session.began': ({ agent, network }, { text }) => text.signedIn(place(text, agent, network)),
  'session.ended': (_, { text }) => text.signedOut,
  'sessions.ended': ({ by }, { text }) =>
    by.kind === 'account' ? text.signedOutElsewhere : text.signedOutEverywhere,
  'browser.remembered': ({ agent, network }, { text }) =>
    text.newBrowser(place(text, agent, network)),

  'identity.linked': ({ provider }, { text }) => text.wayLinked({ way: named(provider) }),
  'identity.unlinked': ({ provider }, { text }) => text.wayUnlinked({ way: named(provider) }),

  'passkey.added': ({ name }, { text }) => text.passkeyAdded({ name: given(name) }),
  'passkey.renamed': ({ name }, { text }) => text.passkeyRenamed({ name: given(name) }),
  'passkey.removed': ({ name }, { text }) => text.passkeyRemoved({ name: given(name) }),
  'passkey.cloned': ({ name }, { text }) => text.passkeyCloned({ name: given(name) }),

  'totp.added': (_, { text }) => text.totpAdded,
  'totp.removed': (_, { text }) => text.totpRemoved,
  'recovery_codes.made': (_, { text }) => text.recoveryCodesMade,
  'recovery_codes.used': (_, { text }) => text.recoveryCodeUsed,

  'client.created': null,
  'client.updated': null,
  'client.scope_changed': null,
  'client.secret_rotated': null,
  'client.disabled': null,
  'client.enabled': null,
  'client.deleted': null,
  'resource.created': null,
  'resource.updated': null,
  'resource.secret_rotated': null,
  'resource.deleted': null,
  'client_domain.held': null,
  'client_domain.allowed': null,
  'client_domain.denied': null,
  'client_domain.forgotten': null,
  'settings.declared': null,
  'job.retried': null,
  'registration_token.created': null,
  'registration_token.deleted': null,
  'issuer.created': null,
  'issuer.updated': null,
  'issuer.disabled': null,
  'issuer.enabled': null,
  'issuer.deleted': null,
  'issuer.signed_out': (_, { text }) => text.signedOutByIssuer,
  'issuer.allowed_again': (_, { text, client }) => text.allowedAgain({ client }),
  'platform_key.created': null,
  'platform_key.secret_rotated': null,
  'platform_key.deleted': null,

  'consent.given': (_, { text, client }) => text.consentGiven({ client }),
  'consent.withdrawn': (_, { text, client }) => text.consentWithdrawn({ client }),
  'device.connected': (_, { text, client }) => text.deviceConnected({ client }),
  'grant.created': (_, { text, client }) => text.connected({ client }),
  'grant.delegated': (_, { text, client }) => text.delegated({ client }),
  'grant.ended': ({ because }, { text, client }) =>
    because === 'reuse' ? text.reused({ client }) : text.disconnected({ client }),
  'grant.narrowed': ({ taken }, { text, client }) =>
    text.narrowed({ client, permission: given(taken) }),
  'grant.lowered': (_, { text, client }) => text.lowered({ client }),
  'grants.ended': ({ clientId }, { text, client }) =>
    clientId === undefined ? text.allDisconnected : text.disconnected({ client }),
  // The end of the session is told.
  'grants.logged_out': null,
  'access_token.revoked': null,

  'endpoint.created': null,
  'endpoint.updated': null,
  'endpoint.secret_rotated': null,
  'endpoint.disabled': null,
  'endpoint.enabled': null,
  'endpoint.deleted': null,
  'endpoint.verification_asked': null,
  'endpoint.replayed': null,
  'endpoint.fell_behind': null,
  'recovery.noted': null,
  'clock.trusted': null,
  'key.added': null,
  'key.retired': null,
}

/** Null if the fact does not concern a person. */
export function tell(
  fact: Fact,
  { words, clients }: { readonly words: Words; readonly clients: ReadonlyMap<string, string> },
): string | Phrase<Html> | null {
  const telling = tellings[fact.kind] as Telling<FactKind> | null
  const text = words.activity
  const name = fact.clientId === undefined ? undefined : clients.get(fact.clientId)
  const client = name === undefined ? html`${text.deletedApp}` : given(name)
  return telling?.(fact, { text, client }) ?? null
}

function place(text: Words['activity'], agent: string, network: string) {
  return {
    browser: html`<bdi>${agent === '' ? text.unknownBrowser : agent}</bdi>`,
    network: html`<bdi>${network}</bdi>`,
  }
}

function named(provider: string): Html {
  return given(URL.parse(provider)?.host ?? provider)
}
