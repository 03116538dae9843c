/** The redirect URI to register at the provider. */
export function callbackAddress(issuer: string, way: string): string {
  return `${issuer}/sign-in/with/${way}/callback`
}
