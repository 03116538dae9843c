/**
 * What a file declares, for `mandate apply --server`: compared and applied here, by the code that the
 * command uses on this machine, so there is one set of rules. References to secrets were followed where
 * the file is.
 */

import { compare, digestOf } from '../../../apply/compare.ts'
import { exportSections } from '../../../apply/export.ts'
import { apply } from '../../../apply/perform.ts'
import type { ApplyContext, Problem as Place } from '../../../apply/plan.ts'
import { planDocument } from '../../../apply/plan-document.ts'
import { SECTIONS, type Sections, sectionNoun } from '../../../apply/sections.ts'
import type { RemoteOperator } from '../../../facts/actor.ts'
import { createAddressCheck } from '../../../fetching/fetcher.ts'
import { requirePermission } from '../../../operations/permitted.ts'
import type { HttpContext } from '../../context.ts'
import { Problem } from '../../problem.ts'
import { shapeProblems } from '../declared-shapes.ts'
import { act, type Noun, read } from '../endpoint.ts'
import { conflict } from '../refusals.ts'
import { choice, flag, list, type Of, optional, shape, Type, text } from '../schema.ts'

const MOST_CHANGES = 100_000

/** What is in them is checked by the comparison, as in the command, so that its sentences are the same. */
const sectionsSchema = shape(
  Object.fromEntries(SECTIONS.map((name) => [name, optional(Type.Unknown())])),
  { title: 'DeclaredSections', description: 'As in the file of `mandate apply`.' },
)

const texts = (description: string) => Type.Record(Type.String(), Type.String(), { description })
const declared = {
  sections: sectionsSchema,
  secrets: optional(texts('What is behind each reference to a secret, such as `env:NAME`.')),
  images: optional(texts('The images behind references, in base64.')),
}

const changeSchema = shape(
  {
    noun: Type.String({ description: '`client`, `API`, `setting` …' }),
    id: Type.String(),
    action: choice(['add', 'change', 'remove'], 'What is done.'),
    members: Type.Array(
      shape({
        name: Type.String(),
        from: optional(Type.Unknown()),
        to: optional(Type.Unknown()),
      }),
    ),
    notices: list(Type.String(), 'What people or programs would notice.', MOST_CHANGES),
  },
  { title: 'DeclaredChange' },
)

const planSchema = shape(
  {
    changes: list(changeSchema, 'What is done, in this order.', MOST_CHANGES),
    makes: list(
      shape({
        kind: choice(['client_secret', 'webhook_secret'], 'What it is.'),
        id: Type.String({ description: 'Whose it is.' }),
      }),
      'Secrets that have to be made before this is applied.',
      MOST_CHANGES,
    ),
    digest: Type.String({ description: 'Names these changes.' }),
  },
  { title: 'DeclarationPlan' },
)

const PROBLEMS = {
  409: 'Another apply is under way, there would be another plan by now, or a step could not be made.',
}

