/** The section `settings`: those that are kept in the database (`operations/settings.ts`). */

import { countLiveGrants } from '../operations/live-grants.ts'
import { declareSettings } from '../operations/settings.ts'
import { undeclarableProblem } from '../settings/declared.ts'
import type { Settings } from '../settings.ts'
import type { DeclaredVersion } from '../store/records.ts'
import type { DeclaredSettings } from '../store/tables/declared-settings.ts'
import {
  type ApplyContext,
  type Change,
  entriesOf,
  type PlanContext,
  type Planned,
  type Problem,
} from './plan.ts'

/** What the database declares once the file is applied, and whether that can be. */
export function settingsAfter(
  { reading, clock }: Pick<ApplyContext, 'reading' | 'clock'>,
  current: DeclaredVersion | undefined,
  section: unknown,
): {
  readonly declared: DeclaredSettings
  readonly settings: Settings | undefined
  readonly problems: readonly Problem[]
} {
  const { entries, problems } = entriesOf('settings', section)
  const declared: Record<string, DeclaredSettings[string]> = { ...current?.settings }
  for (const [name, value] of entries) {
    const impossible = undeclarableProblem(name)
    if (impossible !== undefined) {
      problems.push({ at: ['settings', name], text: `${name} ${impossible}` })
    } else if (value === null) delete declared[name]
    else declared[name] = { value, at: clock.now(), by: 'operator' }
  }
  if (problems.length > 0) return { declared, settings: undefined, problems }
  const wrong = reading.problems(declared)
  const found = wrong.map(({ name, sentence }): Problem => {
    const within = /^[\w.-]+/.exec(sentence)?.[0].split('.') ?? []
    return {
      at: ['settings', ...(name === undefined ? [] : [name, ...within.slice(1)])],
      text: sentence,
    }
  })
  if (found.length > 0) return { declared, settings: undefined, problems: found }
  return { declared, settings: reading.inForce(declared).settings, problems }
}

/** `before`: the settings in force without the file; undefined if they cannot be used. */
export async function planSettings(
  context: PlanContext,
  {
    section,
    current,
    before,
  }: {
    readonly section: unknown
    readonly current: DeclaredVersion | undefined
    readonly before: Settings | undefined
  },
): Promise<Planned> {
  const { entries } = entriesOf('settings', section)
  const known = current?.settings ?? {}
  const differing = entries.filter(([name, value]) =>
    value === null
      ? Object.hasOwn(known, name)
      : JSON.stringify(known[name]?.value) !== JSON.stringify(value),
  )
  if (differing.length === 0) return { steps: [], problems: [] }
  if (
    differing.some(([name]) => name === 'issuer') &&
    (await context.store.declaredSettings.hasGrants())
  ) {
    const text =
      'issuer cannot change any more: tokens and clients name the one that this server has'
    return { steps: [], problems: [{ at: ['settings', 'issuer'], text }] }
  }
  const notices = await noticesOf(context, { before, names: differing.map(([name]) => name) })
  const changes = differing.map(
    ([name, value], place): Change => ({
      noun: 'setting',
      id: name,
      action: value === null ? 'remove' : Object.hasOwn(known, name) ? 'change' : 'add',
      members: [{ name, from: known[name]?.value, to: value ?? undefined }],
      notices: place === differing.length - 1 ? notices : [],
    }),
  )
  const declaration = {
    set: Object.fromEntries(differing.filter(([, value]) => value !== null)),
    withdraw: differing.filter(([, value]) => value === null).map(([name]) => name),
    from: current?.version ?? 0,
  }
  return {
    problems: [],
    steps: [
      {
        changes,
        async perform() {
          const { reading, actor } = context
          const settingsProblems = (declared: DeclaredSettings) => reading.problems(declared)
          const outcome = await declareSettings(
            { ...context, settingsProblems },
            actor,
            declaration,
          )
          if (outcome.is === 'invalid')
            return outcome.problems.map((one) => one.sentence).join('; ')
          return outcome.is === 'changed_meanwhile'
            ? 'The settings were changed by somebody else at the same time.'
            : undefined
        },
      },
    ],
  }
}

/** What people notice of the new settings. */
async function noticesOf(
  { store, clock, settings: after }: PlanContext,
  { before, names }: { readonly before: Settings | undefined; readonly names: readonly string[] },
): Promise<readonly string[]> {
  if (before === undefined) return []
  const notices: string[] = []
  const gone = Object.keys(before.scopes).filter((token) => !Object.hasOwn(after.scopes, token))
  for (const token of gone) {
    const where = ({ scope }: { readonly scope: string }) => scope.split(' ').includes(token)
    const { grantsOfUsers } = await countLiveGrants(store, {}, { now: clock.now(), where })
    notices.push(`${token} is offered no longer; it is in ${grantsOfUsers}`)
  }
  const ways = Object.keys(before.signIn).filter((way) => !Object.hasOwn(after.signIn, way))
  for (const way of ways) notices.push(`nobody can sign in with ${way} any more`)
  if (after.secondFactor === 'required' && before.secondFactor !== 'required') {
    notices.push('everybody without a second factor sets one up at the next sign-in')
  }
  if (after.termsVersion !== before.termsVersion && after.termsVersion !== null) {
    notices.push(`everybody is asked to accept the terms ${after.termsVersion}`)
  }
  if (
    after.sessionSeconds < before.sessionSeconds ||
    after.sessionIdleSeconds < before.sessionIdleSeconds
  ) {
    notices.push('browsers that are signed in for longer have to sign in again')
  }
  if (after.grantSeconds !== 0 && after.grantSeconds !== before.grantSeconds) {
    notices.push('new connections end after that time, and people connect again')
  }
  if (names.includes('issuer')) notices.push('every client and API has to know the new issuer')
  return notices
}
