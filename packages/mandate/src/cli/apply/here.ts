/** Applies a declared file to the database of this machine. */

import { compare, digestOf } from '../../apply/compare.ts'
import { apply } from '../../apply/perform.ts'
import type { ApplyContext } from '../../apply/plan.ts'
import type { ReferredTo } from '../../apply/referred-to.ts'
import { createAddressCheck, createFetcher } from '../../fetching/fetcher.ts'
import { shapeProblems } from '../../http/admin/declared-shapes.ts'
import { declarationProblems } from '../../settings/declaration.ts'
import { inForce } from '../../settings/in-force.ts'
import { type CommandContext, CommandRefused, OPERATOR } from '../command.ts'
import { type CommandData, type InitOptions, withData } from '../data-directory.ts'
import { type ApplyTarget, CHANGED_MEANWHILE } from './target.ts'

export function applyHere(context: CommandContext, options: InitOptions): ApplyTarget {
  const wanted = { ...options, mayInit: true, evenIfRefused: true }
  return {
    plan: (sections, referred) =>
      inData(context, { ...wanted, isTrial: true }, async (data) => {
        const compared = await compare(contextOf(data, referred), sections)
        if (compared.is === 'wrong') return compared
        const changes = compared.steps.flatMap((step) => step.changes)
        const makes = compared.steps.flatMap((step) => step.makes ?? [])
        return { is: 'planned', changes, makes, digest: digestOf(changes) }
      }),
    apply: (sections, referred, digest) =>
      inData(context, wanted, async (data) => {
        const onStep = (done: number, of: number) =>
          context.terminal.showStatus(`${done} of ${of} done`)
        const applied = await apply(contextOf(data, referred), sections, { digest, onStep })
        context.terminal.showStatus('')
        switch (applied.is) {
          case 'changed_meanwhile':
            throw new CommandRefused(CHANGED_MEANWHILE)
          case 'taken':
          case 'stopped':
            throw new CommandRefused(applied.sentence)
          default:
            return applied
        }
      }),
  }
}

/** Resolves with what `act` does. */
async function inData<Result>(
  context: CommandContext,
  options: Parameters<typeof withData>[1],
  act: (data: CommandData) => Promise<Result>,
): Promise<Result> {
  const done: Result[] = []
  await withData(context, options, async (data) => {
    done.push(await act(data))
  })
  return done[0] as Result
}

/** References in settings are followed by the servers, so only their form is checked. */
function contextOf(data: CommandData, referred: ReferredTo): ApplyContext {
  const { given } = data
  const { fetchAllowedHosts: allowedHosts } = data.settings
  return {
    ...data,
    ...{ actor: OPERATOR, referred, shapeProblems },
    fetch: createFetcher({ allowedHosts }),
    checkAddress: createAddressCheck({ allowedHosts }),
    reading: {
      problems: (declared) => declarationProblems(given, declared, { referencesFrom: null }),
      inForce: (declared) => inForce(given, declared, { referencesFrom: null }),
    },
  }
}
