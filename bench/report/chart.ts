/**
 * The chart: processor time per request, as bars. One SVG for light and dark; it follows the
 * reader's preference, even inside an `<img>`.
 */

import { find } from './ratios.ts'
import type { Figure, Results } from './results.ts'
import { median } from './statistics.ts'
import { times, whole } from './texts.ts'

const WIDTH = 760
const LEFT = 284
const RIGHT = 124
const BAR = 18
const PITCH = 26
const HEAD = 40
const SHOWN = ['refresh', 'introspection'] as const

export function chart(results: Pick<Results, 'figures'>): string {
  let top = 12
  const panels = SHOWN.map((work) => {
    const figures = results.figures.filter((figure) => figure.work === work)
    const y = top
    top += HEAD + figures.length * PITCH + 14
    return panel(figures, { work, y, bare: costOf(find(results, work, 'bare node:http')) })
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top + 18}" role="img" aria-label="Processor time for each request">
<style>
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-weight: 600; font-size: 15px }
  .quiet { fill: #57606a; font-size: 12px }
  .limit { fill: #8c959f } .mandate { fill: #9a3412 } .peer { fill: #4b6a88 } .database { opacity: .5 } .paper { fill: #fff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .quiet { fill: #9198a1 }
    .limit { fill: #6e7681 } .mandate { fill: #f0883e } .peer { fill: #6f9bc8 } .paper { fill: #0d1117 }
  }
</style>
${panels.join('\n')}
<text class="quiet" x="12" y="${top + 4}">µs of processor time for each request, and as a multiple of bare node:http. Paler: the share of PostgreSQL.</text>
</svg>
`
}

function panel(
  figures: readonly Figure[],
  { work, y, bare }: { readonly work: string; readonly y: number; readonly bare: number },
): string {
  const end = axisEnd(figures.map(costOf))
  const scale = (value: number) => Number(((value / end) * (WIDTH - LEFT - RIGHT)).toFixed(1))
  const rows = figures.map((figure, row) => {
    const at = y + HEAD + row * PITCH
    const isCut = costOf(figure) > end
    const server = isCut ? scale(end) : scale(median(figure.server))
    const database = isCut ? 0 : scale(costOf(figure) - median(figure.server))
    const after = LEFT + server + database + 8
    const said = `${whole(costOf(figure))} µs, ${times(costOf(figure) / bare)} ×`
    return [
      `<text x="${LEFT - 10}" y="${at + 13}" text-anchor="end">${figure.subject}</text>`,
      `<rect class="${figure.kind}" x="${LEFT}" y="${at}" width="${server}" height="${BAR}" rx="2"/>`,
      database > 0 &&
        `<rect class="${figure.kind} database" x="${LEFT + server}" y="${at}" width="${database}" height="${BAR}" rx="2"/>`,
      isCut && cut(LEFT + server * 0.93, at),
      `<text class="quiet" x="${after}" y="${at + 13}">${said}</text>`,
    ]
      .filter((part) => part !== false)
      .join('\n')
  })
  return [`<text class="title" x="12" y="${y + 18}">${work}</text>`, ...rows].join('\n')
}

/** A bar far beyond all others is cut, or the others would be indistinguishable. */
function axisEnd(costs: readonly number[]): number {
  const [longest = 1, second = longest] = costs.toSorted((a, b) => b - a)
  return longest > 2 * second ? second * 1.2 : longest
}

/** A slanted gap in a bar. */
function cut(x: number, y: number): string {
  const shape = `M${x} ${y + BAR + 2} l6 -${BAR + 4} h6 l-6 ${BAR + 4} z`
  return `<path class="paper" d="${shape}"/>`
}

/** Of server and PostgreSQL together. */
function costOf({ server, database }: Figure): number {
  return median(server) + (database === null ? 0 : median(database))
}
