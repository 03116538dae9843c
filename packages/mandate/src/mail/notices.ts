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
  /** The language of the page that it was done on; the account's own comes first. */
  readonly language?: string
}

type Notice = Pick<MailJob, 'mail' | 'accountId' | 'clientId' | 'grantId' | 'linkId'>

type Notices = {
  readonly [Kind in FactKind]?: (
    fact: Extract<FactToCome, { readonly kind: Kind }>,
    by: Actor,
  ) => Notice | undefined
}

const notices: Notices = {
  'account.password_changed': ({ accountId }) => ({ mail: 'password_changed', accountId }),
  'link.made': ({ purpose, linkId }) =>
    isMailName(purpose) ? { mail: purpose, linkId } : undefined,
}

/** The mail that follows from a fact, if any. Pure. */
export const noticesFor: JobsFor = (fact, { by, at }) => {
  const notice = (notices[fact.kind] as Notices[FactKind & string] | undefined)?.(fact as never, by)
  if (notice === undefined) return []
  const { agent, network, language } = by.kind === 'account' ? (by.from ?? {}) : {}
  return [{ kind: MAIL, input: { ...notice, at, agent, network, language } }]
}
