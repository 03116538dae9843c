/**
 * An SMTP server for tests that misbehaves on command: it speaks real SMTP up to the point where it
 * is told to fail.
 */

import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { createInterface } from 'node:readline'

/** Answers in place of the usual ones, by command; `cut` ends the connection, `hang` says nothing. */
export type Trouble = Readonly<
  Partial<Record<'GREETING' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'TEXT' | 'DOT', string>>
>

const usual = {
  GREETING: '220 mail.example ESMTP',
  AUTH: '235 welcome',
  MAIL: '250 sender ok',
  RCPT: '250 recipient ok',
  DATA: '354 go ahead',
  // Nothing is answered to the first line of the message.
  TEXT: '',
  DOT: '250 queued',
} as const

export interface TroubledServer extends AsyncDisposable {
  readonly port: number
  readonly url: string
  /** The messages whose final dot has come, even if the server then refused them. */
  readonly received: readonly string[]
  /** Those that it answered with 250. */
  readonly accepted: readonly string[]
  /** The commands of all connections, without what follows the first word. */
  readonly commands: readonly string[]
  /** Resolves when this has come from `count` connections: a command, or the dot of a message. */
  until(what: 'DATA' | 'DOT', count: number): Promise<void>
}

/** Each connection takes the next trouble; after the last, all is well. */
export async function openTroubledServer(...troubles: readonly Trouble[]): Promise<TroubledServer> {
  const left = [...troubles]
  const sockets = new Set<Socket>()
  const [received, accepted, commands]: [string[], string[], string[]] = [[], [], []]
  const arrivals = new EventTarget()
  const arrived = () => arrivals.dispatchEvent(new Event('arrival'))
  const server = createServer((socket) => {
    sockets.add(socket.on('error', () => {}).on('close', () => sockets.delete(socket)))
    void converse(socket, { ...usual, ...left.shift() })
  })

  async function converse(socket: Socket, answers: Record<keyof typeof usual, string>) {
    /** False if nothing more is to be said. */
    const answer = (text: string): boolean => {
      if (text === 'cut') socket.destroy()
      else if (text !== 'hang' && text !== '') socket.write(`${text}\r\n`)
      return !['cut', 'hang'].includes(text)
    }
    let message: string[] | undefined
    if (!answer(answers.GREETING)) return
    for await (const line of createInterface({ input: socket })) {
      if (message !== undefined) {
        if (message.length === 0 && !answer(answers.TEXT)) return
        if (line !== '.') {
          message.push(line)
          continue
        }
        received.push(message.join('\n'))
        if (answers.DOT.startsWith('250')) accepted.push(message.join('\n'))
        message = undefined
        arrived()
        if (!answer(answers.DOT)) return
        continue
      }
      const command = (/^\w+/.exec(line)?.[0] ?? '').toUpperCase()
      commands.push(command)
      arrived()
      if (command === 'EHLO') socket.write('250-mail.example\r\n250 AUTH PLAIN\r\n')
      else if (command === 'QUIT') socket.end('221 bye\r\n')
      else if (!isTroubled(command)) socket.write('500 unknown\r\n')
      else {
        if (!answer(answers[command])) return
        if (command === 'DATA' && answers.DATA.startsWith('354')) message = []
      }
    }
  }

  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    ...{ port, url: `smtp://127.0.0.1:${port}`, received, accepted, commands },
    async until(what, count) {
      const seen = () => (what === 'DOT' ? received : commands.filter((one) => one === what))
      while (seen().length < count) await once(arrivals, 'arrival')
    },
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy()
      await new Promise((closed) => server.close(closed))
    },
  }
}

function isTroubled(command: string): command is 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' {
  return ['AUTH', 'MAIL', 'RCPT', 'DATA'].includes(command)
}
