/** The table of rules and results: for a terminal, as JSON, and as Markdown for `docs/`. */

import { styleText } from 'node:util'
import type { Tried } from './results.ts'
import { type Folder, folderOf, folders } from './rule.ts'

const signs = { kept: '✓', broken: '✗', 'not offered': '–' } as const
const colours = { kept: 'green', broken: 'red', 'not offered': 'yellow' } as const

/** Aligned columns of result, section and rule; below a broken rule, the reason. */
export function terminalTable(all: readonly Tried[], columns: number): string {
  const width = Math.max(...all.map(({ rule }) => rule.source.length))
  const indent = ' '.repeat(width + 4)
  const lines = byFolder(all).flatMap(([folder, tried]) => [
    '',
    styleText('bold', folders[folder]),
    ...tried.flatMap((one) => [
      `${styleText(colours[one.result], signs[one.result])} ${one.rule.source.padEnd(width)}  ${wrap(
        one.rule.rule,
        { indent, columns },
      )}`,
      ...(one.result === 'kept'
        ? []
        : [
            `${indent}${styleText(
              colours[one.result],
              wrap(`${one.result}: ${one.because}`, { indent, columns }),
            )}`,
          ]),
    ]),
  ])
  return `${lines.join('\n')}\n\n${sumOf(all)}\n`
}

/** `{"issuer", "rules": [{"rule", "source", "scenario", "file", "result", "because"}]}` */
export function jsonTable(issuer: string, all: readonly Tried[]): string {
  const rules = all.map(({ rule: { rule, source, scenario, file }, ...result }) => ({
    rule,
    source,
    ...(scenario === undefined ? {} : { scenario }),
    file,
    ...result,
  }))
  return `${JSON.stringify({ issuer, rules }, null, 2)}\n`
}

/** A heading and a table for each folder. */
export function markdownTable(all: readonly Tried[]): string {
  return byFolder(all)
    .map(([folder, tried]) => {
      const rows = tried.map(
        ({ rule, result }) =>
          `| [${cell(rule.rule)}](../conformance/rules/${rule.file}) | ${cell(rule.source)} | ${
            rule.scenario ?? ''
          } | ${result} |`,
      )
      return [
        `## ${folders[folder]}`,
        '',
        '| rule | source | scenario | result |',
        '| --- | --- | --- | --- |',
        ...rows,
        '',
      ].join('\n')
    })
    .join('\n')
}

/** `182 rules: 180 kept, 2 broken` */
export function sumOf(all: readonly Tried[]): string {
  const counts = (['kept', 'broken', 'not offered'] as const).flatMap((result) => {
    const count = all.filter((one) => one.result === result).length
    return count === 0 ? [] : [`${count} ${result}`]
  })
  return `${all.length} rules: ${counts.join(', ')}`
}

/** Text for one cell of a Markdown table. */
export function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;')
}

function byFolder(all: readonly Tried[]): readonly (readonly [Folder, readonly Tried[]])[] {
  const names = Object.keys(folders) as readonly Folder[]
  return names
    .map((name) => [name, all.filter(({ rule }) => folderOf(rule) === name)] as const)
    .filter(([, tried]) => tried.length > 0)
}

function wrap(
  text: string,
  { indent, columns }: { readonly indent: string; readonly columns: number },
): string {
  const room = Math.max(40, columns - indent.length)
  const lines: string[] = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1) ?? ''
    if (line !== '' && line.length + word.length + 1 > room) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join(`\n${indent}`)
}
