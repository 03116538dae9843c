import assert from 'node:assert/strict'
import { test } from 'node:test'
import { loggedError } from './errors.ts'
import { withoutSecrets } from './secrets.ts'

const JWT = 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJqbyJ9.c2lnbmF0dXJl'

for (const [where, text, secret] of [
  ['a token of ours', 'got mdt_rt_a0b1c2d3_9xK~z', '9xK'],
  ['a token of ours, percent-encoded', '/x/mdt%5Frt%5Fa0b1%5F9xKz', '9xK'],
  ['a JSON Web Token', `token was ${JWT}.`, 'c2lnb'],
  ['HTTP credentials', 'header Basic am86aG9yc2VzMTIz was odd', 'am86'],
  ['the password of a URL', 'connect postgres://jo:horses@db:5432/m', 'horses'],
  ['the password of a URL with a slash in it', 'redis://:p/ss@cache', 'p/ss'],
  ['a password in a connection string', 'host=h password=horses dbname=m', 'horses'],
  ['a quoted password', "host=h password='horses'", 'horses'],
  ['a password with an @ in it', 'connect postgres://jo:p@horses@db/m', 'horses'],
  ['a token in place of a user', 'clone https://horses@git.example/x', 'horses'],
  ['a password in the environment', 'PGPASSWORD=horses', 'horses'],
  ['a password in JSON', 'body was {"password": "horses"}', 'horses'],
  ['a session of ours', 'cookie: a=b; __Host-mandate_session=horses', 'horses'],
  ['a parameter', 'GET /x?a=1&client_secret=s3cr3t&b=2', 's3cr3t'],
  ['a key of the platform', 'sent Bearer mdt_pk_a0b1c2d3_9xK~z', '9xK'],
  ['a sign-in handed to the platform', 'to https://a.example/login?sign_in=AbCd-12', 'AbCd'],
  ['a continuation', 'GET /sign-in/continue?id=AbCd&continuation=9xKz', '9xKz'],
  ['the id of a sign-in', 'GET /sign-in/continue?id=AbCd&continuation=9xKz', 'AbCd'],
  ['a parameter, percent-encoded', 'to=%2Fcb%3Fcode%3Dab12', 'ab12'],
] as const) {
  test(`${where} does not reach the log, and the line stays JSON`, () => {
    const line = withoutSecrets(`${JSON.stringify({ level: 30, msg: text })}\n`)
    assert.equal(line.includes(secret), false, line)
    assert.equal(typeof JSON.parse(line).msg, 'string')
  })
}

test('an ordinary line stays as it is', () => {
  const line =
    '{"level":30,"method":"POST","path":"/oauth2/token","status":200,"reason":"wrong_secret"}\n'
  assert.equal(withoutSecrets(line), line)
})

test('an error is logged without what its message quotes and without its other properties', () => {
  const cause = Object.assign(new Error('value "horses" is too long'), {
    detail: 'Key (email)=(jo@example.com) exists.',
    parameters: ['horses'],
  })
  const logged = loggedError(Object.assign(new TypeError("no 'horses", { cause }), { code: 'E1' }))
  assert.doesNotMatch(JSON.stringify(logged), /horses|jo@example/)
  assert.deepEqual([logged.type, logged.code], ['TypeError', 'E1'])
  assert.match(logged.stack, /caused by Error: value \(6 characters\) is too long\n {4}at /)
})
