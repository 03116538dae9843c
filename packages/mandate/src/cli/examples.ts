/** The examples in the help, by command. A test parses each with the real command line. */

const CALLBACK = 'https://app.example.com/callback'

const examples: Readonly<Record<string, readonly string[]>> = {
  demo: ['mandate demo', 'mandate demo --port 8000 --json'],
  serve: [
    'mandate serve',
    'mandate serve --config /etc/mandate/mandate.yaml',
    'mandate serve --issuer https://login.example.com --host 0.0.0.0 --workers 0',
  ],
  'user create': [
    'mandate user create ada@example.com',
    'mandate user create ada@example.com --password-stdin < password.txt',
    'mandate user create ada@example.com --name "Ada Lovelace" --no-password',
  ],
  'user import': [
    'mandate user import users.csv --dry-run',
    'mandate user import users.jsonl --report refused.csv',
  ],
  'user export': ['mandate user export users.csv'],
  'user list': ['mandate user list', 'mandate user list --limit 10 --json'],
  'user show': ['mandate user show ada@example.com'],
  'user link': [
    'mandate user link ada@example.com acme 4711',
    'mandate user link ada@example.com https://accounts.google.com 110169484474386276334',
  ],
  'user unlink': ['mandate user unlink ada@example.com acme 4711'],
  'user sign-out': ['mandate user sign-out ada@example.com'],
  'user merge': ['mandate user merge ada@example.com 0190c1d2e3f40a1b2c3d4e5f60718293'],
  'user delete': ['mandate user delete ada@example.com'],
  'user update': ['mandate user update ada@example.com --nickname Countess --locale en-GB'],
  'user disable': ['mandate user disable ada@example.com'],
  'user enable': ['mandate user enable ada@example.com'],
  'user reset-password': ['mandate user reset-password ada@example.com'],
  'user invite': ['mandate user invite ada@example.com --name Ada'],
  'user unlock': ['mandate user unlock ada@example.com'],
  'user remove-factors': ['mandate user remove-factors ada@example.com'],
  'session list': ['mandate session list ada@example.com'],
  'session end': ['mandate session end ada@example.com 4f2a9c31d0b7'],
  words: ['mandate words sign-in', 'mandate words mail --language sv'],
  'client registration-token create': [
    "mandate client registration-token create --name 'Partner Ltd' --uses 5 --expires 7d",
  ],
  'client registration-token list': ['mandate client registration-token list'],
  'client registration-token delete': ['mandate client registration-token delete TOKEN_ID'],
  'client create': [
    `mandate client create --name Ledgerline --redirect-uri ${CALLBACK}`,
    'mandate client create --name "Pocket Ledger" --public --redirect-uri http://127.0.0.1/callback',
  ],
  'client list': ['mandate client list'],
  'client show': ['mandate client show CLIENT_ID'],
  'client update': [
    'mandate client update CLIENT_ID --name "Ledgerline Pro"',
    `mandate client update CLIENT_ID --redirect-uri ${CALLBACK} https://app.example.com/other`,
  ],
  'client disable': ['mandate client disable CLIENT_ID'],
  'client enable': ['mandate client enable CLIENT_ID'],
  'client rotate-secret': [
    'mandate client rotate-secret CLIENT_ID',
    'mandate client rotate-secret CLIENT_ID --overlap-seconds 0 --yes',
  ],
  'client delete': ['mandate client delete CLIENT_ID', 'mandate client delete CLIENT_ID --yes'],
  'resource create': ['mandate resource create --name Notes --uri https://api.example.com'],
  'resource list': ['mandate resource list'],
  'resource show': ['mandate resource show CLIENT_ID'],
  'resource update': ['mandate resource update CLIENT_ID --name "Notes and Lists" --restricted'],
  'resource rotate-secret': ['mandate resource rotate-secret CLIENT_ID --overlap-seconds 3600'],
  'resource delete': ['mandate resource delete CLIENT_ID'],
  'client-domain list': ['mandate client-domain list'],
  'client-domain allow': ['mandate client-domain allow claude.ai'],
  'client-domain deny': ['mandate client-domain deny agents.example --yes'],
  'client-domain forget': ['mandate client-domain forget claude.ai'],
  'issuer create': [
    'mandate issuer create --name "GitHub Actions" --for workload --issuer https://token.actions.githubusercontent.com',
    'mandate issuer create --name Acme --for id-jag --issuer https://acme.idp.example --client CLIENT_ID --scope read --resource https://api.example.com',
  ],
  'issuer list': ['mandate issuer list'],
  'issuer show': ['mandate issuer show ISSUER_ID'],
  'issuer update': ['mandate issuer update ISSUER_ID --scope "read write"'],
  'issuer disable': ['mandate issuer disable ISSUER_ID --yes'],
  'issuer enable': ['mandate issuer enable ISSUER_ID'],
  'issuer delete': ['mandate issuer delete ISSUER_ID --yes'],
  'platform-key create': [
    'mandate platform-key create --name "Login page" --may sign_in',
    'mandate platform-key create --name "Acme back end" --may sign_in,users --provider acme',
  ],
  'platform-key list': ['mandate platform-key list'],
  'platform-key rotate-secret': [
    'mandate platform-key rotate-secret PLATFORM_KEY_ID --overlap-seconds 3600',
  ],
  'platform-key delete': ['mandate platform-key delete PLATFORM_KEY_ID'],
  'provider list': ['mandate provider list'],
  'provider check': ['mandate provider check google'],
  'mail test': ['mandate mail test you@example.com'],
  'grant list': ['mandate grant list', 'mandate grant list --user ada@example.com'],
  'grant revoke': [
    'mandate grant revoke GRANT_ID',
    'mandate grant revoke --user ada@example.com --client CLIENT_ID',
  ],
  'token inspect': ['mandate token inspect - < token.txt'],
  activity: ['mandate activity', 'mandate activity --user ada@example.com'],
  'error list': ['mandate error list', 'mandate error list --client CLIENT_ID --limit 10'],
  'error show': ['mandate error show REFERENCE'],
  migrate: ['mandate migrate'],
  settings: ['mandate settings', 'mandate settings --config /etc/mandate/mandate.yaml'],
  doctor: ['mandate doctor', 'mandate doctor --config /etc/mandate/mandate.yaml'],
  'keys list': ['mandate keys list'],
  'keys rotate': [
    'mandate keys rotate',
    'mandate keys rotate --kind signing --alg ES256',
    'mandate keys rotate --kind seal',
  ],
  'keys retire': ['mandate keys retire a0b1c2d3', 'mandate keys retire a0b1c2d3 --now'],
  'keys import': ['mandate keys import signing-key.pem'],
  'keys protect': ['mandate keys protect', 'mandate keys protect --was old-passphrase.txt'],
  'clock show': ['mandate clock show'],
  'clock trust': ['mandate clock trust'],
  backup: ['mandate backup backups/monday.db', 'mandate backup --keys vault/keys.json'],
  restore: [
    'mandate restore backups/monday.db --keys vault/keys.json',
    'mandate restore --accept-newer-generations 24h',
  ],
}

/** Lines to copy for a command such as `client create`; none for a group. */
export function examplesOf(command: string): readonly string[] {
  return examples[command] ?? []
}
