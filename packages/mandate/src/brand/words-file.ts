/** The operator's texts: a YAML file of languages, each with texts by their dotted names. */

import { basename } from 'node:path'
import { isMap, isScalar, LineCounter, parseDocument } from 'yaml'
import { nearest } from '../settings/nearest.ts'
import { readTextFile } from '../settings/text-file.ts'
import { catalogues } from '../words/choose.ts'
import { type Language, languages } from '../words/languages.ts'
import { placeholdersOf, type Texts, textsOf } from '../words/overrides.ts'

export interface WordsFile {
  readonly texts: Readonly<Partial<Record<Language, Texts>>>
  /** One sentence each, with its place in the file and the remedy. */
  readonly problems: readonly string[]
}

/** Reads the file and checks each text against ours: its name, its placeholders. */
export function readWordsFile(path: string): WordsFile {
  const file = basename(path)
  const read = textOf(path)
  if (typeof read !== 'string') {
    return { texts: {}, problems: [`${path} cannot be read (${read.code})`] }
  }
  const lines = new LineCounter()
  const document = parseDocument(read, {
    ...{ lineCounter: lines, logLevel: 'silent', prettyErrors: false },
  })
  const placeOf = (node: unknown) => {
    const offset = isScalar(node) || isMap(node) ? (node.range?.[0] ?? 0) : 0
    return `${file}:${lines.linePos(offset).line}`
  }
  const problems = [...document.errors, ...document.warnings].map(
    ({ code, pos }) =>
      `${file}:${lines.linePos(pos[0]).line}: this is not YAML (${code}); put texts with a colon or a brace in quotes`,
  )
  const texts: Partial<Record<Language, Record<string, string>>> = {}
  if (problems.length > 0 || document.contents === null) return { texts, problems }
  if (!isMap(document.contents)) {
    return { texts, problems: [`${file}:1: write a language, such as en:, and texts below it`] }
  }
  for (const { key, value } of document.contents.items) {
    const named = String(isScalar(key) ? key.value : key)
    const language = languages.find((one) => one === named)
    if (language === undefined) {
      const all = languages.join(', ')
      problems.push(`${placeOf(key)}: there is no language ${named}; pages are in ${all}`)
      continue
    }
    if (!isMap(value)) {
      problems.push(`${placeOf(key)}: write texts below ${named}, such as signIn.button: Log in`)
      continue
    }
    const own = textsOf(catalogues[language])
    const given: Record<string, string> = {}
    texts[language] = given
    for (const { key: name, value: text } of value.items) {
      const dotted = String(isScalar(name) ? name.value : name)
      const problem = textProblem(own, dotted, isScalar(text) ? text.value : undefined)
      if (problem === undefined) given[dotted] = String(isScalar(text) ? text.value : '')
      else problems.push(`${placeOf(name)}: ${problem}`)
    }
  }
  return { texts, problems }
}

function textOf(path: string): string | { readonly code: string } {
  try {
    return readTextFile(path)
  } catch (error) {
    return { code: (error as NodeJS.ErrnoException).code ?? 'unknown error' }
  }
}

function textProblem(
  own: ReadonlyMap<string, string>,
  name: string,
  text: unknown,
): string | undefined {
  const ours = own.get(name)
  if (ours === undefined) {
    const meant = nearestName(name, [...own.keys()])
    return meant === undefined
      ? `there is no text ${name}; \`mandate words\` lists them all`
      : `there is no text ${name}; did you mean ${meant}?`
  }
  if (typeof text !== 'string' || text.trim() === '') return `${name} is empty; give a text`
  const [wanted, given] = [ours, text].map((one) => placeholdersOf(one).map((found) => found.name))
  const missing = wanted?.find((one) => !given?.includes(one))
  if (missing !== undefined) return `${name} lacks {${missing}}; ours is: ${ours}`
  const unknown = given?.find((one) => !wanted?.includes(one))
  if (unknown !== undefined) return `${name} has no {${unknown}} to fill in; ours is: ${ours}`
  const bare = placeholdersOf(text).find(
    (one) =>
      one.words === undefined &&
      placeholdersOf(ours).some((its) => its.name === one.name && its.words !== undefined),
  )
  return bare && `{${bare.name}} needs words of its own, as in ours: ${ours}`
}

/** Dots and capitals mean nothing for likeness. */
function nearestName(name: string, names: readonly string[]): string | undefined {
  const plain = new Map(names.map((one) => [one.replaceAll('.', '_').toLowerCase(), one]))
  const meant = nearest(name.replaceAll('.', '_').toLowerCase(), [...plain.keys()])
  return meant === undefined ? undefined : plain.get(meant)
}
