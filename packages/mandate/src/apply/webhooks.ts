/** The section `webhooks`: by name, so that the file needs no id that Mandate makes. */

import { webhookDocument } from '../documents/webhook.ts'
import {
  createWebhook,
  rotateWebhookSecret,
  turnWebhook,
  updateWebhook,
  webhookProblem,
} from '../operations/webhooks.ts'
import { everyRow } from '../store/every-row.ts'
import type { Endpoint } from '../store/records.ts'
import { webhookSecrets } from '../webhooks/secret.ts'
import {
  type ApplyContext,
  differences,
  entriesOf,
  membersOf,
  type PlanContext,
  type Planned,
  type Problem,
  placed,
  type Step,
} from './plan.ts'
import { type MadeSecret, madeSecret, notFollowed, secretBehind } from './referred-to.ts'

/** The fields of an operation and the members of the file that they are. */
const MEMBERS = { name: [], url: ['url'], events: ['events'], secret: ['webhook_secret'] } as const

interface Declared {
  readonly url?: string
  readonly events?: readonly string[]
  readonly webhook_secret?: string
  readonly disabled?: boolean
}

type One = { readonly step: Step | undefined } | { readonly problem: Problem }

export async function planWebhooks(context: PlanContext, section: unknown): Promise<Planned> {
  const { entries, problems } = entriesOf('webhooks', section)
  const steps: Step[] = []
  const all = entries.length === 0 ? [] : await listWebhooks(context)
  for (const [name, members] of entries) {
    const at = ['webhooks', name]
    const [before, ...more] = all.filter((one) => one.name === name)
    if (more.length > 0) {
      const text = `${more.length + 1} webhooks have this name; rename them with mandate webhook update, so that it says which one is meant`
      problems.push({ at, text })
      continue
    }
    const shape = before === undefined ? 'new_webhook' : 'webhook'
    const wrong = await context.shapeProblems(shape, members)
    if (wrong.length > 0) {
      problems.push(...placed(at, wrong))
      continue
    }
    const declared: Declared = membersOf(members)
    const planned =
      before === undefined
        ? await added(context, name, declared)
        : await changed(context, before, declared)
    if ('problem' in planned) problems.push(...placed(at, [planned.problem]))
    else if (planned.step !== undefined) steps.push(planned.step)
  }
  return { steps, problems }
}

function listWebhooks({ store }: Pick<ApplyContext, 'store'>): Promise<readonly Endpoint[]> {
  return everyRow((page) => store.endpoints.list('webhook', page))
}

/** What is wrong with what the file says; undefined if nothing is. */
async function problemOf(
  context: PlanContext,
  described: Parameters<typeof webhookProblem>[1],
): Promise<Problem | undefined> {
  const invalid = await webhookProblem(context, described)
  return invalid && { at: MEMBERS[invalid.field], text: invalid.sentence }
}

async function added(
  context: PlanContext,
  name: string,
  { url = '', events = [], webhook_secret: reference, disabled }: Declared,
): Promise<One> {
  const secret = secretBehind(context.referred, reference)
  if (reference !== undefined && secret === undefined) {
    return { problem: notFollowed('webhook_secret') }
  }
  const problem = await problemOf(context, { name, url, events, secret })
  if (problem !== undefined) return { problem }
  if (secret === undefined && !context.referred.canMake) {
    const text =
      'the webhook is new and needs a secret; give webhook_secret: env:NAME or file:PATH, or run with --new-secrets FILE to have one made'
    return { problem: { at: [], text } }
  }
  const makes: MadeSecret = { kind: 'webhook_secret', id: name }
  const members = differences(
    {},
    {
      url,
      ...(events.length > 0 && { events }),
      webhook_secret: reference ?? 'made, and written to the file of new secrets',
      ...(disabled === true && { disabled }),
    },
  )
  return {
    step: {
      changes: [{ noun: 'webhook', id: name, action: 'add', members, notices: [] }],
      ...(secret === undefined && { makes }),
      async perform() {
        const { actor, referred } = context
        const own = secret ?? madeSecret(referred, makes)
        if (own === undefined) return 'No secret was made for it.'
        const outcome = await createWebhook(context, actor, { name, url, events, secret: own })
        if (outcome.is === 'invalid') return outcome.sentence
        const { id } = outcome.webhook
        if (disabled === true) await turnWebhook(context, actor, { id, turn: 'disable' })
        return undefined
      },
    },
  }
}

async function changed(
  context: PlanContext,
  before: Endpoint,
  { webhook_secret: reference, disabled, ...declared }: Declared,
): Promise<One> {
  const { id, name } = before
  const { keys, clock, actor, referred } = context
  const secret = secretBehind(referred, reference)
  if (reference !== undefined && secret === undefined) {
    return { problem: notFollowed('webhook_secret') }
  }
  const there = webhookDocument(before)
  const differing = differences(there, { ...there, ...declared })
  const isOfSecret = secret !== undefined && webhookSecrets(keys, before, clock.now())[0] !== secret
  const change = Object.fromEntries(differing.map(({ name: member, to }) => [member, to]))
  const problem = await problemOf(context, { ...change, ...(isOfSecret && { secret }) })
  if (problem !== undefined) return { problem }
  const isOff = before.disabledAt !== null
  const turns = typeof disabled === 'boolean' && disabled !== isOff
  const members = [
    ...differing,
    ...(isOfSecret ? [{ name: 'webhook_secret', from: 'another one', to: reference }] : []),
    ...(turns ? [{ name: 'disabled', from: isOff, to: disabled }] : []),
  ]
  if (members.length === 0) return { step: undefined }
  const notices = [
    ...('url' in change ? ['what waits for the address before is sent to the new one'] : []),
    ...(isOfSecret ? ['for the overlap in the settings, requests have both signatures'] : []),
    ...(turns && disabled === true
      ? ['nothing is sent until it is enabled again; then what happened meanwhile is sent']
      : []),
  ]
  return {
    step: {
      changes: [{ noun: 'webhook', id: name, action: 'change', members, notices }],
      async perform() {
        if (differing.length > 0) {
          const { revision } = before
          const outcome = await updateWebhook(context, actor, { id, change, revision })
          if (outcome.is === 'invalid') return outcome.sentence
          if (outcome.is === 'no_such_webhook') return 'It was deleted at the same time.'
          if (outcome.is !== 'updated') return 'It was changed by somebody else at the same time.'
        }
        if (isOfSecret) {
          const { is } = await rotateWebhookSecret(context, actor, { id, secret })
          if (is !== 'rotated') return `Its secret cannot be rotated (${is}).`
        }
        const turn = disabled === true ? 'disable' : 'enable'
        if (turns) await turnWebhook(context, actor, { id, turn })
        return undefined
      },
    },
  }
}

/** By name; of several with one name, only the first, since the file cannot tell them apart. */
export async function exportWebhooks(
  context: Pick<ApplyContext, 'store'>,
): Promise<Readonly<Record<string, object>>> {
  const all = await listWebhooks(context)
  const unlike = all.filter(
    ({ name }, place) => all.findIndex((other) => other.name === name) === place,
  )
  return Object.fromEntries(
    unlike.map(({ name, url, events, disabledAt }) => [
      name,
      {
        url,
        ...(events.length > 0 && { events }),
        ...(disabledAt !== null && { disabled: true }),
      },
    ]),
  )
}
