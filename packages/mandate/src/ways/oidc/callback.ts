/** Where a provider sends the browser back to: the redirect URI to register there. */
export function callbackAddress(issuer: string, way: string): string {
  return `${issuer}/sign-in/with/${way}/callback`
}
