/** Where results are stored, and the documents generated from them. */

import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chart } from './chart.ts'
import { document } from './document.ts'
import type { Profiled } from './profile.ts'
import type { Results } from './results.ts'

const docs = fileURLToPath(new URL('../../docs/', import.meta.url))
const resultsFile = `${docs}performance/results.json`
const profilesFile = `${docs}performance/profiles.json`

export function keepResults(results: Results): void {
  keep(resultsFile, results)
}

export function keepProfiles(profiles: readonly Profiled[]): void {
  keep(profilesFile, profiles)
}

/** The files generated from the stored results, by path, with their text; none before the first run. */
export function documents(): ReadonlyMap<string, string> {
  if (!existsSync(resultsFile)) return new Map()
  const results: Results = JSON.parse(readFileSync(resultsFile, 'utf8'))
  const profiles: Profiled[] = existsSync(profilesFile)
    ? JSON.parse(readFileSync(profilesFile, 'utf8'))
    : []
  return new Map([
    [`${docs}performance.md`, document(results, profiles)],
    [`${docs}images/performance.svg`, chart(results)],
  ])
}

/** Writes them; returns their paths. */
export function writeDocuments(): readonly string[] {
  const all = documents()
  for (const [path, text] of all) writeFileSync(path, text)
  return [...all.keys()]
}

function keep(path: string, what: unknown): void {
  mkdirSync(`${docs}performance`, { recursive: true })
  writeFileSync(path, `${JSON.stringify(what, null, 2)}\n`)
}
