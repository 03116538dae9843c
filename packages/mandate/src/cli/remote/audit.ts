/**
 * `mandate audit list` against a server elsewhere. It has no sums of what is too frequent for an event
 * each, which the API does not list.
 */

import type { AuditEvent } from '../../audit/event.ts'
import { UsageRefused, wholeNumber } from '../command.ts'
import { duration } from '../duration.ts'
import { eventsText } from '../shown/audit-events.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'
import { remoteUser, textOf } from './which.ts'

export const auditCommands: Readonly<Record<string, RemoteCommand>> = {
  'audit list': async (call) => {
    const { api, context, options } = call
    if (options['follow'] !== undefined) {
      throw new UsageRefused('--follow works on the server’s machine; leave it out')
    }
    const limit = wholeNumber('--limit', textOf(options['limit']) ?? '50', { from: 1, to: 1000 })
    const span = textOf(options['since'])
    const since = span === undefined ? 0 : context.clock.now() - duration('--since', span)
    const [who, about] = [await idOf(call, 'who'), await idOf(call, 'about')]
    const asked = { what: textOf(options['what']), who, about }
    const listed = (await api.list('/audit-events', asked, limit)) as unknown as AuditEvent[]
    const json = listed.filter(({ at }) => Date.parse(at) >= since * 1_000)
    return { json, text: eventsText(context.terminal.style, json) }
  },
}

/** A user may be named by address. */
async function idOf({ api, options }: RemoteCall, option: 'who' | 'about') {
  const given = textOf(options[option])
  return given?.includes('@') ? (await remoteUser(api, given, options)).sub : given
}
