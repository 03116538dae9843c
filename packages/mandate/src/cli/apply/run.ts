/**
 * `mandate apply`: compares a file with what there is, shows the difference, and makes it.
 *
 *     read ──▶ references followed ──▶ compared, whole ──▶ shown ──▶ compared again, made step by step
 *                                         │                             │
 *                                         └─ a problem: nothing made    └─ interrupted: apply again
 *
 * Here or on a server elsewhere, the same code compares and applies (`src/apply/`).
 */

import { dirname, resolve } from 'node:path'
import type { Problem } from '../../apply/plan.ts'
import { planDocument } from '../../apply/plan-document.ts'
import type { ReferredTo } from '../../apply/referred-to.ts'
import { readTextFile } from '../../settings/text-file.ts'
import { answer, type CommandContext, CommandRefused, EndsWith, UsageRefused } from '../command.ts'
import { confirm, type YesOptions } from '../confirmation.ts'
import type { InitOptions } from '../data-directory.ts'
import { type DeclaredFile, readDeclaredFile } from './file.ts'
import { makeSecrets } from './new-secrets.ts'
import { followReferences } from './references.ts'
import { planText, summary } from './shown-plan.ts'
import type { ApplyTarget } from './target.ts'

export interface ApplyOptions extends InitOptions, YesOptions {
  readonly plan?: true
  readonly newSecrets?: string
}

/** Exit code of `--plan` if there are changes. */
const CHANGES = 3

export async function applyFile(
  context: CommandContext,
  options: ApplyOptions,
  { path, target }: { readonly path: string; readonly target: ApplyTarget },
): Promise<void> {
  const file = readDeclaredFile(textOf(context, path), path)
  refuseProblems(file, file.problems)
  const { workingDirectory, environment, random } = context
  const folder = dirname(resolve(workingDirectory, path))
  const { sections, secrets, images, problems } = followReferences(
    { environment, folder },
    file.sections,
  )
  refuseProblems(file, problems)
  const newSecrets =
    options.newSecrets === undefined ? undefined : resolve(workingDirectory, options.newSecrets)
  const referred: ReferredTo = { secrets, images, made: {}, canMake: newSecrets !== undefined }

  const plan = await target.plan(sections, referred)
  if (plan.is === 'wrong') return refuseProblems(file, plan.problems)
  const { changes, makes, digest } = plan
  const document = planDocument(changes)
  if (changes.length === 0) {
    const text = `Nothing to change: everything that ${path} names is so already.`
    return answer(context, options, { json: { ...document, applied: !options.plan }, text })
  }
  const text = planText(context.terminal.style, changes)
  if (options.plan) {
    answer(context, options, { json: document, text: `${text}\n\n${summary(changes)}` })
    throw new EndsWith(CHANGES)
  }
  if (!options.json) context.terminal.print(text)
  await confirm(context, options, async () => ({
    question: `${summary(changes)}`,
    consequences: changes.flatMap(({ notices }) => notices),
    canBeUndone: true,
  }))
  const made = newSecrets === undefined ? {} : makeSecrets(newSecrets, makes, random)
  const applied = await target.apply(sections, { ...referred, made }, digest)
  if (applied.is === 'wrong') return refuseProblems(file, applied.problems)
  answer(context, options, {
    json: { ...document, applied: true },
    text: `\nDone. ${summary(changes)}`,
  })
}

/** Throws `CommandRefused` if there are problems. */
function refuseProblems(file: DeclaredFile, problems: readonly Problem[]): void {
  if (problems.length === 0) return
  const lines = problems.map(({ at, text }) => `${file.placeOf(at)}: ${named(at)}${text}`)
  throw new CommandRefused([...new Set(lines)].join('\nmandate: '))
}

/** `clients.ledgerline.scope: ` */
function named(at: Problem['at']): string {
  return at.length === 0 ? '' : `${at.join('.')}: `
}

/** Throws `UsageRefused`. */
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
