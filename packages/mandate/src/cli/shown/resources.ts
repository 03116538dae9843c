import type { resourceDocument } from '../../documents/resource.ts'
import { type CommandOptions, CommandRefused, nextCommand } from '../command.ts'
import type { Ending } from '../confirmation.ts'
import { fields, moment, printable, type Style, table } from '../terminal.ts'

export type ResourceDocument = ReturnType<typeof resourceDocument>

export function resourcesText(
  style: Style,
  resources: readonly ResourceDocument[],
  options: CommandOptions,
): string {
  const rows = resources.map((one) => [
    one.client_id,
    one.client_name,
    one.resource,
    moment(one.client_id_issued_at),
  ])
  return rows.length > 0
    ? table(style, ['API', 'NAME', 'URI', 'SINCE (UTC)'], rows)
    : `There is no API yet. Register one:\n\n  ${nextCommand(options, 'resource create --name NAME --uri https://HOST')}`
}

/** An API as text; with its secret if it was just made. */
export function resourceText(one: ResourceDocument): string {
  const { client_secret: secret, access_token_signed_alg: algorithm } = one
  return `${printable(one.client_name)}\n\n${fields([
    ['client_id', one.client_id],
    ...(secret === undefined ? [] : [['client_secret', `${secret}  (shown only once)`] as const]),
    ['resource', one.resource],
    ['takes', one.restricted ? 'only tokens that name it' : 'tokens that name it or no API'],
    ...(one.needs_username ? [['is told', toldText(one)] as const] : []),
    ...(algorithm === undefined ? [] : [['tokens are', `JWTs signed with ${algorithm}`] as const]),
    ['since', `${moment(one.client_id_issued_at)} UTC`],
  ])}`
}

function toldText({ needs_username_since: since }: ResourceDocument): string {
  return since === undefined
    ? 'the e-mail address'
    : `the e-mail address, for grants since ${moment(since)} UTC`
}

export function createdResourceText(
  one: ResourceDocument,
  { issuer }: { readonly issuer: string },
): string {
  return `${resourceText(one)}\n\nWith these the API asks about a token; curl asks for the secret:\n\n  curl -u ${one.client_id} --data-urlencode "token=$TOKEN" ${issuer}/oauth2/introspect`
}

type Named = Pick<ResourceDocument, 'client_id' | 'client_name' | 'resource'>

export function deleteResourceQuestion(
  { client_id: id, client_name: name, resource: uri }: Named,
  grantsOfUsers: string,
): Ending {
  return {
    question: `Delete ${printable(name)} (${id})?`,
    consequences: [
      'its secret ends at once, so it can check no token',
      `${grantsOfUsers} are for ${uri}, where nothing will honour them`,
    ],
    canBeUndone: false,
    typed: name,
  }
}

export function deletedResourceText({
  client_name: name,
  resource: uri,
}: Omit<Named, 'client_id'>): string {
  return `${printable(name)} is deleted, and its secret no longer works. Grants that name ${uri} stay, but no API honours their tokens until one is registered with that URI again.`
}

export function unknownResource(id: string, options: CommandOptions): CommandRefused {
  return new CommandRefused(
    `There is no API ${id}; see which there are: ${nextCommand(options, 'resource list')}`,
  )
}
