/**
 * `mandate user import`: imports the users of a file, batch by batch, and refuses invalid lines,
 * not the whole file. Users that already exist are skipped, so an interrupted import is simply run
 * again.
 */

import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { setTimeout as pause, setImmediate as turn } from 'node:timers/promises'
import { everyRow } from '../../store/every-row.ts'
import { StorageUnavailable } from '../../store/port.ts'
import { answer, type CommandContext, CommandRefused, nextCommand, quoted } from '../command.ts'
import type { CommandData, InitOptions } from '../data-directory.ts'
import { fields } from '../terminal.ts'
import { formatOf } from './format.ts'
import { createImporter, createPreview, type ItemOutcome } from './importer.ts'
import { grouped, inWords, showProgress } from './progress.ts'
import { recordRules } from './record-rules.ts'
import { itemsOf } from './records.ts'
import { createReport, type Refused } from './report.ts'
import { countLines, fileSource, inputSource } from './source.ts'

export interface ImportOptions extends InitOptions {
  readonly format?: string
  readonly ignore?: readonly string[]
  readonly report?: string
  readonly dryRun?: true
}

/**
 * How many users share a transaction: enough for speed, and few enough that a running server's
 * writes do not wait long.
 */
const BATCH = 256
/** A pause between batches, so that a server on the same SQLite file gets the lock too. */
const PAUSE_MS = 3

interface Tally {
  imported: number
  linked: number
  already_there: number
  refused: number
}

/**
 * Rejects with `CommandRefused` if not all users were imported, and with `UsageRefused` or
 * `CommandRefused` if the file as a whole cannot be read; then no user was imported.
 */
export async function importFile(
  context: CommandContext,
  options: ImportOptions,
  { file, data }: { readonly file: string; readonly data: CommandData },
): Promise<void> {
  const format = formatOf(file, options.format)
  const place = (path: string) => resolve(context.workingDirectory, path)
  const source = file === '-' ? inputSource(context.input) : fileSource(place(file))
  // A broken file is refused before anything is imported.
  const total = file === '-' ? null : await countLines(source)
  const report = createReport({
    file: options.report === undefined ? undefined : place(options.report),
    fallback: place(file === '-' ? 'users.refused.csv' : `${file}.refused.csv`),
  })
  const importer = options.dryRun ? await createPreview(data) : createImporter(data)
  const progress = showProgress(context.terminal, { noun: 'lines', total })
  const tally: Tally = { imported: 0, linked: 0, already_there: 0, refused: 0 }
  const began = performance.now()
  let line = 0
  let stopped = false
  void context.stopSignal().then(() => {
    stopped = true
  })
  let trouble: StorageUnavailable | undefined
  const note = async (taken: Promise<readonly ItemOutcome[]>) => {
    for (const outcome of await taken) {
      tally[outcome.is] += 1
      if (outcome.is === 'refused') report.add(outcome)
    }
  }
  let last: Promise<readonly ItemOutcome[]> = Promise.resolve([])
  try {
    const platformKeys = await everyRow((page) => data.store.platformKeys.list(page))
    const rules = recordRules({ ...data, platformKeys, now: context.clock.now() })
    const ignored = new Set(options.ignore)
    for await (const items of itemsOf(source, { format, ignored, rules }, BATCH)) {
      // While a database server works on one batch, the next is read.
      const before = last
      last = importer.take(items)
      last.catch(() => {})
      await note(before)
      line = items.at(-1)?.line ?? line
      progress.note(line)
      if (stopped) break
      await turn()
      await pause(PAUSE_MS)
    }
    await note(last)
  } catch (error) {
    await note(last).catch(() => {})
    if (error instanceof CommandRefused && tally.imported > 0) {
      const before = `${grouped(tally.imported)} users of the lines before it were imported`
      throw new CommandRefused(`${error.message} (${before})`)
    }
    if (!(error instanceof StorageUnavailable)) throw error
    trouble = error
  } finally {
    progress.end()
    await importer.end()
  }
  const seconds = (performance.now() - began) / 1000
  summarize(context, options, { tally, seconds, file, report: report.end(), stopped, trouble })
}

interface Ended {
  readonly tally: Tally
  readonly seconds: number
  readonly file: string
  readonly report: { readonly file: string | null; readonly shown: readonly Refused[] }
  readonly stopped: boolean
  readonly trouble: StorageUnavailable | undefined
}

/** Throws `CommandRefused` if not all users were imported. */
function summarize(context: CommandContext, options: ImportOptions, ended: Ended): void {
  const { tally, seconds, report, stopped, trouble } = ended
  const users = tally.imported + tally.linked + tally.already_there
  const rate = Math.round((users + tally.refused) / Math.max(seconds, 0.001))
  answer(context, options, {
    json: {
      ...tally,
      dry_run: options.dryRun ?? false,
      complete: !stopped && trouble === undefined,
      seconds: Number(seconds.toFixed(3)),
      report: report.file,
      ...(report.file === null && tally.refused > 0 && { refused_lines: report.shown }),
    },
    text: [
      headingOf(options, ended),
      '',
      fields([
        ['imported', grouped(tally.imported)],
        ...(tally.linked > 0
          ? [['linked', `${grouped(tally.linked)} more identities`] as const]
          : []),
        ['already there', grouped(tally.already_there)],
        ['refused', grouped(tally.refused)],
        ['time', `${inWords(seconds)}, ${grouped(rate)} lines a second`],
      ]),
    ].join('\n'),
  })
  showRefused(context, ended)
  const again = `run the same command again: ${importAgain(options, ended.file)}`
  if (trouble !== undefined) {
    throw new CommandRefused(
      `The import stopped (${trouble.message}). To go on, ${again}. Users that already exist are skipped.`,
    )
  }
  if (stopped) {
    throw new CommandRefused(
      `The import was interrupted. To go on, ${again}. Users that already exist are skipped.`,
    )
  }
  if (tally.refused > 0) {
    const [lines, them] =
      tally.refused === 1 ? ['One line', 'it'] : [`${grouped(tally.refused)} lines`, 'them']
    throw new CommandRefused(
      options.dryRun
        ? `${lines} would be refused; correct ${them} first, or import the others.`
        : `${lines} refused: correct ${them} and import the file again. Users that already exist are skipped.`,
    )
  }
}

function headingOf(options: ImportOptions, { stopped, trouble }: Ended): string {
  if (options.dryRun) return 'Dry run: nothing was imported. An import would do this:'
  return stopped || trouble !== undefined
    ? 'This is how far the import came.'
    : 'The import is complete.'
}

function showRefused({ terminal }: CommandContext, { report, tally }: Ended): void {
  const { file, shown } = report
  if (file !== null && tally.refused > 0) terminal.warn(`The refused lines are in ${file}`)
  else for (const { line, reason } of shown) terminal.warn(`line ${line}: ${reason}`)
  if (file === null && tally.refused > shown.length) {
    terminal.warn(
      `and ${grouped(tally.refused - shown.length)} more; write them all to a file with --report FILE`,
    )
  }
}

function importAgain(options: ImportOptions, file: string): string {
  const { format, ignore = [], report } = options
  return nextCommand(
    options,
    [
      'user import',
      quoted(file),
      ...(format === undefined ? [] : ['--format', format]),
      ...(ignore.length === 0 ? [] : ['--ignore', ...ignore.map(quoted)]),
      ...(report === undefined ? [] : ['--report', quoted(report)]),
    ].join(' '),
  )
}
