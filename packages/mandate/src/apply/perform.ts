/**
 * Makes the changes, step by step. Only one does so at a time (`operations/turns.ts`); what changed
 * since it was compared is refused, because rows have revisions and settings have versions.
 */

import { endTurn, TURN_SECONDS, takeTurn } from '../operations/turns.ts'
import { compare, digestOf } from './compare.ts'
import type { ApplyContext, Change, Problem, Step } from './plan.ts'
import type { Sections } from './sections.ts'

export type Applied =
  | { readonly is: 'applied'; readonly changes: readonly Change[] }
  | { readonly is: 'wrong'; readonly problems: readonly Problem[] }
  /** What there is has changed since `digest` was made; nothing was done. */
  | { readonly is: 'changed_meanwhile' }
  /** Somebody else applies; nothing was done. */
  | { readonly is: 'taken'; readonly sentence: string }
  /** Some steps are done. Applying again makes the rest. */
  | { readonly is: 'stopped'; readonly sentence: string }

const TAKEN = `Another apply is under way; wait until it has ended. If it died, its turn ends within ${TURN_SECONDS} seconds.`

/**
 * Compares and applies. `digest` names the changes that were looked at; `onStep` is told how many steps
 * are done. Rejects with `NotPermitted` or `StorageUnavailable`.
 */
export async function apply(
  context: ApplyContext,
  sections: Sections,
  {
    digest,
    onStep = () => {},
  }: { readonly digest: string; readonly onStep?: (done: number, of: number) => void },
): Promise<Applied> {
  const { actor, random } = context
  const turn = { id: 'apply', holder: Buffer.from(random(12)).toString('hex') } as const
  if (!(await takeTurn(context, actor, turn))) return { is: 'taken', sentence: TAKEN }
  try {
    const compared = await compare(context, sections)
    if (compared.is === 'wrong') return compared
    const { steps } = compared
    const changes = steps.flatMap((step) => step.changes)
    if (digestOf(changes) !== digest) return { is: 'changed_meanwhile' }
    for (const [done, step] of steps.entries()) {
      onStep(done, steps.length)
      const problem = (await takeTurn(context, actor, turn))
        ? await step.perform()
        : 'Another apply has taken over.'
      if (problem !== undefined) return stopped(step, problem, { done, of: steps.length })
    }
    return { is: 'applied', changes }
  } finally {
    await endTurn(context, actor, turn)
  }
}

function stopped(
  { changes: [change] }: Step,
  problem: string,
  { done, of }: { readonly done: number; readonly of: number },
): Applied {
  const { noun, id } = change ?? { noun: 'change', id: '' }
  const sentence = `${noun} ${id}: ${problem} ${done} of ${of} steps are done; see what is left with --plan, and apply again.`
  return { is: 'stopped', sentence }
}
