/**
 * Reads a guide as a reader follows it: top to bottom, block by block.
 *
 * - `sh` is pasted into a terminal, always the same one.
 * - `text` or `json` right after it is the expected output; `…` is text that varies, and on a line of
 * its own any number of lines.
 * - `ts`, `js` and `yaml` are saved as the file that their first line names.
 * - `ini`, `nginx`, `lua`, `python` and `go` are for a configured machine; `*.slow.test.ts` in this folder
 * test them.
 *
 * Other block types are refused, so that no command can hide under a name that is not run.
 */

export interface Shown {
  readonly language: 'text' | 'json'
  readonly text: string
}

export type Step =
  | {
      readonly kind: 'run'
      readonly where: string
      readonly commands: string
      readonly shows: Shown | null
    }
  | {
      readonly kind: 'save'
      readonly where: string
      readonly name: string
      readonly text: string
    }

interface Block {
  /** `line 41` */
  readonly where: string
  readonly language: string
  readonly text: string
}

const SAVED = new Set(['ts', 'js', 'yaml'])
const NOT_RUN = new Set(['ini', 'nginx', 'lua', 'python', 'go'])

/** The steps of a guide, in order. Throws for a block that would not be tested. */
export function readGuide(markdown: string): readonly Step[] {
  const steps: Step[] = []
  let before: Block | undefined
  for (const block of blocksOf(markdown)) {
    const last = steps.at(-1)
    if (block.language === 'sh') {
      steps.push({ kind: 'run', where: block.where, commands: block.text, shows: null })
    } else if (block.language === 'text' || block.language === 'json') {
      if (before?.language !== 'sh' || last?.kind !== 'run') {
        throw new Error(`${block.where}: what is shown here follows no command`)
      }
      steps[steps.length - 1] = { ...last, shows: { language: block.language, text: block.text } }
    } else if (SAVED.has(block.language)) {
      steps.push({ kind: 'save', where: block.where, name: nameIn(block), text: block.text })
    } else if (!NOT_RUN.has(block.language)) {
      throw new Error(`${block.where}: nobody tries a block of "${block.language}"`)
    }
    before = block
  }
  return steps
}

/** The text of the block with this first line, in any language. */
export function blockNamed(markdown: string, firstLine: string): string {
  const found = blocksOf(markdown).find(({ text }) => text.startsWith(`${firstLine}\n`))
  if (found === undefined) throw new Error(`there is no block that begins with ${firstLine}`)
  return found.text
}

/** Every fenced block of a Markdown text, and its line. */
export function blocksOf(markdown: string): readonly Block[] {
  return [...markdown.matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)].map((match) => ({
    where: `line ${markdown.slice(0, match.index).split('\n').length}`,
    language: match[1] ?? '',
    text: match[2] ?? '',
  }))
}

/** `// call.ts` or `# mandate.yaml`. */
function nameIn({ where, text }: Block): string {
  const name = /^(?:\/\/|#) ([a-z][\w.-]*\.(?:ts|js|yaml))\n/.exec(text)?.[1]
  if (name === undefined) throw new Error(`${where}: the first line names no file`)
  return name
}
