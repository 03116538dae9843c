/** Turns: what only one operator may do at a time, on whatever machine. */

import type { Store } from '../store/port.ts'
import { operation } from './operation.ts'

interface TurnContext {
  readonly store: Pick<Store, 'turns'>
}

export interface Turn {
  readonly id: 'apply'
  /** Names the process. */
  readonly holder: string
}

/** Longer than any step; a process that dies keeps others waiting for at most this long. */
export const TURN_SECONDS = 30

/** Takes the turn, or keeps it. False if somebody else has it. Rejects only with `StorageUnavailable`. */
export const takeTurn = operation(
  { by: ['operator'], needs: 'settings:write' },
  ({ store }: TurnContext, _actor, { id, holder }: Turn): Promise<boolean> =>
    store.turns.take(id, { holder, milliseconds: TURN_SECONDS * 1_000 }),
)

/** Lets the next one have it. Rejects only with `StorageUnavailable`. */
export const endTurn = operation(
  { by: ['operator'], needs: 'settings:write' },
  ({ store }: TurnContext, _actor, { id, holder }: Turn): Promise<void> =>
    store.turns.end(id, holder),
)
