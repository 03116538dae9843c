import type { domainDocument } from '../../documents/client-domain.ts'
import { type CommandOptions, CommandRefused, nextCommand } from '../command.ts'
import type { Ending } from '../confirmation.ts'
import { moment, printable, type Style, table } from '../terminal.ts'

export type DomainDocument = ReturnType<typeof domainDocument>

export function domainsText(style: Style, domains: readonly DomainDocument[]): string {
  const rows = domains.map((one) => [
    one.domain,
    one.decision === 'held' ? 'waits for you' : one.decision,
    moment(one.decided_at ?? one.asked_at),
    one.asked_for ?? '',
  ])
  return rows.length > 0
    ? table(style, ['DOMAIN', 'DECISION', 'SINCE (UTC)', 'ASKED FOR'], rows)
    : 'No domain waits for a decision.'
}

export function denyDomainQuestion(named: string): Ending {
  return {
    question: `Deny the clients whose documents are at ${printable(named)}?`,
    consequences: ['those that people connected are turned off, and their tokens with them'],
    canBeUndone: true,
  }
}

/** `client_ids` are the clients that the decision turned off, or on again. */
export function decidedDomainText({
  domain,
  decision,
  client_ids: ids,
}: DomainDocument & { readonly client_ids: readonly string[] }): string {
  const turned = ids.map((id) => `\n  ${printable(id)}`).join('')
  const changed =
    turned === '' ? '' : `\n\nTurned ${decision === 'allowed' ? 'on again' : 'off'}:${turned}`
  return `The clients of ${printable(domain)} are ${decision}.${changed}`
}

export function forgottenDomainText(named: string): string {
  return `${printable(named)} is forgotten.`
}

export function unknownDomain(named: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `Nothing is known of the domain ${printable(named)}; list them with: ${nextCommand(options, 'client-domain list')}`,
  )
}
