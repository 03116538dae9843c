/** Secrets that come through standard input, and passwords that are made for a person. */

import type { Readable } from 'node:stream'
import type { Random } from '../time-and-chance.ts'
import { type CommandContext, UsageRefused } from './command.ts'

/** No letter or digit in it looks like another; 32 of them, so that every byte fits evenly. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789'

const LARGEST_INPUT = 16 * 1024

/** The first line of standard input, without its end. Throws `UsageRefused` where it is empty. */
export async function secretFromInput({ input }: CommandContext, what: string): Promise<string> {
  const line = await firstLine(input)
  if (line !== '') return line
  throw new UsageRefused(`Standard input has no ${what}; write it there on one line`)
}

/** The first line, without its end; nothing where the input ends before. */
export async function firstLine(input: Readable): Promise<string> {
  let text = ''
  for await (const chunk of input.setEncoding('utf8')) {
    text += chunk
    if (text.includes('\n') || text.length > LARGEST_INPUT) break
  }
  return text.split(/\r?\n/, 1)[0] ?? ''
}

/** A password of 100 random bits that can be read out over the telephone. */
export function newPassword(random: Random): string {
  const letters = [...random(20)].map((byte) => ALPHABET.charAt(byte % ALPHABET.length)).join('')
  return (letters.match(/.{5}/g) ?? []).join('-')
}
