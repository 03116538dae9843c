/**
 * Reads the file of `mandate apply`: YAML without aliases, so that it means what it looks like, and the
 * place of each of its members for messages. What the members mean is for the nouns to say.
 */

import {
  type Document,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  parseDocument,
  type Scalar,
  visit,
} from 'yaml'
import type { Problem } from '../../apply/plan.ts'
import { SECTIONS, type Section, type Sections } from '../../apply/sections.ts'
import { plainValue, whatIsWrong } from '../../settings/file.ts'
import { nearest } from '../../settings/nearest.ts'

export interface DeclaredFile {
  readonly sections: Sections
  readonly problems: readonly Problem[]
  /** `platform.yaml:12:5`, or the closest place around it. */
  placeOf(at: Problem['at']): string
}

/** `shownAs` names the file in messages. */
export function readDeclaredFile(text: string, shownAs: string): DeclaredFile {
  const lines = new LineCounter()
  const placeAt = (offset: number): string => {
    const { line, col } = lines.linePos(offset)
    return `${shownAs}:${line}:${col}`
  }
  const refused = (problem: string, offset = 0): DeclaredFile => ({
    sections: {},
    problems: [{ at: [], text: problem }],
    placeOf: () => placeAt(offset),
  })
  let document: Document.Parsed
  try {
    document = parseDocument(text, { lineCounter: lines, logLevel: 'silent', prettyErrors: false })
  } catch {
    // Thousands of brackets within each other.
    return refused('this is nested too deeply; write one map for each section')
  }
  // The parser's message may quote the file.
  const [error] = [...document.errors, ...document.warnings]
  if (error !== undefined) return refused(whatIsWrong(error.code), error.pos[0])
  const alias = firstAlias(document)
  if (alias !== undefined) {
    return refused('an alias (*name) means nothing here; write the value itself', alias)
  }
  const { contents } = document
  if (contents === null) return { sections: {}, problems: [], placeOf: () => placeAt(0) }
  if (!isMap(contents)) {
    return refused(`write sections: ${SECTIONS.map((name) => `${name}:`).join(' ')}`)
  }
  const sections: Partial<Record<Section, unknown>> = {}
  const problems: Problem[] = []
  for (const { key, value } of contents.items) {
    const name = String(isScalar(key) ? key.value : key)
    const known = SECTIONS.find((one) => one === name)
    if (known === undefined) problems.push({ at: [name], text: unknownSection(name) })
    else sections[known] = isNode(value) ? plainValue(value, document) : null
  }
  return {
    sections,
    problems,
    placeOf: (at) => placeAt(offsetOf(contents, at) ?? 0),
  }
}

function unknownSection(name: string): string {
  const meant = nearest(name, SECTIONS)
  return meant === undefined
    ? `there is no such section; give ${SECTIONS.join(', ')}`
    : `there is no such section; did you mean ${meant}?`
}

function firstAlias(document: Document.Parsed): number | undefined {
  let found: number | undefined
  visit(document, {
    Alias(_, node) {
      found = node.range?.[0] ?? 0
      return visit.BREAK
    },
  })
  return found
}

/** The position of the last of these nested names that is there. */
function offsetOf(contents: unknown, at: Problem['at']): number | undefined {
  let offset: number | undefined
  let inside = contents
  for (const name of at) {
    if (isSeq(inside) && typeof name === 'number') {
      inside = inside.items[name]
      offset = isNode(inside) ? (inside.range?.[0] ?? offset) : offset
      continue
    }
    if (!isMap(inside)) return offset
    const pair = inside.items.find(({ key }) => isScalar(key) && String(key.value) === String(name))
    if (pair === undefined) return offset
    offset = (pair.key as Scalar).range?.[0] ?? offset
    inside = pair.value
  }
  return offset
}
