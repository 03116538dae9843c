/**
 * Operations are the state changes that people and programs can ask for: one function `(context,
 * actor, input) → outcome` each, one file per noun. An operation owns its rules and returns data;
 * the command line and the endpoints choose the wording and the status.
 *
 * Callers hold a read-only store; an operation checks the actor and opens the store for writing.
 * The protocol and sign-in write directly, because they are what establishes the actor.
 *
 * Neighbours: `cli/` and `http/` call operations, which apply the rules of `clients/`, `oauth/` and
 * `people/` and write through the store.
 */

import { type Actor, isOperator } from '../facts/actor.ts'
import type { Permission } from '../operators/permissions.ts'
import { forWriting, type Reading } from '../store/write-access.ts'
import {
  NotPermitted,
  noteRefusal,
  requirePermission,
  requireRank,
  type Touched,
} from './permitted.ts'

/** This kind of actor may not do this. The types rule it out too, so it is a bug. */
export class ActorRefused extends Error {
  override readonly name = 'ActorRefused'
}

/**
 * Who may ask for an act. If operators may, `needs` is the permission that they need, and `touches`
 * says whose powers the act could give them (`permitted.ts`).
 */
export type Rule<Kind extends Actor['kind'], Input> = {
  readonly by: readonly Kind[]
  readonly touches?: (input: Input) => readonly Touched[]
} & ('operator' extends Kind ? { readonly needs: Permission } : { readonly needs?: never })

/**
 * Restricts an act to these kinds of actors, and operators to those with the permission. Rejects
 * others with `ActorRefused` or `NotPermitted`.
 */
export function operation<Kind extends Actor['kind'], Context extends object, Input, Outcome>(
  rule: Rule<Kind, Input>,
  act: (
    context: Context,
    actor: Extract<Actor, { readonly kind: Kind }>,
    input: Input,
  ) => Promise<Outcome>,
): Operation<Kind, Context, Input, Outcome> {
  const { by: allowed, needs, touches }: Checks<Input> = rule
  const checked: Operation<Kind, Context, Input, Outcome> = async (context, actor, input) => {
    if (!allowed.includes(actor.kind)) {
      throw new ActorRefused(`This is for ${allowed.join(' or ')}, and ${actor.kind} asked for it.`)
    }
    const run = () => act(forWriting(context), actor, input)
    if (needs === undefined || !isOperator(actor)) return run()
    await requirePermission(context, actor, needs)
    try {
      if (touches !== undefined) await requireRank(context, actor, touches(input))
      return await run()
    } catch (error) {
      if (error instanceof NotPermitted) await noteRefusal(context, actor, error)
      throw error
    }
  }
  rules.set(checked, { by: allowed, ...(needs !== undefined && { needs }) })
  return checked
}

type Operation<Kind extends Actor['kind'], Context extends object, Input, Outcome> = (
  context: Reading<Context>,
  actor: Extract<Actor, { readonly kind: Kind }>,
  input: Input,
) => Promise<Outcome>

const rules = new WeakMap<object, Pick<Checks<unknown>, 'by' | 'needs'>>()

/** Who may ask for an operation, and what operators need for it; undefined for anything else. */
export function ruleOf(operation: object): Pick<Checks<unknown>, 'by' | 'needs'> | undefined {
  return rules.get(operation)
}

/** A rule as it is followed. */
interface Checks<Input> {
  readonly by: readonly Actor['kind'][]
  readonly needs?: Permission
  readonly touches?: (input: Input) => readonly Touched[]
}
