/** `mandate audit export`: all events, one line each, oldest first, for another system to keep. */

import type { Command } from 'commander'
import manifest from '../../package.json' with { type: 'json' }
import { type AuditEvent, auditEvent } from '../audit/event.ts'
import { ecsEvent } from '../audit/formats/ecs.ts'
import { ocsfEvent } from '../audit/formats/ocsf.ts'
import { headText } from '../audit/seal.ts'
import { listSums } from '../audit/sums.ts'
import type { ReadStore } from '../store/read-only.ts'
import { exportProof } from './audit-proof.ts'
import {
  addCommand,
  type CommandContext,
  type CommandOptions,
  nextCommand,
  UsageRefused,
} from './command.ts'
import { withData } from './data-directory.ts'
import { duration } from './duration.ts'

interface ExportOptions extends CommandOptions {
  readonly since?: string
  readonly format: string
}

const formats = {
  jsonl: (event: AuditEvent): object => event,
  ocsf: ocsfEvent,
  ecs: ecsEvent,
} as const

function isFormat(name: string): name is keyof typeof formats {
  return Object.hasOwn(formats, name)
}

const DAY_MS = 24 * 60 * 60 * 1_000
const PAGE = 1_000

export function addAuditExportCommand(audit: Command, context: CommandContext): void {
  addCommand(audit, 'export', 'Write all events as JSON lines, oldest first')
    .option('--since <duration>', 'only the last 90m, 24h, 7d …')
    .option(
      '--format <name>',
      'jsonl (our own names), ocsf (1.8.0), ecs (9.4.0), or proof (for audit verify --file)',
      'jsonl',
    )
    .action((options: ExportOptions) => exportEvents(context, options))
}

function exportEvents(context: CommandContext, options: ExportOptions): Promise<void> {
  const since = options.since === undefined ? undefined : duration('--since', options.since)
  const { format } = options
  if (format === 'proof') {
    if (since === undefined) return exportProof(context, options)
    throw new UsageRefused('A proof has everything that is kept: leave --since out')
  }
  if (!isFormat(format)) {
    const known = [...Object.keys(formats), 'proof'].join(', ')
    throw new UsageRefused(`--format is "${format}"; give ${known}`)
  }
  return withData(context, options, async ({ store }) => {
    const { nowMs, seal } = await store.audit.readEnd()
    const sinceMs = since === undefined ? 0 : nowMs - since * 1_000
    await context.terminal.stream(lines(store, { sinceMs, untilMs: nowMs }, format))
    if (seal === undefined) return
    const verify = `${nextCommand(options, 'audit verify')} --head ${headText(seal)}`
    context.terminal.warn(
      `The audit chain ends at ${headText(seal)}. To check against it later:\n  ${verify}`,
    )
  })
}

/** A day at a time, so that the sums of one day are in memory and no more. */
async function* lines(
  store: ReadStore,
  { sinceMs, untilMs }: { readonly sinceMs: number; readonly untilMs: number },
  format: keyof typeof formats,
): AsyncGenerator<string> {
  const write = (event: AuditEvent) =>
    `${JSON.stringify(formats[format](event, manifest.version))}\n`
  let dayMs = await firstDay(store, sinceMs, untilMs)
  for (; dayMs < untilMs; dayMs += DAY_MS) {
    const from = Math.max(dayMs, sinceMs)
    const end = Math.min(dayMs + DAY_MS, untilMs)
    const sums = await listSums(store.activity, {
      since: Math.ceil(from / 1_000),
      until: Math.ceil(end / 1_000),
    })
    if (sums.length > 0) yield sums.map(write).join('')
    for (
      let after: { atMs: number; id: string } | null = { atMs: from, id: '' };
      after !== null;
    ) {
      const { facts, next } = await store.facts.walk({ after, untilMs: end, limit: PAGE })
      if (facts.length > 0) yield facts.map((fact) => write(auditEvent(fact))).join('')
      after = next
    }
  }
}

async function firstDay(store: ReadStore, sinceMs: number, untilMs: number): Promise<number> {
  const [oldest] = await store.audit.listRows({
    after: { atMs: sinceMs, id: '' },
    untilMs,
    limit: 1,
  })
  return Math.floor((oldest?.atMs ?? untilMs) / DAY_MS) * DAY_MS
}
