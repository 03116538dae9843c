/** `mandate operator …` against a server elsewhere. */

import { isRole, roles } from '../../operators/roles.ts'
import { UsageRefused } from '../command.ts'
import { confirm } from '../confirmation.ts'
import {
  confirmedText,
  type OperatorDocument,
  operatorsText,
  removedOperatorText,
  removeOperatorQuestion,
  roleText,
} from '../shown/operators.ts'
import { printable } from '../terminal.ts'
import { segment } from './admin-api.ts'
import type { RemoteCommand } from './remote-command.ts'
import { remoteUser, textOf } from './which.ts'

export const operatorCommands: Readonly<Record<string, RemoteCommand>> = {
  'operator add': async ({ api, args, options }) => {
    const { sub } = await remoteUser(api, args[0] ?? '', options)
    const json = await api.act('POST', '/operators', { sub, role: textOf(options['role']) })
    return { json, text: roleText(json as unknown as OperatorDocument) }
  },
  'operator list': async ({ api, context, options }) => {
    const json = await api.list('/operators')
    const shown = json as unknown as readonly OperatorDocument[]
    return { json, text: operatorsText(context.terminal.style, shown, options) }
  },
  'operator set-role': async ({ api, args, options }) => {
    const role = args[1] ?? ''
    if (!isRole(role)) {
      throw new UsageRefused(`There is no role ${printable(role)}: give ${roles.join(', ')}`)
    }
    const { sub } = await remoteUser(api, args[0] ?? '', options)
    const json = await api.act('PUT', `/operators/${segment(sub)}/role`, { role })
    return { json, text: roleText(json as unknown as OperatorDocument) }
  },
  'operator confirm': async ({ api, args, options }) => {
    const { sub } = await remoteUser(api, args[0] ?? '', options)
    const json = await api.act('POST', `/operators/${segment(sub)}/confirm`)
    return { json, text: confirmedText(json as unknown as OperatorDocument) }
  },
  'operator remove': async ({ api, context, args, options }) => {
    const user = await remoteUser(api, args[0] ?? '', options)
    await confirm(context, options, async () => removeOperatorQuestion(user))
    await api.act('DELETE', `/operators/${segment(user.sub)}`)
    return { json: { sub: user.sub, removed: true }, text: removedOperatorText(user) }
  },
}
