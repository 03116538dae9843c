/** The package ships no types; this is the part of it that `page.ts` calls. */
declare module 'ghtml' {
  export function html(
    literals: { readonly raw: readonly string[] },
    ...values: readonly (string | Iterable<unknown>)[]
  ): string
}
