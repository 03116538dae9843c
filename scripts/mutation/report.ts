/** `docs/mutation.md`: how many mutants the tests noticed, and each that they did not, with the reason. */

import type { Mutant } from './run.ts'
import { reasonFor } from './survivors.ts'

const HEAD = `# Mutation testing

Written by \`npm run mutation\`. It changes \`grants/\` and \`oauth/\` in one place at a time (a condition
turned round, a statement left out, a text emptied) and runs the tests that reach the place. A mutant
that makes a test fail, or never end, is noticed. What is left is listed below with the reason why it may
stand; the reasons are kept in \`scripts/mutation/survivors.ts\`.
`

/** The share of mutants that a test noticed, in percent. Those that do not even load do not count. */
export function scoreOf(mutants: readonly Mutant[]): number {
  const counted = mutants.filter(isCounted)
  return counted.length === 0 ? 0 : (100 * counted.filter(isNoticed).length) / counted.length
}

/** The whole page. */
export function report(mutants: readonly Mutant[]): string {
  const files = [...new Set(mutants.map(({ file }) => file))].sort()
  const folders = ['grants', 'clients', 'oauth', 'explanations'].map(
    (folder) => `packages/mandate/src/${folder}/`,
  )
  const within = (path: string) => mutants.filter(({ file }) => file.startsWith(path))
  const rows = [...folders, ...files].map((path) => row(path, within(path)))
  const survivors = mutants.filter((mutant) => isCounted(mutant) && !isNoticed(mutant))
  return `${HEAD}
| file | mutants | noticed | not noticed | score |
| --- | ---: | ---: | ---: | ---: |
${rows.join('\n')}

## What no test notices

${files.flatMap((file) => section(file, survivors)).join('\n')}`
}

function row(path: string, mutants: readonly Mutant[]): string {
  const counted = mutants.filter(isCounted).length
  const noticed = mutants.filter(isNoticed).length
  const name = path.endsWith('/') ? `**\`${short(path)}\`**` : `\`${short(path)}\``
  const score = `${scoreOf(mutants).toFixed(1)} %`
  return `| ${name} | ${counted} | ${noticed} | ${counted - noticed} | ${score} |`
}

function section(file: string, survivors: readonly Mutant[]): string[] {
  const here = survivors.filter((mutant) => mutant.file === file)
  if (here.length === 0) return []
  const lines = here
    .toSorted((one, other) => one.line - other.line)
    .map((mutant) => {
      const change = `${code(mutant.original)} → ${code(mutant.replacement)}`
      return `- line ${mutant.line}: ${change}  \n  ${reasonFor(mutant)}`
    })
  return [`### \`${short(file)}\`\n\n${lines.join('\n')}\n`]
}

/** On one line, and not all of a long block. */
function code(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ')
  const shown = line.length <= 90 ? line : `${line.slice(0, 89)}…`
  return shown.includes('`') ? `\`\` ${shown} \`\`` : `\`${shown === '' ? ' ' : shown}\``
}

function short(path: string): string {
  return path.replace('packages/mandate/src/', '')
}

function isCounted({ status }: Mutant): boolean {
  return ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status)
}

function isNoticed({ status }: Mutant): boolean {
  return status === 'Killed' || status === 'Timeout'
}
