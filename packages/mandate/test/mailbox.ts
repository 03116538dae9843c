/**
 * A mail server for tests: real SMTP on a free loopback port. Whoever is sent something can wait for
 * it:
 *
 *     await using mailbox = await openMailbox()
 *     const server = await startServer({ settings: { mailUrl: mailbox.url } })
 *     const { subject, links } = await mailbox.next('jo@example.com')
 */

import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'

/** How long a mail may take, in milliseconds: far longer than it does. */
const PATIENCE_MS = 20_000

export interface ReceivedMail {
  /** The recipient of the envelope. */
  readonly to: string
  readonly from: string
  readonly subject: string
  readonly text: string
  readonly html: string
  /** The addresses in the text, without duplicates. */
  readonly links: readonly string[]
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>
}

export interface Mailbox extends AsyncDisposable {
  /** For the setting `mail_url`. */
  readonly url: string
  /** Everything received, in order. */
  readonly all: readonly ReceivedMail[]
  /**
   * The next mail to an address: the first that earlier calls have not returned. Rejects if none
   * comes.
   */
  next(address: string): Promise<ReceivedMail>
}

export async function openMailbox(): Promise<Mailbox> {
  const all: ReceivedMail[] = []
  const returned = new Set<ReceivedMail>()
  const arrivals = new EventTarget()
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, accepted) {
      void stream.toArray().then(async (chunks: readonly Buffer[]) => {
        const mail = await read(Buffer.concat(chunks))
        for (const { address } of session.envelope.rcptTo) all.push({ ...mail, to: address })
        accepted()
        arrivals.dispatchEvent(new Event('mail'))
      }, accepted)
    },
  })
  server.on('error', () => {})
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    all,
    async next(address) {
      const late = AbortSignal.timeout(PATIENCE_MS)
      for (;;) {
        const mail = all.find((one) => one.to === address && !returned.has(one))
        if (mail !== undefined) {
          returned.add(mail)
          return mail
        }
        await once(arrivals, 'mail', { signal: late }).catch(() => {
          const others = all.map(({ to, subject }) => `${to}: ${subject}`).join('\n')
          throw new Error(`No mail for ${address} came. Until now there were:\n${others}`)
        })
      }
    },
    [Symbol.asyncDispose]: () => new Promise((closed) => server.close(() => closed())),
  }
}

async function read(message: Buffer): Promise<Omit<ReceivedMail, 'to'>> {
  const { from, subject = '', text = '', html = '', headers } = await PostalMime.parse(message)
  const links = [...new Set(text.match(/https?:\/\/\S+/g) ?? [])]
  return {
    from: from?.address ?? '',
    ...{ subject, text, html, links },
    headers: new Map(headers.map(({ key, value }) => [key, value])),
  }
}
