/**
 * Nodes that serve requests from one database, one step at a time.
 *
 *     arrived ──read and decide──▶ decided ──write──▶ answered ──▶ delivered
 *        ▲                            │
 *        └── lost the compare-and-set ┘
 *
 * Between two steps anything may happen: another node may write, the user may revoke, the client
 * may vanish. At each step `reference.ts` says what has to come of it, and `laws.ts` which invariant
 * is broken if something else does.
 */

import assert from 'node:assert/strict'
import type { KeyRing } from '../../src/grants/derivation.ts'
import type { Grant, GrantId, KeyId } from '../../src/grants/grant.ts'
import { bytesNamed, sampleGrant } from '../sample-grant.ts'
import { audit, checkDecision, LAWS } from './laws.ts'
import {
  ACCESS_TOKEN_SECONDS,
  type ClientInWorld,
  type Decision,
  decide,
  honours,
  type Installation,
} from './node.ts'
import { type IssuedAccessToken, type Presented, Reference, ReferenceGrant } from './reference.ts'
import type { Rules } from './rules.ts'

const START = 1_700_000_000
const CODE_SECONDS = 60

export interface WorldSettings {
  /** One client for each: its `refresh_retry_seconds`. */
  readonly retrySeconds: readonly number[]
  readonly refreshTokenSeconds: number
}

/** One token request under way. */
export interface Request {
  readonly node: number
  readonly text: string
  /** The `Idempotency-Key`, or null. */
  readonly key: string | null
  /** Called with the new token, or with null where there is none. */
  readonly deliver: (text: string | null) => void
  stage: Stage
}

type Stage =
  | { readonly is: 'arrived' }
  | { readonly is: 'decided'; readonly decision: Decision; readonly now: number }
  | { readonly is: 'answered'; readonly text: string | null }

export class World implements Installation {
  readonly rules: Rules
  readonly rows = new Map<GrantId, Grant>()
  readonly clients: readonly ClientInWorld[]
  readonly refreshTokenSeconds: number
  keys: KeyRing = { current: keyName(0), secrets: new Map([[keyName(0), bytesNamed('key 0')]]) }
  readonly reference = new Reference()
  readonly underWay: Request[] = []
  readonly notice: (event: string) => void
  /** Each node has its own. */
  readonly #clocks = [START, START]
  #keysMade = 1

  /** `notice` hears of everything that happens, so that a test can tell whether it ever does. */
  constructor(rules: Rules, settings: WorldSettings, notice: (event: string) => void) {
    this.rules = rules
    this.clients = settings.retrySeconds.map((retrySeconds, number) => {
      return { id: `client ${number}`, retrySeconds, disabled: false }
    })
    this.refreshTokenSeconds = settings.refreshTokenSeconds
    this.notice = notice
  }

  /** A user agrees: a new grant, and its code. */
  connect(client: ClientInWorld): { readonly id: GrantId; readonly code: string } {
    const now = this.#now(0)
    const number = this.rows.size
    const row = sampleGrant({
      id: number.toString(16).padStart(32, '0') as GrantId,
      seed: bytesNamed(`seed ${number}`),
      clientId: client.id,
      createdAt: now,
      generation: 0,
      keyId: this.keys.current,
      expiresAt: now + CODE_SECONDS,
      redeemedAt: null,
    })
    const text = this.rules.deriveRedeemable(this.keys, row, row)
    this.rows.set(row.id, row)
    const code = { text, keyId: row.keyId, goodUntil: row.expiresAt }
    const sizeOfRow = JSON.stringify(row).length
    this.reference.grants.push(new ReferenceGrant(code, { client, sizeOfRow }))
    audit(this, this.reference, row.id)
    return { id: row.id, code: text }
  }

  send(request: Omit<Request, 'stage'>): Request {
    const sent: Request = { ...request, stage: { is: 'arrived' } }
    this.underWay.push(sent)
    return sent
  }

  /** The node does its next step for this request. */
  step(request: Request): void {
    const { stage } = request
    switch (stage.is) {
      case 'arrived':
        request.stage = this.#look(request)
        break
      case 'decided':
        request.stage = this.#write(request, stage)
        break
      case 'answered':
        this.lose(request)
        request.deliver(stage.text)
    }
  }

