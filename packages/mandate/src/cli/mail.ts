/** `mandate mail …`: whether mail is sent. */

import type { Command } from 'commander'
import { paragraph } from '../mail/content.ts'
import { render } from '../mail/render.ts'
import { isEmail, tidyEmail } from '../people/email.ts'
import { MailProblem } from '../runtime/mail-problems.ts'
import { createMailSender } from '../runtime/mail-sender.ts'
import { mailServerOf, senderOf } from '../settings/mail.ts'
import type { Settings } from '../settings.ts'
import { en } from '../words/en/en.ts'
import { answerWithChecks, type Check } from './checks.ts'
import {
  addCommand,
  addGroup,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  UsageRefused,
} from './command.ts'
import { settingsInForceFor } from './settings-in-force.ts'

export function addMailCommands(program: Command, context: CommandContext): void {
  const group = addGroup(program, 'mail', 'Check whether mail is sent')
  addCommand(
    group,
    'test <address>',
    'Send a test mail, and say what to do if the mail server does not take it',
  ).action(async (address: string, options: CommandOptions) => {
    const { settings } = await settingsInForceFor(context, options)
    const to = tidyEmail(address)
    if (!isEmail(to)) throw new UsageRefused(`"${address}" is not an e-mail address`)
    answerWithChecks(context, options, [await sendTest(context, settings, to)])
  })
}

async function sendTest(
  { clock, random }: CommandContext,
  { mailUrl, mailFrom, brandName, issuer }: Settings,
  to: string,
): Promise<Check> {
  if (mailUrl === null || mailFrom === null) {
    throw new CommandRefused(
      'mail_url is not set, so no mail is sent; give it the address of your mail server, such as smtp://USER:PASSWORD@HOST:587',
    )
  }
  const server = mailServerOf(mailUrl)
  const name = 'mail'
  const sender = createMailSender(server, {
    from: senderOf(mailFrom),
    name: new URL(issuer).hostname,
  })
  const at = clock.now()
  const props = { words: en, brandName, issuer, email: to, at }
  const mail = render(props, {
    subject: `Test mail from ${brandName}`,
    blocks: [paragraph(`This is a test of the mail settings of ${issuer}. They work.`)],
  })
  try {
    const id = Buffer.from(random(16)).toString('hex')
    const handing = { over: async () => true, takeBack: async () => {} }
    await sender.send({ ...mail, to, id, at, language: 'en' }, handing)
    return {
      ...{ name, ok: true },
      message: `${server.host}:${server.port} took a mail from ${senderOf(mailFrom).address}`,
      remedy:
        'if it does not arrive, look into the spam folder, then at SPF and DKIM of the sender',
    }
  } catch (error) {
    if (!(error instanceof MailProblem)) throw error
    return { name, ok: false, message: error.message, remedy: error.remedy }
  }
}
