/**
 * `mandate apply`: compares a file with what there is, shows the difference, and makes it.
 *
 *     read ──▶ compared, whole ──▶ shown ──▶ made, step by step ──▶ done
 *                  │                            │
 *                  └─ a problem: nothing made   └─ interrupted: applying again makes the rest
 *
 * Only one `apply` runs at a time (`operations/turns.ts`). What changed since it was compared is
 * refused: rows have revisions, and settings have versions.
 */

import { dirname, resolve } from 'node:path'
import { createFetcher } from '../../fetching/fetcher.ts'
import { endTurn, TURN_SECONDS, takeTurn } from '../../operations/turns.ts'
import { inForce } from '../../settings/in-force.ts'
import { SettingsRefused } from '../../settings/refused.ts'
import { readTextFile } from '../../settings/text-file.ts'
import type { Settings } from '../../settings.ts'
import type { Resource } from '../../store/records.ts'
import {
  answer,
  type CommandContext,
  CommandRefused,
  EndsWith,
  OPERATOR,
  UsageRefused,
} from '../command.ts'
import { confirm, type YesOptions } from '../confirmation.ts'
import { type CommandData, type InitOptions, withData } from '../data-directory.ts'
import { planClientDomains } from './client-domains.ts'
import { planClients } from './clients.ts'
import { type DeclaredFile, readDeclaredFile } from './file.ts'
import { planIssuers } from './issuers.ts'
import type { PlanContext, Step } from './plan.ts'
import { planResources } from './resources.ts'
import { createSecrets } from './secrets.ts'
import { planSettings, settingsAfter } from './settings.ts'
import { planDocument, planText, summary } from './shown-plan.ts'

export interface ApplyOptions extends InitOptions, YesOptions {
  readonly plan?: true
  readonly newSecrets?: string
}

/** Exit code of `--plan` if there are changes. */
const CHANGES = 3

export async function apply(
  context: CommandContext,
  options: ApplyOptions,
  path: string,
): Promise<void> {
  const file = readDeclaredFile(textOf(context, path), path)
  refuseProblems(file, file.problems)
  const isPlan = options.plan === true
  await withData(context, { ...options, mayInit: true, evenIfRefused: true }, async (data) => {
    const turn = { id: 'apply', holder: Buffer.from(context.random(12)).toString('hex') } as const
    if (!isPlan && !(await takeTurn(data, OPERATOR, turn))) {
      throw new CommandRefused(
        `Another apply is under way; wait until it has ended. If it died, its turn ends within ${TURN_SECONDS} seconds.`,
      )
    }
    try {
      const { steps, settings } = await compare(context, options, { data, file, path })
      const changes = steps.flatMap((step) => step.changes)
      const document = planDocument(changes)
      if (changes.length === 0) {
        const text = `Nothing to change: everything that ${path} names is so already.`
        return answer(context, options, { json: { ...document, applied: !isPlan }, text })
      }
      const text = planText(context.terminal.style, changes)
      if (isPlan) {
        answer(context, options, { json: document, text: `${text}\n\n${summary(changes)}` })
        throw new EndsWith(CHANGES)
      }
      if (!options.json) context.terminal.print(text)
      await confirm(context, options, async () => ({
        question: `${summary(changes)}`,
        consequences: changes.flatMap(({ notices }) => notices),
        canBeUndone: true,
      }))
      const whole = { ...data, settings }
      await perform(context, steps, () => takeTurn(whole, OPERATOR, turn))
      answer(context, options, {
        json: { ...document, applied: true },
        text: `\nDone. ${summary(changes)}`,
      })
    } finally {
      if (!isPlan) await endTurn(data, OPERATOR, turn)
    }
  })
}

/** Makes the changes. Rejects with `CommandRefused` at the first that cannot be made. */
async function perform(
  { terminal }: CommandContext,
  steps: readonly Step[],
  keepTurn: () => Promise<boolean>,
): Promise<void> {
  for (const [place, step] of steps.entries()) {
    terminal.showStatus(`${place} of ${steps.length} done`)
    if (!(await keepTurn())) throw new CommandRefused('Another apply has taken over; run it again.')
    const problem = await step.perform()
    if (problem === undefined) continue
    const [{ noun, id } = { noun: 'change', id: '' }] = step.changes
    throw new CommandRefused(
      `${noun} ${id}: ${problem} ${place} of ${steps.length} steps are done; see what is left with --plan, and apply again.`,
    )
  }
  terminal.showStatus('')
}