  /** The request is gone: its client, its connection or its node is no more. */
  lose(request: Request): void {
    const place = this.underWay.indexOf(request)
    if (place >= 0) this.underWay.splice(place, 1)
  }

  /** The grant ends, if it has not yet. */
  end(id: GrantId, because: 'reuse' | 'revoked_by_user'): void {
    const row = this.#row(id)
    if (row.revokedAt === null) {
      this.rows.set(id, { ...row, revokedAt: this.#now(0), revokedBecause: because })
    }
    this.referenceOf(id).ended = true
    audit(this, this.reference, id)
  }

  setClock(node: number, by: number): void {
    this.#clocks[node] = this.#now(node) + by
  }

  rotateKeys(): void {
    const name = keyName(this.#keysMade)
    const secrets = new Map(this.keys.secrets).set(name, bytesNamed(`key ${this.#keysMade}`))
    this.keys = { current: name, secrets }
    this.#keysMade++
  }

  /** The oldest key is taken away, unless it is the one in use. */
  retireOldestKey(): void {
    const [oldest] = this.keys.secrets.keys()
    if (oldest === undefined || oldest === this.keys.current) return
    const secrets = new Map(this.keys.secrets)
    secrets.delete(oldest)
    this.keys = { ...this.keys, secrets }
    this.reference.retiredKeys.add(oldest)
  }

  /** An access token is shown to an API. */
  callApi(token: IssuedAccessToken, node: number): void {
    const now = this.#now(node)
    const isHonoured = honours(this, token.text, now)
    const law = this.keys.secrets.has(token.keyId) ? LAWS.stale : LAWS.noForgery
    assert.equal(isHonoured, this.reference.honours(token, now), law)
    this.notice(isHonoured ? 'an API took an access token' : 'an API refused an access token')
  }

  referenceOf(id: GrantId): ReferenceGrant {
    const grant = this.reference.grants[[...this.rows.keys()].indexOf(id)]
    assert.ok(grant !== undefined)
    return grant
  }

  #look({ text, key, node }: Request): Stage {
    const presented = { text, key, now: this.#now(node) }
    const decision = decide(this, presented)
    checkDecision(decision, this.reference.judge(presented), this.notice)
    if (decision.is === 'nothing') return { is: 'answered', text: null }
    if (decision.is === 'again') return this.#answer(decision, presented.now)
    return { is: 'decided', decision, now: presented.now }
  }

  #write({ text, key }: Request, { decision, now }: Stage & { is: 'decided' }): Stage {
    if (decision.is === 'next') {
      const won = this.#advance({ text, key, now }, decision)
      return won ? this.#answer(decision, now) : { is: 'arrived' }
    }
    if (decision.is === 'theft') this.end(decision.row.id, 'reuse')
    return { is: 'answered', text: null }
  }

  #advance(presented: Presented, { step, text }: Decision & { is: 'next' }): boolean {
    const moved = this.rules.applyAdvance(this.#row(step.id), step)
    const grant = this.referenceOf(step.id)
    const law = grant.ended ? LAWS.stale : LAWS.oneWinner
    assert.equal(moved !== undefined, grant.isLive(presented.text), law)
    if (moved === undefined) {
      this.notice('a compare-and-set was lost')
      return false
    }
    this.rows.set(step.id, moved)
    grant.use(presented, { text, keyId: step.keyId, goodUntil: step.expiresAt })
    this.notice(step.to > 4 ? 'a fifth refresh token was issued' : 'a generation was redeemed')
    audit(this, this.reference, step.id)
    return true
  }

  /** The answer, with an access token that was derived when the node decided. */
  #answer(decision: Decision & { is: 'next' | 'again' }, now: number): Stage {
    const { row, text, accessToken, keyId } = decision
    const goodUntil = now + ACCESS_TOKEN_SECONDS
    const grant = this.referenceOf(row.id)
    this.reference.accessTokens.push({ text: accessToken, keyId, goodUntil, grant })
    return { is: 'answered', text }
  }

  #now(node: number): number {
    return this.#clocks[node] ?? START
  }

  #row(id: GrantId): Grant {
    const row = this.rows.get(id)
    assert.ok(row !== undefined)
    return row
  }
}

function keyName(number: number): KeyId {
  return number.toString(16).padStart(8, '0') as KeyId
}
