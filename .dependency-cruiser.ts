/**
 * The arrows of the architecture, as rules: who may import whom. `test/check.test.ts` breaks each
 * of them once.
 *
 *     cli → runtime → http → { pages, ways, operations, revocations } → { oauth, oidc } → { clients, people } → { explanations, grants, store port }
 *
 * What is imported by `import type` alone may come from the side, never from above. Engines implement the
 * port and are joined to it in runtime/ only. `guard`, `client` and `sign-in` know nothing of the server.
 */

import type { IConfiguration, IForbiddenRuleType } from 'dependency-cruiser'
import './scripts/lint/using-declarations.ts'

const server = 'packages/mandate/src'
const tests = '\\.test\\.ts$'

/** No files, no network, no process: of Node itself, the pure folders have only these. */
const harmless =
  '^(node:)?(assert|buffer|crypto|punycode|querystring|string_decoder|url|util|zlib)$'

const arrows: readonly IForbiddenRuleType[] = [
  {
    name: 'no-cycles',
    comment: 'Two files that import each other are one file; move what they share to a third.',
    from: {},
    to: { circular: true },
  },
  {
    name: 'imports-lead-somewhere',
    comment: 'The import names no file and no installed package.',
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: 'no-imports-of-tests',
    comment: 'A program does not need its tests; move what both use to a file of its own.',
    from: { pathNot: tests },
    to: { path: tests },
  },
  {
    name: 'grants-stand-alone',
    comment: 'A grant knows neither its store nor who asks for it.',
    from: { path: `^${server}/grants/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(grants/|operators/permissions\\.ts$|time-and-chance\\.ts$)`,
    },
  },
  {
    name: 'signing-knows-keys-alone',
    comment: 'What is signed is for the caller; which keys are in use is handed in.',
    from: { path: `^${server}/signing/`, pathNot: tests },
    to: { path: '^(packages|examples)/', pathNot: `^${server}/(signing|grants)/` },
  },
  {
    name: 'facts-tell-of-grants',
    comment:
      'The code that changes something records the fact; a fact knows nothing of its readers.',
    from: { path: `^${server}/facts/`, pathNot: tests },
    to: { path: '^(packages|examples)/', pathNot: `^${server}/(facts|grants|operators)/` },
  },
  {
    name: 'operators-stand-alone',
    comment: 'A permission knows neither who has it nor what it allows.',
    from: { path: `^${server}/operators/`, pathNot: tests },
    to: { path: '^(packages|examples)/', pathNot: `^${server}/operators/` },
  },
  {
    name: 'activity-counts-facts',
    comment: 'What is counted has happened; where the sums are kept and shown is for others.',
    from: { path: `^${server}/activity/`, pathNot: tests },
    to: { path: '^(packages|examples)/', pathNot: `^${server}/(activity|facts)/` },
  },
  {
    name: 'store-looks-down',
    comment:
      'The port and its engines know grants, facts, and the types of metadata and signing keys, and nothing above them.',
    from: { path: `^${server}/store/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(clients/metadata/|facts/|grants/|operators/|signing/key\\.ts$|store/|time-and-chance\\.ts$)`,
    },
  },
  {
    name: 'audit-reads-the-store',
    comment: 'The chain is data and hashes; runtime/ writes it, and commands and pages show it.',
    from: { path: `^${server}/audit/`, pathNot: tests },
    to: { path: '^(packages|examples)/', pathNot: `^${server}/(audit|facts|grants|store)/` },
  },
  {
    name: 'metadata-stands-alone',
    comment: 'The store keeps metadata, so what describes it cannot know the store.',
    from: { path: `^${server}/clients/metadata/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(clients/|jwt/algorithms\\.ts$|signing/key\\.ts$)`,
    },
  },
  {
    name: 'the-port-knows-no-engine',
    comment: 'What an engine needs is handed to it; the port is what all engines promise.',
    from: { path: `^${server}/store/[^/]+\\.ts$`, pathNot: tests },
    to: { path: `^${server}/store/(sqlite|postgres)/` },
  },
  {
    name: 'engines-are-strangers',
    comment: 'What two engines share belongs to store/ itself.',
    from: { path: `^${server}/store/(sqlite|postgres)/` },
    to: { path: `^${server}/store/(sqlite|postgres)/`, pathNot: `^${server}/store/$1/` },
  },
  {
    name: 'engines-are-joined-in-runtime',
    comment: 'Take the Store port as an argument, or ask runtime/database.ts for a database.',
    from: { path: `^${server}/`, pathNot: `^${server}/(store|runtime)/|${tests}` },
    to: { path: `^${server}/store/(sqlite|postgres)/` },
  },
  {
    name: 'sql-stays-in-the-engines',
    comment: 'Add a verb to the Store port instead.',
    from: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/store/|^packages/mandate/test/|${tests}`,
    },
    to: { path: '^(node:)?sqlite$|(^|/)node_modules/pg/' },
  },
  {
    name: 'words-stand-alone',
    comment: 'A catalogue knows the gaps in its sentences and nothing of who fills them.',
    from: { path: `^${server}/words/`, pathNot: tests },
    to: { path: '^(packages|examples)/', pathNot: `^${server}/words/` },
  },
  {
    name: 'siblings-meet-in-http',
    comment:
      'pages, people and explanations know the folders beside them by their types alone; http/ hands results along.',
    from: { path: `^${server}/(pages|people|explanations)/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/($1|words|facts|grants|operators|store)/|^${server}/time-and-chance\\.ts$`,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'protocols-ask-only-parties',
    comment:
      'The protocol asks which client and which person is there; how that looks is not its own.',
    from: { path: `^${server}/(oauth|oidc|scim)/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(oauth|oidc|scim|clients|people|explanations|facts|grants|operators|jwt|signing|store)/|^${server}/time-and-chance\\.ts$`,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'clients-know-no-protocol',
    comment: 'The protocol asks what a client is and may do, never the other way round.',
    from: { path: `^${server}/clients/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(clients|explanations|grants|jwt|store)/|^${server}/(fetching/(allowed-hosts|freshness|refused)|signing/key|time-and-chance)\\.ts$`,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'jwts-stand-alone',
    comment: 'What a JWT has to say is for the caller, who also has the keys.',
    from: { path: `^${server}/jwt/`, pathNot: tests },
    to: { path: '^(packages|examples)/', pathNot: `^${server}/jwt/` },
  },
  {
    name: 'mails-are-drawn',
    comment: 'A mail takes words and plain data; runtime/ looks up whom it is about and sends it.',
    from: { path: `^${server}/mail/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(mail|words|facts|pages)/`,
    },
  },
  {
    name: 'nobody-looks-up',
    comment: 'Not even for a type: those of http/ and cli/ bring fastify and commander along.',
    from: {
      path: `^${server}/(pages|ways|clients|people|explanations|oauth|oidc|scim|operations)/`,
      pathNot: tests,
    },
    to: { path: `^${server}/(http/|runtime/|cli/|main\\.ts$)` },
  },
  {
    name: 'operations-look-down',
    comment:
      'An operation is told who asks and answers with data; it knows neither pages nor commands.',
    from: { path: `^${server}/operations/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(operations|operators|clients|oauth|oidc|people|webhooks|facts|grants|store)/|^${server}/time-and-chance\\.ts$`,
    },
  },
  {
    name: 'declarations-go-through-operations',
    comment:
      'What a file declares is compared with records and made by operations; commands and the admin API only hand it over.',
    from: { path: `^${server}/apply/`, pathNot: tests },
    to: { path: `^${server}/(http|pages|ways|runtime|cli|main)([/.]|$)` },
  },
  {
    name: 'webhooks-are-told',
    comment: 'What a webhook says and how it is signed; runtime/ sends it.',
    from: { path: `^${server}/webhooks/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(webhooks|clients/authentication|facts|grants|store)/|^${server}/time-and-chance\\.ts$`,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'documents-are-records-in-other-words',
    comment: 'A document has the members of a record; its caller decides who may see it.',
    from: { path: `^${server}/documents/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(documents|clients|people|oauth|webhooks|facts|grants|operators|store)/|^${server}/time-and-chance\\.ts$`,
    },
  },
  {
    name: 'ways-answer-with-proofs',
    comment:
      'A way knows no page, no response and none of the others; what it proves is handed to people/.',
    from: { path: `^${server}/ways/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(ways|fetching|operations|oauth|oidc|people|facts|grants|store|settings|words)/|^${server}/time-and-chance\\.ts$`,
    },
  },
  {
    name: 'ways-are-strangers',
    comment: 'What two ways share belongs to way.ts; only ways.ts lists them.',
    from: { path: `^${server}/ways/(?!ways?\\.ts$)`, pathNot: tests },
    to: { path: `^${server}/ways/[^/]+\\.ts$`, pathNot: `^${server}/ways/way\\.ts$` },
  },
  {
    name: 'ways-load-quickly',
    comment:
      'Every command loads the kinds of ways to check the settings; import a library where it is used: await import().',
    from: { path: `^${server}/(ways|settings)/`, pathNot: tests },
    to: {
      path: '(^|/)node_modules/(?!yaml/)',
      dynamic: false,
      dependencyTypesNot: ['type-only'],
    },
  },
  {
    name: 'only-the-core-opens-the-store',
    comment:
      'Commands and endpoints have a view that only reads; call an operation to change something.',
    from: {
      path: `^${server}/`,
      pathNot: `^${server}/(operations|oauth|oidc|people|store|clients/authentication)/|${tests}`,
    },
    to: { path: `^${server}/store/(views|write-access)\\.ts$` },
  },
  {
    name: 'pure-folders-touch-nothing',
    comment: 'No files, network or process here; take what you need as an argument.',
    from: {
      path: `^${server}/(activity|audit|facts|grants|operators|signing|clients|documents|jwt|oauth|oidc|operations|people|scim|explanations|words|mail|webhooks)/`,
      pathNot: tests,
    },
    to: { dependencyTypes: ['core'], pathNot: harmless },
  },
  {
    name: 'fastify-stays-in-http',
    comment: 'Answer with an outcome; http/ turns it into a response.',
    from: { path: `^${server}/`, pathNot: `^${server}/http/|${tests}` },
    to: { path: '(^|/)node_modules/(fastify|@fastify)/' },
  },
  {
    name: 'revocations-know-no-http',
    comment: 'The feed finds revocations and words them; http/ sends them.',
    from: { path: `^${server}/revocations/`, pathNot: tests },
    to: {
      path: '^(packages|examples)/',
      pathNot: `^${server}/(revocations|oauth|facts|grants|store)/|^${server}/time-and-chance\\.ts$`,
    },
  },
  {
    name: 'fetching-stands-alone',
    comment: 'It reaches an address and hands back the answer; what it says is for the caller.',
    from: { path: `^${server}/fetching/`, pathNot: tests },
    to: { path: '^(packages|examples)/', pathNot: `^${server}/fetching/` },
  },
  {
    name: 'http-looks-down',
    comment: 'What runs a server calls http/, never the other way round.',
    from: { path: `^${server}/http/`, pathNot: tests },
    to: { path: `^${server}/(cli/|runtime/|main\\.ts$)` },
  },
  {
    name: 'runtime-looks-down',
    comment: 'Commands start the server, never the other way round.',
    from: { path: `^${server}/runtime/`, pathNot: tests },
    to: { path: `^${server}/(cli/|main\\.ts$)` },
  },
  {
    name: 'the-server-is-no-client-of-itself',
    comment: 'The demo puts the other parties beside the server; only its command may load it.',
    from: { path: `^${server}/`, pathNot: `^${server}/cli/demo\\.ts$|${tests}` },
    to: { path: '^(examples|packages/(guard|client|sign-in|demo))/' },
  },
  {
    name: 'the-demo-is-an-operator',
    comment: 'It is handed the command line of the server, and knows nothing else of it.',
    from: { path: '^packages/demo/src/', pathNot: tests },
    to: {
      path: '^packages/',
      pathNot: `^(packages/demo/|${server}/start\\.cjs$)`,
    },
  },
  {
    name: 'published-packages-stand-alone',
    comment:
      'What integrators, APIs and platforms install works with nothing of this repository beside it.',
    from: { path: '^packages/(guard|client|sign-in)/(src|test)/' },
    to: { path: '^(packages|examples)/', pathNot: '^packages/$1/' },
  },
  {
    name: 'conformance-is-a-stranger',
    comment: 'What is true of any issuer is tried over HTTP; an adapter runs programs, by path.',
    from: { path: '^conformance/' },
    to: { path: '^(packages|examples)/' },
  },
  {
    name: 'crash-is-a-black-box',
    comment:
      'The laboratory breaks processes and reads rows; what the server thinks is no evidence.',
    from: { path: '^crash/' },
    to: {
      path: '^(packages|examples)/',
      pathNot:
        '^packages/(client/src/|mandate/(test/store/embedded-server|src/runtime/ports)\\.ts$)',
    },
  },
  {
    name: 'examples-are-outsiders',
    comment: 'An example shows what anyone can build: with the published packages, not the server.',
    from: { path: '^examples/([^/]+)/' },
    to: {
      path: '^(packages|examples)/',
      pathNot: '^(examples/$1|packages/(guard|client|sign-in))/',
    },
  },
]

const configuration: IConfiguration = {
  forbidden: arrows.map((rule) => ({ severity: 'error', ...rule })),
  options: {
    // TypeScript 7 has no programming interface that dependency-cruiser could use yet.
    parser: 'swc',
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^build/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'types', 'default'],
    },
  },
}

export default configuration
