/** `mandate user create|show|update` against a server elsewhere. */

import { UsageRefused } from '../command.ts'
import { passwordFor } from '../given-password.ts'
import { type UserDetails, userDetailsText } from '../shown/user-details.ts'
import { createdUserText, type UserDocument, updatedUserText } from '../shown/users.ts'
import { wantedBy } from '../user-profile.ts'
import { segment } from './admin-api.ts'
import { countRemoteGrants } from './counts.ts'
import type { RemoteCommand } from './remote-command.ts'
import { remoteUser, textOf } from './which.ts'

export const profileCommands: Readonly<Record<string, RemoteCommand>> = {
  'user create': async ({ api, context, args, options }) => {
    if (options['init'] !== undefined) {
      throw new UsageRefused('--init makes a data directory here; leave it out with --server')
    }
    const isRead = options['passwordStdin'] === true
    const hasOne = options['password'] !== false
    if (!hasOne && isRead) throw new UsageRefused('Give either --password-stdin or --no-password')
    const given = hasOne
      ? await passwordFor(context, isRead ? { passwordStdin: true } : {})
      : undefined
    const email = args[0] ?? ''
    const name = textOf(options['name'])
    const user = await api.act('POST', '/users', {
      ...{ username: email, ...(name !== undefined && { name }) },
      ...(given !== undefined && { password: given.password }),
    })
    return {
      json: { ...user, ...(given?.generated && { password: given.password }) },
      text: createdUserText(user as unknown as UserDocument, { email, given }, options),
    }
  },
  'user show': async ({ api, args, options }) => {
    const { sub } = await remoteUser(api, args[0] ?? '', options)
    // A list has less of a user.
    const user = (await api.read(`/users/${segment(sub)}`)) as unknown as UserDetails
    const live = await countRemoteGrants(api, { sub })
    return { json: user, text: userDetailsText(user, { live }) }
  },
  'user update': async ({ api, args, options }) => {
    const { name, emailVerified, claims } = wantedBy(options)
    const emailOrId = args[0] ?? ''
    const { sub } = await remoteUser(api, emailOrId, options)
    const json = await api.act('PATCH', `/users/${segment(sub)}`, {
      ...(name !== undefined && { name }),
      ...(emailVerified !== undefined && { email_verified: emailVerified }),
      ...claims,
    })
    const shown = json as unknown as UserDocument
    return { json, text: updatedUserText(shown, { emailOrId, state: 'updated' }, options) }
  },
}
