/** `mandate issuer …` against a server elsewhere. */

import type { IssuerChange } from '../../store/records.ts'
import { UsageRefused } from '../command.ts'
import { confirm } from '../confirmation.ts'
import { type ChangeOptions, changeIn } from '../issuer-description.ts'
import { issuerText } from '../issuer-text.ts'
import {
  deletedIssuerText,
  deleteIssuerQuestion,
  disabledIssuerText,
  disableIssuerQuestion,
  enabledIssuerText,
  type IssuerDocument,
  issuersText,
  unknownIssuer,
} from '../shown/issuers.ts'
import { type Received, segment } from './admin-api.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'
import { textOf, unlessThere } from './which.ts'

const shown = (json: Received) => json as unknown as IssuerDocument

async function named({ api, args, options }: RemoteCall) {
  const id = args[0] ?? ''
  const path = `/trusted-issuers/${segment(id)}`
  const issuer = shown(await unlessThere(api, path, unknownIssuer(id, options)))
  const { name, purpose } = issuer
  return { issuer, path, which: { id, name, purpose } }
}

export const issuerCommands: Readonly<Record<string, RemoteCommand>> = {
  'issuer create': async ({ api, options }) => {
    if (options['init'] !== undefined) {
      throw new UsageRefused('--init makes a data directory here; leave it out with --server')
    }
    const [tenant, provider] = [textOf(options['tenant']), textOf(options['provider'])]
    const json = await api.act('POST', '/trusted-issuers', {
      ...membersOf(changeIn(options)),
      ...{ issuer: textOf(options['issuer']), purpose: textOf(options['for']) },
      ...(tenant !== undefined && { tenant }),
      ...(provider !== undefined && { provider }),
    })
    return { json, text: issuerText(shown(json)) }
  },
  'issuer list': async ({ api, context }) => {
    const json = await api.list('/trusted-issuers')
    return { json, text: issuersText(context.terminal.style, json.map(shown)) }
  },
  'issuer show': async (call) => {
    const { issuer } = await named(call)
    return { json: issuer, text: issuerText(issuer) }
  },
  'issuer update': async (call) => {
    const change = changeIn(call.options as ChangeOptions)
    if (Object.keys(change).length === 0) {
      throw new UsageRefused('Nothing to change was given; see mandate issuer update --help')
    }
    const body = membersOf(change)
    const { path } = await named(call)
    const json = await call.api.act('PATCH', path, body)
    return { json, text: issuerText(shown(json)) }
  },
  'issuer disable': async (call) => {
    const { path, which } = await named(call)
    await confirm(call.context, call.options, async () => disableIssuerQuestion(which))
    const json = await call.api.act('POST', `${path}/disable`)
    return { json, text: disabledIssuerText(which) }
  },
  'issuer enable': async (call) => {
    const { path, which } = await named(call)
    const json = await call.api.act('POST', `${path}/enable`)
    return { json, text: enabledIssuerText(which) }
  },
  'issuer delete': async (call) => {
    const { path, which } = await named(call)
    await confirm(call.context, call.options, async () => deleteIssuerQuestion(which))
    await call.api.act('DELETE', path)
    return { json: { issuer_id: which.id, deleted: true }, text: deletedIssuerText(which) }
  },
}

/** As the document has them: a scope for each client. Throws `UsageRefused`. */
function membersOf(change: IssuerChange): object {
  const { name, customer, jwksUri, jwks, algorithms, maxLifetimeSeconds, scope = '' } = change
  const { clients, resources, provisions, logoutAudience, singleUse } = change
  const allowed = Object.entries(clients ?? {}).map(([id, own]) => ({
    client_id: id,
    scope: own === '' ? scope : own,
  }))
  if (allowed.some((one) => one.scope === '') || (clients === undefined && scope !== '')) {
    throw new UsageRefused('With --server, give each --client together with its scope, or --scope')
  }
  const members = {
    ...{ name, customer, jwks_uri: jwksUri, jwks, signing_alg_values_supported: algorithms },
    ...{ max_lifetime_seconds: maxLifetimeSeconds, resources, provisions },
    clients: clients && allowed,
    ...{ logout_audience: logoutAudience, single_use: singleUse },
  }
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined))
}
