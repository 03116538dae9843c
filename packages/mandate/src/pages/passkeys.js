// Passkeys (WebAuthn Level 3). A page offers them in a hidden form with `data-passkey`; without this
// script, or in a browser without passkeys, it stays hidden.
//
//     options from the server ──▶ the browser asks the person ──▶ the form posts the answer

const isSupported =
  typeof globalThis.PublicKeyCredential?.parseRequestOptionsFromJSON === 'function' &&
  typeof PublicKeyCredential.parseCreationOptionsFromJSON === 'function'

// A challenge is good for five minutes.
const RENEWED_MS = 4 * 60 * 1000
const RENEWALS = 15
const RENEW = 'renew'

const ask = {
  get: (options, how) =>
    navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
      ...how,
    }),
  create: (options, how) =>
    navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
      ...how,
    }),
}

// A page that may stay open for long names an address. Others have the options themselves.
async function optionsFor({ dataset: { options } }, { signal }) {
  if (!options.startsWith('/')) return JSON.parse(options)
  const answer = await fetch(options, { method: 'POST', signal })
  if (!answer.ok) throw new Error(`status ${answer.status}`)
  return answer.json()
}

let waiting = new AbortController()

async function askFor(form, how) {
  const credential = await ask[form.dataset.passkey](await optionsFor(form, how), how)
  form.elements.credential.value = JSON.stringify(credential)
  form.submit()
}

// Lists passkeys where the browser fills in the e-mail address.
async function fillIn(form) {
  if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return
  for (let round = 0; round < RENEWALS; round++) {
    const turn = new AbortController()
    waiting = turn
    const timer = setTimeout(() => turn.abort(RENEW), RENEWED_MS)
    try {
      return await askFor(form, { mediation: 'conditional', signal: turn.signal })
    } catch {
      if (turn.signal.reason !== RENEW) return
    } finally {
      clearTimeout(timer)
    }
  }
}

function offer(form) {
  const problem = form.querySelector('[role=alert]')
  form.closest('[data-passkeys]').hidden = false
  form.addEventListener('submit', async (event) => {
    event.preventDefault()
    problem.hidden = true
    waiting.abort()
    waiting = new AbortController()
    try {
      await askFor(form, { signal: waiting.signal })
    } catch (error) {
      const isKnown = error.name === 'InvalidStateError'
      problem.textContent = isKnown ? form.dataset.known : form.dataset.failed
      problem.hidden = false
    }
  })
  // The choice is in the form beside it.
  form.addEventListener('formdata', ({ formData }) => {
    if (document.querySelector('[name=keep]:checked')) formData.set('keep', '1')
  })
  if ('autofill' in form.dataset) fillIn(form)
}

if (isSupported) {
  for (const form of document.querySelectorAll('form[data-passkey]')) offer(form)
} else {
  for (const told of document.querySelectorAll('[data-no-passkeys]')) told.hidden = false
}
