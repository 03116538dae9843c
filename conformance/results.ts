/** Tests rules on an issuer, one after the other, and collects the results. */

import { AssertionError } from 'node:assert'
import type { Issuer } from './issuer.ts'
import { NotOffered } from './issuer.ts'
import type { Rule } from './rule.ts'

export type Result =
  | { readonly result: 'kept' }
  | { readonly result: 'broken'; readonly because: string }
  | { readonly result: 'not offered'; readonly because: string }

export type Tried = { readonly rule: Rule } & Result

const LONGEST_MILLISECONDS = 60_000

/** `report` is called with each as soon as it is known. */
export async function tryAll(
  issuer: Issuer,
  rules: readonly Rule[],
  report: (tried: Tried) => void = () => {},
): Promise<readonly Tried[]> {
  const all: Tried[] = []
  for (const rule of rules) {
    const tried = { rule, ...(await tryOne(issuer, rule)) }
    all.push(tried)
    report(tried)
  }
  return all
}

async function tryOne(issuer: Issuer, rule: Rule): Promise<Result> {
  let timer: NodeJS.Timeout | undefined
  const tooLong = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no end after 60 s')), LONGEST_MILLISECONDS)
  })
  try {
    await Promise.race([rule.tryOn(issuer), tooLong])
    return { result: 'kept' }
  } catch (error) {
    if (error instanceof NotOffered) return { result: 'not offered', because: error.message }
    return { result: 'broken', because: sentenceOf(error) }
  } finally {
    clearTimeout(timer)
  }
}

/** One line: expected and actual. */
function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const [line = ''] = error.message.split('\n')
  if (!(error instanceof AssertionError)) return line
  const { actual, expected, operator } = error
  if (operator === 'match' || operator === 'doesNotMatch') return line.slice(0, 160)
  const compared = `expected ${shown(expected)}, got ${shown(actual)}`
  return error.generatedMessage ? compared : `${line}: ${compared}`
}

function shown(value: unknown): string {
  const text = value instanceof RegExp ? String(value) : (JSON.stringify(value) ?? String(value))
  return text.length > 80 ? `${text.slice(0, 79)}…` : text
}
