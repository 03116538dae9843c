/** `mandate user update`: the name of a user, and the claims of their profile. */

import { type Command, Option } from 'commander'
import { userDocument } from '../documents/user.ts'
import { updateProfile, type WantedProfile } from '../operations/accounts.ts'
import { type ProfileClaim, profileClaims, profileRules } from '../people/profile.ts'
import {
  addCommand,
  answer,
  type CommandContext,
  type CommandOptions,
  CommandRefused,
  OPERATOR,
  UsageRefused,
} from './command.ts'
import { withData } from './data-directory.ts'
import { updatedUserText } from './shown/users.ts'
import { findUser, unknownUser } from './which-user.ts'

/** What commander yields: false for `--no-…`. */
type ProfileOptions = Readonly<Record<string, unknown>>
type UpdateOptions = CommandOptions & ProfileOptions

export function addUserProfileCommands(user: Command, context: CommandContext): void {
  const update = addCommand(
    user,
    'update <user>',
    'Change the name of a user, and what else apps may be told',
  )
    .option('--name <name>', 'the user’s name')
    .option('--no-name', 'removes it')
    .option('--email-verified', 'the e-mail address is known to be the user’s')
    .option('--no-email-verified', 'it is not')
  for (const claim of profileClaims) {
    const flag = flagOf(claim)
    const isFlag = claim === 'phone_number_verified'
    const set = isFlag
      ? new Option(`--${flag}`, 'the phone number is known to be the user’s')
      : new Option(`--${flag} <${placeholderOf(claim)}>`, helpOf(claim))
    update.addOption(set.helpGroup('What apps may be told (--no-… removes one):'))
    update.addOption(new Option(`--no-${flag}`).hideHelp())
  }
  update.action((emailOrId: string, options: UpdateOptions) =>
    updateUser(context, options, emailOrId),
  )
}

function updateUser(
  context: CommandContext,
  options: UpdateOptions,
  emailOrId: string,
): Promise<void> {
  const wanted = wantedBy(options)
  return withData(context, options, async (data) => {
    const { id: accountId } = await findUser(data.store, emailOrId, options)
    const outcome = await updateProfile(data, OPERATOR, { accountId, ...wanted })
    switch (outcome.is) {
      case 'no_such_account':
        throw unknownUser(emailOrId, options)
      case 'name_invalid':
        throw new CommandRefused(
          'The name is longer than 200 characters or contains invisible characters; give another.',
        )
      case 'changed_meanwhile':
        throw new CommandRefused('Others keep changing this user; run the command again.')
      case 'no_email':
        throw new CommandRefused('The user has no e-mail address; remove --email-verified')
      case 'claim_invalid':
        throw new CommandRefused(
          `--${flagOf(outcome.claim)} is invalid; give ${profileRules[outcome.claim].right}`,
        )
    }
    const state = outcome.is === 'updated' ? 'updated' : 'already like that'
    const json = userDocument(outcome.account)
    answer(context, options, { json, text: updatedUserText(json, { emailOrId, state }, options) })
  })
}

/** What the options say. Throws `UsageRefused`. */
export function wantedBy(options: ProfileOptions): WantedProfile {
  const claims = profileClaims.flatMap((claim) => {
    const given = options[optionOf(claim)]
    if (given === undefined) return []
    if (claim === 'phone_number_verified') return [[claim, given]]
    return [[claim, given === false ? null : addressed(claim, given)]]
  })
  const { name, emailVerified } = options
  const wanted = {
    ...(name !== undefined && { name: name === false ? null : String(name) }),
    ...(emailVerified !== undefined && { emailVerified: emailVerified === true }),
    claims: Object.fromEntries(claims),
  }
  if (wanted.name === undefined && emailVerified === undefined && claims.length === 0) {
    throw new UsageRefused('Say what to change, for example --name "Ada Lovelace"')
  }
  return wanted
}

/** An address may be given in its parts, as JSON. */
function addressed(claim: ProfileClaim, given: unknown): unknown {
  if (claim !== 'address' || typeof given !== 'string' || !given.startsWith('{')) return given
  try {
    return JSON.parse(given)
  } catch {
    throw new UsageRefused(
      `--address is not JSON; give ${profileRules.address.right}, or plain text`,
    )
  }
}

function flagOf(claim: ProfileClaim): string {
  return claim.replaceAll('_', '-')
}

/** As commander names the option. */
function optionOf(claim: ProfileClaim): string {
  return claim.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase())
}

function placeholderOf(claim: ProfileClaim): string {
  return ['profile', 'picture', 'website'].includes(claim) ? 'url' : 'value'
}

function helpOf(claim: ProfileClaim): string {
  return claim === 'address' ? 'as text, or as JSON in its parts' : profileRules[claim].right
}
