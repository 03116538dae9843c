import { query } from './query.ts'

/** Nothing if somebody else has it. Whoever has it may prolong it. */
export const takeTurn = query({
  name: 'take_turn',
  text: `INSERT INTO turns (id, holder, until_ms)
    SELECT :id, :holder, database_ms() + :for_ms WHERE true
    ON CONFLICT (id) DO UPDATE SET holder = excluded.holder, until_ms = excluded.until_ms
    WHERE turns.until_ms < database_ms() OR turns.holder = excluded.holder
    RETURNING turns.id`,
  input: { id: 'text', holder: 'text', for_ms: 'bigint' },
  key: 'alone',
})

export const endTurn = query({
  name: 'give_turn_back',
  text: 'DELETE FROM turns WHERE turns.id = :id AND turns.holder = :holder',
  input: { id: 'text', holder: 'text' },
  key: 'alone',
})
