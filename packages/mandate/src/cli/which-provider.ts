/** Finds the provider for a text: the name of a way in the settings, or the provider itself. */

import { openWays } from '../ways/ways.ts'
import type { CommandData } from './data-directory.ts'

export interface NamedProvider {
  /** As in `identities`: for an OpenID provider, its issuer. */
  readonly provider: string
  /** Whether a way uses it. */
  readonly isOn: boolean
}

export function providerNamed(data: CommandData, text: string): NamedProvider {
  const ways = externalWays(data)
  const provider = ways.find(({ name }) => name === text)?.provider ?? text
  return { provider, isOn: ways.some((way) => way.provider === provider) }
}

/** The provider of the only external way; undefined if there is none or more than one. */
export function onlyProvider(data: CommandData): string | undefined {
  const [way, ...more] = externalWays(data)
  return more.length === 0 ? way?.provider : undefined
}

function externalWays(data: CommandData) {
  const fetch = () => Promise.reject(new Error('this command does not call other servers'))
  const { all } = openWays(data.settings.signIn, { ...data, fetch })
  return all.filter((way) => way.is === 'external')
}
