/** Which provider a text names: a way to sign in by its name in the settings, or the provider itself. */

import { openWays } from '../ways/ways.ts'
import type { CommandData } from './data-directory.ts'

export interface NamedProvider {
  /** As in the rows of `identities`: for an OpenID provider, its issuer. */
  readonly provider: string
  /** Whether people sign in by it. */
  readonly isOn: boolean
}

export function providerNamed(data: CommandData, text: string): NamedProvider {
  const ways = externalWays(data)
  const provider = ways.find(({ name }) => name === text)?.provider ?? text
  return { provider, isOn: ways.some((way) => way.provider === provider) }
}

/** The provider of the only way elsewhere; undefined if there is none, or several. */
export function onlyProvider(data: CommandData): string | undefined {
  const [way, ...more] = externalWays(data)
  return more.length === 0 ? way?.provider : undefined
}

function externalWays(data: CommandData) {
  const fetch = () => Promise.reject(new Error('no command calls another server here'))
  const { all } = openWays(data.settings.signIn, { ...data, fetch })
  return all.filter((way) => way.is === 'external')
}
