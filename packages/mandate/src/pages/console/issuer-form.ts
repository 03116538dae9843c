/** The form that trusts an issuer, or changes how far it is trusted. */

import { consoleWords } from '../../words/console/console.ts'
import { type Html, html } from '../html.ts'
import { notice } from '../layout.ts'
import { choiceField, lineField, textField, tickField } from './form-fields.ts'
import { ISSUERS, NEW_ISSUER } from './issuers.ts'
import { actForm } from './parts.ts'
import { type ConsoleProps, consoleDocument } from './shell.ts'

const text = consoleWords.issuers
const { cancel } = consoleWords.frame

export type IssuerPurpose = keyof typeof text.purposes

/** What is in the fields, by their names. */
export interface IssuerFields {
  readonly name: string
  readonly issuer: string
  readonly purpose: IssuerPurpose
  readonly tenant: string
  readonly provider: string
  readonly customer: string
  readonly jwks_uri: string
  /** JSON. */
  readonly jwks: string
  readonly algorithms: string
  readonly max_lifetime: string
  /** One a line: an id, or an id and its scope. */
  readonly clients: string
  readonly scope: string
  /** One a line. */
  readonly resources: string
  readonly logout_audience: string
  readonly provisions: boolean
  readonly single_use: boolean
}

export interface IssuerFormProps extends ConsoleProps {
  readonly fields: IssuerFields
  readonly scopes: readonly string[]
  readonly algorithms: readonly string[]
  /** What is wrong with what was sent; null at first. */
  readonly problem: string | null
  /** Whether the change ends grants, which has to be confirmed. */
  readonly asksToEnd: boolean
  /** The issuer that is changed; null for a new one. */
  readonly of: {
    readonly name: string
    readonly address: string
    /** Which version the form shows. */
    readonly revision: string
  } | null
}

export function issuerFormPage(props: IssuerFormProps): string {
  const { fields, problem, of, asksToEnd } = props
  const isNew = of === null
  const form = {
    action: isNew ? NEW_ISSUER : `${of.address}/edit`,
    hidden: isNew ? {} : { revision: of.revision },
    kind: 'fields',
  } as const
  return consoleDocument(props, {
    current: 'issuers',
    title: isNew ? text.newIssuer : text.editTitle(of.name),
    above: { label: text.title, address: ISSUERS },
    body: html`${problem !== null && notice('alert', html`<p>${problem}</p>`, 'problem')}
<div class="sheet form-sheet">
${actForm(
  props,
  form,
  html`${lineField({ id: 'name', label: text.name, value: fields.name, isRequired: true })}
${isNew && whose(fields)}
${lineField({ id: 'customer', label: text.customer, value: fields.customer, hint: text.customerHint })}
${keys(props)}
${(isNew || fields.purpose !== 'workload') && people(props)}
${(isNew || fields.purpose === 'workload') && machines(props)}
${asksToEnd && tickField({ id: 'ends', label: text.ends, hint: text.endsHint, isTicked: false })}
<div class="choices">
<a class="button" href="${of?.address ?? ISSUERS}">${cancel}</a>
<button class="button button-primary" type="submit">${isNew ? text.create : text.save}</button>
</div>`,
)}
</div>`,
  })
}

/** What never changes. */
function whose({ issuer, purpose, tenant, provider }: IssuerFields): Html {
  const purposes = Object.keys(text.purposes) as readonly IssuerPurpose[]
  return html`${choiceField(
    { id: 'purpose', label: text.purpose, chosen: purpose },
    purposes.map((value) => ({
      ...{ value, label: text.purposes[value], hint: text.purposeHints[value] },
    })),
  )}
${lineField({ id: 'issuer', label: text.issuer, value: issuer, hint: text.issuerHint, isRequired: true })}
${lineField({ id: 'tenant', label: text.tenant, value: tenant, hint: text.tenantHint })}
${lineField({ id: 'provider', label: text.providerField, value: provider, hint: text.providerHint })}`
}

function keys({ fields, algorithms }: IssuerFormProps): Html {
  return html`${lineField({ id: 'jwks_uri', label: text.jwksUri, value: fields.jwks_uri, hint: text.jwksUriHint })}
${textField({ id: 'jwks', label: text.jwks, value: fields.jwks, hint: text.jwksHint })}
${lineField({ id: 'algorithms', label: text.algorithms, value: fields.algorithms, hint: text.algorithmsHint(algorithms.join(' ')) })}
${lineField({ id: 'max_lifetime', label: text.lifetimeField, value: fields.max_lifetime, hint: text.lifetimeHint })}`
}

function people({ fields, scopes, of }: IssuerFormProps): Html {
  return html`${of === null && html`<h2>${text.ofPeople}</h2>`}
${textField({ id: 'clients', label: text.clients, value: fields.clients, hint: text.clientsHint })}
${lineField({ id: 'scope', label: text.scope, value: fields.scope, hint: text.scopeHint(scopes.join(' ')) })}
${textField({ id: 'resources', label: text.apis, value: fields.resources, hint: text.apisHint })}
${lineField({ id: 'logout_audience', label: text.logoutAudienceField, value: fields.logout_audience, hint: text.logoutAudienceHint })}
${tickField({ id: 'provisions', label: text.provisionsField, hint: text.provisionsHint, isTicked: fields.provisions })}`
}

function machines({ fields, of }: IssuerFormProps): Html {
  return html`${of === null && html`<h2>${text.ofWorkloads}</h2>`}
${tickField({ id: 'single_use', label: text.singleUseField, hint: text.singleUseHint, isTicked: fields.single_use })}`
}
