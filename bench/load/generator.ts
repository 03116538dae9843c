/**
 * The load generator, in a separate process: takes one job at a time from its parent, runs it, and
 * returns its observations. It also reports its own processor time, so that a run in
 * which it was the bottleneck can be distinguished from one in which the server was.
 */

import { performance } from 'node:perf_hooks'
import { serveParent } from '../servers/answering.ts'
import { checkAnswer } from './check.ts'
import { type Connection, openConnection } from './connection.ts'
import type { Job, JobDone } from './job.ts'
import { runClosed, runOpen } from './lanes.ts'
import { createSupply } from './supply.ts'

serveParent<Job>({}, run)

async function run(job: Job): Promise<JobDone> {
  const { promise: broken, reject } = Promise.withResolvers<never>()
  // Only one of the waiters gets the error; without this the others would end the process.
  broken.catch(() => {})
  const connections = await Promise.all(
    Array.from({ length: job.connections }, (_, index) =>
      openConnection(job.ports[index % job.ports.length] ?? 0, reject),
    ),
  )
  try {
    return await Promise.race([measure(job, connections), broken])
  } finally {
    for (const connection of connections) connection.close()
  }
}

async function measure(job: Job, connections: readonly Connection[]): Promise<JobDone> {
  const supply = createSupply(job)
  let sent = 0
  const lanes = connections.map((connection, lane) => ({
    /** False if no token is left. */
    send(answered: (error?: Error) => void): boolean {
      const token = supply.next(lane)
      if (token === undefined) return false
      const proof = job.proofs?.[sent++]
      connection.send(requestText(job, { lane, token, proof }), (answer) => {
        try {
          const issued = checkAnswer(answer, job.expected, token)
          if (issued !== undefined) supply.issued(lane, issued)
          answered()
        } catch (error) {
          answered(error instanceof Error ? error : new Error(String(error)))
        }
      })
      return true
    },
  }))
  const processor = process.cpuUsage()
  const started = performance.now()
  const seen = await (job.load.kind === 'closed'
    ? runClosed(lanes, job.load)
    : runOpen(lanes, job.load))
  const seconds = (performance.now() - started) / 1000
  const { user, system } = process.cpuUsage(processor)
  return { ...seen, seconds, generator: user + system, ...supply.left() }
}

const heads = new WeakMap<Job, string[]>()

/** The head is written once per port; only the length and the form change. */
function requestText(
  job: Job,
  sent: { readonly lane: number; readonly token: string; readonly proof: string | undefined },
): string {
  const { form, ports } = job
  const { lane, token, proof } = sent
  const known = heads.get(job) ?? []
  heads.set(job, known)
  const port = ports[lane % ports.length] ?? 0
  const head = known[port] ?? headText(form, port)
  known[port] = head
  const body = form.before + encodeURIComponent(token) + form.after
  if (proof === undefined) return `${head}${body.length}\r\n\r\n${body}`
  if (form.proof === 'DPoP') return `${head}${body.length}\r\nDPoP: ${proof}\r\n\r\n${body}`
  const proven = `${body}&${form.proof}=${proof}`
  return `${head}${proven.length}\r\n\r\n${proven}`
}

function headText(form: Job['form'], port: number): string {
  const headers = Object.entries({
    'Content-Type': 'application/x-www-form-urlencoded',
    ...form.headers,
  })
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return `POST ${form.path} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${lines}Content-Length: `
}
