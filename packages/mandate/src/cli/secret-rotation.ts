/** `rotate-secret`, one command for all that have a secret: clients and APIs. */

import type { Command } from 'commander'
import { newSecret } from '../oauth/registration.ts'
import type { ClientStore, Store } from '../store/port.ts'
import { refuseDoubtedClock } from './clock.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  wholeNumber,
} from './command.ts'
import { confirm, YES_FLAG, type YesOptions } from './confirmation.ts'
import { withData } from './data-directory.ts'
import { inWords } from './duration.ts'
import { moment, printable } from './terminal.ts'

interface RotationOptions extends YesOptions {
  readonly overlapSeconds?: string
}

const OVERLAP_FLAG = '--overlap-seconds'

/** Whose secrets a command rotates. */
interface Noun {
  readonly storeOf: (store: Store) => Pick<ClientStore, 'rotateSecret'>
  /** The one with this id, which has a secret. Rejects with `CommandRefused`. */
  readonly find: (
    store: Store,
    id: string,
    options: CommandOptions,
  ) => Promise<{ readonly name: string }>
}

/** Adds the command to the noun's group. */
export function addRotateSecret(group: Command, context: CommandContext, noun: Noun): void {
  addCommand(
    group,
    'rotate-secret <client_id>',
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
      return withData(context, options, async ({ store, settings }) => {
        const { name } = await noun.find(store, id, options)
        const overlap = asked ?? settings.clientSecretOverlapSeconds
        // Without an overlap there is nothing to wait for: a leaked secret has to go at once.
        if (overlap > 0) await refuseDoubtedClock(context, store)
        const until = context.clock.now() + overlap
        await confirm(context, options, async () => ({
          question: `Make a new secret for ${printable(name)} (${id})?`,
          consequences: [
            overlap === 0
              ? 'the present secret ends at once, so everything that uses it stops'
              : `the present secret ends in ${inWords(overlap)}, at ${moment(until)} UTC`,
            'a secret from before the present one ends at once, if it still works',
          ],
          canBeUndone: true,
        }))
        const { secret, secretHash } = newSecret(context.random)
        if (!(await noun.storeOf(store).rotateSecret(id, secretHash, until))) {
          // Gone since it was found: the same sentence again.
          await noun.find(store, id, options)
        }
        answer(context, options, {
          json: { client_id: id, client_secret: secret, previous_client_secret_expires_at: until },
          text: `The new secret of ${printable(name)}, shown this once:\n\n  ${secret}\n\nThe old one works until ${moment(until)} UTC.`,
        })
      })
    })
}
