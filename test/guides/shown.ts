/** Whether a terminal showed what a guide says. */

import type { Shown } from './guide.ts'

/** `…` within a line is any text; a line of only `…` is any number of lines. */
export function isAsShown(printed: string, shown: Shown): boolean {
  switch (shown.language) {
    case 'text':
      return patternOfText(shown.text).test(trimLines(printed))
    case 'json':
      return patternOfJson(shown.text).test(compact(printed))
  }
}

function patternOfText(text: string): RegExp {
  const lines = trimLines(text).trimEnd().split('\n')
  const pattern = lines.map((line) => (line === '…' ? '(?:.*\\n)*' : `${anyWithin(line, '.*')}\\n`))
  return new RegExp(`^${pattern.join('')}$`)
}

/** Line breaks and indentation are up to the guide; names, their order and all values count. */
function patternOfJson(text: string): RegExp {
  const dense = text.replace(/("(?:[^"\\]|\\.)*")|\s+/g, '$1')
  return new RegExp(`^${anyWithin(dense, '[^"]*')}$`)
}

function anyWithin(text: string, any: string): string {
  return text
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join(any)
}

function compact(printed: string): string {
  try {
    return JSON.stringify(JSON.parse(printed))
  } catch {
    return printed
  }
}

/** Each line ends with a line break, none with a space, and there are no surrounding empty lines. */
function trimLines(text: string): string {
  return `${text.replace(/[ \t]+$/gm, '').replace(/^\n+|\n+$/g, '')}\n`
}
