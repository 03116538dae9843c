import type { KeyId } from '../../grants/grant.ts'
import { type Engine, type Row, step } from '../engine.ts'
import type { KeyLife, KeyNode, KeySlot, KeyStore } from '../port.ts'
import * as queries from '../queries/key-ids.ts'
import { measureWalk } from '../queries/sweep.ts'
import { integer, integerOrNull, pageInput, text, textOrNull } from '../rows.ts'
import { record } from './facts.ts'

/** Grants read or ended at once. */
const PIECE = 1_000
/** Servers' clocks differ, and only the keys that sign have to wait. */
const ANY_TIME = Number.MAX_SAFE_INTEGER
const SIGNING: readonly KeySlot[] = ['RSA', 'EC', 'OKP']

export function createKeyStore(engine: Engine): KeyStore {
  const list = async () => (await engine.read(step(queries.listKeyIds, {}))).map(readLife)

  /** All grants, piece by piece. */
  async function* pieces() {
    for (let after = ''; ; ) {
      const page = pageInput({ after, limit: PIECE })
      const [walk = {}] = await engine.read(step(measureWalk, page))
      const lastId = textOrNull(walk, 'last_id')
      if (lastId === null) return
      yield { after, last_id: lastId }
      if (integer(walk, 'seen') < PIECE) return
      after = lastId
    }
  }

  return {
    list,
    async listNodes() {
      return (await engine.read(step(queries.listNodes, {}))).map(readNode)
    },
    async adopt({ node, version = '', held, wanted, publishedSeconds, at }) {
      const known = new Set((await list()).map(({ id }) => id))
      const ids = held.map(({ id }) => id).join(' ')
      const readyBy = (slot: KeySlot) => (SIGNING.includes(slot) ? at - publishedSeconds : ANY_TIME)
      const results = await engine.write([
        step(queries.takeTurnAtKeys, {}),
        ...held
          .filter(({ id }) => !known.has(id))
          .map(({ id, slot }) => step(queries.noteKey, { id, slot, held: ids, at })),
        ...(node === undefined
          ? []
          : [step(queries.enterNode, { id: node, holds: ids, version, at })]),
        step(queries.noteReadyKeys, { at }),
        ...wanted.flatMap(({ id, slot }) => [
          step(queries.activateKey, { id, held: ids, ready_by: readyBy(slot), at }),
          step(queries.succeedKeys, { id, slot, at }),
        ]),
        step(queries.listKeyIds, {}),
      ])
      return (results.at(-1) ?? []).map(readLife)
    },
    async leave(node, beats) {
      await engine.write([step(queries.leaveNode, { id: node, beats: beats ?? null })])
    },
    async noteAdded(ids, act) {
      await engine.write(
        ids.flatMap((keyId) =>
          record({ kind: 'key.added', keyId }, act, { id: `key.added ${keyId}` }),
        ),
      )
    },
    async retire(id, act) {
      const about = { table: 'key_ids', id } as const
      const fact = { kind: 'key.retired', keyId: id } as const
      const [rows = []] = await engine.write([
        step(queries.retireKey, { id, at: act.at }),
        ...record(fact, act, { about, id: `${fact.kind} ${id}` }),
      ])
      return rows.length > 0
    },
    async tallyUses(id, now) {
      let grants = 0
      for await (const piece of pieces()) {
        const count = step(queries.countGrantsOfKey, { key_id: id, ...piece, now })
        const [row = {}] = await engine.read(count)
        grants += integer(row, 'counted')
      }
      const [row = {}] = await engine.read(step(queries.countOtherUsesOfKey, { key_id: id, now }))
      const [links, secrets] = [integer(row, 'links'), integer(row, 'secrets')]
      const [clients, endpoints] = [integer(row, 'clients'), integer(row, 'endpoints')]
      return { grants, links, secrets, clients, endpoints }
    },
    async countGrants(id, { now, most }) {
      let [grants, seen] = [0, 0]
      for await (const piece of pieces()) {
        if (seen >= most) return { grants, isMore: true }
        const count = step(queries.countGrantsOfKey, { key_id: id, ...piece, now })
        const [row = {}] = await engine.read(count)
        grants += integer(row, 'counted')
        seen += PIECE
      }
      return { grants, isMore: false }
    },
    async endGrants(id, at) {
      let ended = 0
      for await (const piece of pieces()) {
        const end = step(queries.endGrantsOfKey, { key_id: id, ...piece, at })
        const [rows = []] = await engine.write([end])
        ended += rows.length
      }
      return ended
    },
  }
}

function readLife(row: Row): KeyLife {
  return {
    id: text(row, 'id') as KeyId,
    slot: text(row, 'slot') as KeySlot,
    notedAt: integer(row, 'noted_at'),
    readyAt: integerOrNull(row, 'ready_at'),
    activeAt: integerOrNull(row, 'active_at'),
    retiringAt: integerOrNull(row, 'retiring_at'),
    retiredAt: integerOrNull(row, 'retired_at'),
  }
}

function readNode(row: Row): KeyNode {
  return {
    id: text(row, 'id'),
    beats: integer(row, 'beats'),
    holds: text(row, 'holds').split(' ') as KeyId[],
    startedAt: integer(row, 'started_at'),
    seenAt: integer(row, 'seen_at'),
    version: text(row, 'version'),
  }
}