/** All steps. Rejects with `CommandRefused` if the file has problems. */
async function compare(
  context: CommandContext,
  { newSecrets }: ApplyOptions,
  {
    data,
    file,
    path,
  }: { readonly data: CommandData; readonly file: DeclaredFile; readonly path: string },
): Promise<{ readonly steps: readonly Step[]; readonly settings: Settings }> {
  const { sections } = file
  const { given } = data
  const current = await data.store.declaredSettings.current()
  const after = settingsAfter({ given, clock: context.clock }, current, sections.settings)
  refuseProblems(file, after.problems)
  if (after.settings === undefined) throw new Error('Settings without a problem are settled.')
  const { workingDirectory, environment } = context
  const secrets = createSecrets({
    ...{ environment, random: context.random },
    folder: dirname(resolve(workingDirectory, path)),
    newSecrets: newSecrets === undefined ? undefined : resolve(workingDirectory, newSecrets),
  })
  const { settings } = after
  const fetch = createFetcher({ allowedHosts: settings.fetchAllowedHosts })
  const planning: PlanContext = { ...data, settings, fetch, secrets }
  const before = settingsBefore(given, current?.settings ?? {})
  const ofSettings = await planSettings(planning, { section: sections.settings, current, before })
  const ofResources = await planResources(planning, sections.resources)
  const withApis = seeing(planning, ofResources.adds)
  const ofClients = await planClients(withApis, sections.clients)
  const toCome = Object.keys(sections.clients ?? {})
  const ofIssuers = await planIssuers(planning, sections.trusted_issuers, toCome)
  const ofDomains = await planClientDomains(planning, sections.client_domains)
  const all = [ofSettings, ofResources, ofClients, ofIssuers, ofDomains]
  refuseProblems(
    file,
    all.flatMap(({ problems }) => problems),
  )
  return { steps: all.flatMap(({ steps }) => steps), settings }
}

/** What the file adds is there for what comes after it in the file, although it is not stored yet. */
function seeing(context: PlanContext, adds: readonly Resource[]): PlanContext {
  const { resources } = context.store
  const added = new Map(adds.map((one) => [one.uriKey, one]))
  const seen = {
    ...resources,
    findByUriKey: async (key: string) => added.get(key) ?? resources.findByUriKey(key),
  }
  const describing = { ...context, store: { ...context.store, resources: seen } }
  // Writing goes to the whole store, which is found by the view that was handed out.
  return { ...describing, acting: context }
}

function settingsBefore(
  given: CommandData['given'],
  declared: Parameters<typeof inForce>[1],
): Settings | undefined {
  try {
    return inForce(given, declared, { referencesFrom: null }).settings
  } catch (error) {
    if (error instanceof SettingsRefused) return undefined
    throw error
  }
}

function refuseProblems(file: DeclaredFile, problems: DeclaredFile['problems']): void {
  if (problems.length === 0) return
  const lines = problems.map(({ at, text }) => `${file.placeOf(at)}: ${named(at)}${text}`)
  throw new CommandRefused([...new Set(lines)].join('\nmandate: '))
}

/** `clients.ledgerline.scope: ` */
function named(at: readonly (string | number)[]): string {
  return at.length === 0 ? '' : `${at.join('.')}: `
}

function textOf({ workingDirectory }: CommandContext, path: string): string {
  try {
    return readTextFile(resolve(workingDirectory, path))
  } catch (error) {
    const { code = 'unknown error' } = error as NodeJS.ErrnoException
    if (code === 'EFBIG')
      throw new UsageRefused(`${path} is larger than 1 MiB; is it the right file?`)
    throw new UsageRefused(`${path} cannot be read (${code}); give the path of a YAML file`)
  }
}
