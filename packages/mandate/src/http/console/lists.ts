/** The address of a page of a list, with its filters. */
export function listAddress(
  path: string,
  query: Readonly<Record<string, string | null | undefined>>,
): string {
  const given = Object.entries(query).filter((entry): entry is [string, string] =>
    Boolean(entry[1]),
  )
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`
}
