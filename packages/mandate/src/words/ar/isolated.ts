/** A name inside a plain string: it cannot change the order of the words around it (UAX #9 §2.5). */
export function isolated(name: string): string {
  return `\u2068${name}\u2069`
}
