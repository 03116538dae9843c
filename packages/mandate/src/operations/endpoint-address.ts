/** What holds for every address that the server sends events to. */

const LONGEST_URL = 2_000

/**
 * Why the server does not send events to this URL, in a sentence; undefined if it does. `checkAddress`
 * rejects with the reason if the address is not one that the server may call.
 */
export async function addressProblem(
  checkAddress: (url: string) => Promise<unknown>,
  url: string,
): Promise<string | undefined> {
  if (url.length > LONGEST_URL) return `A URL has at most ${LONGEST_URL} characters.`
  if (url.includes('#')) return 'The URL must not have a fragment (#…), which is never sent.'
  return checkAddress(url).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )
}
