/** `mandate audit …`: who did what, and whether the record of it is whole. */

import type { Command } from 'commander'
import { createAuditKeys } from '../audit/keys.ts'
import { eventsReference } from '../audit/reference.ts'
import { eventSchemas } from '../audit/schemas.ts'
import { parseHead } from '../audit/seal.ts'
import { type Verification, verifyAudit } from '../audit/verify.ts'
import { addAuditExportCommand } from './audit-export.ts'
import { addAuditListCommand } from './audit-list.ts'
import { verifyFile } from './audit-proof.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  nextCommand,
  UsageRefused,
} from './command.ts'
import { withData } from './data-directory.ts'
import { moment, printable } from './terminal.ts'

interface SchemaOptions extends CommandOptions {
  readonly markdown?: true
}
interface VerifyOptions extends CommandOptions {
  readonly head?: string
  readonly file?: string
  readonly key?: string
}

export function addAuditCommands(program: Command, context: CommandContext): void {
  const audit = addGroup(program, 'audit', 'Show and verify what people, clients and operators did')

  addAuditListCommand(audit, context)
  addAuditExportCommand(audit, context)

  addCommand(audit, 'schema [kind]', 'Print the JSON Schema of a kind of event, or of all')
    .option('--markdown', 'Print the reference of all kinds instead')
    .action((kind: string | undefined, options: SchemaOptions) => {
      context.terminal.print(schemaText(kind, options))
    })

  addCommand(audit, 'verify', 'Check that no event was removed, changed, moved or inserted')
    .option('--head <number:hash>', 'the end of the chain, as it was logged, printed or exported')
    .option('--file <proof>', 'check a file that audit export --format proof wrote, not a database')
    .option('--key <file>', 'with --file: the public keys of the server (its /oauth2/jwks)')
    .action((options: VerifyOptions) => verify(context, options))
}

function schemaText(kind: string | undefined, { markdown }: SchemaOptions): string {
  if (markdown) return eventsReference().trimEnd()
  if (kind === undefined) return JSON.stringify(Object.fromEntries(eventSchemas), null, 2)
  const schema = eventSchemas.get(kind)
  if (schema !== undefined) return JSON.stringify(schema, null, 2)
  throw new UsageRefused(
    `There are no events of the kind "${kind}"; give one of ${[...eventSchemas.keys()].join(', ')}`,
  )
}

/** Exits with 1 if anything is wrong. */
function verify(context: CommandContext, options: VerifyOptions): Promise<void> {
  const expected = options.head === undefined ? undefined : parseHead(options.head)
  if (options.head !== undefined && expected === undefined) {
    throw new UsageRefused(
      `--head is "${options.head}"; give what the log has as audit_head: a number, a colon and 43 characters`,
    )
  }
  const { file, key } = options
  if (file !== undefined) {
    const proof = { ...options, file }
    const now = context.clock.now()
    return verifyFile(proof, { expected, now }).then((verified) => tell(context, options, verified))
  }
  if (key !== undefined) throw new UsageRefused('--key is for --file')
  return withData(context, options, async ({ store, keys }) =>
    tell(context, options, await verifyAudit(store.audit, createAuditKeys(keys), { expected })),
  )
}

function tell(
  context: CommandContext,
  options: VerifyOptions,
  verification: Verification & { readonly issuer?: string },
): void {
  const { findings, notes, seals, events, head, issuer } = verification
  answer(context, options, {
    json: {
      whole: findings.length === 0,
      ...(issuer !== undefined && { issuer }),
      ...{ head, seals, events, findings, notes },
      kept_since: Math.floor(verification.keptSinceMs / 1000),
    },
    text: verificationText(context, options, verification),
  })
  if (findings.length === 0) return
  const counted = findings.length === 1 ? 'one finding' : `${findings.length} findings`
  const where = issuer === undefined ? 'the database as it is' : 'the file'
  throw new CommandRefused(
    `The audit events are not what the servers recorded: ${counted}. Keep ${where}, and find out who could write to it.`,
  )
}

function verificationText(
  { terminal: { style } }: CommandContext,
  options: VerifyOptions,
  verification: Verification & { readonly issuer?: string },
): string {
  const { findings, notes, seals, events, head, keptSinceMs, issuer } = verification
  const lines = findings.map(({ sentence }) => `${style.bad('✗')} ${sentence}`)
  if (head === null && lines.length === 0) {
    return `There is nothing to verify yet: no event has been sealed. A server seals events within a second, a command when it ends.`
  }
  const since =
    keptSinceMs === 0 ? '' : `, kept since ${moment(Math.floor(keptSinceMs / 1000))} UTC`
  const counted = `${events} events in ${seals} seals${since}`
  const next = `${nextCommand(options, 'audit verify')} --head ${head}`
  const signed = options.key === undefined ? '' : ', as the server has signed'
  const end =
    issuer === undefined
      ? `\nThe chain ends at ${style.strong(String(head))}. Keep that outside of this machine; this finds what is cut off later:\n  ${next}`
      : `\nThe events are those of ${printable(issuer)}. The chain ends at ${style.strong(String(head))}${signed}.`
  return [
    ...lines,
    ...notes.map((sentence) => `${style.faint('·')} ${sentence}`),
    findings.length === 0
      ? `${style.good('✓')} ${counted}: all are there, unchanged and in order.`
      : counted,
    end,
  ].join('\n')
}
