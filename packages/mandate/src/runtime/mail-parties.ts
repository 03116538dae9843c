/**
 * Whom a mail goes to and what it is about, looked up when it is sent. What has gone meanwhile, such
 * as a deleted account or a replaced link, needs no mail.
 */

import type { KeyRing } from '../grants/derivation.ts'
import { domainOf } from '../grants/document-clients.ts'
import type { GrantId } from '../grants/grant.ts'
import type { MailProps } from '../mail/content.ts'
import type { MailJob } from '../mail/notices.ts'
import { linkAddress, linkState } from '../people/mailed-links.ts'
import type { Settings } from '../settings.ts'
import type { Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'

export interface PartiesContext {
  readonly store: Pick<Store, 'accounts' | 'clients' | 'grants' | 'mailedLinks'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly settings: Pick<Settings, 'issuer'>
}

type About = Pick<MailProps, 'email'> &
  Partial<Pick<MailProps, 'client' | 'agent' | 'network' | 'newEmail' | 'address' | 'seconds'>>

export interface Parties extends About {
  readonly to: string
  /** What the person chose, if anything. */
  readonly language: string | null
}

/** How long an account is new, in seconds. */
const NEW_SECONDS = 60 * 60

/** Undefined if there is nobody to tell. */
export function partiesOf(context: PartiesContext, job: MailJob): Promise<Parties | undefined> {
  if (job.linkId !== undefined) return partiesOfLink(context, job.linkId)
  if (job.changeId !== undefined) return partiesOfChange(context, job, job.changeId)
  return partiesOfNotice(context, job)
}

async function partiesOfNotice(
  { store }: PartiesContext,
  { accountId, clientId, grantId, mail, at }: MailJob,
): Promise<Parties | undefined> {
  const grant = grantId === undefined ? undefined : await store.grants.find(grantId as GrantId)
  const id = accountId ?? grant?.account?.id
  const account = id === undefined ? undefined : await store.accounts.find(id)
  if (account === undefined || account.email === null) return undefined
  // Whoever has just made an account knows with which browser.
  if (mail === 'new_browser' && at - account.createdAt < NEW_SECONDS) return undefined
  const { email, language } = account
  const app = clientId ?? grant?.grant.clientId
  // A client with a document gets its row only with the grant that follows.
  const client =
    app === undefined ? undefined : ((await store.clients.find(app))?.name ?? domainOf(app))
  return { to: email, email, language, client }
}

/** A change of the address that was made: to the new one and to the old one. */
async function partiesOfChange(
  { store }: PartiesContext,
  { mail, accountId = '' }: MailJob,
  changeId: string,
): Promise<Parties | undefined> {
  const [account, change] = await Promise.all([
    store.accounts.find(accountId),
    store.mailedLinks.find(changeId),
  ])
  const [from, newEmail] = [change?.details['from'], change?.email ?? null]
  if (account === undefined || newEmail === null || typeof from !== 'string') return undefined
  const to = mail === 'address_changed_from' ? from : newEmail
  return { to, email: from, newEmail, language: account.language }
}

/** Undefined if the link cannot be used any more. */
async function partiesOfLink(
  { store, keys, clock, settings }: PartiesContext,
  linkId: string,
): Promise<Parties | undefined> {
  const link = await store.mailedLinks.find(linkId)
  if (link === undefined || linkState(link, clock.now()) !== 'open') return undefined
  const { email: to, accountId, details, createdAt, expiresAt, language } = link
  const address = linkAddress(settings.issuer, keys, link)
  const account = accountId === null ? undefined : await store.accounts.find(accountId)
  if (to === null || address === undefined) return undefined
  const text = (name: string) => {
    const value = details[name]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  return {
    ...{ to, language, address, seconds: expiresAt - createdAt },
    ...{ email: account?.email ?? to, newEmail: text('newEmail') },
    ...{ agent: text('agent'), network: text('network') },
  }
}
