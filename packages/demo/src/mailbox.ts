/**
 * The mailbox of the demo: receives all mail that the server sends, by SMTP on this machine, and
 * shows it on a page, so that every journey with a mailed link can be tried at once. It forgets its
 * mail when the demo stops.
 */

import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import PostalMime from 'postal-mime'
import { SMTPServer } from 'smtp-server'
import { htmlPart, mailboxPage, mailPage, type ReceivedMail } from './mailbox-page.ts'
import { HOST } from './mandate.ts'
import { startAtFreePort } from './ports.ts'

/** The oldest are dropped. */
const MOST_MAILS = 200

export interface Mailbox {
  /** Where the page is. */
  readonly url: string
  /** For the setting `mail_url`. */
  readonly smtpUrl: string
  close(): Promise<void>
}

/** The page listens at the first free port from `first` on; 0 for any. */
export async function openMailbox(first: number): Promise<Mailbox> {
  const mails: ReceivedMail[] = []
  let received = 0
  const smtp = openSmtp((mail) => {
    received += 1
    mails.unshift({ ...mail, id: String(received) })
    mails.splice(MOST_MAILS)
  })
  await once(smtp.server, 'listening')
  const page = createServer()
  await startAtFreePort({ host: HOST, first }, (port) => {
    const listening = Promise.withResolvers<void>()
    page.once('error', listening.reject)
    page.listen({ port, host: HOST, exclusive: true }, listening.resolve)
    return listening.promise.finally(() => page.off('error', listening.reject))
  })
  const { port } = page.address() as AddressInfo
  page.on('request', (request, response) => answer(mails, { request, response, port }))
  return {
    url: `http://${HOST}:${port}`,
    smtpUrl: `smtp://${HOST}:${(smtp.server.address() as AddressInfo).port}`,
    async close() {
      await new Promise<void>((closed) => smtp.close(() => closed()))
      const closed = new Promise((done) => page.close(done))
      page.closeAllConnections()
      await closed
    },
  }
}

function openSmtp(receive: (mail: Omit<ReceivedMail, 'id'>) => void): SMTPServer {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData(stream, session, accepted) {
      void stream.toArray().then(async (chunks: readonly Buffer[]) => {
        const { subject = '', text = '', html = '' } = await PostalMime.parse(Buffer.concat(chunks))
        const to = session.envelope.rcptTo.map(({ address }) => address).join(', ')
        receive({ to, subject, text, html, at: new Date().toISOString() })
        accepted()
      }, accepted)
    },
  })
  // A client that breaks off is its own problem.
  server.on('error', () => {})
  server.listen(0, HOST)
  return server
}

interface Answer {
  readonly status: number
  readonly type: string
  readonly body: string
  readonly policy?: string
}

function answer(
  mails: readonly ReceivedMail[],
  {
    request,
    response,
    port,
  }: {
    readonly request: IncomingMessage
    readonly response: ServerResponse
    readonly port: number
  },
): void {
  // Another site must not read the links by a name of its own for this machine.
  const isOurs = [`${HOST}:${port}`, `localhost:${port}`].includes(request.headers.host ?? '')
  const { pathname } = new URL(request.url ?? '/', 'http://mailbox')
  const stranger: Answer = {
    status: 403,
    type: 'text/plain',
    body: `Open http://${HOST}:${port}\n`,
  }
  const { status, type, body, policy = '' } = isOurs ? answerAt(pathname, mails) : stranger
  response
    .writeHead(status, {
      'Content-Type': `${type}; charset=utf-8`,
      'Content-Security-Policy': `default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; ${policy}`,
      'Cache-Control': 'no-store',
      'Referrer-Policy': 'no-referrer',
    })
    .end(body)
}

function answerAt(pathname: string, mails: readonly ReceivedMail[]): Answer {
  const [, folder = '', id, part] = pathname.split('/')
  const mail = mails.find((one) => one.id === id)
  const page = (status: number, body: string) => ({ status, type: 'text/html', body })
  if (folder === '') return page(200, mailboxPage(mails))
  if (folder === 'mails.json') {
    return { status: 200, type: 'application/json', body: JSON.stringify(mails, null, 2) }
  }
  if (folder !== 'mails' || mail === undefined) return page(404, mailboxPage(mails))
  if (part !== 'html') return page(200, mailPage(mail))
  // Mail programs run no scripts and load nothing from elsewhere.
  const policy = 'sandbox allow-popups allow-popups-to-escape-sandbox'
  return { ...page(200, htmlPart(mail)), policy }
}
