import assert from 'node:assert/strict'
import { test } from 'node:test'
import { common, everyPermission, isAdminScope, permissionsIn, scopeOf } from './permissions.ts'
import { isRole, permissionsOf, roles } from './roles.ts'

test('an auditor reads everything and changes nothing', () => {
  const auditor = permissionsOf('auditor')
  assert.equal(auditor.size, everyPermission.filter((one) => one.endsWith(':read')).length)
  assert.ok([...auditor].every((permission) => permission.endsWith(':read')))
})

test('a role is one of four words', () => {
  assert.ok(roles.every(isRole))
  assert.ok(!['Owner', 'constructor', '', 'admin'].some(isRole))
})

test('only an owner may do what would make somebody an owner', () => {
  const allowed = (permission: (typeof everyPermission)[number]) =>
    roles.filter((role) => permissionsOf(role).has(permission))
  assert.deepEqual(allowed('operators:write'), ['owner'])
  assert.deepEqual(allowed('keys:write'), ['owner'])
  assert.deepEqual(allowed('settings:write'), ['owner'])
  assert.deepEqual(allowed('clients:write'), ['owner', 'operator'])
})

test('support helps one person and sees no audit and no settings', () => {
  const support = permissionsOf('support')
  assert.ok(support.has('users:help'))
  for (const permission of ['users:write', 'audit:read', 'settings:read'] as const) {
    assert.ok(!support.has(permission), permission)
  }
})

test('every permission has a scope, and a scope that is none of them gives nothing', () => {
  assert.deepEqual([...permissionsIn(everyPermission.map(scopeOf))], everyPermission)
  const odd = ['all', 'admin:', 'admin:users', 'admin:users:*', 'users:write', 'admin:constructor']
  assert.equal(permissionsIn(odd).size, 0)
  // A scope of the operator must not look like one of these.
  assert.deepEqual(odd.map(isAdminScope), [false, true, true, true, false, true])
})

test('a token does not widen the role of its owner, nor the role the token', () => {
  const token = permissionsIn(['admin:users:read', 'admin:keys:write'])
  assert.deepEqual([...common(token, permissionsOf('support'))], ['users:read'])
})
