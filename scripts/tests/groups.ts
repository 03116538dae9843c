/**
 * Several test files in one process. Loading the server costs more processor time than most files
 * take to run, and each process loads it again.
 *
 * A group is a generated file that imports its members, each inside a suite of its name, so that the
 * hooks of a member stay its own. Members run one after the other.
 */

import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MOST_MEMBERS = 32
const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = join(root, 'node_modules/.cache/test-groups')

/** Folders whose test files leave their process as they found it. */
const SHARING = [
  'bench/',
  'conformance/documents',
  'conformance/results',
  'crash/',
  'examples/',
  'fuzz/parsers/',
  'packages/client/',
  'packages/demo/src/',
  'packages/guard/',
  'packages/mandate/src/',
  'packages/mandate/test/',
  'packages/sign-in/',
  'test/',
]
/** Files below them that need a process of their own, because they judge or change it as a whole. */
const ALONE = ['postgres', '/engines/', '/model/', '/scim/lazily.test.ts', 'way-back.test.ts']

/** The files to run instead of `files`: those that need a process of their own, and groups of the rest. */
export function inGroups(files: readonly string[]): readonly string[] {
  const alone = files.filter((file) => !mayShare(file))
  const sharing = files.filter(mayShare)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const groups = Array.from({ length: Math.ceil(sharing.length / MOST_MEMBERS) }, (_, index) => {
    const members = sharing.slice(index * MOST_MEMBERS, (index + 1) * MOST_MEMBERS)
    const path = join(folder, `group-${String(index + 1).padStart(2, '0')}.test.mjs`)
    writeFileSync(path, textOf(members))
    return path
  })
  return [...alone, ...groups]
}

function mayShare(file: string): boolean {
  return (
    SHARING.some((place) => file.startsWith(place)) && !ALONE.some((part) => file.includes(part))
  )
}

function textOf(members: readonly string[]): string {
  const suites = members.map((file) => {
    const place = JSON.stringify(join(root, file))
    return `suite(${JSON.stringify(file)}, async () => {\n  await import(${place})\n})`
  })
  return ["import { suite } from 'node:test'", ...suites, ''].join('\n')
}
