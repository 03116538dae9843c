import type { issuerDocument } from '../../documents/issuer.ts'
import { type CommandOptions, CommandRefused, nextCommand } from '../command.ts'
import type { Ending } from '../confirmation.ts'
import { moment, printable, type Style, table } from '../terminal.ts'

export type IssuerDocument = ReturnType<typeof issuerDocument>

export function issuersText(style: Style, issuers: readonly IssuerDocument[]): string {
  const rows = issuers.map((one) => [
    one.issuer_id,
    one.name,
    one.purpose,
    one.issuer,
    one.disabled_at === undefined ? moment(one.created_at) : 'disabled',
  ])
  return rows.length > 0
    ? table(style, ['ID', 'NAME', 'FOR', 'ISSUER', 'SINCE (UTC)'], rows)
    : 'No issuer is trusted. See: mandate issuer create --help'
}

/** A workload's token proves who the client is; the grant is the client's own. */
const ENDS = {
  ofPeople: {
    consequences: [
      'every grant that came of it ends at once, with all tokens',
      'its assertions are refused',
    ],
    done: 'Every grant that came of it has ended.',
  },
  ofWorkloads: {
    consequences: ['its workloads get no new tokens; those that they have go on until they expire'],
    done: 'Its workloads get no new tokens; those that they have go on until they expire.',
  },
}

interface Ended {
  readonly name: string
  readonly purpose: IssuerDocument['purpose']
}

function endsOf({ purpose }: Ended) {
  return purpose === 'workload' ? ENDS.ofWorkloads : ENDS.ofPeople
}

export function disableIssuerQuestion(issuer: Ended & { readonly id: string }): Ending {
  return {
    question: `Disable ${printable(issuer.name)} (${issuer.id})?`,
    consequences: [...endsOf(issuer).consequences, 'enabling it later brings no grant back'],
    canBeUndone: false,
  }
}

export function disabledIssuerText(issuer: Ended): string {
  return `${printable(issuer.name)} is disabled. ${endsOf(issuer).done}`
}

export function enabledIssuerText({ name }: { readonly name: string }): string {
  return `${printable(name)} is enabled.`
}

export function deleteIssuerQuestion(issuer: Ended & { readonly id: string }): Ending {
  return {
    question: `Delete ${printable(issuer.name)} (${issuer.id})?`,
    consequences: endsOf(issuer).consequences,
    canBeUndone: false,
    typed: issuer.name,
  }
}

export function deletedIssuerText(issuer: Ended): string {
  return `${printable(issuer.name)} is deleted. ${endsOf(issuer).done}`
}

export function unknownIssuer(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `No trusted issuer ${id}; list them with: ${nextCommand(options, 'issuer list')}`,
  )
}
