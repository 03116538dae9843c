/** `mandate webhook …` against a server elsewhere. */

import { UsageRefused } from '../command.ts'
import { confirm } from '../confirmation.ts'
import {
  changedWebhookText,
  createdWebhookText,
  deletedWebhookText,
  deleteWebhookQuestion,
  deliveriesText,
  replayedText,
  testedText,
  turnedWebhookText,
  unknownWebhook,
  type WebhookState,
  webhookStateText,
  webhooksText,
} from '../shown/webhooks.ts'
import { listedIn, type ReplayOptions, replayedIn } from '../webhook-deliveries.ts'
import { eventsNamed } from '../webhook-description.ts'
import { type Received, segment } from './admin-api.ts'
import { rotate } from './clients.ts'
import type { RemoteCall, RemoteCommand } from './remote-command.ts'
import { textOf, unlessThere } from './which.ts'

async function named({ api, args, options }: RemoteCall) {
  const path = `/webhooks/${segment(args[0] ?? '')}`
  const refusal = unknownWebhook(args[0] ?? '', options)
  return { state: shown(await unlessThere(api, path, refusal)), path }
}

const shown = (json: Received) => json as unknown as WebhookState

/** The members of a description that are given. */
function described({ options }: RemoteCall) {
  const { name, url, events } = options as {
    readonly name?: string
    readonly url?: string
    readonly events?: readonly string[]
  }
  return {
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url }),
    ...(events !== undefined && { events: eventsNamed(events) }),
  }
}

const turn =
  (name: 'disable' | 'enable'): RemoteCommand =>
  async (call) => {
    const { path } = await named(call)
    const json = await call.api.act('POST', `${path}/${name}`)
    return { json, text: turnedWebhookText(shown(json), name) }
  }

export const webhookCommands: Readonly<Record<string, RemoteCommand>> = {
  'webhook create': async (call) => {
    const { api, options } = call
    if (options['init'] !== undefined) {
      throw new UsageRefused('--init makes a data directory here; leave it out with --server')
    }
    const json = await api.act('POST', '/webhooks', described(call))
    const text = createdWebhookText(shown(json), String(json['webhook_secret']), options)
    return { json, text }
  },
  'webhook list': async ({ api, context, options }) => {
    const json = await api.list('/webhooks')
    return { json, text: webhooksText(context.terminal.style, json.map(shown), options) }
  },
  'webhook show': async (call) => {
    const { state } = await named(call)
    return { json: state, text: webhookStateText(state) }
  },
  'webhook update': async (call) => {
    const body = described(call)
    if (Object.keys(body).length === 0) {
      throw new UsageRefused('Say what to change: --name, --url or --events')
    }
    const { path } = await named(call)
    const json = await call.api.act('PATCH', path, body)
    return { json, text: changedWebhookText(shown(json)) }
  },
  'webhook rotate-secret': async (call) => {
    const { state, path } = await named(call)
    return rotate(call, { name: state.name, path, secret: 'webhook_secret' })
  },
  'webhook disable': turn('disable'),
  'webhook enable': turn('enable'),
  'webhook delete': async (call) => {
    const { state, path } = await named(call)
    await confirm(call.context, call.options, async () => deleteWebhookQuestion(state, state))
    await call.api.act('DELETE', path)
    const json = { webhook_id: state.webhook_id, deleted: true }
    return { json, text: deletedWebhookText(state) }
  },
  'webhook deliveries': async (call) => {
    const { api, context, options } = call
    const limit = textOf(options['limit']) ?? '50'
    const asked = listedIn({ limit, ...stateIn(textOf(options['state'])) })
    const { path } = await named(call)
    const lists = await Promise.all(
      asked.wanted.map((state) => api.list(`${path}/deliveries`, { state }, asked.limit)),
    )
    const json = lists.flat()
    const text = deliveriesText(context.terminal.style, json as never)
    return { json, text }
  },
  'webhook replay': async (call) => {
    const { args, options } = call
    const events = (args[1] as readonly string[] | undefined) ?? []
    const what = replayedIn(events, options as ReplayOptions)
    const { state, path } = await named(call)
    const json = await call.api.act('POST', `${path}/replay`, what)
    const { count } = json
    const counted = typeof count === 'number' ? count : undefined
    return { json, text: replayedText(counted, state.disabled_at !== null) }
  },
  'webhook test': async (call) => {
    const { path } = await named(call)
    const json = await call.api.act('POST', `${path}/test`)
    return { json, text: testedText(json as unknown as Parameters<typeof testedText>[0]) }
  },
}

const stateIn = (state: string | undefined) => (state === undefined ? {} : { state })
