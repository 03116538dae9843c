/**
 * Plays moves in a world. The actors of a grant are two workers of its client, who share tokens or
 * forget to, and a thief who steals from them. All three know only what was answered to them, or
 * what they copied.
 */

import type { GrantId } from '../../src/grants/grant.ts'
import { forge } from './forgery.ts'
import type { Actor, Move, Pace } from './moves.ts'
import type { World } from './world.ts'

/** A token and the `Idempotency-Key` it is sent with. */
interface Sent {
  readonly text: string
  readonly key: string | null
}

interface Knowledge {
  readonly known: string[]
  lastRequest: Sent | null
}

const MOST_GRANTS = 3

export class Life {
  readonly #world: World
  readonly #grants: { readonly id: GrantId; readonly minds: Readonly<Record<Actor, Knowledge>> }[]
  #keysInvented = 0

  /** A life begins with one grant. */
  constructor(world: World) {
    this.#world = world
    this.#grants = []
    this.#connect(0)
  }

  play(move: Move): void {
    const world = this.#world
    switch (move.move) {
      case 'connect':
        this.#connect(move.client)
        break
      case 'present': {
        const mind = this.#mind(move.grant, move.who)
        const text = mind.known.at(-1 - move.back)
        if (text !== undefined) this.#present(mind, { text, key: this.#key(mind, move) }, move)
        break
      }
      case 'retry': {
        const mind = this.#mind(move.grant, move.who)
        for (let time = 1; time <= move.times && mind.lastRequest !== null; time++) {
          for (const node of [0, 1]) world.setClock(node, move.every)
          this.#present(mind, mind.lastRequest, { ...move, pace: 'at once' })
        }
        break
      }
      case 'step':
      case 'lose': {
        const request = at(world.underWay, move.which)
        if (request !== undefined) world[move.move](request)
        break
      }
      case 'copy': {
        const from = this.#mind(move.grant, move.from)
        const to = this.#mind(move.grant, move.to)
        to.known.push(...from.known.slice(-1))
        to.lastRequest = from.lastRequest
        break
      }
      case 'forge': {
        const known = this.#mind(move.grant, 'thief').known.at(-1)
        const text = forge(world, { ...move, known, id: this.#grant(move.grant).id })
        if (text === undefined) break
        world.notice(`a token was forged ${move.how}`)
        const stranger = { known: [], lastRequest: null }
        this.#present(stranger, { text, key: null }, { node: 0, pace: 'at once' })
        break
      }
      case 'call the API': {
        const token = at(world.reference.accessTokens, move.token)
        if (token !== undefined) world.callApi(token, move.node)
        break
      }
      case 'set the clock':
        world.setClock(move.node, move.by)
        break
      case 'rotate the keys':
        world.rotateKeys()
        break
      case 'retire the oldest key':
        world.retireOldestKey()
        break
      case 'revoke':
        world.end(this.#grant(move.grant).id, 'revoked_by_user')
        break
      case 'disable or enable': {
        const client = at(world.clients, move.client)
        if (client !== undefined) client.disabled = !client.disabled
      }
    }
  }

  #connect(number: number): void {
    const client = at(this.#world.clients, number)
    if (client === undefined || this.#grants.length === MOST_GRANTS) return
    const { id, code } = this.#world.connect(client)
    const mind = (known: string[]): Knowledge => ({ known, lastRequest: null })
    const minds = { worker: mind([code]), 'other worker': mind([]), thief: mind([]) }
    this.#grants.push({ id, minds })
  }

  #present(mind: Knowledge, sent: Sent, how: { readonly node: number; readonly pace: Pace }): void {
    mind.lastRequest = sent
    const deliver = (text: string | null) => {
      if (text !== null) mind.known.push(text)
    }
    const world = this.#world
    const request = world.send({ ...sent, node: how.node, deliver })
    if (how.pace === 'step by step') return
    // A compare-and-set is lost only to another, so this ends.
    while (request.stage.is !== 'answered') world.step(request)
    if (how.pace === 'at once') world.step(request)
    else world.lose(request)
  }

  #key({ lastRequest }: Knowledge, move: Move & { move: 'present' }): string | null {
    switch (move.key) {
      case 'none':
        return null
      case 'new':
        return `key ${this.#keysInvented++}`
      case 'of the last request':
        return lastRequest?.key ?? null
    }
  }

  #mind(grant: number, actor: Actor): Knowledge {
    return this.#grant(grant).minds[actor]
  }

  #grant(number: number) {
    const found = at(this.#grants, number)
    if (found === undefined) throw new Error('a life begins with a grant')
    return found
  }
}

/** One of the list, whatever the number. */
function at<Item>(list: readonly Item[], number: number): Item | undefined {
  return list[number % Math.max(1, list.length)]
}
