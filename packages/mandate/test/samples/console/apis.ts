import type {
  ApiFormProps,
  ApiProps,
  ApisProps,
  ShownApi,
} from '../../../src/pages/console/apis.ts'
import type { ListedOperator, OperatorsProps } from '../../../src/pages/console/operators.ts'
import type { Sample } from '../sample.ts'
import { as, DAY, hostile, long, now, owner } from './operators.ts'

const api: ShownApi = {
  ...{ id: 'resource_4kq1', address: '/console/apis/resource_4kq1', name: 'Invoices' },
  ...{ uri: 'https://api.example.com/invoices', jwtAlgorithm: null, isRestricted: true },
  ...{ getsUsernames: false, previousSecretUntil: null, createdAt: now - 90 * DAY },
}
const apis: Sample<ApisProps> = {
  ...owner,
  apis: [
    api,
    { ...api, name: hostile, jwtAlgorithm: 'ES256', uri: `https://${long.slice(0, 60)}` },
  ],
  ...{ first: null, next: null, canChange: true },
}

export const list: Readonly<Record<string, Sample<ApisProps>>> = {
  plain: apis,
  'none yet': { ...apis, apis: [] },
}
export const one: Readonly<Record<string, Sample<ApiProps>>> = {
  plain: { ...owner, api, canChange: true },
  'as auditor': {
    ...{ ...as('auditor'), canChange: false },
    api: { ...api, name: hostile, previousSecretUntil: now + DAY, getsUsernames: true },
  },
}
const form: Sample<ApiFormProps> = {
  ...owner,
  fields: { name: '', uri: '', restricted: true, username: false },
  ...{ problem: null, of: null },
}
export const forms: Readonly<Record<string, Sample<ApiFormProps>>> = {
  new: form,
  refused: {
    ...form,
    fields: { ...form.fields, name: hostile, uri: 'nonsense' },
    problem: '"nonsense" is not an absolute URI.',
  },
  edit: { ...form, of: { name: 'Invoices', address: api.address, revision: 'r' } },
}

const ines: ListedOperator = {
  ...{ id: 'ines', name: 'ines.moreau@example.com', userAddress: '/console/users/ines' },
  ...{ address: '/console/operators/ines', role: 'owner', isDisabled: false, isYou: true },
  ...{ hasSecondFactor: true, isUnconfirmed: false, createdAt: now - 90 * DAY },
}
const operators: Sample<OperatorsProps> = {
  ...owner,
  operators: [
    ines,
    {
      ...{ ...ines, id: 'sam', name: 'sam@example.com', role: 'support', isYou: false },
      ...{ hasSecondFactor: false, isDisabled: true },
    },
    { ...ines, id: 'x', name: hostile, role: 'auditor', isYou: false, isUnconfirmed: true },
  ],
  ...{ next: null, canChange: true },
}
export const operatorLists: Readonly<Record<string, Sample<OperatorsProps>>> = {
  plain: operators,
  'as auditor': { ...operators, ...as('auditor'), canChange: false },
}
