/** Secrets read from standard input, and generated passwords. */

import type { Readable } from 'node:stream'
import type { Random } from '../time-and-chance.ts'
import { type CommandContext, UsageRefused } from './command.ts'

/** No look-alikes; 32 characters, so that a byte maps to them without bias. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'

const LARGEST_INPUT = 16 * 1024

/** The first line of standard input, without its line ending. Throws `UsageRefused` if empty. */
export async function secretFromInput({ input }: CommandContext, what: string): Promise<string> {
  const line = await firstLine(input)
  if (line !== '') return line
  throw new UsageRefused(`Standard input has no ${what}; write it there on one line`)
}

/** The first line without its line ending; empty if there is no input. */
export async function firstLine(input: Readable): Promise<string> {
  let text = ''
  for await (const chunk of input.setEncoding('utf8')) {
    text += chunk
    if (text.includes('\n') || text.length > LARGEST_INPUT) break
  }
  return text.split(/\r?\n/, 1)[0] ?? ''
}

/** A password of 100 random bits that is easy to read out over the telephone. */
export function newPassword(random: Random): string {
  const letters = [...random(20)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')
  return (letters.match(/.{5}/g) ?? []).join('-')
}
