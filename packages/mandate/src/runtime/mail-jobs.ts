/**
 * The handler of the jobs that send mail: looks up whom and what a mail is about (`mail-parties.ts`),
 * draws it in the language of the account, and sends it.
 */

import { createHash } from 'node:crypto'
import { type BrandSettings, openBrand } from '../brand/brand.ts'
import { textOn } from '../brand/color.ts'
import { type Content, type MailProps, unlinked, unlinkedAddress } from '../mail/content.ts'
import { isMailName, mails } from '../mail/mails.ts'
import type { MailJob } from '../mail/notices.ts'
import { render } from '../mail/render.ts'
import { mailServerOf, senderOf } from '../settings/mail.ts'
import type { Settings } from '../settings.ts'
import type { Job } from '../store/port.ts'
import type { Catalogues } from '../words/choose.ts'
import type { Words } from '../words/en/en.ts'
import type { Language } from '../words/languages.ts'
import { type JobHandler, JobImpossible } from './job.ts'
import { type PartiesContext, partiesOf } from './mail-parties.ts'
import { MailProblem } from './mail-problems.ts'
import { createMailSender } from './mail-sender.ts'

export interface MailContext extends PartiesContext {
  readonly settings: BrandSettings & Pick<Settings, 'issuer' | 'mailUrl' | 'mailFrom'>
}

/** Undefined if no mail is sent. */
export function createMailHandler(context: MailContext): JobHandler | undefined {
  const { mailUrl, mailFrom, brandName, issuer, supportUrl } = context.settings
  if (mailUrl === null || mailFrom === null) return undefined
  const { catalogues } = openBrand(context.settings)
  const look = { brandName, issuer, supportUrl, buttons: buttonsOf(context.settings) }
  const sender = createMailSender(mailServerOf(mailUrl), {
    from: senderOf(mailFrom),
    name: new URL(issuer).hostname,
  })
  return async (job, handing) => {
    const input = mailIn(job)
    const parties = await partiesOf(context, input)
    if (parties === undefined) return
    const { to, language, ...about } = parties
    const words = wordsIn(catalogues, [language, input.language])
    const { at, agent, network, deleteAfter } = input
    const provider = input.provider?.replace(/^https?:\/\//, '')
    const known = { words, ...look, at, agent, network, provider, deleteAfter }
    const names = { name: unlinked(input.name), client: unlinked(about.client) }
    const addresses = {
      email: unlinkedAddress(about.email),
      newEmail: about.newEmail && unlinkedAddress(about.newEmail),
    }
    const props: MailProps = { ...known, ...about, ...names, ...addresses }
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

function buttonsOf({ brandColor, brandColorDark }: BrandSettings): MailProps['buttons'] {
  if (brandColor == null) return undefined
  const colors = (background: string) => ({ background, text: textOn(background) })
  return { light: colors(brandColor), dark: colors(brandColorDark ?? brandColor) }
}

function mailIn({ input }: Pick<Job, 'input'>): MailJob {
  if (!isMailName(input['mail']) || typeof input['at'] !== 'number') {
    throw new Error('A newer version of Mandate made this mail.')
  }
  return input as unknown as MailJob
}

/** In the first of these languages that we have. */
function wordsIn(catalogues: Catalogues, tags: readonly (string | null | undefined)[]): Words {
  const isOurs = (tag: string | null | undefined) => Object.hasOwn(catalogues, tag ?? '')
  return catalogues[(tags.find(isOurs) ?? 'en') as Language]
}

/** Says nothing about the job. */
function messageId(jobId: string): string {
  return createHash('sha256').update(`mail ${jobId}`).digest('hex').slice(0, 32)
}
