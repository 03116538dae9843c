/** The forms of an HTML page, as needed by a browser without scripts. */

export interface PageForm {
  /** As in the page; empty means the page's own address. */
  readonly action: string
  /** Inputs by name with their values, both hidden and visible. */
  readonly inputs: ReadonlyMap<string, string>
  /** Submit buttons that have a name, as `name=value`. */
  readonly buttons: readonly string[]
}

export function formsIn(html: string): readonly PageForm[] {
  return [...html.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/gi)].map(
    ([, head = '', body = '']) => {
      const inputs = elements(body, 'input')
      return {
        action: attribute(head, 'action') ?? '',
        inputs: new Map(
          inputs.map((input) => [attribute(input, 'name') ?? '', attribute(input, 'value') ?? '']),
        ),
        buttons: elements(body, 'button').flatMap((button) => {
          const name = attribute(button, 'name')
          return name === undefined ? [] : [`${name}=${attribute(button, 'value') ?? ''}`]
        }),
      }
    },
  )
}

/** Text after decoding its HTML entities. */
export function unescapeHtml(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replace(/&#x([0-9a-f]+);/gi, (_, code) => String.fromCodePoint(Number.parseInt(code, 16)))
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

function elements(html: string, name: string): readonly string[] {
  return [...html.matchAll(new RegExp(`<${name}\\b([^>]*)>`, 'gi'))].map(([, head = '']) => head)
}

function attribute(head: string, name: string): string | undefined {
  const [, quoted, single] =
    new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'i').exec(` ${head}`) ?? []
  const value = quoted ?? single
  return value === undefined ? undefined : unescapeHtml(value)
}
