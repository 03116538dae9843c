/**
 * Acts on verified events: drops the tokens of a grant that has ended, so that the next call says
 * `signed_out` instead of trying; notes what was taken back; tells the program. An event that was taken
 * before changes nothing.
 */

import type { Configuration } from '../configuration.ts'
import type { GrantRecord, Tokens } from '../grant-record.ts'
import { lostScope } from '../token-request.ts'
import { type ClaimedEvent, EVENT_TYPES, type SecurityEvent } from './event.ts'
import { forgetName, heardKey, nameKey } from './names.ts'

/** Enough that a copy is recognised for as long as a server sends an event again. */
const MOST_HEARD = 2_000

/**
 * Takes the events of one token. Rejects with what the store or `onSecurityEvent` rejects with; then
 * the event counts as not taken, and can be taken again.
 */
export type TakeEvents = (events: readonly ClaimedEvent[]) => Promise<void>

export function createTakeEvents(configuration: Configuration): TakeEvents {
  const { store, issuer, clientId, onSecurityEvent } = configuration
  /** Two copies that arrive at once. */
  const underWay = new Map<string, Promise<void>>()
  const heard = heardKey(issuer, clientId)

  async function takeOnce(id: string, events: readonly ClaimedEvent[]): Promise<void> {
    const held = await store.load(heard)
    if (held?.record.stage === 'heard' && held.record.ids.includes(id)) return
    for (const event of events) {
      const grantKey = await changeGrant(configuration, event)
      const { grantId: _, ...told } = event
      await onSecurityEvent({ ...told, grantKey } satisfies SecurityEvent)
    }
    await remember(id)
  }

  async function remember(id: string): Promise<void> {
    for (;;) {
      const held = await store.load(heard)
      const before = held?.record.stage === 'heard' ? held.record.ids : []
      const ids = [...before.filter((one) => one !== id), id].slice(-MOST_HEARD)
      if (await store.save(heard, { stage: 'heard', ids }, held?.version ?? 0)) return
    }
  }

  return async (events) => {
    const [first] = events
    if (first === undefined) return
    const running = underWay.get(first.id)
    if (running !== undefined) return running
    const taking = takeOnce(first.id, events).finally(() => underWay.delete(first.id))
    underWay.set(first.id, taking)
    return taking
  }
}

/** The key of the grant, if it is stored here; null otherwise. */
async function changeGrant(
  { store, issuer, onScopeChanged }: Configuration,
  { type, grantId, reason, payload }: ClaimedEvent,
): Promise<string | null> {
  if (grantId === null) return null
  const name = nameKey(issuer, grantId)
  const named = await store.load(name)
  if (named?.record.stage !== 'named') return null
  const { grantKey } = named.record
  for (;;) {
    const held = await store.load(grantKey)
    const tokens = held && tokensIn(held.record)
    // It has ended, or belongs to no grant that this server named.
    if (held === undefined || tokens?.grantId !== grantId) return grantKey
    const changed = changedBy(type, { record: held.record, tokens, reason, payload })
    if (changed === undefined) return grantKey
    if (!(await store.save(grantKey, changed, held.version))) continue
    if (changed.stage === 'ended') await forgetName({ store, issuer }, grantId)
    const after = tokensIn(changed)
    if (after?.scope != null && after.takenBack !== undefined) {
      onScopeChanged({ grantKey, scope: after.scope, takenBack: after.takenBack })
    }
    return grantKey
  }
}

/** Undefined if nothing changes. */
function changedBy(
  type: string,
  {
    record,
    tokens,
    reason,
    payload,
  }: Pick<ClaimedEvent, 'reason' | 'payload'> & {
    readonly record: GrantRecord
    readonly tokens: Tokens
  },
): GrantRecord | undefined {
  if (type === EVENT_TYPES.connectionEnded) {
    return { stage: 'ended', because: reason ?? 'connection_ended', endedAt: Date.now() }
  }
  if (type !== EVENT_TYPES.tokenClaimsChange || record.stage !== 'live') return undefined
  const { claims } = payload as { readonly claims?: { readonly scope?: unknown } | null }
  const told = claims?.scope
  const { scope: before } = tokens
  if (typeof told !== 'string' || before === null) return undefined
  // Never more than the grant had: what is new comes with new tokens.
  const scope = before.split(' ').filter((token) => told.split(' ').includes(token))
  if (scope.length === before.split(' ').length) return undefined
  const left = scope.join(' ')
  const takenBack = lostScope(tokens, left)
  return {
    stage: 'live',
    tokens: { ...tokens, scope: left, ...(takenBack !== undefined && { takenBack }) },
  }
}

function tokensIn(record: GrantRecord): Tokens | undefined {
  if (record.stage === 'live') return record.tokens
  if (record.stage !== 'redeeming' || record.presented.kind !== 'tokens') return undefined
  return record.presented.tokens
}
