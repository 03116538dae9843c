/** `mandate grant …` against a server elsewhere. */

import { UsageRefused } from '../command.ts'
import { confirm } from '../confirmation.ts'
import {
  asTree,
  type GrantDocument,
  grantsText,
  grantText,
  revokedText,
  revokeQuestion,
  revokeSeveralQuestion,
} from '../shown/grants.ts'
import { segment } from './admin-api.ts'
import { countRemoteGrants } from './counts.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'
import { noSuch, remoteUser, textOf, unlessThere } from './which.ts'

async function whose({ api, options }: RemoteCall) {
  const [user, client] = [textOf(options['user']), textOf(options['client'])]
  if (client !== undefined) {
    const refusal = noSuch('client', client, { options, list: 'client list' })
    await unlessThere(api, `/clients/${segment(client)}`, refusal)
  }
  return {
    ...(user !== undefined && { sub: (await remoteUser(api, user, options)).sub }),
    ...(client !== undefined && { client_id: client }),
  }
}

async function one({ api, args, options }: RemoteCall) {
  const id = args[0] ?? ''
  const path = `/grants/${segment(id)}`
  const refusal = noSuch('grant', id, { options, list: 'grant list' })
  return { grant: (await unlessThere(api, path, refusal)) as unknown as GrantDocument, path }
}

export const grantCommands: Readonly<Record<string, RemoteCommand>> = {
  'grant list': async (call) => {
    const listed = await call.api.list('/grants', await whose(call))
    const tree = asTree(listed as unknown as readonly GrantDocument[])
    return {
      json: tree.map(({ grant }) => grant),
      text: grantsText(call.context.terminal.style, tree),
    }
  },
  'grant show': async (call) => {
    const { grant } = await one(call)
    const details = 'authorization_details' in grant ? grant.authorization_details : []
    return { json: grant, text: grantText(grant, Array.isArray(details) ? details : []) }
  },
  'grant revoke': async (call) => {
    const { api, context, args, options } = call
    const several = options['user'] !== undefined || options['client'] !== undefined
    if (several === (args[0] !== undefined)) {
      throw new UsageRefused('Give either a grant_id, or --user, --client or both')
    }
    if (!several) {
      const { grant, path } = await one(call)
      await confirm(context, options, async () => revokeQuestion(grant))
      const count = (await api.act('POST', `${path}/revoke`))['revoked'] === true ? 1 : 0
      return { json: { revoked: count }, text: revokedText(count) }
    }
    const which = await whose(call)
    await confirm(context, options, async () =>
      revokeSeveralQuestion(await countRemoteGrants(api, which)),
    )
    const { revoked } = await api.act('POST', '/grants/revoke', which)
    const count = typeof revoked === 'number' ? revoked : 'many'
    return { json: { revoked: count === 'many' ? null : count }, text: revokedText(count) }
  },
}
