/** Cost against the number of grants, both axes logarithmic, as one SVG. */

import type { Growth } from './result.ts'

const [WIDTH, HEIGHT] = [720, 400]
const [LEFT, RIGHT, TOP, BOTTOM] = [64, 200, 24, 48]
const COLOURS = ['#9b2c2c', '#2c5282', '#b7791f', '#276749']

export function drawGrowth({ sizes, engine }: Pick<Growth, 'sizes' | 'engine'>): string {
  const names = Object.keys(sizes[0]?.acts ?? {})
  const costs = sizes.flatMap(({ acts }) => Object.values(acts).map(({ cost }) => cost))
  const across = scale([sizes[0]?.at ?? 1, sizes.at(-1)?.at ?? 10], [LEFT, WIDTH - RIGHT])
  const decades = [
    10 ** Math.floor(Math.log10(Math.min(...costs))),
    10 ** Math.ceil(Math.log10(Math.max(...costs))),
  ] as const
  const up = scale(decades, [HEIGHT - BOTTOM, TOP])
  const lines = names.map((name, index) => {
    const points = sizes.map(({ at, acts }) => [across(at), up(acts[name]?.cost ?? 1)] as const)
    const path = points.map(([x, y]) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ')
    const [x, y] = points.at(-1) ?? [0, 0]
    const colour = COLOURS[index % COLOURS.length]
    return `<polyline points="${path}" fill="none" stroke="${colour}" stroke-width="2"/>
  <text x="${x + 8}" y="${y + 4}" fill="${colour}">${name}</text>`
  })
  const ticks = [
    ...sizes.map(
      ({ at }) =>
        `<text x="${across(at)}" y="${HEIGHT - BOTTOM + 20}" text-anchor="middle">${at.toLocaleString('en')}</text>`,
    ),
    ...powers(decades).map(
      (value) => `<path d="M${LEFT} ${up(value)}H${WIDTH - RIGHT}" stroke="#cbd5e0"/>
  <text x="${LEFT - 8}" y="${up(value) + 4}" text-anchor="end">${value} µs</text>`,
    ),
  ]
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" font-family="system-ui, sans-serif" font-size="13" fill="#4a5568">
  <title>Processor time of one act against the number of grants, ${engine}</title>
  <rect width="${WIDTH}" height="${HEIGHT}" fill="#fffdf8"/>
  ${[...ticks, ...lines].join('\n  ')}
  <text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 8}" text-anchor="middle">grants</text>
</svg>
`
}

function scale(
  [from, to]: readonly [number, number],
  [low, high]: readonly [number, number],
): (value: number) => number {
  const width = Math.log(to / from) || 1
  return (value) => low + (Math.log(value / from) / width) * (high - low)
}

function powers([from, to]: readonly [number, number]): readonly number[] {
  return Array.from(
    { length: Math.round(Math.log10(to / from)) + 1 },
    (_, index) => from * 10 ** index,
  )
}
