/** `rotate-secret`, shared by clients, APIs and platform keys. */

import type { Command } from 'commander'
import type { Rotated, Rotation } from '../operations/secrets.ts'
import { spanInWords } from '../settings/span.ts'
import { clockDoubted } from './clock.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  wholeNumber,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { type CommandData, withData } from './data-directory.ts'
import { newSecretText } from './shown/clients.ts'
import { moment, printable } from './terminal.ts'

interface RotationOptions extends YesOptions {
  readonly overlapSeconds?: string
}

const OVERLAP_FLAG = '--overlap-seconds'

/** Whose secrets a command rotates. */
interface Noun {
  /** The output names of its id and secret. Default: as in RFC 7591 §3.2.1. */
  readonly id?: string
  readonly secret?: string
  /** Finds it by id. Rejects with `CommandRefused`. */
  readonly find: (
    data: CommandData,
    id: string,
    options: CommandOptions,
  ) => Promise<{ readonly name: string }>
  /** Rejects with `CommandRefused` if it does not exist or has no secret. */
  readonly rotate: (
    data: CommandData,
    rotation: Rotation,
    options: CommandOptions,
  ) => Promise<Rotated>
}

/** Adds the command to a noun. */
export function addRotateSecret(group: Command, context: CommandContext, noun: Noun): void {
  const { id: idName = 'client_id', secret: secretName = 'client_secret' } = noun
  addCommand(
    group,
    `rotate-secret <${idName}>`,
    'Make a new secret; the old one keeps working for a while',
  )
    .option(`${OVERLAP_FLAG} <seconds>`, 'how long the old secret still works (default: a week)')
    .option(...YES_FLAG)
    .action((id: string, options: RotationOptions) => {
      const { overlapSeconds: given } = options
      const asked =
        given === undefined
          ? undefined
          : wholeNumber(OVERLAP_FLAG, given, { from: 0, to: 31_536_000 })
      return withData(context, options, async (data) => {
        const { name } = await noun.find(data, id, options)
        const overlap = asked ?? data.settings.clientSecretOverlapSeconds
        await confirm(context, options, async () => ({
          question: `Make a new secret for ${printable(name)} (${id})?`,
          consequences: [
            overlap === 0
              ? 'the current secret ends at once, so everything that uses it stops'
              : `the current secret ends in ${spanInWords(overlap)}, at ${moment(data.clock.now() + overlap)} UTC`,
            'an even older secret, if still valid, ends at once',
          ],
          canBeUndone: true,
        }))
        const outcome = await noun.rotate(data, { id, overlapSeconds: overlap }, options)
        if (outcome.is === 'clock_in_doubt') throw clockDoubted(outcome.doubt)
        const { secret, previousExpiresAt: until } = outcome
        answer(context, options, {
          json: {
            [idName]: id,
            [secretName]: secret,
            [`previous_${secretName}_expires_at`]: until,
          },
          text: newSecretText(name, secret, until),
        })
      })
    })
}
