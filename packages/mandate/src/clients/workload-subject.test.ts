import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isWorkloadSubject, workloadSubjectProblem } from './workload-subject.ts'

test('a subject without a star is itself and nothing else', () => {
  const subject = 'repo:acme/shop:ref:refs/heads/main'
  assert.equal(workloadSubjectProblem(subject), false)
  assert.equal(isWorkloadSubject(subject, subject), true)
  for (const other of [
    ...['repo:acme/shop:ref:refs/heads/main2', 'repo:Acme/shop:ref:refs/heads/main'],
    ...['repo:acme/shop:ref:refs/heads', 'repo:acme/shop:ref:refs/heads/main/', ` ${subject}`, ''],
  ]) {
    assert.equal(isWorkloadSubject(subject, other), false, other)
  }
})

test('a star is one part, and crosses no boundary', () => {
  const anyBranch = 'repo:acme/shop:ref:refs/heads/*'
  assert.equal(workloadSubjectProblem(anyBranch), false)
  assert.equal(isWorkloadSubject(anyBranch, 'repo:acme/shop:ref:refs/heads/main'), true)
  const anyRepository = 'repo:acme/*:ref:refs/heads/main'
  assert.equal(workloadSubjectProblem(anyRepository), false)
  assert.equal(isWorkloadSubject(anyRepository, 'repo:acme/shop:ref:refs/heads/main'), true)
  for (const other of [
    ...['repo:acme-evil/shop:ref:refs/heads/main', 'repo:evil/acme/x:ref:refs/heads/main'],
    ...['repo:acme/shop:pull_request:ref:refs/heads/main', 'repo:acme/:ref:refs/heads/main'],
    ...['repo:acme/a/b:ref:refs/heads/main', 'repo:acme/a:b:ref:refs/heads/main'],
    ...['repo:acme//shop:ref:refs/heads/main', 'repo:acme/shop:ref:refs/heads/main:x'],
  ]) {
    assert.equal(isWorkloadSubject(anyRepository, other), false, other)
  }
})

test('a pattern that somebody else could satisfy is refused', () => {
  for (const pattern of [
    ...['*', 'repo:*', 'repo:*/shop', 'repo:acme*/shop:ref:refs/heads/main', 'repo:acme/sh*:x'],
    ...['system:serviceaccount:*:mailer', '*:serviceaccount:shop:mailer', 'a:b:*:*:*', 'a b'],
  ]) {
    assert.notEqual(workloadSubjectProblem(pattern), false, pattern)
  }
  assert.equal(workloadSubjectProblem('system:serviceaccount:shop:*'), false)
  assert.equal(
    isWorkloadSubject('system:serviceaccount:shop:*', 'system:serviceaccount:shop:a'),
    true,
  )
  assert.equal(
    isWorkloadSubject('system:serviceaccount:shop:*', 'system:serviceaccount:shop2:a'),
    false,
  )
})

test('whatever fits a pattern has the parts of the pattern around its stars', () => {
  const part = fc.stringMatching(/^[a-z*:/]{0,6}$/)
  fc.assert(
    fc.property(fc.array(part, { maxLength: 5 }), fc.array(part, { maxLength: 5 }), (one, two) => {
      const [pattern, sub] = [`repo:acme/*:${one.join('')}`, `repo:acme/${two.join('')}`]
      if (workloadSubjectProblem(pattern) !== false || !isWorkloadSubject(pattern, sub)) return
      assert.match(sub, /^repo:acme\/[^:/]+:/)
      assert.equal(sub.split(/[:/]/).length, pattern.split(/[:/]/).length)
    }),
  )
})
