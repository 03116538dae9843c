/**
 * Turns a batch of units into statements for PostgreSQL, and assigns the returned rows to units.
 */

import type { Row } from '../engine.ts'
import { type Batch, keyIn, NO_ROW, type Unit } from './lane.ts'
import { alone, type Statement, together } from './statement.ts'

/** The statements of a batch: one per query with all its inputs, or those of its only unit. */
export function statementsOf(batch: Batch): readonly Statement[] {
  const [{ steps }] = batch
  if (batch.length === 1) return steps.map(alone)
  return steps.map(({ query }, index) => together(query, inputsOf(batch, index)))
}

/**
 * Rows are locked in key order, so that two nodes rarely deadlock. Readers of one row share an
 * input, or each would get the row twice.
 */
function inputsOf(batch: Batch, index: number): readonly Row[] {
  const inputs = batch.flatMap(({ key = '', steps }) => {
    const step = steps[index]
    return step === undefined ? [] : ([[key, step.input]] as const)
  })
  if (index > 0 || batch[0].key === NO_ROW) return inputs.map(([, input]) => input)
  const byKey = new Map<string, Row>(inputs)
  return [...byKey].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, input]) => input)
}

/** Gives each unit of a batch its rows. */
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
  const others = first.steps.slice(1).map(() => [])
  for (const unit of batch) unit.resolve([byKey.get(unit.key ?? '') ?? [], ...others])
}

/** The two halves of a batch of several units. */
export function halves(batch: Batch): readonly (readonly Unit[])[] {
  const middle = Math.ceil(batch.length / 2)
  return [batch.slice(0, middle), batch.slice(middle)]
}
