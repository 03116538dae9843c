/**
 * Sends mail by SMTP (RFC 5321), so that no message is delivered twice: before the dot that ends it,
 * and so may deliver it, the caller is asked to note that. Until then everything can be repeated.
 *
 *     connected ──▶ encrypted ──▶ signed in ──▶ sender, recipient ──▶ message ──over()──▶ dot ──▶ accepted
 *
 * Loads its library on first use.
 */

import { Readable } from 'node:stream'
import type { Rendered } from '../mail/render.ts'
import type { MailServer, Sender } from '../settings/mail.ts'
import { isLoopbackHost } from '../settings/rules.ts'
import type { Handing } from './job.ts'
import { problemOf, Refused } from './mail-problems.ts'

/** In milliseconds. The deadline is for everything, and below the lease of a job. */
const PATIENCE = { connectMs: 10_000, deadlineMs: 40_000 }

export interface OutgoingMail extends Rendered {
  readonly to: string
  /** Names the message; the same each time it is tried. */
  readonly id: string
  /** In seconds since 1970. */
  readonly at: number
  /** A language tag. */
  readonly language: string
}

export interface MailSender {
  /**
   * Resolves once the server has accepted the message. Rejects with `MailProblem` (with an address
   * or a link in none of its texts).
   */
  send(mail: OutgoingMail, handing: Handing): Promise<void>
}

/** `name` is how this server introduces itself. */
export function createMailSender(
  server: MailServer,
  {
    from,
    name,
    patience: { connectMs, deadlineMs } = PATIENCE,
  }: { readonly from: Sender; readonly name: string; readonly patience?: typeof PATIENCE },
): MailSender {
  return {
    async send(mail, handing) {
      const [{ default: SMTPConnection }, { default: MailComposer }] = await Promise.all([
        import('nodemailer/lib/smtp-connection'),
        import('nodemailer/lib/mail-composer'),
      ])
      const { to, id, at, subject, text, html, language } = mail
      const composed = new MailComposer({
        ...{ from, to: { name: '', address: to }, subject, text, html },
        messageId: `<${id}@${name}>`,
        date: new Date(at * 1000),
        headers: { 'Auto-Submitted': 'auto-generated', 'Content-Language': language },
        disableFileAccess: true,
        disableUrlAccess: true,
      }).compile()
      const message = await composed.build()

      const connection = new SMTPConnection({
        ...{ host: server.host, port: server.port, secure: server.tls === 'implicit' },
        ...{ requireTLS: server.tls === 'required', ignoreTLS: server.tls === 'none' },
        ...(isLoopbackHost(name) ? {} : { name }),
        ...{ connectionTimeout: connectMs, greetingTimeout: connectMs, dnsTimeout: connectMs },
        ...{ socketTimeout: deadlineMs, socketCloseTimeout: 1_000 },
      })
      const broken = Promise.withResolvers<never>()
      broken.promise.catch(() => {})
      connection.on('error', broken.reject)
      const deadline = setTimeout(() => {
        broken.reject(Object.assign(new Error('It took too long.'), { code: 'ETIMEDOUT' }))
      }, deadlineMs)
      const step = <Result>(act: (done: (error?: Error | null, result?: Result) => void) => void) =>
        Promise.race([
          broken.promise,
          new Promise<Result | undefined>((resolve, reject) => {
            act((error, result) => (error ? reject(error) : resolve(result)))
          }),
        ])
      let isHandedOver = false
      async function* inParts() {
        yield message
        if (!(await handing.over())) throw new Refused()
        isHandedOver = true
      }
      try {
        await step((done) => connection.connect(done))
        const { credentials } = server
        if (credentials !== undefined) {
          const { user, password: pass } = credentials
          await step((done) => connection.login({ user, pass, credentials: { user, pass } }, done))
        }
        const envelope = { ...composed.getEnvelope(), size: message.length }
        await step((done) => connection.send(envelope, Readable.from(inParts()), done))
      } catch (error) {
        const problem = problemOf(error, { isHandedOver })
        if (isHandedOver && problem.isAnswered) await handing.takeBack()
        throw problem
      } finally {
        clearTimeout(deadline)
        connection.quit()
        connection.close()
      }
    },
  }
}
