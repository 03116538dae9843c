/** What people see. */

import { colorProblem } from '../../brand/color.ts'
import { linkProblem } from '../rules.ts'
import type { Setting } from '../setting.ts'

export const pages = {
  brand_name: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: 'Mandate',
    meaning: 'The name that people see on the pages.',
    give: 'a name',
  },
  brand_logo: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'a seal, with the name' },
    meaning:
      'The logo at the top of every page, instead of the seal and the name: a PNG or SVG file of ' +
      'at most 256 KiB.',
    give: 'the path of a PNG or SVG file',
    path: true,
  },
  brand_color: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: 'sealing-wax red' },
    meaning:
      'The colour of the main buttons; the colour of links is derived from it. It has to stand out from ' +
      'light pages, and from dark ones unless `brand_color_dark` is set.',
    give: 'a colour such as "#0a5c8f", in quotes',
    problem: (value) => colorProblem(String(value), 'light'),
  },
  brand_color_dark: {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: '`brand_color`' },
    meaning: 'The same on dark pages, for people who prefer these.',
    give: 'a colour such as "#4a9fd4", in quotes',
    problem: (value) => colorProblem(String(value), 'dark'),
  },
  support_url: linkAtTheFoot('where people get help'),
  privacy_url: linkAtTheFoot('your privacy policy'),
  terms_url: linkAtTheFoot('your terms of service'),
  words_file: {
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no file' },
    meaning:
      'A YAML file with texts that replace ours; `mandate words` lists them all. `mandate doctor` ' +
      'checks it.',
    give: 'the path of a YAML file',
    path: true,
  },
} as const satisfies Record<string, Setting>

function linkAtTheFoot(where: string) {
  return {
    declarable: true,
    schema: { type: 'string', minLength: 1 },
    default: { described: 'no link' },
    meaning: `A link at the foot of every page, to ${where}.`,
    give: 'an https:// or mailto: URL',
    problem: (value) => linkProblem(String(value)),
  } as const satisfies Setting
}
