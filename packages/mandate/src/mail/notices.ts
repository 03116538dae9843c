/**
 * Which facts a person is told about by mail. A store that is opened with `noticesFor` writes a job
 * in the unit of each such fact (`store/store.ts`); `runtime/mail-jobs.ts` does it. The job names
 * the mail and the parties, and contains neither secrets nor addresses: these are looked up when it
 * is sent.
 */

import type { Actor } from '../facts/actor.ts'
import type { FactKind, FactToCome, JobsFor } from '../facts/fact.ts'
import { isMailName, type MailName } from './mails.ts'

/** The kind of all jobs that send a mail. */
export const MAIL = 'mail'

/** What a job of this kind carries. Absent members do not apply. */
export interface MailJob {
  readonly mail: MailName
  readonly accountId?: string
  readonly clientId?: string
  readonly grantId?: string
  /** The one-time link, whose row says to whom and in which language it is sent. */
  readonly linkId?: string
  /** When it happened, in seconds since 1970. */
  readonly at: number
  readonly agent?: string
  readonly network?: string
  readonly name?: string
  readonly provider?: string
  readonly deleteAfter?: number
  /** The link by which the address was changed; it has both addresses. */
  readonly changeId?: string
  /** The language of the page that it was done on; the account's own comes first. */
  readonly language?: string
}

type Notice = Omit<MailJob, 'at' | 'language'>

type Notices = {
  readonly [Kind in FactKind]?: (
    fact: Extract<FactToCome, { readonly kind: Kind }>,
    by: Actor,
    unit: readonly FactToCome[],
  ) => Notice | readonly Notice[] | undefined
}

/**
 * What the operator or the platform does is told only if it changes how a person signs in, one
 * account at a time: a call about 100,000 users must not send 100,000 mails.
 */
const notices: Notices = {
  'account.password_changed': ({ accountId }) => ({ mail: 'password_changed', accountId }),
  'account.address_changed': ({ accountId, linkId: changeId }) => [
    { mail: 'address_changed', accountId, changeId },
    { mail: 'address_changed_from', accountId, changeId },
  ],
  'account.deletion_asked': ({ accountId, deleteAfter }) => ({
    ...{ mail: 'deletion_asked', accountId, deleteAfter },
  }),
  'account.deletion_stopped': ({ accountId }) => ({ mail: 'deletion_stopped', accountId }),
  'link.made': ({ purpose, linkId, accountId }) => {
    // Whoever asks for an account where one exists already.
    if (purpose === 'register' && accountId !== undefined) return { mail: 'account_exists', linkId }
    return isMailName(purpose) ? { mail: purpose, linkId } : undefined
  },
  'sessions.ended': ({ accountId }, by) =>
    by.kind === 'account' ? { mail: 'signed_out_everywhere', accountId } : undefined,
  // The other ways are told anyway: by the link, or by the notice of the new password.
  'browser.remembered': ({ accountId, way, agent, network }) =>
    way === 'sign_in' ? { mail: 'new_browser', accountId, agent, network } : undefined,

  'passkey.added': ({ accountId, name }) => ({ mail: 'passkey_added', accountId, name }),
  'passkey.removed': ({ accountId, name }) => ({ mail: 'passkey_removed', accountId, name }),
  'passkey.cloned': ({ accountId, name }) => ({ mail: 'passkey_cloned', accountId, name }),
  'totp.added': ({ accountId }) => ({ mail: 'totp_added', accountId }),
  'totp.removed': ({ accountId }) => ({ mail: 'totp_removed', accountId }),
  // The first ones come with what they are for, which is told.
  'recovery_codes.made': ({ accountId }, _, unit) =>
    unit.length > 1 ? undefined : { mail: 'recovery_codes_made', accountId },
  'recovery_codes.used': ({ accountId }) => ({ mail: 'recovery_code_used', accountId }),
  'identity.linked': ({ accountId, provider }, by) =>
    by.kind === 'account' ? { mail: 'way_connected', accountId, provider } : undefined,
  'identity.unlinked': ({ accountId, provider }, by) =>
    by.kind === 'account' ? { mail: 'way_disconnected', accountId, provider } : undefined,

  'consent.given': ({ accountId, clientId, app }) =>
    app === 'new' ? { mail: 'app_connected', accountId, clientId } : undefined,
  // Whoever has tricked the person may have chosen an app that is connected already.
  'device.connected': ({ accountId, clientId, agent, network, app }) =>
    app === 'known' ? { mail: 'app_connected', accountId, clientId, agent, network } : undefined,
  'grant.ended': ({ grantId, because }) =>
    because === 'reuse' ? { mail: 'token_reused', grantId } : undefined,
}

/** The mails that follow from a fact, if any. Pure. */
export const noticesFor: JobsFor = (fact, { by, at }, unit) => {
  const found = [notices[fact.kind]?.(fact as never, by, unit) ?? []].flat()
  const from = by.kind === 'account' ? (by.from ?? {}) : {}
  return found.map((notice) => ({ kind: MAIL, input: { ...from, ...notice, at } }))
}
