/** The parts of the package that the adapter uses; it ships no types. */
declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http'

  export default class Provider {
    constructor(issuer: string, configuration: Readonly<Record<string, unknown>>)
    callback(): RequestListener
  }

  export const errors: {
    readonly InvalidTarget: new () => Error
    readonly InvalidRequest: new (description: string) => Error
  }
}
