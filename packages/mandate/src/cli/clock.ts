/**
 * `mandate clock`: shows the clocks, and lets the operator confirm that this machine's is right
 * (`grants/trusted-time.ts`).
 */

import type { Command } from 'commander'
import { type ClockDoubt, doubtOf } from '../grants/trusted-time.ts'
import { trustClock } from '../operations/clock.ts'
import { distanceInWords } from '../runtime/clock-words.ts'
import {
  addCommand,
  addGroup,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  OPERATOR,
} from './command.ts'
import { type CommandData, withData } from './data-directory.ts'
import { fields, moment } from './terminal.ts'

export function addClockCommands(program: Command, context: CommandContext): void {
  const clock = addGroup(program, 'clock', 'Compare clocks, or confirm that this one is right')
  addCommand(
    clock,
    'show',
    'Show the time here, at the database, and the trusted time used for deletions',
  ).action((options: CommandOptions) =>
    withData(context, options, (data) => show(context, options, data)),
  )
  addCommand(
    clock,
    'trust',
    "Confirm that this machine's clock is right, with immediate effect",
  ).action((options: CommandOptions) =>
    withData(context, options, (data) => trust(context, options, data)),
  )
}

async function show(context: CommandContext, options: CommandOptions, { store }: CommandData) {
  const own = context.clock.now()
  const { database, trusted } = await store.trustedTime.read()
  const doubt = doubtOf({ own, database, trusted })
  answer(context, options, {
    json: { clock: own, database, trusted, doubted: doubt !== undefined },
    text: `${fields([
      ['this machine', `${moment(own)} UTC`],
      ['database', database === null ? "uses this machine's clock" : `${moment(database)} UTC`],
      ['trusted', trusted === null ? 'none yet; a server starts it' : `${moment(trusted)} UTC`],
    ])}

${doubt === undefined ? 'They agree.' : `The clock of this machine is ${distanceInWords(doubt)}.`}`,
  })
}

async function trust(context: CommandContext, options: CommandOptions, data: CommandData) {
  const outcome = await trustClock(data, OPERATOR, null)
  switch (outcome.is) {
    case 'trusted':
      return answer(context, options, {
        json: { trusted: outcome.at },
        text: `${moment(outcome.at)} UTC is trusted. What has expired by this time will be deleted.`,
      })
    case 'clock_in_doubt':
      throw new CommandRefused(
        `The clock of this machine is ${distanceInWords(outcome.doubt)}: set both by NTP first; nothing was changed.`,
      )
    case 'busy':
      throw new CommandRefused('Servers keep moving the trusted time: try again.')
  }
}

/** The refusal to store an expiry by a doubted clock. */
export function clockDoubted(doubt: ClockDoubt): CommandRefused {
  return new CommandRefused(
    `The clock of this machine is ${distanceInWords(doubt)}, and an expiry would be stored by it: set the clock or, if it is right, run: mandate clock trust`,
  )
}
