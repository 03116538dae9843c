import type { Counted } from '../../operations/live-grants.ts'
import { type CommandOptions, nextCommand } from '../command.ts'
import type { Ending } from '../confirmation.ts'
import { moment, printable, type Style, table } from '../terminal.ts'

/** The members of `clientDocument` that a list shows. */
export interface ListedClient {
  readonly client_id: string
  readonly client_name: string
  readonly client_id_issued_at: number
  readonly token_endpoint_auth_method: string
  readonly trusted: boolean
  readonly self_registered?: boolean
  readonly described_by_document?: boolean
  readonly disabled: boolean
}

export function clientsText(
  style: Style,
  clients: readonly ListedClient[],
  options: CommandOptions,
): string {
  const rows = clients.map((one) => [
    one.client_id,
    one.client_name,
    kindOf(one),
    moment(one.client_id_issued_at),
  ])
  return rows.length > 0
    ? table(style, ['CLIENT', 'NAME', 'KIND', 'SINCE (UTC)'], rows)
    : `There is no client yet. Register one:\n\n  ${nextCommand(options, 'client create --name NAME --redirect-uri https://HOST/callback')}`
}

function kindOf(client: ListedClient): string {
  return [
    client.token_endpoint_auth_method === 'none' ? 'public' : 'confidential',
    ...(client.trusted ? ['trusted'] : []),
    ...(client.self_registered ? ['self-registered'] : []),
    ...(client.described_by_document ? ['by document'] : []),
    ...(client.disabled ? ['disabled'] : []),
  ].join(', ')
}

/** `state` as in "is disabled". */
export function clientStateText(
  { client_name: name }: Pick<ListedClient, 'client_name'>,
  state: 'disabled' | 'enabled',
): string {
  return `${printable(name)} is ${state}.`
}

export function deletedClientText(
  { client_id: id, client_name: name }: Pick<ListedClient, 'client_id' | 'client_name'>,
  grantsOfUsers: string,
): string {
  return `${printable(name)} (${id}) is deleted, and with it ${grantsOfUsers}.`
}

/** Of a client or an API; `until` in seconds since 1970. */
export function newSecretText(name: string, secret: string, until: number): string {
  return `The new secret of ${printable(name)}, shown only once:\n\n  ${secret}\n\nThe old one works until ${moment(until)} UTC.`
}

type Named = Pick<ListedClient, 'client_id' | 'client_name'>

export function disableClientQuestion(client: Named, { grantsOfUsers }: Counted): Ending {
  return {
    question: `Disable ${printable(client.client_name)} (${client.client_id})?`,
    consequences: [
      `${grantsOfUsers} are refused until it is enabled again`,
      'nobody can sign in to it until then',
    ],
    canBeUndone: true,
  }
}

export function deleteClientQuestion(client: Named, grantsOfUsers: string): Ending {
  return {
    question: `Delete ${printable(client.client_name)} (${client.client_id})?`,
    consequences: [`${grantsOfUsers} end at once, with all their tokens`, 'its secrets end'],
    canBeUndone: false,
    typed: client.client_name,
  }
}
