/** `/console/keys`: the server keys, adding new ones and retiring old ones. */

import { KEY_OLD_SECONDS } from '../../activity/judge.ts'
import type { KeyId } from '../../grants/grant.ts'
import { type RetireKeyOutcome, retireKey, rotateKeys } from '../../operations/keys.ts'
import {
  evenIfUsed,
  type KeyState,
  keysPage,
  type RotatableKind,
  rotatable,
  type ShownServerKey,
} from '../../pages/console/keys.ts'
import type { Told } from '../../pages/console/shell.ts'
import type { KeyLife, KeyNode, KeySlot } from '../../store/port.ts'
import { consoleWords } from '../../words/console/console.ts'
import { en } from '../../words/en/en.ts'
import { consoleAct } from './act.ts'
import { consolePage } from './page.ts'
import { alerted, done, goAndTell, sendConsole, sendMissing, type Visit } from './visit.ts'

const PATH = '/console/keys'
const text = consoleWords.keys
/** Looking at more before the question would take too long. */
const GRANTS_LOOKED_AT = 20_000
const KINDS: readonly KeySlot[] = ['token', 'seal', 'RSA', 'EC', 'OKP']
const STATES: readonly KeyState[] = ['active', 'next', 'retiring', 'retired']
const number = (value: number) => en.inWords.number(value)

export const keysInConsole = consolePage({
  path: PATH,
  needs: 'keys:read',
  show: async ({ store, keyFile }, visit) => {
    const [lives, nodes] = await Promise.all([store.keys.list(), store.keys.listNodes()])
    const keys = lives
      .map((life) => shownKey(life, nodes, visit.props.now))
      .toSorted(
        (one, other) =>
          KINDS.indexOf(one.slot) - KINDS.indexOf(other.slot) ||
          STATES.indexOf(one.state) - STATES.indexOf(other.state) ||
          other.since - one.since,
      )
    const shown = { keys, nodes: nodes.length, canRotate: keyFile !== undefined }
    return sendConsole(visit, keysPage({ ...visit.props, ...shown }))
  },
})

export const addKeys = consoleAct({
  path: `${PATH}/add/:kind`,
  needs: 'keys:write',
  needsRecentSignIn: true,
  isOnce: true,
  page: () => PATH,
  ask: async ({ store, keyFile }, visit) => {
    const kind = kindIn(visit.params)
    if (kind === undefined || keyFile === undefined) return sendNoKey(visit)
    const others = (await store.keys.listNodes()).length - 1
    return {
      ...{ current: 'keys', title: text.rotateTitle[kind], typed: null, back: PATH },
      consequences: [
        text.rotateNobody,
        text.rotateWhat(keyFile.path),
        ...(others > 0 ? [text.rotateOthers(`${number(others)} other processes that are`)] : []),
        text.rotateBackup,
      ],
      button: text.rotateButton,
    }
  },
  perform: async (context, visit) => {
    const kind = kindIn(visit.params)
    const { keyFile } = context
    if (kind === undefined || keyFile === undefined) return sendNoKey(visit)
    const added = await rotateKeys({ ...context, keyFile }, visit.operating.actor, { kind })
    const told =
      added.is === 'added'
        ? done(text.rotated(added.ids.join(', ')))
        : alerted(text.rotateFailed, added.because)
    return goAndTell(context, visit, { address: PATH, told })
  },
})

export const retireServerKey = consoleAct({
  path: `${PATH}/retire/:id`,
  needs: 'keys:write',
  needsRecentSignIn: true,
  page: () => PATH,
  ask: async ({ store, clock }, visit) => {
    const id = visit.params['id'] as KeyId
    const life = (await store.keys.list()).find((one) => one.id === id)
    if (life === undefined) return sendNoKey(visit)
    const uses =
      life.slot === 'token'
        ? await store.keys.countGrants(id, { now: clock.now(), most: GRANTS_LOOKED_AT })
        : undefined
    const what =
      life.slot === 'seal'
        ? text.retireSeal
        : uses === undefined
          ? text.retireSigning
          : uses.grants === 0
            ? text.retireTokenNone(uses.isMore)
            : text.retireToken(number(uses.grants), uses.isMore)
    return {
      ...{ current: 'keys', title: text.retireTitle(id), typed: id, back: PATH },
      consequences: [what, text.retireForGood],
      button: text.retireButton,
      ...(uses !== undefined && { fields: evenIfUsed }),
    }
  },
  perform: async (context, visit) => {
    const id = visit.params['id'] as KeyId
    const isForced = visit.form.one('even_if_used') !== undefined
    const outcome = await retireKey(context, visit.operating.actor, { id, evenIfUsed: isForced })
    return goAndTell(context, visit, { address: PATH, told: toldOf(outcome, id) })
  },
})

function shownKey(life: KeyLife, nodes: readonly KeyNode[], now: number): ShownServerKey {
  const { id, slot, notedAt, activeAt, retiringAt, retiredAt } = life
  const state = stateOf(life)
  const since = retiredAt ?? retiringAt ?? activeAt ?? notedAt
  return {
    ...{ id, slot, state, since, isOld: state === 'active' && now - since > KEY_OLD_SECONDS },
    heldBy: nodes.filter(({ holds }) => holds.includes(id)).length,
  }
}

function stateOf({ activeAt, retiringAt, retiredAt }: KeyLife): KeyState {
  if (retiredAt !== null) return 'retired'
  if (retiringAt !== null) return 'retiring'
  return activeAt === null ? 'next' : 'active'
}

function toldOf(outcome: RetireKeyOutcome, id: string): Told {
  switch (outcome.is) {
    case 'retired':
      return done(text.retired(id, number(outcome.grants)))
    case 'retired_before':
      return alerted(text.retiredBefore)
    case 'no_such_key':
      return alerted(text.missing)
    case 'active':
      return alerted(text.retireActive)
    case 'too_early':
      return alerted(text.retireTooEarly(en.inWords.exactly(outcome.until)))
    case 'in_use':
      return alerted(
        outcome.uses.grants > 0
          ? text.retireInUse(number(outcome.uses.grants))
          : text.retireInUseOther,
      )
  }
}

function kindIn(params: Visit['params']): RotatableKind | undefined {
  return rotatable.find((kind) => kind === params['kind'])
}

function sendNoKey(visit: Visit) {
  return sendMissing(visit, { current: 'keys', what: 'key' })
}
