/** A store whose verbs can be made to fail, to test that an outage does not harm good tokens. */

import { StorageUnavailable, type Store } from '../src/store/port.ts'

export interface BreakableStore {
  readonly wrap: (store: Store) => Store
  /** The verbs that fail, such as `grants.find`. */
  readonly broken: Set<string>
  /** The error that they throw; by default a failure of the engine. */
  failure: () => Error
  /** Every verb called since this was last cleared. */
  readonly called: Set<string>
}

export function breakableStore(): BreakableStore {
  const breakable: BreakableStore = {
    broken: new Set(),
    called: new Set(),
    failure: () => new StorageUnavailable('the disk is full'),
    wrap: (store) => ({
      ...store,
      grants: guarded('grants', store.grants),
      clients: guarded('clients', store.clients),
      resources: guarded('resources', store.resources),
      accounts: guarded('accounts', store.accounts),
      scimUsers: guarded('scimUsers', store.scimUsers),
      sessions: guarded('sessions', store.sessions),
      knownBrowsers: guarded('knownBrowsers', store.knownBrowsers),
      signInAnswers: guarded('signInAnswers', store.signInAnswers),
      secondFactors: guarded('secondFactors', store.secondFactors),
      usedOnce: guarded('usedOnce', store.usedOnce),
      repeatableRequests: guarded('repeatableRequests', store.repeatableRequests),
      deviceRequests: guarded('deviceRequests', store.deviceRequests),
      pushedRequests: guarded('pushedRequests', store.pushedRequests),
      consents: guarded('consents', store.consents),
      attempts: guarded('attempts', store.attempts),
      ping: guarded('store', store).ping,
    }),
  }

  /** The same verbs, which first check whether they should fail. */
  function guarded<Verbs extends object>(place: string, verbs: Verbs): Verbs {
    return new Proxy(verbs, {
      get(target, verb, receiver) {
        const real: unknown = Reflect.get(target, verb, receiver)
        if (typeof real !== 'function') return real
        const name = `${place}.${String(verb)}`
        return async (...given: unknown[]) => {
          breakable.called.add(name)
          if (breakable.broken.has(name)) throw breakable.failure()
          return Reflect.apply(real, target, given)
        }
      },
    })
  }
  return breakable
}
