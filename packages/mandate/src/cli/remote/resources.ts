/** `mandate resource …` against a server elsewhere. */

import { spellingIn } from '../../grants/resource-uri.ts'
import { UsageRefused } from '../command.ts'
import { confirm } from '../confirmation.ts'
import { type ResourceProperties, resourceChangeIn } from '../resource.ts'
import type { GrantDocument } from '../shown/grants.ts'
import {
  createdResourceText,
  deletedResourceText,
  deleteResourceQuestion,
  type ResourceDocument,
  resourcesText,
  resourceText,
  unknownResource,
} from '../shown/resources.ts'
import { type Received, segment } from './admin-api.ts'
import { rotate } from './clients.ts'
import { countRemoteGrants } from './counts.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'
import { serverAddress } from './server-address.ts'
import { textOf, unlessThere } from './which.ts'

const shown = (json: Received) => json as unknown as ResourceDocument

async function named({ api, args, options }: RemoteCall) {
  const id = args[0] ?? ''
  const path = `/resources/${segment(id)}`
  return { api: shown(await unlessThere(api, path, unknownResource(id, options))), path }
}

export const resourceCommands: Readonly<Record<string, RemoteCommand>> = {
  'resource create': async ({ api, options }) => {
    if (options['init'] !== undefined) {
      throw new UsageRefused('--init makes a data directory here; leave it out with --server')
    }
    const algorithm = textOf(options['jwt'])
    const json = await api.act('POST', '/resources', {
      client_name: textOf(options['name']),
      resource: textOf(options['uri']),
      ...(options['restricted'] === true && { restricted: true }),
      ...(options['needsUsername'] === true && { needs_username: true }),
      ...(algorithm !== undefined && { access_token_signed_alg: algorithm }),
    })
    const issuer = serverAddress(options.server ?? '')
    return { json, text: createdResourceText(shown(json), { issuer }) }
  },
  'resource list': async ({ api, context, options }) => {
    const json = await api.list('/resources')
    return { json, text: resourcesText(context.terminal.style, json.map(shown), options) }
  },
  'resource show': async (call) => {
    const { api: json } = await named(call)
    return { json, text: resourceText(json) }
  },
  'resource update': async (call) => {
    const { jwtAlgorithm, needsUsername, name, restricted } = resourceChangeIn(
      call.options as ResourceProperties,
    )
    const { path } = await named(call)
    const json = await call.api.act('PATCH', path, {
      ...(name !== undefined && { client_name: name }),
      ...(restricted !== undefined && { restricted }),
      ...(needsUsername !== undefined && { needs_username: needsUsername }),
      ...(jwtAlgorithm !== undefined && { access_token_signed_alg: jwtAlgorithm }),
    })
    return { json, text: resourceText(shown(json)) }
  },
  'resource rotate-secret': async (call) => {
    const { api, path } = await named(call)
    return rotate(call, { name: api.client_name, path })
  },
  'resource delete': async (call) => {
    const { api, path } = await named(call)
    await confirm(call.context, call.options, async () => {
      const where = ({ aud }: GrantDocument) =>
        Array.isArray(aud) && spellingIn(aud, api.resource) !== undefined
      const { grantsOfUsers } = await countRemoteGrants(call.api, {}, where)
      return deleteResourceQuestion(api, grantsOfUsers)
    })
    await call.api.act('DELETE', path)
    const json = { client_id: api.client_id, deleted: true }
    return { json, text: deletedResourceText(api) }
  },
}
