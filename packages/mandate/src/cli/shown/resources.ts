import type { resourceDocument } from '../../documents/resource.ts'
import { type CommandOptions, nextCommand } from '../command.ts'
import { moment, type Style, table } from '../terminal.ts'

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
