/** `mandate client-domain …` against a server elsewhere, whose settings are not known here. */

import { confirm } from '../confirmation.ts'
import {
  type DomainDocument,
  decidedDomainText,
  denyDomainQuestion,
  domainsText,
  forgottenDomainText,
  unknownDomain,
} from '../shown/client-domains.ts'
import { NotThere, segment } from './admin-api.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'

export const clientDomainCommands: Readonly<Record<string, RemoteCommand>> = {
  'client-domain list': async ({ api, context }) => {
    const json = await api.list('/client-domains')
    const shown = json as unknown as readonly DomainDocument[]
    return { json, text: domainsText(context.terminal.style, shown) }
  },
  'client-domain allow': (call) => decide(call, 'allowed'),
  'client-domain deny': async (call) => {
    const { args, context, options } = call
    await confirm(context, options, async () => denyDomainQuestion(args[0] ?? ''))
    return decide(call, 'denied')
  },
  'client-domain forget': async ({ api, args, options }) => {
    const named = args[0] ?? ''
    try {
      await api.act('DELETE', pathOf(named))
    } catch (error) {
      throw error instanceof NotThere ? unknownDomain(named, options) : error
    }
    return { json: { domain: named, forgotten: true }, text: forgottenDomainText(named) }
  },
}

async function decide({ api, args }: RemoteCall, decision: 'allowed' | 'denied') {
  const json = await api.act('PUT', pathOf(args[0] ?? ''), { decision })
  const shown = json as unknown as Parameters<typeof decidedDomainText>[0]
  return { json, text: decidedDomainText(shown) }
}

function pathOf(domain: string): string {
  return `/client-domains/${segment(domain)}`
}
