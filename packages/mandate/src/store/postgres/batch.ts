/** What a batch of units says to PostgreSQL, and whose the rows are that come back. */

import type { Row } from '../engine.ts'
import { type Batch, keyIn, NO_ROW, type Unit } from './lane.ts'
import { alone, type Statement, together } from './statement.ts'

/** The statements of a batch: one for many inputs of a query, or those of its only unit. */
export function statementsOf(batch: Batch): readonly Statement[] {
  const [first] = batch
  const [step] = first.steps
  if (batch.length === 1 || step === undefined) return first.steps.map(alone)
  return [together(step.query, inputsOf(batch))]
}

/**
 * Rows are locked in the order of their keys, so that two nodes seldom wait for each other
 * crosswise. Readers of one row share an input, or each would get the row twice.
 */
function inputsOf(batch: Batch): readonly Row[] {
  if (batch[0].key === NO_ROW) return batch.flatMap(({ steps }) => steps.map(({ input }) => input))
  const byKey = new Map<string, Row>()
  for (const { key, steps } of batch) {
    for (const { input } of steps) byKey.set(key ?? '', input)
  }
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, input]) => input)
}

/** Gives each unit of a batch the rows that are its own. */
export function distribute(batch: Batch, results: readonly (readonly Row[])[]): void {
  const [first] = batch
  const [step] = first.steps
  if (batch.length === 1 || step === undefined) {
    first.resolve(results)
    return
  }
  const byKey = new Map<string, Row[]>()
  for (const row of results[0] ?? []) {
    const key = keyIn(step.query.key as readonly string[], row)
    const known = byKey.get(key)
    if (known === undefined) byKey.set(key, [row])
    else known.push(row)
  }
  for (const unit of batch) unit.resolve([byKey.get(unit.key ?? '') ?? []])
}

/** The two halves of a batch of several units. */
export function halves(batch: Batch): readonly (readonly Unit[])[] {
  const middle = Math.ceil(batch.length / 2)
  return [batch.slice(0, middle), batch.slice(middle)]
}
