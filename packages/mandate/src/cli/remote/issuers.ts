/** `mandate issuer …` against a server elsewhere. */

import { CommandRefused, nextCommand } from '../command.ts'
import { issuerText } from '../issuer-text.ts'
import { type IssuerDocument, issuersText } from '../shown/issuers.ts'
import { segment } from './admin-api.ts'
import type { RemoteCommand } from './remote-command.ts'
import { unlessThere } from './which.ts'

export const issuerCommands: Readonly<Record<string, RemoteCommand>> = {
  'issuer list': async ({ api, context }) => {
    const json = await api.list('/trusted-issuers')
    const shown = json as unknown as readonly IssuerDocument[]
    return { json, text: issuersText(context.terminal.style, shown) }
  },
  'issuer show': async ({ api, args, options }) => {
    const id = args[0] ?? ''
    const refusal = new CommandRefused(
      `No trusted issuer ${id}; list them with: ${nextCommand(options, 'issuer list')}`,
    )
    const json = await unlessThere(api, `/trusted-issuers/${segment(id)}`, refusal)
    return { json, text: issuerText(json as unknown as IssuerDocument) }
  },
}