export const declaration: Noun = {
  name: 'Declaration',
  description: 'What a file under version control declares: `mandate apply` and `mandate export`.',
  endpoints: [
    read({
      id: 'exportDeclaration',
      path: '/declaration',
      summary: 'Read what there is as the sections of a declared file, without secrets',
      description: 'Needs the permission to read each noun that is in a section.',
      needs: 'settings:read',
      answer: shape({ sections: sectionsSchema }, { title: 'Declaration' }),
      run: async ({ context, actor }) => {
        await requireEach(context, actor, { names: SECTIONS, verb: 'read' })
        return { sections: (await exportSections(context)) as Of<typeof sectionsSchema> }
      },
    }),
    act({
      id: 'planDeclaration',
      path: '/declaration/plan',
      summary: 'Compare what a file declares with what there is; changes nothing',
      description:
        'Needs the permission to read what the sections are about, and to write it if there are secrets to compare. Problems name their places in the body.',
      needs: 'settings:read',
      body: shape(
        {
          ...declared,
          can_make_secrets: optional(flag('Whether secrets can be made for what is new.')),
        },
        { title: 'DeclarationToPlan' },
      ),
      answer: planSchema,
      run: async ({ context, actor, body }) => {
        const names = sectionsIn(body)
        const isTold = Object.keys(body.secrets ?? {}).length > 0
        await requireEach(context, actor, { names, verb: 'read' })
        // A comparison tells whether a secret is the right one.
        if (isTold) await requireEach(context, actor, { names: withSecrets(names), verb: 'write' })
        const compared = await compare(
          applying(context, actor, { ...body, canMake: body.can_make_secrets ?? false }),
          body.sections as Sections,
        )
        if (compared.is === 'wrong') throw wrong(compared.problems)
        const { steps } = compared
        const changes = steps.flatMap((step) => step.changes)
        const makes = steps.flatMap((step) => step.makes ?? [])
        return { ...planDocument(changes), makes, digest: digestOf(changes) }
      },
    }),
    act({
      id: 'applyDeclaration',
      path: '/declaration/apply',
      summary: 'Apply what a file declares, as it was planned; what it does not name stays',
      description:
        'Needs the permission to write what the sections are about. If it stops in the middle, apply again: it makes the rest.',
      needs: 'settings:write',
      problems: PROBLEMS,
      body: shape(
        {
          ...declared,
          made_secrets: optional(texts('Those of `makes`, by kind and id with a space between.')),
          digest: text('That of the plan.', 100),
        },
        { title: 'DeclarationToApply' },
      ),
      answer: shape({ applied: Type.Integer({ description: 'How many changes were made.' }) }),
      run: async ({ context, actor, body }) => {
        await requireEach(context, actor, { names: sectionsIn(body), verb: 'write' })
        const { digest, made_secrets: made = {} } = body
        const applied = await apply(
          applying(context, actor, { ...body, made, canMake: true }),
          body.sections as Sections,
          { digest },
        )
        switch (applied.is) {
          case 'wrong':
            throw wrong(applied.problems)
          case 'changed_meanwhile':
            throw conflict(
              'changed_meanwhile',
              'What there is has changed since the plan was made, and nothing was done. Plan again.',
            )
          case 'taken':
            throw conflict('apply_under_way', applied.sentence)
          case 'stopped':
            throw conflict('stopped', applied.sentence)
          case 'applied':
            return { applied: applied.changes.length }
        }
      },
    }),
  ],
}

type SectionName = (typeof SECTIONS)[number]

function sectionsIn({ sections }: { readonly sections: object }): readonly SectionName[] {
  return SECTIONS.filter((name) => Object.hasOwn(sections, name))
}

/** Trusted issuers and domains have none; the servers follow the references in settings. */
function withSecrets(names: readonly SectionName[]): readonly SectionName[] {
  return names.filter((name) => ['clients', 'resources', 'webhooks'].includes(name))
}

/** Rejects with `NotPermitted`. */
async function requireEach(
  context: HttpContext,
  actor: RemoteOperator,
  { names, verb }: { readonly names: readonly SectionName[]; readonly verb: 'read' | 'write' },
): Promise<void> {
  const needed = new Set(names.map((name) => `${sectionNoun[name]}:${verb}` as const))
  for (const permission of needed) await requirePermission(context, actor, permission)
}

interface Sent {
  readonly secrets?: Readonly<Record<string, string>>
  readonly images?: Readonly<Record<string, string>>
  readonly made?: Readonly<Record<string, string>>
  readonly canMake: boolean
}

function applying(context: HttpContext, actor: RemoteOperator, sent: Sent): ApplyContext {
  const { settingsReading: reading } = context
  if (reading === undefined) {
    throw conflict('settings_unknown', 'This server does not know where its settings come from.')
  }
  const { fetchAllowedHosts: allowedHosts } = context.settings
  const { secrets = {}, images = {}, made = {}, canMake } = sent
  return {
    ...context,
    ...{ actor, reading, shapeProblems },
    checkAddress: createAddressCheck({ allowedHosts }),
    referred: { secrets, images, made, canMake },
  }
}

/** Problems with their places in the body (RFC 6901 §3). */
function wrong(problems: readonly Place[]): Problem {
  const errors = problems.map(({ at, text: detail }) => {
    const parts = at.map((part) => String(part).replaceAll('~', '~0').replaceAll('/', '~1'))
    return { field: ['', 'sections', ...parts].join('/'), detail }
  })
  const [first] = errors
  const detail = first?.detail ?? 'What is declared cannot be.'
  return new Problem(422, 'invalid_request', { detail, errors })
}
