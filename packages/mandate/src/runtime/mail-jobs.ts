/**
 * The handler of the jobs that send mail: looks up whom and what a mail is about, in the language of
 * the account, and sends it. What has gone meanwhile, such as a deleted account, needs no mail.
 */

import { createHash } from 'node:crypto'
import type { KeyRing } from '../grants/derivation.ts'
import type { GrantId } from '../grants/grant.ts'
import type { Content, MailProps } from '../mail/content.ts'
import { isMailName, mails } from '../mail/mails.ts'
import type { MailJob } from '../mail/notices.ts'
import { render } from '../mail/render.ts'
import { linkAddress, linkState } from '../people/mailed-links.ts'
import { mailServerOf, senderOf } from '../settings/mail.ts'
import type { Settings } from '../settings.ts'
import type { Job, Store } from '../store/port.ts'
import type { Clock } from '../time-and-chance.ts'
import { catalogues } from '../words/choose.ts'
import type { Language } from '../words/languages.ts'
import { type JobHandler, JobImpossible } from './job.ts'
import { MailProblem } from './mail-problems.ts'
import { createMailSender } from './mail-sender.ts'

export interface MailContext {
  readonly store: Pick<Store, 'accounts' | 'clients' | 'grants' | 'mailedLinks'>
  readonly keys: KeyRing
  readonly clock: Clock
  readonly settings: Pick<Settings, 'brandName' | 'issuer' | 'mailUrl' | 'mailFrom'>
}

/** Undefined if no mail is sent. */
export function createMailHandler(context: MailContext): JobHandler | undefined {
  const { mailUrl, mailFrom, brandName, issuer } = context.settings
  if (mailUrl === null || mailFrom === null) return undefined
  const sender = createMailSender(mailServerOf(mailUrl), {
    from: senderOf(mailFrom),
    name: new URL(issuer).hostname,
  })
  return async (job, handing) => {
    const input = mailIn(job)
    const parties = await (input.linkId === undefined
      ? partiesOf(context.store, input)
      : linkParties(context, input.linkId))
    if (parties === undefined) return
    const { to = parties.email, language = input.language, ...rest } = parties
    const words = catalogues[languageOf(language)]
    const { at, agent, network } = input
    const props: MailProps = { ...{ words, brandName, issuer, at, agent, network }, ...rest }
    const compose: (props: MailProps) => Content = mails[input.mail]
    const mail = {
      ...render(props, compose(props)),
      ...{ to, id: messageId(job.id), at, language: words.language },
    }
    try {
      await sender.send(mail, handing)
    } catch (error) {
      const isFinal = error instanceof MailProblem && error.isFinal
      throw isFinal ? new JobImpossible(error.message) : error
    }
  }
}

function mailIn({ input }: Pick<Job, 'input'>): MailJob {
  if (!isMailName(input['mail']) || typeof input['at'] !== 'number') {
    throw new Error('A newer version of Mandate made this mail.')
  }
  return input as unknown as MailJob
}

interface Parties
  extends Pick<
    MailProps,
    'email' | 'client' | 'agent' | 'network' | 'newEmail' | 'address' | 'seconds'
  > {
  /** If not to the account's address. */
  readonly to?: string
  /** If not in the account's language. */
  readonly language?: string
}

/** What a mail with a one-time link says; undefined if the link cannot be used any more. */
async function linkParties(
  { store, keys, clock, settings }: MailContext,
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

/** Whose account it is about, and which app; undefined if there is nobody to tell. */
async function partiesOf(
  store: MailContext['store'],
  { accountId, clientId, grantId }: MailJob,
): Promise<Parties | undefined> {
  const found = grantId === undefined ? undefined : await store.grants.find(grantId as GrantId)
  const account = accountId === undefined ? found?.account : await store.accounts.find(accountId)
  const app = clientId ?? found?.grant.clientId
  const client = app === undefined ? undefined : await store.clients.find(app)
  const email = account?.email ?? null
  return email === null ? undefined : { email, client: client?.name }
}

function languageOf(language: string | undefined): Language {
  return Object.hasOwn(catalogues, language ?? '') ? (language as Language) : 'en'
}

/** Says nothing about the job. */
function messageId(jobId: string): string {
  return createHash('sha256').update(`mail ${jobId}`).digest('hex').slice(0, 32)
}
